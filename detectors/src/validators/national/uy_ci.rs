//! Uruguayan identity card numbers (DNIC): seven digits and a check digit modulo 10.
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("uy_ci", "1.234.567-2"), Some(Verdict::Valid));
//! assert_eq!(check("uy_ci", "1.234.567-3"), Some(Verdict::Invalid));
//! ```

use crate::validators::{digits, weighted};

pub(super) fn is_valid(value: &str) -> bool {
    let digits = digits(value);
    let Some((last, payload)) = digits.split_last() else { return false };
    let check = weighted::complement(payload, &[2, 9, 8, 7, 6, 3, 4], 10);
    digits.len() == 8 && !weighted::uniform(&digits) && check == u32::from(*last)
}
