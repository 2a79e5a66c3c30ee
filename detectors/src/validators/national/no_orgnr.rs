//! Norwegian organization numbers (organisasjonsnummer, Brønnøysundregistrene): nine digits from 8 or 9, weights 3, 2,
//! 7, 6, 5, 4, 3, 2 modulo 11.
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("no_orgnr", "988077534"), Some(Verdict::Valid));
//! assert_eq!(check("no_orgnr", "988077535"), Some(Verdict::Invalid));
//! ```

use super::parts::ends_with;
use crate::validators::{digits, weighted};

pub(super) fn is_valid(value: &str) -> bool {
    let digits = digits(value);
    let Some((_, payload)) = digits.split_last() else { return false };
    digits.len() == 9
        && !weighted::uniform(&digits)
        && matches!(digits.first(), Some(8 | 9))
        && ends_with(&digits, weighted::complement(payload, &[3, 2, 7, 6, 5, 4, 3, 2], 11))
}
