//! Greek social security numbers (ΑΜΚΑ): day of birth, four digits, Luhn.
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("gr_amka", "01019000015"), Some(Verdict::Valid));
//! assert_eq!(check("gr_amka", "01019000016"), Some(Verdict::Invalid));
//! ```

use super::parts::{is_short_day, part};
use crate::validators::{digits, luhn};

pub(super) fn is_valid(value: &str) -> bool {
    let digits = digits(value);
    let born = is_short_day(part(&digits, 4..6), part(&digits, 2..4), part(&digits, 0..2));
    digits.len() == 11 && born && luhn::is_valid(value)
}
