//! Spanish tax numbers of organizations (CIF): a letter for the kind, seven digits, a check character by Luhn, either
//! a digit or a letter from J (0) and A (1) to I (9).
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("es_cif", "A58818501"), Some(Verdict::Valid));
//! assert_eq!(check("es_cif", "A58818502"), Some(Verdict::Invalid));
//! ```

use super::parts::characters;
use crate::validators::{digits, luhn};

pub(super) fn is_valid(value: &str) -> bool {
    let text = characters(value);
    let [kind, .., last] = text.as_slice() else { return false };
    let digits = digits(value);
    let payload = digits.get(..7).unwrap_or_default();
    let check = luhn::check_digit(payload);
    let letter = b"JABCDEFGHI".get(usize::from(check));
    text.len() == 9
        && payload.len() == 7
        && b"ABCDEFGHJNPQRSUVW".contains(kind)
        && (*last == check + b'0' || Some(last) == letter)
}
