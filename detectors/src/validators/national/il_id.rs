//! Israeli identity numbers (Population Authority): nine digits with a Luhn check; leading zeros may be missing.
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("il_id", "3933742-3"), Some(Verdict::Valid));
//! assert_eq!(check("il_id", "3933742-2"), Some(Verdict::Invalid));
//! ```

use crate::validators::{digits, luhn, weighted};

pub(super) fn is_valid(value: &str) -> bool {
    let digits = digits(value);
    (8..=9).contains(&digits.len()) && !weighted::uniform(&digits) && luhn::is_valid(value)
}
