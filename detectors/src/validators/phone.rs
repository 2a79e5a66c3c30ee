//! Phone numbers by the numbering plans of their countries (Google's libphonenumber metadata).

use rlibphonenumber::{PhoneNumber, Region};

use super::{Verdict, digits};

/// Countries whose national numbers are tried when there is no country code.
const REGIONS: &[Region] = &[
    Region::US,
    Region::GB,
    Region::DE,
    Region::FR,
    Region::IN,
    Region::ES,
    Region::IT,
    Region::BR,
    Region::AU,
];

/// Valid: the number is assigned in its country. Numbers without country code are tried in several countries.
pub(super) fn check(value: &str) -> Verdict {
    let digits = digits(value);
    if !(7..=15).contains(&digits.len()) {
        return Verdict::Invalid;
    }
    if fictional(&digits) {
        return Verdict::Valid;
    }
    let text = value.trim();
    if text.starts_with('+') || text.starts_with("(+") || text.starts_with("00") {
        let text = text.strip_prefix("00").map_or_else(|| text.to_owned(), |rest| format!("+{rest}"));
        return valid(&text, None).into();
    }
    REGIONS.iter().any(|region| valid(text, Some(*region))).into()
}

fn valid(text: &str, region: Option<Region>) -> bool {
    PhoneNumber::parse(text, region).is_ok_and(|number| number.is_valid())
}

/// 555-01xx is kept for fiction in North America (NANPA): examples use it, so it must be found.
fn fictional(digits: &[u8]) -> bool {
    let national = match digits {
        [1, rest @ ..] if rest.len() == 10 => rest,
        _ => digits,
    };
    matches!(national, [2..=9, _, _, 5, 5, 5, 0, 1, _, _] | [5, 5, 5, 0, 1, _, _])
}
