//! German tax identification numbers (Steueridentifikationsnummer, § 139b AO): eleven digits, the last by ISO 7064 mod
//! 11,10; of the first ten at most one stands twice or thrice. The number of which none does is not issued, yet
//! printed everywhere as a sample.
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("de_idnr", "12345678911"), Some(Verdict::Valid));
//! assert_eq!(check("de_idnr", "12345678912"), Some(Verdict::Invalid));
//! ```

use crate::validators::{digits, iso7064};

pub(super) fn is_valid(value: &str) -> bool {
    let digits = digits(value);
    let count = |digit: u8| digits.iter().take(10).filter(|other| **other == digit).count();
    let repeated: Vec<usize> = (0..10).map(count).filter(|count| *count > 1).collect();
    let plausible = matches!(repeated.as_slice(), [] | [2 | 3]) && digits.first() != Some(&0);
    digits.len() == 11 && plausible && iso7064::mod_11_10(value)
}
