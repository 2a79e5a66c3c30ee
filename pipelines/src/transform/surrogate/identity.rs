//! Addresses of people.

use super::{
    Draw, cased,
    words::{STREET_KINDS, STREETS},
};

/// `48213 Heron Lane`: house numbers above 20000 hardly exist; 19 million addresses.
pub(super) fn street_address(_: &str, draw: &Draw<'_>) -> Option<String> {
    let number = 20_000 + draw.below(0, 79_999);
    Some(format!("{number} {} {}", draw.pick(1, STREETS), draw.pick(2, STREET_KINDS)))
}

/// Area QV does not exist (Royal Mail PAF): `QV` + district + unit; 400,000 codes.
pub(super) fn uk_postcode(value: &str, draw: &Draw<'_>) -> Option<String> {
    const UNIT: &[&str] =
        &["A", "B", "D", "E", "F", "G", "H", "J", "L", "N", "P", "Q", "R", "S", "T", "U", "W", "X", "Y", "Z"];
    let gap = if value.contains(' ') { " " } else { "" };
    let (district, sector) = (1 + draw.below(0, 99), draw.below(1, 10));
    Some(cased(value, format!("QV{district}{gap}{sector}{}{}", draw.pick(2, UNIT), draw.pick(3, UNIT))))
}

/// Canada Post uses no W or Z as first letter.
pub(super) fn ca_postal_code(value: &str, draw: &Draw<'_>) -> Option<String> {
    const LETTERS: &[&str] =
        &["A", "B", "C", "E", "G", "H", "J", "K", "L", "M", "N", "P", "R", "S", "T", "V"];
    let gap: String = value.chars().filter(|letter| !letter.is_ascii_alphanumeric()).take(1).collect();
    let digit = |place: u8| draw.below(place, 10);
    let (first, second, third) = (draw.pick(0, &["W", "Z"]), draw.pick(2, LETTERS), draw.pick(4, LETTERS));
    Some(cased(value, format!("{first}{}{second}{gap}{}{third}{}", digit(1), digit(3), digit(5))))
}

/// `000xx` is assigned nowhere in the United States.
pub(super) fn us_zip_code(value: &str, draw: &Draw<'_>) -> Option<String> {
    let code = format!("000{:02}", draw.below(0, 100));
    Some(if value.contains('-') { format!("{code}-{:04}", draw.below(1, 10_000)) } else { code })
}

/// `00xxx` is assigned nowhere in Germany.
pub(super) fn de_plz(_: &str, draw: &Draw<'_>) -> Option<String> {
    Some(format!("00{:03}", draw.below(0, 1000)))
}
