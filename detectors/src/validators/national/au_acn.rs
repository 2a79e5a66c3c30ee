//! Australian company numbers (ASIC): nine digits, the last completes the weighted sum of the others to a multiple
//! of ten.
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("au_acn", "005 499 981"), Some(Verdict::Valid));
//! assert_eq!(check("au_acn", "005 499 982"), Some(Verdict::Invalid));
//! ```

use crate::validators::{digits, weighted};

pub(super) fn is_valid(value: &str) -> bool {
    let digits = digits(value);
    let Some((last, payload)) = digits.split_last() else { return false };
    let check = weighted::complement(payload, &[8, 7, 6, 5, 4, 3, 2, 1], 10);
    digits.len() == 9 && check == u32::from(*last) && !weighted::uniform(&digits)
}
