//! Machine-readable lines of passports, visas and identity cards (ICAO Doc 9303): check digits with weights 7, 3 and 1 over
//! the number of the document, the birth date and the expiry date.
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("mrz", "L898902C36UTO7408122F1204159ZE184226B<<<<<10"), Some(Verdict::Valid));
//! assert_eq!(check("mrz", "L898902C37UTO7408122F1204159ZE184226B<<<<<10"), Some(Verdict::Invalid));
//! assert_eq!(check("mrz", "I<UTOD231458907<<<<<<<<<<<<<<<"), Some(Verdict::Valid));
//! ```

pub(super) fn is_valid(value: &str) -> bool {
    // Fields and their check digit behind them, by the layout of the line.
    let fields: &[(usize, usize)] = match (value.len(), value.as_bytes().first()) {
        (36 | 44, _) => &[(0, 9), (13, 19), (21, 27)],
        (30, Some(first)) if first.is_ascii_alphabetic() => &[(5, 14)],
        (30, _) => &[(0, 6), (8, 14)],
        _ => return false,
    };
    fields.iter().all(|(start, end)| checked(value, *start, *end))
}

fn checked(value: &str, start: usize, end: usize) -> bool {
    let field = value.get(start..end).unwrap_or_default();
    let sum: u32 =
        field.chars().map(number).zip([7, 3, 1].into_iter().cycle()).map(|(n, weight)| n * weight).sum();
    let given = value.get(end..=end).unwrap_or_default();
    // A number longer than its field has a filler for its check digit.
    given == "<" || given.parse() == Ok(sum % 10)
}

/// Letters count 10 to 35, the filler nothing.
fn number(letter: char) -> u32 {
    letter.to_digit(36).unwrap_or(0)
}
