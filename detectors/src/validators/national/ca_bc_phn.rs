//! Personal health numbers of British Columbia (Ministry of Health): ten digits from 9, the last makes the weighted
//! sum of the middle eight a multiple of 11.
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("ca_bc_phn", "9698 658 215"), Some(Verdict::Valid));
//! assert_eq!(check("ca_bc_phn", "9698 658 216"), Some(Verdict::Invalid));
//! ```

use crate::validators::{digits, weighted};

pub(super) fn is_valid(value: &str) -> bool {
    let digits = digits(value);
    let [9, payload @ .., last] = digits.as_slice() else { return false };
    let check = weighted::complement(payload, &[2, 4, 8, 5, 10, 9, 7, 3], 11);
    payload.len() == 8 && check == u32::from(*last)
}
