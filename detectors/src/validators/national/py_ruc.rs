//! Paraguayan RUC numbers (SET): up to eight digits and a check digit modulo 11.
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("py_ruc", "80028061-0"), Some(Verdict::Valid));
//! assert_eq!(check("py_ruc", "80028061-1"), Some(Verdict::Invalid));
//! ```

use crate::validators::{digits, weighted};

pub(super) fn is_valid(value: &str) -> bool {
    let digits = digits(value);
    let Some((last, payload)) = digits.split_last() else { return false };
    let from_right: Vec<u8> = payload.iter().rev().copied().collect();
    let check = weighted::complement(&from_right, &[2, 3, 4, 5, 6, 7, 8, 9], 11) % 10;
    (6..=9).contains(&digits.len()) && !weighted::uniform(&digits) && check == u32::from(*last)
}
