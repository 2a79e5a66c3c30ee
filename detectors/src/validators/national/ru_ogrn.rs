//! Russian registration numbers (ОГРН): thirteen digits, the last is the rest of the others modulo 11 modulo 10;
//! fifteen and modulo 13 for sole traders.
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("ru_ogrn", "1027739114446"), Some(Verdict::Valid));
//! assert_eq!(check("ru_ogrn", "1027739114447"), Some(Verdict::Invalid));
//! ```

use super::parts::{ends_with, part};
use crate::validators::digits;

pub(super) fn is_valid(value: &str) -> bool {
    let digits = digits(value);
    let length = digits.len();
    let modulus = if length == 13 { 11 } else { 13 };
    let rest = part(&digits, 0..length.saturating_sub(1)) % modulus % 10;
    let kind = matches!((length, digits.first()), (13, Some(1 | 5)) | (15, Some(3)));
    kind && ends_with(&digits, u32::try_from(rest).unwrap_or(10))
}
