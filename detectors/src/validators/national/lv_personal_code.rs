//! Latvian personal codes (personas kods): day of birth, century, three digits, check digit modulo 11; since July 2017
//! codes that begin with 32 and tell no day.
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("lv_personal_code", "161175-19997"), Some(Verdict::Valid));
//! assert_eq!(check("lv_personal_code", "161175-19998"), Some(Verdict::Invalid));
//! ```

use super::parts::{ends_with, is_day, part};
use crate::validators::{digits, weighted};

pub(super) fn is_valid(value: &str) -> bool {
    let digits = digits(value);
    let Some((century, payload)) = digits.get(6).zip(digits.get(..10)) else { return false };
    let year = 1800 + 100 * u64::from(*century) + part(&digits, 4..6);
    let born = digits.starts_with(&[3, 2]) || is_day(year, part(&digits, 2..4), part(&digits, 0..2));
    let check = (1 + weighted::sum(payload, &[10, 5, 8, 4, 2, 1, 6, 3, 7, 9])) % 11 % 10;
    digits.len() == 11
        && *century < 3 + 7 * u8::from(digits.starts_with(&[3, 2]))
        && born
        && ends_with(&digits, check)
}
