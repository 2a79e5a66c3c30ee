//! Personal numbers of the states that were Yugoslavia (JMBG, EMŠO): day of birth, the last three digits of the year,
//! two for the region, three for sex and order, check digit modulo 11.
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("jmbg", "0101006500006"), Some(Verdict::Valid));
//! assert_eq!(check("jmbg", "0101006500007"), Some(Verdict::Invalid));
//! ```

use super::parts::{ends_with, is_day, part};
use crate::validators::{digits, weighted};

pub(super) fn is_valid(value: &str) -> bool {
    let digits = digits(value);
    let Some((_, payload)) = digits.split_last() else { return false };
    let year = part(&digits, 4..7);
    let born = is_day(if year < 800 { 2000 } else { 1000 } + year, part(&digits, 2..4), part(&digits, 0..2));
    let check = weighted::complement(payload, &[7, 6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2], 11) % 10;
    digits.len() == 13 && born && ends_with(&digits, check)
}
