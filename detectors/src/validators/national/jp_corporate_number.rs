//! Japanese corporate numbers (National Tax Agency): a check digit modulo 9 that is never 0, then twelve digits.
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("jp_corporate_number", "5-8356-7825-6246"), Some(Verdict::Valid));
//! assert_eq!(check("jp_corporate_number", "4-8356-7825-6246"), Some(Verdict::Invalid));
//! ```

use crate::validators::{digits, weighted};

pub(super) fn is_valid(value: &str) -> bool {
    let digits = digits(value);
    let Some((first, payload)) = digits.split_first() else { return false };
    let sum = weighted::remainder(payload, &[2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1], 9);
    payload.len() == 12 && !weighted::uniform(&digits) && 9 - sum == u32::from(*first)
}
