//! Expiry of a payment card: a month that exists, and a year from 2000 to 2059 in two or four digits.
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("expiry", "05/28"), Some(Verdict::Valid));
//! assert_eq!(check("expiry", "13/2028"), Some(Verdict::Invalid));
//! ```

use super::digits;

pub(super) fn is_valid(value: &str) -> bool {
    match digits(value).as_slice() {
        [0, 1..=9, year @ ..] | [1, 0..=2, year @ ..] => matches!(year, [0..=5, _] | [2, 0, 0..=5, _]),
        _ => false,
    }
}
