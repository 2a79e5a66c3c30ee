//! Ecuadorian identity card numbers (Registro Civil): the province, a digit below 7, six digits and a check digit
//! as in the Luhn check.
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("ec_ci", "171430710-3"), Some(Verdict::Valid));
//! assert_eq!(check("ec_ci", "171430710-4"), Some(Verdict::Invalid));
//! ```

use crate::validators::{digits, luhn, part};

pub(super) fn is_valid(value: &str) -> bool {
    let digits = digits(value);
    digits.len() == 10
        && matches!(part(&digits, 0..2), 1..=24 | 30 | 50)
        && digits.get(2).is_some_and(|kind| *kind < 7)
        && luhn::is_valid(value)
}
