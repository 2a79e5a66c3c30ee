//! British VAT numbers (HMRC): seven digits and two that make the weighted sum a multiple of 97, or since 2009 55
//! more; three digits for a branch; government departments GD000 to GD499, health authorities HA500 to HA999.
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("uk_vat", "GB 9800780 14"), Some(Verdict::Valid));
//! assert_eq!(check("uk_vat", "GB 9800780 15"), Some(Verdict::Invalid));
//! ```

use super::parts::{characters, part};
use crate::validators::{digits, weighted};

pub(super) fn is_valid(value: &str) -> bool {
    let digits = digits(value);
    let text = characters(value);
    let body = text.strip_prefix(b"GB").or(text.strip_prefix(b"XI")).unwrap_or(&text);
    match (body, digits.as_slice()) {
        ([b'G', b'D', ..], [_, _, _]) => part(&digits, 0..3) < 500,
        ([b'H', b'A', ..], [_, _, _]) => part(&digits, 0..3) >= 500,
        _ => {
            let sum = weighted::remainder(&digits, &[8, 7, 6, 5, 4, 3, 2, 10, 1], 97);
            let right = if digits.first() == Some(&0) { sum == 0 } else { matches!(sum, 0 | 42 | 55) };
            matches!(digits.len(), 9 | 12) && part(&digits, 0..7) > 0 && right
        }
    }
}
