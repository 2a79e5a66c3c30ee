//! Greek tax numbers (ΑΦΜ): nine digits, the sum by falling powers of two modulo 11 modulo 10.
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("gr_afm", "123456783"), Some(Verdict::Valid));
//! assert_eq!(check("gr_afm", "123456784"), Some(Verdict::Invalid));
//! ```

use super::parts::ends_with;
use crate::validators::{digits, weighted};

pub(super) fn is_valid(value: &str) -> bool {
    let digits = digits(value);
    let Some((_, payload)) = digits.split_last() else { return false };
    digits.len() == 9
        && !weighted::uniform(&digits)
        && ends_with(&digits, weighted::remainder(payload, &[256, 128, 64, 32, 16, 8, 4, 2], 11) % 10)
}
