//! Czech and Slovak birth numbers (rodné číslo): day of birth with the month 50 more for women and 20 more where
//! numbers ran out; nine digits until 1953, since then ten with the last the rest modulo 11 (10 gives 0).
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("cz_rc", "710319/2745"), Some(Verdict::Valid));
//! assert_eq!(check("cz_rc", "710319/2746"), Some(Verdict::Invalid));
//! ```

use super::parts::{ends_with, is_day, part};
use crate::validators::digits;

pub(super) fn is_valid(value: &str) -> bool {
    let digits = digits(value);
    let (year, month) = (part(&digits, 0..2), part(&digits, 2..4) % 50 % 20);
    let born = |century: u64| is_day(century + year, month, part(&digits, 4..6));
    let check = u32::try_from(part(&digits, 0..9) % 11 % 10).unwrap_or(10);
    match digits.len() {
        9 => year < 54 && born(1900) && part(&digits, 6..9) > 0 || year > 79 && born(1800),
        10 => born(if year < 54 { 2000 } else { 1900 }) && ends_with(&digits, check),
        _ => false,
    }
}
