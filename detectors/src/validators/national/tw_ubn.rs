//! Taiwanese unified business numbers (Ministry of Finance): eight digits whose weighted digit sum is a multiple of
//! 5, since 2023; a 7 in the seventh place may count one more.
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("tw_ubn", "00501503"), Some(Verdict::Valid));
//! assert_eq!(check("tw_ubn", "00501502"), Some(Verdict::Invalid));
//! ```

use crate::validators::{digits, weighted};

pub(super) fn is_valid(value: &str) -> bool {
    let digits = digits(value);
    let cross = |number: u8| u32::from(number / 10 + number % 10);
    let sum: u32 =
        digits.iter().zip([1, 2, 1, 2, 1, 2, 4, 1]).map(|(digit, weight)| cross(digit * weight)).sum();
    let seven = digits.get(6) == Some(&7);
    digits.len() == 8
        && !weighted::uniform(&digits)
        && (sum.is_multiple_of(5) || seven && (sum + 1).is_multiple_of(5))
}
