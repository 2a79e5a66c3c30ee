//! Saudi national identity and residence numbers (Ministry of Interior): ten digits from 1 or 2 with a Luhn check.
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("sa_id", "1012345672"), Some(Verdict::Valid));
//! assert_eq!(check("sa_id", "1012345673"), Some(Verdict::Invalid));
//! ```

use crate::validators::{digits, luhn, weighted};

pub(super) fn is_valid(value: &str) -> bool {
    let digits = digits(value);
    digits.len() == 10
        && matches!(digits.first(), Some(1 | 2))
        && !weighted::uniform(&digits)
        && luhn::is_valid(value)
}
