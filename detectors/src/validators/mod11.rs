//! Mod 11 with falling weights: the check digit of UK NHS numbers (NHS Data Dictionary, NHS NUMBER).
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("nhs", "999 000 0018"), Some(Verdict::Valid));
//! assert_eq!(check("nhs", "999 000 0017"), Some(Verdict::Invalid));
//! ```

use super::digits;

/// Whether the ten digits of `value` are an NHS number.
pub(super) fn is_valid_nhs(value: &str) -> bool {
    let digits = digits(value);
    let Some((last, payload)) = digits.split_last() else { return false };
    digits.len() == 10 && nhs_check_digit(payload) == Some(*last)
}

/// Returns the digit that completes nine digits; `None` for the one payload in eleven that has none.
pub fn nhs_check_digit(payload: &[u8]) -> Option<u8> {
    let weights = (2..=10u32).rev();
    let sum: u32 = payload.iter().zip(weights).map(|(digit, weight)| u32::from(*digit) * weight).sum();
    match 11 - sum % 11 {
        11 => Some(0),
        10 => None,
        check => u8::try_from(check).ok(),
    }
}
