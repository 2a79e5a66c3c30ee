//! Portuguese tax numbers (NIF): nine digits, weights 9 to 2 modulo 11, rests of 0 and 1 give 0.
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("pt_nif", "501964843"), Some(Verdict::Valid));
//! assert_eq!(check("pt_nif", "501964844"), Some(Verdict::Invalid));
//! ```

use super::parts::ends_with;
use crate::validators::{digits, weighted};

pub(super) fn is_valid(value: &str) -> bool {
    let digits = digits(value);
    let Some((_, payload)) = digits.split_last() else { return false };
    let check = weighted::complement(payload, &[9, 8, 7, 6, 5, 4, 3, 2], 11) % 10;
    let kind = matches!(digits.as_slice(), [1..=3 | 5 | 6 | 8, ..] | [4, 5, ..] | [7, 0..=2 | 4 | 5 | 7..=9, ..] | [9, 0 | 1 | 8 | 9, ..]);
    digits.len() == 9 && kind && ends_with(&digits, check)
}
