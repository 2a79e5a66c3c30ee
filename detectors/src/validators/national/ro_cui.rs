//! Romanian business numbers (CUI, CIF): two to ten digits, the last by weights 7, 5, 3, 2, 1, 7, 5, 3, 2 from the
//! right, ten times the sum modulo 11 modulo 10.
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("ro_cui", "18547281"), Some(Verdict::Valid));
//! assert_eq!(check("ro_cui", "18547282"), Some(Verdict::Invalid));
//! ```

use super::parts::ends_with;
use crate::validators::{digits, weighted};

pub(super) fn is_valid(value: &str) -> bool {
    let digits = digits(value);
    let Some((_, payload)) = digits.split_last() else { return false };
    let padded = [vec![0; 9_usize.saturating_sub(payload.len())].as_slice(), payload].concat();
    let check = weighted::sum(&padded, &[7, 5, 3, 2, 1, 7, 5, 3, 2]) * 10 % 11 % 10;
    matches!(digits.len(), 2..=10) && digits.first() != Some(&0) && ends_with(&digits, check)
}
