//! Belgian enterprise numbers (ondernemingsnummer, KBO): 0 or 1, seven digits, and 97 less the rest of the eight
//! modulo 97.
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("be_enterprise", "0123.456.749"), Some(Verdict::Valid));
//! assert_eq!(check("be_enterprise", "0123.456.740"), Some(Verdict::Invalid));
//! ```

use super::parts::part;
use crate::validators::digits;

pub(super) fn is_valid(value: &str) -> bool {
    let digits = digits(value);
    let first = matches!(digits.first(), Some(0 | 1));
    digits.len() == 10
        && first
        && part(&digits, 0..8) > 0
        && 97 - part(&digits, 0..8) % 97 == part(&digits, 8..10)
}
