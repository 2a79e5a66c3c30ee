//! Finnish business identity codes (Y-tunnus, PRH): seven digits and a check digit, weights 7, 9, 10, 5, 8, 4, 2
//! modulo 11.
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("fi_ytunnus", "2077474-0"), Some(Verdict::Valid));
//! assert_eq!(check("fi_ytunnus", "2077474-1"), Some(Verdict::Invalid));
//! ```

use super::parts::ends_with;
use crate::validators::{digits, weighted};

pub(super) fn is_valid(value: &str) -> bool {
    let digits = digits(value);
    let Some((_, payload)) = digits.split_last() else { return false };
    digits.len() == 8
        && !weighted::uniform(&digits)
        && ends_with(&digits, weighted::complement(payload, &[7, 9, 10, 5, 8, 4, 2], 11))
}
