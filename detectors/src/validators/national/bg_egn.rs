//! Bulgarian personal numbers (ЕГН): day of birth with the month 20 more for the 1800s and 40 more from 2000, three
//! digits, check digit modulo 11 (10 gives 0).
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("bg_egn", "7523169263"), Some(Verdict::Valid));
//! assert_eq!(check("bg_egn", "7523169264"), Some(Verdict::Invalid));
//! ```

use super::parts::{ends_with, is_day, part};
use crate::validators::{digits, weighted};

pub(super) fn is_valid(value: &str) -> bool {
    let digits = digits(value);
    let Some((_, payload)) = digits.split_last() else { return false };
    let month = part(&digits, 2..4);
    let (century, month) = match month {
        41.. => (2000, month - 40),
        21.. => (1800, month - 20),
        _ => (1900, month),
    };
    let born = is_day(century + part(&digits, 0..2), month, part(&digits, 4..6));
    let check = weighted::remainder(payload, &[2, 4, 8, 5, 10, 9, 7, 3, 6], 11) % 10;
    digits.len() == 10 && born && ends_with(&digits, check)
}
