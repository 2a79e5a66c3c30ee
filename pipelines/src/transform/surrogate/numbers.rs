//! Numbers with check digits.

use limpid_detectors::validators::{iban, luhn, mod11, verhoeff};

use super::{Draw, digits_of, padded, with_digits};

/// Cards begin with 2 to 6 (ISO/IEC 7812): a stand-in begins with 1, 7, 8, 9 or 0, and passes the Luhn check. The
/// first digit is mapped by a table and the others are permuted, so two cards never get the same stand-in.
pub(super) fn credit_card(value: &str, draw: &Draw<'_>) -> Option<String> {
    let digits = digits_of(value);
    let (first, payload) = (digits.get(..1)?, digits.get(1..digits.len().checked_sub(1)?)?);
    let leading = match first {
        "2" => "1",
        "3" => "7",
        "4" => "9",
        "5" => "8",
        "6" => "0",
        _ => return None,
    };
    let free = permuted(draw, &format!("card {first}"), payload)?;
    let body = format!("{leading}{free}");
    let numbers: Vec<u8> = body.bytes().map(|byte| byte - b'0').collect();
    with_digits(value, &format!("{body}{}", luhn::check_digit(&numbers)))
}

/// The country becomes one that ISO 3166 leaves to users (XA-XZ, QM-QZ): no bank has it. Letters and digits keep
/// their kind and place and are permuted by country; the check digits are right.
pub(super) fn iban(value: &str, draw: &Draw<'_>) -> Option<String> {
    let compact: String =
        value.chars().filter(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_uppercase()).collect();
    let (country, rest) = (compact.get(..2)?, compact.get(4..)?);
    let codes: Vec<String> = ('A'..='Z')
        .map(|letter| format!("X{letter}"))
        .chain(('M'..='Z').map(|letter| format!("Q{letter}")))
        .collect();
    let index = country.bytes().fold(0usize, |sum, byte| sum * 26 + usize::from(byte.wrapping_sub(b'A')));
    let code = codes.get(index % codes.len())?;
    let body = super::generic::permuted_kinds(draw, country, rest)?;
    let check = iban::check_digits(code, &body)?;
    let made = format!("{code}{check}{body}");
    let mut letters = made.chars();
    let lower = value.chars().any(|letter| letter.is_ascii_lowercase());
    let place = |letter: char| {
        if !letter.is_ascii_alphanumeric() {
            return Some(letter);
        }
        letters.next().map(|letter| if lower { letter.to_ascii_lowercase() } else { letter })
    };
    value.chars().map(place).collect()
}

/// Area 9xx with a group below 50: neither an SSN (SSA: area 900-999 is never assigned) nor an ITIN (IRS: groups
/// 50-65, 70-88, 90-92, 94-99). 50 million numbers.
pub(super) fn us_ssn(value: &str, draw: &Draw<'_>) -> Option<String> {
    let digits = digits_of(value);
    let drawn =
        draw.permute("ssn", digits.parse().ok().filter(|_| digits.len() == 9)?, 1_000_000_000) % 50_000_000;
    let (area, group, serial) = (900 + drawn / 500_000, drawn / 10_000 % 50, drawn % 10_000);
    with_digits(value, &format!("{area}{group:02}{serial:04}"))
}

/// 999 is the range the NHS keeps for tests. 900,000 numbers with a valid check digit.
pub(super) fn uk_nhs(value: &str, draw: &Draw<'_>) -> Option<String> {
    let digits = digits_of(value);
    let number: u128 = digits.parse().ok().filter(|_| digits.len() == 10)?;
    let drawn = draw.permute("nhs", number, 10_000_000_000) % 1_000_000;
    // One payload in eleven has no check digit: the next one is taken.
    (0..20).find_map(|step| {
        let payload = format!("999{:06}", (drawn + step) % 1_000_000);
        let numbers: Vec<u8> = payload.bytes().map(|byte| byte - b'0').collect();
        let check = mod11::nhs_check_digit(&numbers)?;
        with_digits(value, &format!("{payload}{check}"))
    })
}

/// The first digit of an Aadhaar number is 2 to 9 (UIDAI): a stand-in begins with 0 or 1 and passes Verhoeff's check.
pub(super) fn aadhaar(value: &str, draw: &Draw<'_>) -> Option<String> {
    let digits = digits_of(value);
    let number: u128 = digits.get(..11)?.parse().ok().filter(|_| digits.len() == 12)?;
    let body = padded(draw.permute("aadhaar", number, 100_000_000_000) % 20_000_000_000, 11);
    let numbers: Vec<u8> = body.bytes().map(|byte| byte - b'0').collect();
    with_digits(value, &format!("{body}{}", verhoeff::check_digit(&numbers)))
}

/// Permutes a run of digits among those of its length.
fn permuted(draw: &Draw<'_>, kind: &str, digits: &str) -> Option<String> {
    let limit = 10u128.checked_pow(u32::try_from(digits.len()).ok()?)?;
    let drawn = draw.permute(&format!("{kind} {}", digits.len()), digits.parse().ok()?, limit);
    Some(padded(drawn, digits.len()))
}
