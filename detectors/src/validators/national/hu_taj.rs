//! Hungarian social security numbers (TAJ-szám): nine digits, weights 3 and 7 modulo 10.
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("hu_taj", "123456788"), Some(Verdict::Valid));
//! assert_eq!(check("hu_taj", "123456789"), Some(Verdict::Invalid));
//! ```

use super::parts::ends_with;
use crate::validators::{digits, weighted};

pub(super) fn is_valid(value: &str) -> bool {
    let digits = digits(value);
    let Some((_, payload)) = digits.split_last() else { return false };
    digits.len() == 9
        && !weighted::uniform(&digits)
        && ends_with(&digits, weighted::remainder(payload, &[3, 7, 3, 7, 3, 7, 3, 7], 10))
}
