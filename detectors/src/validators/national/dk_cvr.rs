//! Danish business numbers (CVR-nummer): eight digits whose sum by weights 2, 7, 6, 5, 4, 3, 2, 1 is a multiple of 11.
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("dk_cvr", "13585628"), Some(Verdict::Valid));
//! assert_eq!(check("dk_cvr", "13585629"), Some(Verdict::Invalid));
//! ```

use super::parts::ends_with;
use crate::validators::{digits, weighted};

pub(super) fn is_valid(value: &str) -> bool {
    let digits = digits(value);
    let Some((_, payload)) = digits.split_last() else { return false };
    digits.len() == 8
        && !weighted::uniform(&digits)
        && digits.first() != Some(&0)
        && ends_with(&digits, weighted::complement(payload, &[2, 7, 6, 5, 4, 3, 2], 11))
}
