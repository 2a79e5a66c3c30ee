//! South African identity numbers (Department of Home Affairs): birth date, four digits, 0 to 2 for the status, a
//! digit and a Luhn digit.
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("za_id", "8001015009087"), Some(Verdict::Valid));
//! assert_eq!(check("za_id", "8001015009086"), Some(Verdict::Invalid));
//! ```

use crate::validators::{date, digits, luhn, part};

pub(super) fn is_valid(value: &str) -> bool {
    let digits = digits(value);
    let day = date::is_short_day(part(&digits, 0..2), part(&digits, 2..4), part(&digits, 4..6));
    digits.len() == 13 && day && matches!(digits.get(10), Some(0..=2)) && luhn::is_valid(value)
}
