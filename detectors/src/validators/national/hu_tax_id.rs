//! Hungarian tax numbers of people (adóazonosító jel): ten digits from 8, weights 1 to 9 modulo 11.
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("hu_tax_id", "8071330043"), Some(Verdict::Valid));
//! assert_eq!(check("hu_tax_id", "8071330044"), Some(Verdict::Invalid));
//! ```

use super::parts::ends_with;
use crate::validators::{digits, weighted};

pub(super) fn is_valid(value: &str) -> bool {
    let digits = digits(value);
    let Some((_, payload)) = digits.split_last() else { return false };
    digits.len() == 10
        && !weighted::uniform(&digits)
        && digits.first() == Some(&8)
        && ends_with(&digits, weighted::remainder(payload, &[1, 2, 3, 4, 5, 6, 7, 8, 9], 11))
}
