//! Hardware addresses (IEEE 802-2014 §8): neither all zeros nor the broadcast address, which are no device's.
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("mac", "00:00:5E:00:53:01"), Some(Verdict::Valid));
//! assert_eq!(check("mac", "ff:ff:ff:ff:ff:ff"), Some(Verdict::Invalid));
//! assert_eq!(check("mac", "4012.8888.1881"), Some(Verdict::Unknown));
//! ```

use super::Verdict;

/// Digits alone between dots or dashes may as well be a part of a card or a date.
pub(super) fn check(value: &str) -> Verdict {
    let digits: Vec<u8> = value.bytes().filter(u8::is_ascii_hexdigit).collect();
    let all = |wanted: u8| digits.iter().all(|digit| digit.eq_ignore_ascii_case(&wanted));
    if digits.len() != 12 || all(b'0') || all(b'f') {
        return Verdict::Invalid;
    }
    if digits.iter().all(u8::is_ascii_digit) && !value.contains(':') {
        return Verdict::Unknown;
    }
    Verdict::Valid
}
