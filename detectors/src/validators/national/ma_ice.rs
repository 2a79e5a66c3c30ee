//! Moroccan ICE numbers (common identifier of companies): fifteen digits by ISO 7064 mod 97-10 in the form where
//! the whole is a multiple of 97.
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("ma_ice", "001561191000066"), Some(Verdict::Valid));
//! assert_eq!(check("ma_ice", "001561191000067"), Some(Verdict::Invalid));
//! ```

use crate::validators::{digits, weighted};

pub(super) fn is_valid(value: &str) -> bool {
    let digits = digits(value);
    digits.len() == 15 && !weighted::uniform(&digits) && weighted::number(&digits) % 97 == 0
}
