//! Mexican CURP (RENAPO): letters of the name, birth date, sex, state, consonants, a character for the century and
//! a check digit modulo 10.
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("mx_curp", "BOXW310820HNERXN09"), Some(Verdict::Valid));
//! assert_eq!(check("mx_curp", "BOXW310820HNERXN08"), Some(Verdict::Invalid));
//! ```

use crate::validators::{date, digits, part};

const ALPHABET: &str = "0123456789ABCDEFGHIJKLMN&OPQRSTUVWXYZ";

/// The states of birth; NE is abroad.
const STATES: &[&str] = &[
    "AS", "BC", "BS", "CC", "CH", "CL", "CM", "CS", "DF", "DG", "GR", "GT", "HG", "JC", "MC", "MN", "MS",
    "NE", "NL", "NT", "OC", "PL", "QR", "QT", "SL", "SP", "SR", "TC", "TL", "TS", "VZ", "YN", "ZS",
];

pub(super) fn is_valid(value: &str) -> bool {
    let upper = value.to_ascii_uppercase();
    let numbers: Vec<u32> = upper.chars().filter_map(|letter| position(letter)).collect();
    let Some((last, payload)) = numbers.split_last() else { return false };
    let sum: u32 = payload.iter().zip((2..=18).rev()).map(|(number, weight)| number * weight).sum();
    let century = if upper.as_bytes().get(16).is_some_and(u8::is_ascii_digit) { 1900 } else { 2000 };
    let digits = digits(&upper);
    let day = date::is_day(century + part(&digits, 0..2), part(&digits, 2..4), part(&digits, 4..6));
    numbers.len() == 18
        && day
        && upper.get(11..13).is_some_and(|state| STATES.contains(&state))
        && (10 - sum % 10) % 10 == *last
}

fn position(letter: char) -> Option<u32> {
    ALPHABET.find(letter).and_then(|index| u32::try_from(index).ok())
}
