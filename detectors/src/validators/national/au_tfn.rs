//! Australian tax file numbers (Australian Taxation Office): nine digits with a weighted sum that is a multiple of
//! 11.
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("au_tfn", "876 543 210"), Some(Verdict::Valid));
//! assert_eq!(check("au_tfn", "876 543 211"), Some(Verdict::Invalid));
//! ```

use crate::validators::{digits, weighted};

pub(super) fn is_valid(value: &str) -> bool {
    let digits = digits(value);
    let sum = weighted::remainder(&digits, &[1, 4, 3, 7, 5, 8, 6, 9, 10], 11);
    digits.len() == 9 && sum == 0 && !weighted::uniform(&digits)
}
