//! Uruguayan RUT numbers (DGI): the office from 01 to 22, six digits, 001 and a check digit modulo 11.
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("uy_rut", "21-100342-001-7"), Some(Verdict::Valid));
//! assert_eq!(check("uy_rut", "21-100342-001-8"), Some(Verdict::Invalid));
//! ```

use crate::validators::{digits, part, weighted};

pub(super) fn is_valid(value: &str) -> bool {
    let digits = digits(value);
    let Some((last, payload)) = digits.split_last() else { return false };
    digits.len() == 12
        && (1..=22).contains(&part(&digits, 0..2))
        && part(&digits, 2..8) != 0
        && part(&digits, 8..11) == 1
        && weighted::complement(payload, &[4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2], 11) == u32::from(*last)
}
