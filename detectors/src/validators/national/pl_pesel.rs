//! Polish personal numbers (PESEL, Dz.U. 2010 nr 217 poz. 1427): day of birth with the century in the month,
//! serial number, check digit by weights 1, 3, 7, 9.
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("pl_pesel", "02070803628"), Some(Verdict::Valid));
//! assert_eq!(check("pl_pesel", "02070803629"), Some(Verdict::Invalid));
//! ```

use super::parts::{ends_with, is_day, part};
use crate::validators::{digits, weighted};

pub(super) fn is_valid(value: &str) -> bool {
    let digits = digits(value);
    let Some((_, payload)) = digits.split_last() else { return false };
    let month = part(&digits, 2..4);
    let century = match month / 20 {
        4 => 1800,
        later => 1900 + 100 * later,
    };
    let born = is_day(century + part(&digits, 0..2), month % 20, part(&digits, 4..6));
    let check = weighted::complement(payload, &[1, 3, 7, 9, 1, 3, 7, 9, 1, 3], 10);
    digits.len() == 11 && born && ends_with(&digits, check)
}
