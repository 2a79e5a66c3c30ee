//! Names, organizations, places, addresses.

use super::{
    Draw,
    words::{COMPANIES, COMPANY_KINDS, FIRST_NAMES, LAST_NAMES, STREET_KINDS, STREETS, TOWNS},
};

/// Courtesy titles stay: they name nobody.
const TITLES: &[&str] = &["mr", "mrs", "ms", "miss", "dr", "prof", "herr", "frau", "mme", "sr", "sra"];

/// Keeps the number of words, titles, initials, `Last, First` and case. Names are not unique in life either: among
/// those of one origin there are up to 1.4 million pairs.
pub(super) fn person(value: &str, draw: &Draw<'_>) -> Option<String> {
    let words: Vec<&str> = value.split_whitespace().collect();
    let is_title = |word: &str| TITLES.contains(&word.trim_end_matches('.').to_lowercase().as_str());
    let names = words.iter().filter(|word| !is_title(word)).count();
    let inverted = words.first().is_some_and(|word| word.ends_with(','));
    let origin = draw.below(0, FIRST_NAMES.len().min(LAST_NAMES.len()));
    let mut number = 0;
    let mut place = 0u8;
    let mut made = Vec::new();
    for word in words {
        if is_title(word) {
            made.push(word.to_owned());
            continue;
        }
        number += 1;
        place += 1;
        let family = if inverted { number == 1 } else { number == names && names > 1 };
        let list = if family { LAST_NAMES } else { FIRST_NAMES };
        let name = draw.pick(place, list.get(origin)?);
        let core = word.trim_end_matches([',', '.']);
        let tail = word.strip_prefix(core).unwrap_or_default();
        let initial = core.chars().count() == 1;
        let name: String = if initial { name.chars().take(1).collect() } else { name.to_owned() };
        made.push(cased(core, &name) + tail);
    }
    (names > 0).then(|| made.join(" "))
}

/// Gives `name` the case of `like`.
pub(crate) fn cased(like: &str, name: &str) -> String {
    let letters = || like.chars().filter(|letter| letter.is_alphabetic());
    if letters().count() > 1 && letters().all(char::is_uppercase) {
        return name.to_uppercase();
    }
    if letters().all(char::is_lowercase) { name.to_lowercase() } else { name.to_owned() }
}

/// `Kestrelmark Systems 4821`: a million companies that do not exist.
pub(super) fn organization(_: &str, draw: &Draw<'_>) -> Option<String> {
    let number = draw.below(2, 10_000);
    Some(format!("{} {} {number:04}", draw.pick(0, COMPANIES), draw.pick(1, COMPANY_KINDS)))
}

/// A town that does not exist; twenty of them.
pub(super) fn location(value: &str, draw: &Draw<'_>) -> Option<String> {
    Some(cased(value, draw.pick(0, TOWNS)))
}

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
    Some(cased(value, &format!("QV{district}{gap}{sector}{}{}", draw.pick(2, UNIT), draw.pick(3, UNIT))))
}

/// Canada Post uses no W or Z as first letter.
pub(super) fn ca_postal_code(value: &str, draw: &Draw<'_>) -> Option<String> {
    const LETTERS: &[&str] =
        &["A", "B", "C", "E", "G", "H", "J", "K", "L", "M", "N", "P", "R", "S", "T", "V"];
    let gap: String = value.chars().filter(|letter| !letter.is_ascii_alphanumeric()).take(1).collect();
    let digit = |place: u8| draw.below(place, 10);
    let (first, second, third) = (draw.pick(0, &["W", "Z"]), draw.pick(2, LETTERS), draw.pick(4, LETTERS));
    Some(cased(value, &format!("{first}{}{second}{gap}{}{third}{}", digit(1), digit(3), digit(5))))
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
