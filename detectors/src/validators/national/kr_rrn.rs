//! Korean resident registration numbers: birth date, 1 to 4 for sex and century, and a check digit modulo 11 that
//! numbers given out since October 2020 lack.
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("kr_rrn", "960121-1021413"), Some(Verdict::Valid));
//! assert_eq!(check("kr_rrn", "961321-1021413"), Some(Verdict::Invalid));
//! ```

use crate::validators::{Verdict, date, digits, part, weighted};

pub(super) fn check(value: &str) -> Verdict {
    let digits = digits(value);
    if !begins_with_day(&digits) {
        return Verdict::Invalid;
    }
    if check_sum(&digits) % 10 == last(&digits) { Verdict::Valid } else { Verdict::Unknown }
}

/// Whether thirteen digits begin with a day of the century that the seventh tells.
pub(super) fn begins_with_day(digits: &[u8]) -> bool {
    let century = match digits.get(6) {
        Some(1 | 2 | 5 | 6) => 1900,
        Some(3 | 4 | 7 | 8) => 2000,
        _ => return false,
    };
    digits.len() == 13 && date::is_day(century + part(digits, 0..2), part(digits, 2..4), part(digits, 4..6))
}

/// What completes the weighted sum to a multiple of 11, from 1 to 11.
pub(super) fn check_sum(digits: &[u8]) -> u32 {
    11 - weighted::remainder(digits.get(..12).unwrap_or_default(), &[2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5], 11)
}

pub(super) fn last(digits: &[u8]) -> u32 {
    digits.last().copied().map_or(10, u32::from)
}
