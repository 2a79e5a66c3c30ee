//! Peruvian identity numbers (CUI on the DNI, RENIEC): eight digits and a check digit or letter.
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("pe_cui", "10117410-2"), Some(Verdict::Valid));
//! assert_eq!(check("pe_cui", "10117410-3"), Some(Verdict::Invalid));
//! ```

use crate::validators::{digits, weighted};

pub(super) fn is_valid(value: &str) -> bool {
    let Some(last) = value.chars().last() else { return false };
    let digits = digits(value);
    let payload = digits.get(..8).unwrap_or_default();
    let rest = weighted::remainder(payload, &[3, 2, 7, 6, 5, 4, 3, 2], 11);
    let place = usize::try_from(rest).unwrap_or_default();
    let same = |table: &str| table.chars().nth(place) == Some(last.to_ascii_uppercase());
    payload.len() == 8 && digits.len() < 10 && (same("65432110987") || same("KJIHGFEDCBA"))
}
