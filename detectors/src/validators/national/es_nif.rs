//! Spanish tax numbers of people (Real Decreto 1065/2007): eight digits of the national identity document, or X, Y or
//! Z and seven digits for foreigners, or K, L or M and seven digits, and a letter: the number modulo 23.
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("es_nif", "12345678Z"), Some(Verdict::Valid));
//! assert_eq!(check("es_nif", "12345678A"), Some(Verdict::Invalid));
//! ```

use super::parts::characters;

const LETTERS: &[u8; 23] = b"TRWAGMYFPDXBNJZSQVHLCKE";

pub(super) fn is_valid(value: &str) -> bool {
    let text = characters(value);
    let Some((letter, head)) = text.split_last() else { return false };
    // The first letter counts as the digit that it replaced; K, L and M replaced none.
    let digits = match head {
        [b'X' | b'K' | b'L' | b'M', rest @ ..] => [b"0", rest].concat(),
        [b'Y', rest @ ..] => [b"1", rest].concat(),
        [b'Z', rest @ ..] => [b"2", rest].concat(),
        // The zeros in front are often left out.
        _ => head.to_vec(),
    };
    let number = str::from_utf8(&digits).ok().and_then(|digits| digits.parse::<usize>().ok());
    let expected = number.and_then(|number| LETTERS.get(number % 23));
    matches!(digits.len(), 7 | 8) && number > Some(0) && expected == Some(letter)
}
