//! Vehicle identification numbers (ISO 3779; 49 CFR 565.15): seventeen characters; in North America the ninth is a check
//! character modulo 11, elsewhere it need not be one.
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("vin", "1M8GDM9AXKP042788"), Some(Verdict::Valid));
//! assert_eq!(check("vin", "1M8GDM9A1KP042788"), Some(Verdict::Invalid));
//! assert_eq!(check("vin", "WVWZZZ3BZWE689725"), Some(Verdict::Unknown));
//! ```

use super::Verdict;

const WEIGHTS: [u32; 17] = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];

pub(super) fn check(value: &str) -> Verdict {
    let upper = value.to_ascii_uppercase();
    let numbers: Vec<u32> = upper.bytes().filter_map(number).collect();
    let digits = upper.bytes().filter(u8::is_ascii_digit).count();
    // The last four characters are digits everywhere (ISO 3779).
    let serial = upper.bytes().rev().take(4).all(|byte| byte.is_ascii_digit());
    if numbers.len() != 17 || !serial || !(5..17).contains(&digits) {
        return Verdict::Invalid;
    }
    let sum: u32 = numbers.iter().zip(WEIGHTS).map(|(number, weight)| number * weight).sum();
    let check = upper.as_bytes().get(8).copied().unwrap_or_default();
    let right = if check == b'X' { sum % 11 == 10 } else { u32::from(check) == u32::from(b'0') + sum % 11 };
    match right {
        true => Verdict::Valid,
        false if upper.starts_with(['1', '2', '3', '4', '5']) => Verdict::Invalid,
        false => Verdict::Unknown,
    }
}

/// What a character counts; I, O and Q are not used.
fn number(byte: u8) -> Option<u32> {
    match byte {
        b'0'..=b'9' => Some(u32::from(byte - b'0')),
        b'A'..=b'H' => Some(u32::from(byte - b'A') + 1),
        b'J'..=b'N' => Some(u32::from(byte - b'J') + 1),
        b'P' => Some(7),
        b'R' => Some(9),
        b'S'..=b'Z' => Some(u32::from(byte - b'S') + 2),
        _ => None,
    }
}
