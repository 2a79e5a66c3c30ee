//! Swiss business numbers (UID, Federal Statistical Office): CHE and nine digits, weights 5, 4, 3, 2, 7, 6, 5, 4
//! modulo 11.
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("ch_uid", "CHE-100.155.212"), Some(Verdict::Valid));
//! assert_eq!(check("ch_uid", "CHE-100.155.213"), Some(Verdict::Invalid));
//! ```

use super::parts::ends_with;
use crate::validators::{digits, weighted};

pub(super) fn is_valid(value: &str) -> bool {
    let digits = digits(value);
    let Some((_, payload)) = digits.split_last() else { return false };
    digits.len() == 9
        && !weighted::uniform(&digits)
        && ends_with(&digits, weighted::complement(payload, &[5, 4, 3, 2, 7, 6, 5, 4], 11))
}
