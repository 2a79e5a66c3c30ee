//! Malaysian identity card numbers (JPN): birth date, place of birth and four digits.
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("my_nric", "770305-02-1234"), Some(Verdict::Valid));
//! assert_eq!(check("my_nric", "771305-02-1234"), Some(Verdict::Invalid));
//! ```

use crate::validators::{date, digits, part};

pub(super) fn is_valid(value: &str) -> bool {
    let digits = digits(value);
    let place = matches!(part(&digits, 6..8), 1..=16 | 21..=68 | 71 | 72 | 74..=79 | 82..=93 | 98 | 99);
    let day = date::is_short_day(part(&digits, 0..2), part(&digits, 2..4), part(&digits, 4..6));
    digits.len() == 12 && place && day
}
