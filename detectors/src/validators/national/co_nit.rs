//! Colombian NIT numbers (DIAN): up to fifteen digits and a check digit with prime weights modulo 11.
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("co_nit", "213.123.432-1"), Some(Verdict::Valid));
//! assert_eq!(check("co_nit", "213.123.432-2"), Some(Verdict::Invalid));
//! ```

use crate::validators::{digits, weighted};

pub(super) fn is_valid(value: &str) -> bool {
    let digits = digits(value);
    let Some((last, payload)) = digits.split_last() else { return false };
    let from_right: Vec<u8> = payload.iter().rev().copied().collect();
    let primes = [3, 7, 13, 17, 19, 23, 29, 37, 41, 43, 47, 53, 59, 67, 71];
    let check = match weighted::remainder(&from_right, &primes, 11) {
        rest @ 0..=1 => rest,
        rest => 11 - rest,
    };
    (8..=16).contains(&digits.len()) && !weighted::uniform(&digits) && check == u32::from(*last)
}
