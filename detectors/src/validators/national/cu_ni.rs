//! Cuban identity numbers (MININT): birth date, a digit for the century and four digits.
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("cu_ni", "91021027775"), Some(Verdict::Valid));
//! assert_eq!(check("cu_ni", "91023027775"), Some(Verdict::Invalid));
//! ```

use crate::validators::{date, digits, part};

pub(super) fn is_valid(value: &str) -> bool {
    let digits = digits(value);
    let century = match digits.get(6) {
        Some(9) => 1800,
        Some(0..=5) => 1900,
        _ => 2000,
    };
    let year = century + part(&digits, 0..2);
    digits.len() == 11 && date::is_day(year, part(&digits, 2..4), part(&digits, 4..6))
}
