//! Scottish community health index numbers (NHS Scotland): day of birth, two digits, one for the sex, and the check
//! digit of NHS numbers.
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("uk_chi", "0101010028"), Some(Verdict::Valid));
//! assert_eq!(check("uk_chi", "0101010029"), Some(Verdict::Invalid));
//! ```

use super::parts::{ends_with, is_short_day, part};
use crate::validators::{digits, weighted};

pub(super) fn is_valid(value: &str) -> bool {
    let digits = digits(value);
    let Some((_, payload)) = digits.split_last() else { return false };
    let check = weighted::complement(payload, &[10, 9, 8, 7, 6, 5, 4, 3, 2], 11);
    let born = is_short_day(part(&digits, 4..6), part(&digits, 2..4), part(&digits, 0..2));
    digits.len() == 10 && born && ends_with(&digits, check)
}
