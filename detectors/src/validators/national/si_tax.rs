//! Slovenian tax numbers (davčna številka): eight digits, weights 8 to 2 modulo 11; a check digit of 10 gives 0, one
//! of 11 is not issued.
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("si_tax", "50223054"), Some(Verdict::Valid));
//! assert_eq!(check("si_tax", "50223055"), Some(Verdict::Invalid));
//! ```

use super::parts::ends_with;
use crate::validators::{digits, weighted};

pub(super) fn is_valid(value: &str) -> bool {
    let digits = digits(value);
    let Some((_, payload)) = digits.split_last() else { return false };
    digits.len() == 8
        && !weighted::uniform(&digits)
        && digits.first() != Some(&0)
        && ends_with(
            &digits,
            (11 - weighted::remainder(payload, &[8, 7, 6, 5, 4, 3, 2], 11))
                % if weighted::remainder(payload, &[8, 7, 6, 5, 4, 3, 2], 11) == 0 { 100 } else { 10 },
        )
}
