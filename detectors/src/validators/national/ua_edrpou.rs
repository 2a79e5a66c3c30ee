//! Ukrainian business numbers (ЄДРПОУ): eight digits, weights 1 to 7, or 7 and 1 to 6 from 3 to 5, two more each where
//! the rest is 10.
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("ua_edrpou", "32855961"), Some(Verdict::Valid));
//! assert_eq!(check("ua_edrpou", "32855962"), Some(Verdict::Invalid));
//! ```

use super::parts::ends_with;
use crate::validators::{digits, weighted};

pub(super) fn is_valid(value: &str) -> bool {
    let digits = digits(value);
    let Some((_, payload)) = digits.split_last() else { return false };
    let mut weights = [1, 2, 3, 4, 5, 6, 7];
    if matches!(digits.first(), Some(3..=5)) {
        weights.rotate_right(1);
    }
    let check = match weighted::remainder(payload, &weights, 11) {
        10 => weighted::remainder(payload, &weights.map(|weight| weight + 2), 11) % 10,
        rest => rest,
    };
    digits.len() == 8 && !weighted::uniform(&digits) && ends_with(&digits, check)
}
