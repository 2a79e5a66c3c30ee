//! Icelandic identity numbers (kennitala, Registers Iceland): day of birth (40 more for organizations), two digits, a
//! check digit modulo 11, and the century.
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("is_kennitala", "120174-3399"), Some(Verdict::Valid));
//! assert_eq!(check("is_kennitala", "120174-3489"), Some(Verdict::Invalid));
//! ```

use super::parts::{is_day, part};
use crate::validators::{digits, weighted};

pub(super) fn is_valid(value: &str) -> bool {
    let digits = digits(value);
    let century = match digits.last() {
        Some(8) => 1800,
        Some(9) => 1900,
        Some(0) => 2000,
        _ => return false,
    };
    let day = part(&digits, 0..2);
    let day = if day > 40 { day - 40 } else { day };
    let born = is_day(century + part(&digits, 4..6), part(&digits, 2..4), day);
    digits.len() == 10 && born && weighted::remainder(&digits, &[3, 2, 7, 6, 5, 4, 3, 2, 1], 11) == 0
}
