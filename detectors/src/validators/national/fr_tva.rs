//! French VAT numbers (numéro de TVA intracommunautaire): FR, a key of two characters, the SIREN. A key of digits is
//! twelve and three times the SIREN modulo 97; one with a letter follows the arrêté of 1992 modulo 11. Numbers of
//! Monaco begin with 000.
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("fr_tva", "FR 40 303 265 045"), Some(Verdict::Valid));
//! assert_eq!(check("fr_tva", "FR 40 303 265 046"), Some(Verdict::Invalid));
//! ```

use super::parts::characters;
use crate::validators::{digits, luhn, weighted};

/// Digits and letters without I and O.
const KEY: &[u8; 34] = b"0123456789ABCDEFGHJKLMNPQRSTUVWXYZ";

pub(super) fn is_valid(value: &str) -> bool {
    let text = characters(value);
    let [b'F', b'R', one, two, siren @ ..] = text.as_slice() else { return false };
    let siren = String::from_utf8_lossy(siren);
    let number = weighted::number(&digits(&siren));
    let place = |byte: &u8| KEY.iter().position(|letter| letter == byte).map(|place| place as u64);
    let (Some(first), Some(second)) = (place(one), place(two)) else { return false };
    let right = match (first, second) {
        (0..=9, 0..=9) => (number * 100 + 12) % 97 == first * 10 + second,
        (0..=9, _) => mod_11(number, first * 24 + second - 10),
        _ => mod_11(number, first * 34 + second - 100),
    };
    digits(&siren).len() == 9
        && siren.len() == 9
        && right
        && (siren.starts_with("000") || luhn::is_valid(&siren))
}

fn mod_11(number: u64, key: u64) -> bool {
    (number + 1 + key / 11) % 11 == key % 11
}
