//! New Zealand IRD numbers (Inland Revenue): eight or nine digits from 10 to 150 million; a second set of weights
//! where the first gives ten.
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("nz_ird", "49-091-850"), Some(Verdict::Valid));
//! assert_eq!(check("nz_ird", "49-091-851"), Some(Verdict::Invalid));
//! ```

use crate::validators::{digits, weighted};

pub(super) fn is_valid(value: &str) -> bool {
    let mut digits = digits(value);
    let number = weighted::number(&digits);
    if !matches!(digits.len(), 8 | 9) || !(10_000_000..150_000_000).contains(&number) {
        return false;
    }
    if digits.len() == 8 {
        digits.insert(0, 0);
    }
    let Some((last, payload)) = digits.split_last() else { return false };
    let check = match weighted::complement(payload, &[3, 2, 7, 6, 5, 4, 3, 2], 11) {
        10 => weighted::complement(payload, &[7, 4, 3, 2, 5, 2, 7, 6], 11),
        check => check,
    };
    check == u32::from(*last)
}
