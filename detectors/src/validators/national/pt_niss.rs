//! Portuguese social security numbers (NISS): eleven digits from 1 or 2; the check digit is 9 less the sum by the
//! primes 29 to 2 modulo 10.
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("pt_niss", "12345678902"), Some(Verdict::Valid));
//! assert_eq!(check("pt_niss", "12345678903"), Some(Verdict::Invalid));
//! ```

use super::parts::ends_with;
use crate::validators::{digits, weighted};

pub(super) fn is_valid(value: &str) -> bool {
    let digits = digits(value);
    let Some((_, payload)) = digits.split_last() else { return false };
    let rest = weighted::remainder(payload, &[29, 23, 19, 17, 13, 11, 7, 5, 3, 2], 10);
    digits.len() == 11 && matches!(digits.first(), Some(1 | 2)) && ends_with(&digits, 9 - rest)
}
