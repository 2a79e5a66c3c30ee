//! Chilean RUT and RUN numbers (Registro Civil, SII): seven or eight digits and a check character modulo 11, K for
//! ten.
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("cl_rut", "12.531.909-2"), Some(Verdict::Valid));
//! assert_eq!(check("cl_rut", "12.531.909-3"), Some(Verdict::Invalid));
//! ```

use crate::validators::{digits, weighted};

pub(super) fn is_valid(value: &str) -> bool {
    let Some(last) = value.chars().last() else { return false };
    let head = value.get(..value.len() - last.len_utf8()).unwrap_or_default();
    let from_right: Vec<u8> = digits(head).into_iter().rev().collect();
    let check = weighted::complement(&from_right, &[2, 3, 4, 5, 6, 7, 2, 3], 11);
    let given = if last.eq_ignore_ascii_case(&'k') { Some(10) } else { last.to_digit(10) };
    matches!(from_right.len(), 7 | 8) && !weighted::uniform(&from_right) && given == Some(check)
}
