//! Bulgarian personal numbers of foreigners (ЛНЧ): ten digits, weights 21, 19, 17, 13, 11, 9, 7, 3, 1 modulo 10.
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("bg_lnch", "7001567879"), Some(Verdict::Valid));
//! assert_eq!(check("bg_lnch", "7001567870"), Some(Verdict::Invalid));
//! ```

use super::parts::ends_with;
use crate::validators::{digits, weighted};

pub(super) fn is_valid(value: &str) -> bool {
    let digits = digits(value);
    let Some((_, payload)) = digits.split_last() else { return false };
    digits.len() == 10
        && !weighted::uniform(&digits)
        && ends_with(&digits, weighted::remainder(payload, &[21, 19, 17, 13, 11, 9, 7, 3, 1], 10))
}
