//! Luxembourg identification numbers (matricule, law of 19 June 2013): day of birth with the year first, three digits,
//! a Luhn digit over eleven and a Verhoeff digit over the same eleven.
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("lu_matricule", "1988010112325"), Some(Verdict::Valid));
//! assert_eq!(check("lu_matricule", "1988010112326"), Some(Verdict::Invalid));
//! ```

use super::parts::{ends_with, is_day, part};
use crate::validators::{digits, luhn, verhoeff};

pub(super) fn is_valid(value: &str) -> bool {
    let digits = digits(value);
    let (Some(payload), Some(first)) = (digits.get(..11), digits.get(..12)) else { return false };
    let born = is_day(part(&digits, 0..4), part(&digits, 4..6), part(&digits, 6..8));
    let luhn = u32::from(luhn::check_digit(payload));
    let verhoeff = u32::from(verhoeff::check_digit(payload));
    digits.len() == 13 && born && ends_with(first, luhn) && ends_with(&digits, verhoeff)
}
