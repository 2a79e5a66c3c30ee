//! International bank account numbers (ISO 13616): length by country and the check of ISO/IEC 7064 mod 97-10.
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("iban", "GB82 WEST 1234 5698 7654 32"), Some(Verdict::Valid));
//! assert_eq!(check("iban", "GB82 WEST 1234 5698 7654 33"), Some(Verdict::Invalid));
//! ```

/// Country and length of the SWIFT registry's IBANs.
const LENGTHS: &[(&str, usize)] = &[
    ("AD", 24),
    ("AE", 23),
    ("AL", 28),
    ("AT", 20),
    ("AZ", 28),
    ("BA", 20),
    ("BE", 16),
    ("BG", 22),
    ("BH", 22),
    ("BI", 27),
    ("BR", 29),
    ("BY", 28),
    ("CH", 21),
    ("CR", 22),
    ("CY", 28),
    ("CZ", 24),
    ("DE", 22),
    ("DJ", 27),
    ("DK", 18),
    ("DO", 28),
    ("EE", 20),
    ("EG", 29),
    ("ES", 24),
    ("FI", 18),
    ("FK", 18),
    ("FO", 18),
    ("FR", 27),
    ("GB", 22),
    ("GE", 22),
    ("GI", 23),
    ("GL", 18),
    ("GR", 27),
    ("GT", 28),
    ("HN", 28),
    ("HR", 21),
    ("HU", 28),
    ("IE", 22),
    ("IL", 23),
    ("IQ", 23),
    ("IS", 26),
    ("IT", 27),
    ("JO", 30),
    ("KW", 30),
    ("KZ", 20),
    ("LB", 28),
    ("LC", 32),
    ("LI", 21),
    ("LT", 20),
    ("LU", 20),
    ("LV", 21),
    ("LY", 25),
    ("MC", 27),
    ("MD", 24),
    ("ME", 22),
    ("MK", 19),
    ("MN", 20),
    ("MR", 27),
    ("MT", 31),
    ("MU", 30),
    ("NI", 28),
    ("NL", 18),
    ("NO", 15),
    ("OM", 23),
    ("PK", 24),
    ("PL", 28),
    ("PS", 29),
    ("PT", 25),
    ("QA", 29),
    ("RO", 24),
    ("RS", 22),
    ("RU", 33),
    ("SA", 24),
    ("SC", 31),
    ("SD", 18),
    ("SE", 24),
    ("SI", 19),
    ("SK", 24),
    ("SM", 27),
    ("SO", 23),
    ("ST", 25),
    ("SV", 28),
    ("TL", 23),
    ("TN", 24),
    ("TR", 26),
    ("UA", 29),
    ("VA", 22),
    ("VG", 24),
    ("XK", 20),
    ("YE", 30),
];

/// Whether the value, separators skipped, is an IBAN of a country that has them. Behind the first letter, capitals and
/// small letters are not mixed: that is how words look.
pub(super) fn is_valid(value: &str) -> bool {
    let letters = || value.chars().filter(char::is_ascii_alphabetic).skip(1);
    if letters().any(|letter| letter.is_ascii_uppercase())
        && letters().any(|letter| letter.is_ascii_lowercase())
    {
        return false;
    }
    let compact: String =
        value.chars().filter(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_uppercase()).collect();
    let (Some(country), Some(check), Some(body)) = (compact.get(..2), compact.get(2..4), compact.get(4..))
    else {
        return false;
    };
    let known = LENGTHS.iter().any(|(code, length)| *code == country && *length == compact.len());
    known && check_digits(country, body).is_some_and(|right| right == check)
}

/// Returns the two check digits of a country code and the rest of the number; `None` when a character is neither a
/// letter nor a digit.
pub fn check_digits(country: &str, body: &str) -> Option<String> {
    let mut remainder = 0u32;
    for letter in body.chars().chain(country.chars()).chain("00".chars()) {
        let number = letter.to_digit(36)?;
        remainder = (remainder * if number > 9 { 100 } else { 10 } + number) % 97;
    }
    Some(format!("{:02}", 98 - remainder))
}
