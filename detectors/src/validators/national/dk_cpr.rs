//! Danish personal numbers (CPR-nummer): day of birth and four digits, the first of which tells the century. The check
//! modulo 11 was given up in October 2007, so a number that fails it may still be one.
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("dk_cpr", "070761-4285"), Some(Verdict::Valid));
//! assert_eq!(check("dk_cpr", "310261-4285"), Some(Verdict::Invalid));
//! ```

use super::parts::{is_day, part};
use crate::validators::{Verdict, digits, weighted};

pub(super) fn check(value: &str) -> Verdict {
    let digits = digits(value);
    let year = part(&digits, 4..6);
    let century = match digits.get(6) {
        Some(0..=3) => 1900,
        Some(4 | 9) if year > 36 => 1900,
        Some(5..=8) if year > 57 => 1800,
        _ => 2000,
    };
    if digits.len() != 10 || !is_day(century + year, part(&digits, 2..4), part(&digits, 0..2)) {
        return Verdict::Invalid;
    }
    let right = weighted::remainder(&digits, &[4, 3, 2, 7, 6, 5, 4, 3, 2, 1], 11) == 0;
    if right { Verdict::Valid } else { Verdict::Unknown }
}
