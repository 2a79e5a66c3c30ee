//! Sri Lankan identity card numbers (Department for Registration of Persons): the year and the day of birth in the
//! year, 500 added for women; nine digits and V or X, since 2016 twelve digits.
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("lk_nic", "853400937V"), Some(Verdict::Valid));
//! assert_eq!(check("lk_nic", "854000937V"), Some(Verdict::Invalid));
//! ```

use crate::validators::{digits, part};

pub(super) fn is_valid(value: &str) -> bool {
    let digits = digits(value);
    let (year, day) = match digits.len() {
        9 => (1900 + part(&digits, 0..2), part(&digits, 2..5)),
        12 => (part(&digits, 0..4), part(&digits, 4..7)),
        _ => return false,
    };
    (1900..2030).contains(&year) && matches!(day, 1..=366 | 501..=866)
}
