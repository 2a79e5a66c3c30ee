//! Korean corporate registration numbers (Supreme Court): registry office, kind of body, serial number and a check
//! digit modulo 10 that numbers given out since 2025 lack.
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("kr_crn", "110111-0006240"), Some(Verdict::Valid));
//! assert_eq!(check("kr_crn", "110111-0006247"), Some(Verdict::Unknown));
//! ```

use crate::validators::{Verdict, digits, part, weighted};

pub(super) fn check(value: &str) -> Verdict {
    let digits = digits(value);
    let Some((last, payload)) = digits.split_last() else { return Verdict::Invalid };
    let check = weighted::complement(payload, &[1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2], 10);
    let kind = matches!(part(&digits, 4..6), 11..=15 | 21 | 22 | 31..=53 | 71 | 81..=86);
    match (digits.len(), kind) {
        (13, true) if check == u32::from(*last) => Verdict::Valid,
        (13, true) => Verdict::Unknown,
        _ => Verdict::Invalid,
    }
}
