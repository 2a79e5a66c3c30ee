//! Estonian and Lithuanian personal numbers (isikukood, asmens kodas): sex and century, day of birth, three digits,
//! check digit modulo 11 by weights 1 to 9 and 1, or by 3 to 9 and 1 to 3 where the rest is 10.
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("baltic_id", "36805120018"), Some(Verdict::Valid));
//! assert_eq!(check("baltic_id", "36805120019"), Some(Verdict::Invalid));
//! ```

use super::parts::{ends_with, is_day, part};
use crate::validators::{digits, weighted};

pub(super) fn is_valid(value: &str) -> bool {
    let digits = digits(value);
    let Some((first, payload)) = digits.first().zip(digits.get(..10)) else { return false };
    let century = match first {
        1 | 2 => 1800,
        3 | 4 => 1900,
        5 | 6 => 2000,
        7 | 8 => 2100,
        _ => return false,
    };
    let born = is_day(century + part(&digits, 1..3), part(&digits, 3..5), part(&digits, 5..7));
    let check = match weighted::remainder(payload, &[1, 2, 3, 4, 5, 6, 7, 8, 9, 1], 11) {
        10 => weighted::remainder(payload, &[3, 4, 5, 6, 7, 8, 9, 1, 2, 3], 11) % 10,
        rest => rest,
    };
    digits.len() == 11 && born && ends_with(&digits, check)
}
