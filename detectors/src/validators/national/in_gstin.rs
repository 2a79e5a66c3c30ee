//! Indian GST identification numbers (GSTN): state, permanent account number, registration, Z and a check character
//! over 36 characters. States 38 and up are rare, so there the check character must be right; elsewhere a wrong one
//! is taken for a slip.
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("in_gstin", "27AAPFU0939F1ZV"), Some(Verdict::Valid));
//! assert_eq!(check("in_gstin", "38AAPFU0939F1ZV"), Some(Verdict::Invalid));
//! ```

use crate::validators::{Verdict, digits, part};

pub(super) fn check(value: &str) -> Verdict {
    let numbers: Vec<u32> = value.chars().filter_map(|letter| letter.to_digit(36)).collect();
    let Some((last, payload)) = numbers.split_last() else { return Verdict::Invalid };
    let factors = [1, 2].into_iter().cycle();
    let sum: u32 = (payload.iter().zip(factors))
        .map(|(number, factor)| number * factor / 36 + number * factor % 36)
        .sum();
    let state = part(&digits(value), 0..2);
    match ((36 - sum % 36) % 36 == *last, state) {
        (true, _) if numbers.len() == 15 => Verdict::Valid,
        (false, 1..=37) if numbers.len() == 15 => Verdict::Unknown,
        _ => Verdict::Invalid,
    }
}
