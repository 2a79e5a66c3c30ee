//! Hungarian tax numbers of businesses (adószám): eight digits by weights 9, 7, 3, 1, a digit for the kind of tax, two
//! for the office.
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("hu_tax_number", "12892312"), Some(Verdict::Valid));
//! assert_eq!(check("hu_tax_number", "12892313"), Some(Verdict::Invalid));
//! ```

use crate::validators::{digits, weighted};

pub(super) fn is_valid(value: &str) -> bool {
    let digits = digits(value);
    let base = digits.get(..8).unwrap_or_default();
    let right = weighted::remainder(base, &[9, 7, 3, 1, 9, 7, 3, 1], 10) == 0;
    let kind = digits.len() == 8 || matches!(digits.get(8), Some(1..=5));
    matches!(digits.len(), 8 | 11) && !weighted::uniform(base) && right && kind
}
