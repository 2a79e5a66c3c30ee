//! Hungarian personal identification numbers (személyi azonosító, 1996. évi XX. törvény): a digit for sex and century,
//! day of birth, three digits, check digit modulo 11 by rising weights, by falling ones for those born from 1997.
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("hu_personal_id", "1 800101 0016"), Some(Verdict::Valid));
//! assert_eq!(check("hu_personal_id", "1 800101 0017"), Some(Verdict::Invalid));
//! ```

use super::parts::{ends_with, is_day, part};
use crate::validators::{digits, weighted};

const RISING: [u32; 10] = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
const FALLING: [u32; 10] = [10, 9, 8, 7, 6, 5, 4, 3, 2, 1];

pub(super) fn is_valid(value: &str) -> bool {
    let digits = digits(value);
    let Some((first, payload)) = digits.first().zip(digits.get(..10)) else { return false };
    let year = part(&digits, 1..3);
    let year = match first {
        1 | 2 => 1900 + year,
        3 | 4 if year < 60 => 2000 + year,
        3 | 4 => 1800 + year,
        _ => return false,
    };
    let weights = if year > 1996 { FALLING } else { RISING };
    let born = is_day(year, part(&digits, 3..5), part(&digits, 5..7));
    digits.len() == 11 && born && ends_with(&digits, weighted::remainder(payload, &weights, 11))
}
