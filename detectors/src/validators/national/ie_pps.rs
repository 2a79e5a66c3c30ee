//! Irish personal public service numbers: seven digits, a letter that is their weighted sum modulo 23, and since 2013
//! a second letter that counts nine times; older ones may end with W, T or X.
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("ie_pps", "6433435F"), Some(Verdict::Valid));
//! assert_eq!(check("ie_pps", "6433435A"), Some(Verdict::Invalid));
//! ```

use super::parts::characters;
use crate::validators::{digits, weighted};

pub(super) fn is_valid(value: &str) -> bool {
    let text = characters(value);
    let digits = digits(value);
    let Some((letter, second)) = text.get(7..).and_then(<[u8]>::split_first) else { return false };
    let extra = match second {
        [] | [b'W' | b'T' | b'X'] => 0,
        [second] if second.is_ascii_uppercase() => u32::from(second - b'A') + 1,
        _ => return false,
    };
    let rest = (weighted::sum(&digits, &[8, 7, 6, 5, 4, 3, 2]) + 9 * extra) % 23;
    digits.len() == 7 && b"WABCDEFGHIJKLMNOPQRSTUV".get(rest as usize) == Some(letter)
}
