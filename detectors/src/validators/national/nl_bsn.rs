//! Dutch citizen service numbers (burgerservicenummer, RvIG): nine digits, or eight with the zero left out; the sum by
//! weights 9 to 2 and -1 is a multiple of 11.
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("nl_bsn", "111222333"), Some(Verdict::Valid));
//! assert_eq!(check("nl_bsn", "111222334"), Some(Verdict::Invalid));
//! ```

use crate::validators::{digits, weighted};

pub(super) fn is_valid(value: &str) -> bool {
    let mut digits = digits(value);
    if digits.len() == 8 {
        digits.insert(0, 0);
    }
    // -1 and 10 are the same modulo 11.
    let rest = weighted::remainder(&digits, &[9, 8, 7, 6, 5, 4, 3, 2, 10], 11);
    digits.len() == 9 && !weighted::uniform(&digits) && !digits.starts_with(&[0, 0, 0]) && rest == 0
}
