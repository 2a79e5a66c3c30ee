//! Czech and Slovak business numbers (IČO): eight digits, weights 8 to 2; 11 less the rest modulo 11, tens left out.
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("cz_ico", "25123891"), Some(Verdict::Valid));
//! assert_eq!(check("cz_ico", "25123892"), Some(Verdict::Invalid));
//! ```

use super::parts::ends_with;
use crate::validators::{digits, weighted};

pub(super) fn is_valid(value: &str) -> bool {
    let digits = digits(value);
    let Some((_, payload)) = digits.split_last() else { return false };
    digits.len() == 8
        && !weighted::uniform(&digits)
        && ends_with(&digits, (11 - weighted::remainder(payload, &[8, 7, 6, 5, 4, 3, 2], 11)) % 10)
}
