//! Phone numbers by the numbering plans of their countries (ITU-T E.164; Google's libphonenumber metadata).
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("phone", "+1 212 555 0123"), Some(Verdict::Valid));
//! assert_eq!(check("phone", "+1 012 555 0123"), Some(Verdict::Invalid));
//! assert_eq!(check("phone_possible", "+41 (0)96 471 07 95"), Some(Verdict::Valid));
//! assert_eq!(check("phone_grouped", "070-174 06 48"), Some(Verdict::Valid));
//! assert_eq!(check("phone_nanp", "691.478.0000"), Some(Verdict::Invalid));
//! ```

use rlibphonenumber::{PhoneNumber, PhoneNumberType, Region};

use super::{Verdict, date, digits};

/// Countries whose national numbers are tried when neither the number nor the rule tells its country.
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
    Region::CN,
    Region::NL,
    Region::PL,
];

/// Kept for drama by Ofcom: national digits behind 0 or 44. The numbering plan has most, but not all of them.
const DRAMA_GB: &[&str] = &[
    "207946", "7700900", "113496", "114496", "115496", "116496", "117496", "118496", "121496", "131496",
    "141496", "151496", "161496", "191498", "2896496", "2920180", "1632960", "8081570", "9098790", "3069990",
];

/// Kept for audiovisual works by ARCEP: national digits behind 0 or 33.
const DRAMA_FR: &[&str] = &["19900", "26191", "35301", "46571", "53649", "63998"];

/// Valid: the number is assigned in its country. Numbers without country code are tried in several countries; those
/// written in groups or with a leading zero, as people write numbers of any country, stay `Unknown`.
pub(super) fn check(value: &str) -> Verdict {
    let text = without_trunk(value.trim_start());
    let digits = digits(value);
    if !(7..=15).contains(&digits.len()) || is_monotone(&digits) || begins_with_day(&text) {
        return Verdict::Invalid;
    }
    if is_international(&text) {
        return (fictional(&digits) || assigned(&text, None)).into();
    }
    if text.strip_prefix("00").is_some_and(|rest| assigned(&format!("+{rest}"), None)) {
        return Verdict::Valid;
    }
    if fictional(&digits) {
        return Verdict::Valid;
    }
    if !is_plausible(&text, digits.len()) {
        return Verdict::Invalid;
    }
    if REGIONS.iter().any(|region| assigned(&text, Some(*region))) {
        return Verdict::Valid;
    }
    let groups = groups(&text);
    let grouped = groups.len() > 1 && (8..=12).contains(&digits.len());
    if grouped || text.starts_with('0') && (8..=12).contains(&digits.len()) {
        Verdict::Unknown
    } else {
        Verdict::Invalid
    }
}

/// Valid: a country code that exists and a number of digits that its plan allows, whether or not it is assigned.
pub(super) fn check_possible(value: &str) -> Verdict {
    let text = without_trunk(value.trim_start());
    let digits = digits(value);
    let possible =
        PhoneNumber::parse(&text, None).is_ok_and(|number| number.is_possible_with_reason().is_ok());
    if is_monotone(&digits) || !(7..=15).contains(&digits.len()) {
        Verdict::Invalid
    } else if digits.len() > 9 && possible && groups(&text).len() < 7 {
        Verdict::Valid
    } else {
        Verdict::Unknown
    }
}

/// Valid: a national number with its trunk prefix, in groups that telephone numbers have and other numbers have not: neither
/// days, `012-34-5678` (US SSN), `01-2345678` (US EIN), `02134-5678` (ZIP+4) nor `0002-1433-80` (NDC).
pub(super) fn check_grouped(value: &str) -> Verdict {
    let digits = digits(value);
    let groups = groups(value);
    let others = [&[3, 2, 4][..], &[2, 7], &[5, 4], &[4, 4, 2], &[5, 3, 2], &[5, 4, 1], &[3, 3, 3, 3]];
    let pairs = groups.iter().all(|length| *length == 2);
    let formed = (9..=11).contains(&digits.len()) && !pairs && !others.contains(&groups.as_slice());
    (formed && !is_monotone(&digits) && !begins_with_day(value)).into()
}

/// Valid: the number is assigned in the North American plan; `Unknown` when it has its form (NXX-NXX-XXXX, written with
/// a dash, parentheses or an extension: dots alone are also money).
pub(super) fn check_nanp(value: &str) -> Verdict {
    let digits = digits(value);
    let national = digits.strip_prefix(&[1]).unwrap_or(&digits);
    let formed = matches!(national, [2..=9, 0..=8, _, 2..=9, _, ..]) && !matches!(national, [_, 1, 1, ..]);
    let marked = value.contains(['-', '(', 'x', 'X', 't', 'T']);
    // One digit a group: the marks between them are none that the plan knows.
    let single = groups(value).iter().all(|length| *length == 1);
    let joined: String = digits.iter().map(|digit| char::from(b'0' + digit)).collect();
    match check_in(if single { &joined } else { value }, Region::US) {
        Verdict::Valid => Verdict::Valid,
        _ if formed && marked && !is_monotone(national) => Verdict::Unknown,
        _ => Verdict::Invalid,
    }
}

/// Valid: the number is assigned in Britain.
pub(super) fn check_gb(value: &str) -> Verdict {
    check_in(value, Region::GB)
}

/// Valid: the number is assigned in France.
pub(super) fn check_fr(value: &str) -> Verdict {
    check_in(value, Region::FR)
}

/// Valid: the number is assigned in Turkey.
pub(super) fn check_tr(value: &str) -> Verdict {
    check_in(value, Region::TR)
}

/// Valid: a mobile number of the Philippines.
pub(super) fn check_ph_mobile(value: &str) -> Verdict {
    of_kind(value, Region::PH, true)
}

/// Valid: a mobile number of South Africa.
pub(super) fn check_za_mobile(value: &str) -> Verdict {
    of_kind(value, Region::ZA, true)
}

/// Valid: a number of South Africa that is not mobile.
pub(super) fn check_za_fixed(value: &str) -> Verdict {
    of_kind(value, Region::ZA, false)
}

fn of_kind(value: &str, region: Region, mobile: bool) -> Verdict {
    let number = PhoneNumber::parse(value, Some(region)).ok().filter(PhoneNumber::is_valid);
    let kind = number.map(|number| number.get_type());
    kind.is_some_and(|kind| {
        matches!(kind, PhoneNumberType::Mobile | PhoneNumberType::FixedLineOrMobile) == mobile
    })
    .into()
}

fn check_in(value: &str, region: Region) -> Verdict {
    (fictional(&digits(value)) || assigned(value, Some(region))).into()
}

fn is_international(text: &str) -> bool {
    text.trim_start_matches('(').starts_with(['+', '\u{ff0b}'])
}

/// `+34 (0)610 492 644`: the trunk prefix in parentheses is not dialled from abroad.
fn without_trunk(text: &str) -> String {
    if is_international(text) { text.replacen("(0)", "", 1) } else { text.to_owned() }
}

fn groups(text: &str) -> Vec<usize> {
    let groups = text.split(|letter: char| !letter.is_ascii_digit()).map(str::len);
    groups.filter(|length| *length > 0).collect()
}

/// Whether somebody writes a national number like that: seven digits only as `555-0123`, and neither a dozen crumbs nor
/// a first group that no area code fills.
fn is_plausible(text: &str, digits: usize) -> bool {
    let groups = groups(text);
    let single = groups.iter().all(|length| *length == 1);
    // `1699871234.5512` is a time stamp.
    if groups.first().is_some_and(|first| *first > 9) && groups.len() > 1 {
        return false;
    }
    // `15.30 - 16.30` are hours.
    if text.contains('.') && text.contains('-') {
        return false;
    }
    match (groups.as_slice(), digits) {
        ([3, 4] | [3, 2, 2], 7) => true,
        (_, 7) => text.starts_with(['0', '(']),
        _ => single || groups.len() < 7,
    }
}

fn is_monotone(digits: &[u8]) -> bool {
    digits.iter().all(|digit| Some(digit) == digits.first())
}

fn assigned(text: &str, region: Option<Region>) -> bool {
    PhoneNumber::parse(text, region).is_ok_and(|number| number.is_valid())
}

/// `2025-10-03 15` and `31.12.2002` are assigned somewhere, but they are days.
fn begins_with_day(text: &str) -> bool {
    let groups: Vec<&str> = text.split(|letter: char| !letter.is_ascii_digit()).take(3).collect();
    let lengths: Vec<usize> = groups.iter().map(|group| group.len()).collect();
    matches!(lengths.as_slice(), [4, 1 | 2, 1 | 2] | [1 | 2, 1 | 2, 4]) && date::is_valid(&groups.join("-"))
}

/// 555-01xx is kept for fiction in North America (NANPA), other ranges in Britain and France. Examples use them, so
/// they must be found.
fn fictional(digits: &[u8]) -> bool {
    let national = match digits {
        [1, rest @ ..] if rest.len() == 10 => rest,
        _ => digits,
    };
    if let [2..=9, _, _, 5, 5, 5, 0, 1, _, _] | [5, 5, 5, 0, 1, _, _] = national {
        return true;
    }
    let text: String = digits.iter().map(|digit| char::from(b'0' + digit)).collect();
    let within = |code: &str, length: usize, ranges: &[&str]| {
        let rest = text.strip_prefix(code).or_else(|| text.strip_prefix('0'));
        rest.is_some_and(|rest| rest.len() == length && ranges.iter().any(|range| rest.starts_with(range)))
    };
    within("44", 10, DRAMA_GB) || within("33", 9, DRAMA_FR)
}
