//! South African tax reference numbers (SARS): ten digits with a Luhn check; those of income tax begin with 0 to 3
//! or 9, those of VAT with 4.
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("za_tin", "0001339050"), Some(Verdict::Valid));
//! assert_eq!(check("za_tin", "0001339051"), Some(Verdict::Unknown));
//! ```

use crate::validators::{Verdict, digits, luhn, weighted};

pub(super) fn check(value: &str) -> Verdict {
    let digits = digits(value);
    if digits.len() != 10 || weighted::uniform(&digits) {
        return Verdict::Invalid;
    }
    // A slip of one digit near a word that names the number is still worth hiding.
    if luhn::is_valid(value) { Verdict::Valid } else { Verdict::Unknown }
}
