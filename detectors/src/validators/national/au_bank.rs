//! Australian bank details (AusPayNet): six digits for bank, state and branch and an account of five to ten digits;
//! neither is all zeros.
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("au_bank", "BSB 062-000 Account 12345678"), Some(Verdict::Valid));
//! assert_eq!(check("au_bank", "BSB 000-000 Account 12345678"), Some(Verdict::Invalid));
//! ```

use crate::validators::digits;

pub(super) fn is_valid(value: &str) -> bool {
    let digits = digits(value);
    (11..=16).contains(&digits.len())
        && digits.iter().take(6).any(|digit| *digit > 0)
        && digits.iter().skip(6).any(|digit| *digit > 0)
}
