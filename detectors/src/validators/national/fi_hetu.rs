//! Finnish personal identity codes (henkilötunnus, Digital and Population Data Services Agency): day of birth, a sign
//! for the century (+ 1800; - and U to Y 1900; A to F 2000), a number from 002, check character modulo 31. Numbers
//! from 900 are kept for tests and temporary use.
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("fi_hetu", "131052-308T"), Some(Verdict::Valid));
//! assert_eq!(check("fi_hetu", "131052-308A"), Some(Verdict::Invalid));
//! ```

use super::parts::{characters, is_day, part};
use crate::validators::digits;

const CHECK: &[u8; 31] = b"0123456789ABCDEFHJKLMNPRSTUVWXY";

pub(super) fn is_valid(value: &str) -> bool {
    let sign = value.as_bytes().get(6).map(u8::to_ascii_uppercase);
    let century = match sign {
        Some(b'+') => 1800,
        Some(b'-' | b'U'..=b'Y') => 1900,
        Some(b'A'..=b'F') => 2000,
        _ => return false,
    };
    let digits = digits(value.get(..10).unwrap_or_default());
    let born = is_day(century + part(&digits, 4..6), part(&digits, 2..4), part(&digits, 0..2));
    let number = part(&digits, 0..9);
    let expected = CHECK.get((number % 31) as usize);
    let last = characters(value);
    value.len() == 11 && digits.len() == 9 && born && number % 1000 > 1 && expected == last.last()
}
