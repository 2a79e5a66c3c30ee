//! Ghanaian taxpayer numbers (Ghana Revenue Authority): a letter, ten characters from 00 on and a check character
//! modulo 11, X for ten.
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("gh_tin", "C0000803561"), Some(Verdict::Valid));
//! assert_eq!(check("gh_tin", "C0000803562"), Some(Verdict::Invalid));
//! ```

use crate::validators::{digits, weighted};

pub(super) fn is_valid(value: &str) -> bool {
    let Some((_, rest)) = value.split_at_checked(1) else { return false };
    let upper = rest.to_ascii_uppercase();
    let payload = digits(upper.get(..9).unwrap_or_default());
    let check = match upper.as_bytes().get(9) {
        Some(b'X') => 10,
        Some(byte) if byte.is_ascii_digit() => u32::from(byte - b'0'),
        _ => return false,
    };
    payload.len() == 9 && weighted::remainder(&payload, &[1, 2, 3, 4, 5, 6, 7, 8, 9], 11) == check
}
