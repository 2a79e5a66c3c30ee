//! Taiwanese identity numbers (Ministry of the Interior): a letter for the place, 1 or 2 for the sex, 8 or 9 for
//! residents from abroad since 2021 and A to D before, digits, and a check digit modulo 10.
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("tw_id", "A123456789"), Some(Verdict::Valid));
//! assert_eq!(check("tw_id", "A123456788"), Some(Verdict::Invalid));
//! ```

use crate::validators::{digits, weighted};

/// What the letters A to Z stand for.
const PLACES: [u8; 26] =
    [10, 11, 12, 13, 14, 15, 16, 17, 34, 18, 19, 20, 21, 22, 35, 23, 24, 25, 26, 27, 28, 29, 32, 30, 31, 33];

pub(super) fn is_valid(value: &str) -> bool {
    let Some((first, rest)) = value.split_at_checked(1) else { return false };
    let Some(place) = number(first) else { return false };
    let second = rest.get(..1).unwrap_or_default();
    // A letter in the second place counts its last digit.
    let second = digits(second).first().copied().or_else(|| number(second).map(|number| number % 10));
    let payload = [
        vec![place / 10, place % 10],
        second.into_iter().collect(),
        digits(rest.get(1..).unwrap_or_default()),
    ];
    let numbers = payload.concat();
    numbers.len() == 11 && weighted::remainder(&numbers, &[1, 9, 8, 7, 6, 5, 4, 3, 2, 1, 1], 10) == 0
}

fn number(letter: &str) -> Option<u8> {
    let byte = letter.bytes().next()?.to_ascii_uppercase();
    PLACES.get(usize::from(byte.checked_sub(b'A')?)).copied()
}
