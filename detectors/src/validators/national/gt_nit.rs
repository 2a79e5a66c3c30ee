//! Guatemalan NIT numbers (SAT): up to eleven digits and a check character modulo 11, K for ten.
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("gt_nit", "576937-K"), Some(Verdict::Valid));
//! assert_eq!(check("gt_nit", "576937-1"), Some(Verdict::Invalid));
//! ```

use crate::validators::{digits, weighted};

pub(super) fn is_valid(value: &str) -> bool {
    let Some(last) = value.chars().last() else { return false };
    let head = value.get(..value.len() - last.len_utf8()).unwrap_or_default();
    let from_right: Vec<u8> = digits(head).into_iter().rev().collect();
    let check = weighted::complement(&from_right, &[2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12], 11);
    let given = if last.eq_ignore_ascii_case(&'k') { Some(10) } else { last.to_digit(10) };
    (5..=11).contains(&from_right.len()) && !weighted::uniform(&from_right) && given == Some(check)
}
