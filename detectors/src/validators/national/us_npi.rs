//! US national provider identifiers (45 CFR 162.406): ten digits from 1 or 2; with 80840, the prefix of health
//! cards of the United States, before them they satisfy the Luhn check.
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("us_npi", "1234567893"), Some(Verdict::Valid));
//! assert_eq!(check("us_npi", "1234567894"), Some(Verdict::Invalid));
//! ```

use crate::validators::{digits, luhn, weighted};

pub(super) fn is_valid(value: &str) -> bool {
    let digits = digits(value);
    let filler = digits.get(..9).is_none_or(weighted::uniform);
    let begins = matches!(digits.first(), Some(1 | 2));
    digits.len() == 10 && begins && !filler && luhn::is_valid(&format!("80840{value}"))
}
