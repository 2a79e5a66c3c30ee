//! Portuguese tax numbers (NIF): nine digits, weights 9 to 2 modulo 11, rests of 0 and 1 give 0. The first
//! digits tell the kind of holder.
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("pt_nif", "501964843"), Some(Verdict::Valid));
//! assert_eq!(check("pt_nif", "501964844"), Some(Verdict::Invalid));
//! ```

use super::parts::{ends_with, part};
use crate::validators::{digits, weighted};

pub(super) fn is_valid(value: &str) -> bool {
    let digits = digits(value);
    let Some((_, payload)) = digits.split_last() else { return false };
    let check = weighted::complement(payload, &[9, 8, 7, 6, 5, 4, 3, 2], 11) % 10;
    let kind = matches!(part(&digits, 0..2), 10..=39 | 45 | 50..=72 | 74 | 75 | 77..=91 | 98 | 99);
    digits.len() == 9 && kind && ends_with(&digits, check)
}
