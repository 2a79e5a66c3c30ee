//! Mexican RFC (SAT): three or four letters of the name, a date, two characters and a check character modulo 11,
//! which some old numbers lack.
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("mx_rfc", "GODE561231GR8"), Some(Verdict::Valid));
//! assert_eq!(check("mx_rfc", "GODE561331GR8"), Some(Verdict::Invalid));
//! ```

use crate::validators::{Verdict, date, digits, part};

const ALPHABET: &str = "0123456789ABCDEFGHIJKLMN&OPQRSTUVWXYZ *";

pub(super) fn check(value: &str) -> Verdict {
    // The letter of the alphabet that is not ASCII stands as a star.
    let upper = value.to_uppercase().replace('\u{d1}', "*");
    let compact: Vec<char> = upper.chars().filter(|letter| !matches!(letter, ' ' | '-')).collect();
    let letters = compact.iter().take_while(|letter| !letter.is_ascii_digit()).count();
    let date: String = compact.iter().skip(letters).take(6).collect();
    let day = digits(&date);
    let real = date::is_short_day(part(&day, 0..2), part(&day, 2..4), part(&day, 4..6));
    if compact.len() != letters + 9 || !real {
        return Verdict::Invalid;
    }
    let numbers: Vec<u32> = compact.iter().filter_map(|letter| position(*letter)).collect();
    let Some((last, payload)) = numbers.split_last() else { return Verdict::Invalid };
    let filler = (letters == 3).then_some(37);
    let sum: u32 =
        filler.into_iter().chain(payload.iter().copied()).zip((2..=13).rev()).map(|(n, w)| n * w).sum();
    if (11 - sum % 11) % 11 == *last { Verdict::Valid } else { Verdict::Unknown }
}

fn position(letter: char) -> Option<u32> {
    ALPHABET.find(letter).and_then(|index| u32::try_from(index).ok())
}
