//! ABA routing transit numbers (ANSI X9.100-910): 3(d1+d4+d7) + 7(d2+d5+d8) + (d3+d6+d9) is a multiple of 10, and the
//! first two digits are a Federal Reserve district.
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("aba", "021000021"), Some(Verdict::Valid));
//! assert_eq!(check("aba", "021000022"), Some(Verdict::Invalid));
//! ```

use super::digits;

pub(super) fn is_valid(value: &str) -> bool {
    let digits = digits(value);
    let sum = weighted(&digits);
    let district = digits.iter().take(2).fold(0, |sum, digit| sum * 10 + u32::from(*digit));
    let known = matches!(district, 1..=12 | 21..=32 | 61..=72 | 80);
    digits.len() == 9 && known && sum.is_multiple_of(10)
}

/// Returns the digit that completes eight digits.
pub fn check_digit(payload: &[u8]) -> u8 {
    u8::try_from((10 - weighted(payload) % 10) % 10).unwrap_or(0)
}

fn weighted(digits: &[u8]) -> u32 {
    let weights = [3u32, 7, 1].into_iter().cycle();
    digits.iter().zip(weights).map(|(digit, weight)| u32::from(*digit) * weight).sum()
}
