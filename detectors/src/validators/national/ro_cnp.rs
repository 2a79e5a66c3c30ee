//! Romanian personal numbers (cod numeric personal, CNP): sex and century, day of birth, county, three digits, check
//! digit modulo 11 (10 gives 1).
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("ro_cnp", "1630615123457"), Some(Verdict::Valid));
//! assert_eq!(check("ro_cnp", "1630615123458"), Some(Verdict::Invalid));
//! ```

use super::parts::{ends_with, is_day, is_short_day, part};
use crate::validators::{digits, weighted};

pub(super) fn is_valid(value: &str) -> bool {
    let digits = digits(value);
    let Some((_, payload)) = digits.split_last() else { return false };
    let (year, month, day) = (part(&digits, 1..3), part(&digits, 3..5), part(&digits, 5..7));
    let born = match digits.first() {
        Some(1 | 2) => is_day(1900 + year, month, day),
        Some(3 | 4) => is_day(1800 + year, month, day),
        Some(5 | 6) => is_day(2000 + year, month, day),
        Some(7..=9) => is_short_day(year, month, day),
        _ => false,
    };
    let county = matches!(part(&digits, 7..9), 1..=48 | 51 | 52 | 70 | 80..=83);
    let rest = weighted::remainder(payload, &[2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9], 11);
    digits.len() == 13 && born && county && ends_with(&digits, if rest == 10 { 1 } else { rest })
}
