//! German VAT numbers (Umsatzsteuer-Identifikationsnummer): nine digits behind DE, the last by ISO 7064 mod 11,10. The
//! algorithm was never published officially, so a number that fails it may still be one.
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("de_vat", "DE 136695976"), Some(Verdict::Valid));
//! assert_eq!(check("de_vat", "DE 036695976"), Some(Verdict::Invalid));
//! ```

use super::parts::part;
use crate::validators::{Verdict, digits, iso7064};

pub(super) fn check(value: &str) -> Verdict {
    let numbers = digits(value);
    let digits_alone = value.trim_start_matches(|letter: char| !letter.is_ascii_digit());
    match numbers.as_slice() {
        [1..=9, ..] if numbers.len() == 9 && iso7064::mod_11_10(digits_alone) => Verdict::Valid,
        [1..=9, ..] if numbers.len() == 9 && part(&numbers, 1..9) > 0 => Verdict::Unknown,
        _ => Verdict::Invalid,
    }
}
