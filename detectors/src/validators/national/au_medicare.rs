//! Australian Medicare card numbers (Services Australia): eight digits from 2 to 6, a check digit, the issue of the
//! card and perhaps the place of the person on it.
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("au_medicare", "2123 45670 1"), Some(Verdict::Valid));
//! assert_eq!(check("au_medicare", "2123 45671 1"), Some(Verdict::Invalid));
//! ```

use crate::validators::{digits, weighted};

pub(super) fn is_valid(value: &str) -> bool {
    let digits = digits(value);
    let [payload @ .., check, issue] = digits.get(..10).unwrap_or_default() else { return false };
    let sum = weighted::remainder(payload, &[1, 3, 7, 9, 1, 3, 7, 9], 10);
    let person = digits.get(10).is_none_or(|place| *place > 0);
    matches!(digits.first(), Some(2..=6))
        && sum == u32::from(*check)
        && *issue > 0
        && person
        && digits.len() < 12
}
