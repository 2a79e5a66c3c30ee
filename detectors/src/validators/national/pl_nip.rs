//! Polish tax numbers (NIP): ten digits, weights 6, 5, 7, 2, 3, 4, 5, 6, 7 modulo 11; a rest of 10 is not issued.
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("pl_nip", "123-456-32-18"), Some(Verdict::Valid));
//! assert_eq!(check("pl_nip", "123-456-32-19"), Some(Verdict::Invalid));
//! ```

use super::parts::ends_with;
use crate::validators::{digits, weighted};

pub(super) fn is_valid(value: &str) -> bool {
    let digits = digits(value);
    let Some((_, payload)) = digits.split_last() else { return false };
    digits.len() == 10
        && !weighted::uniform(&digits)
        && ends_with(&digits, weighted::remainder(payload, &[6, 5, 7, 2, 3, 4, 5, 6, 7], 11))
}
