//! German identity cards and passports: nine characters, the last of which many tools take for a check digit of the
//! eight before it, or ten with the check digit of the machine readable zone (ICAO 9303, weights 7, 3, 1). On the
//! document the number is printed without it, so nine characters alone are never wrong.
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("de_document", "L01X00T471"), Some(Verdict::Valid));
//! assert_eq!(check("de_document", "L01X00T472"), Some(Verdict::Invalid));
//! ```

use super::parts::{ends_with, numbers};
use crate::validators::{Verdict, weighted};

const WEIGHTS: [u32; 9] = [7, 3, 1, 7, 3, 1, 7, 3, 1];

pub(super) fn check(value: &str) -> Verdict {
    let all = numbers(value);
    let Some((_, payload)) = all.split_last() else { return Verdict::Invalid };
    let right = ends_with(&all, weighted::remainder(payload, &WEIGHTS, 10));
    match (all.len(), right) {
        (9 | 10, true) => Verdict::Valid,
        (9, false) => Verdict::Unknown,
        _ => Verdict::Invalid,
    }
}
