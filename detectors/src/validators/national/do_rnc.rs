//! Dominican RNC numbers (DGII): eight digits and a check digit modulo 11 that is never 0.
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("do_rnc", "1-01-85004-3"), Some(Verdict::Valid));
//! assert_eq!(check("do_rnc", "1-01-85004-2"), Some(Verdict::Invalid));
//! ```

use crate::validators::{digits, weighted};

pub(super) fn is_valid(value: &str) -> bool {
    let digits = digits(value);
    let Some((last, payload)) = digits.split_last() else { return false };
    let sum = weighted::remainder(payload, &[7, 9, 8, 6, 5, 4, 3, 2], 11);
    digits.len() == 9 && (10 - sum) % 9 + 1 == u32::from(*last)
}
