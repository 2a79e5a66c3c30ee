//! New Zealand national health index numbers (HISO 10046): three letters without I and O, three digits and a check
//! digit modulo 11. The newer form ends in a check letter that is not judged here.
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("nz_nhi", "ZZZ0016"), Some(Verdict::Valid));
//! assert_eq!(check("nz_nhi", "ZZZ0017"), Some(Verdict::Invalid));
//! ```

use crate::validators::{Verdict, weighted};

pub(super) fn check(value: &str) -> Verdict {
    let letters = value.bytes().filter(u8::is_ascii_alphanumeric).map(|byte| byte.to_ascii_uppercase());
    let numbers: Vec<u8> = letters.filter_map(number).collect();
    let Some((last, payload)) = numbers.split_last() else { return Verdict::Invalid };
    if numbers.len() != 7 {
        return Verdict::Invalid;
    }
    if !value.ends_with(|last: char| last.is_ascii_digit()) {
        return Verdict::Unknown;
    }
    let check = 11 - weighted::remainder(payload, &[7, 6, 5, 4, 3, 2], 11);
    (check < 11 && check % 10 == u32::from(*last)).into()
}

/// Digits count as they are, letters 1 to 24.
fn number(byte: u8) -> Option<u8> {
    match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'A'..=b'H' => Some(byte - b'A' + 1),
        b'J'..=b'N' => Some(byte - b'A'),
        b'P'..=b'Z' => Some(byte - b'A' - 1),
        _ => None,
    }
}
