//! DEA registration numbers (21 CFR 1301; Drug Enforcement Administration): two letters and seven digits; the odd
//! places and twice the even ones of the first six end in the seventh.
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("us_dea", "AB1234563"), Some(Verdict::Valid));
//! assert_eq!(check("us_dea", "AB1234564"), Some(Verdict::Invalid));
//! ```

use crate::validators::{digits, weighted};

pub(super) fn is_valid(value: &str) -> bool {
    // The second character may be a 9 that is none of the seven digits.
    let digits = digits(value.get(2..).unwrap_or_default());
    let Some((last, payload)) = digits.split_last() else { return false };
    let same = weighted::remainder(payload, &[1, 2, 1, 2, 1, 2], 10) == u32::from(*last);
    digits.len() == 7 && same && !weighted::uniform(&digits)
}
