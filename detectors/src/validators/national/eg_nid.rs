//! Egyptian national numbers (Civil Status Organization): a digit for the century, birth date, governorate, four
//! digits and a check digit whose rule is not published.
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("eg_nid", "28501150100123"), Some(Verdict::Valid));
//! assert_eq!(check("eg_nid", "28513150100123"), Some(Verdict::Invalid));
//! ```

use crate::validators::{date, digits, part};

pub(super) fn is_valid(value: &str) -> bool {
    let digits = digits(value);
    let century = match digits.first() {
        Some(2) => 1900,
        Some(3) => 2000,
        _ => return false,
    };
    let day = date::is_day(century + part(&digits, 1..3), part(&digits, 3..5), part(&digits, 5..7));
    let governorate = matches!(part(&digits, 7..9), 1..=4 | 11..=19 | 21..=29 | 31..=35 | 88);
    digits.len() == 14 && day && governorate
}
