//! Days of the Gregorian calendar (ISO 8601): in `31/02/1991` no reading is one.
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("date", "2000-02-29"), Some(Verdict::Valid));
//! assert_eq!(check("date", "31/02/1991"), Some(Verdict::Invalid));
//! assert_eq!(check("date", "30. Februar 1991"), Some(Verdict::Invalid));
//! ```

const MONTH_DAYS: [u32; 12] = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/// Beginnings of the months' names in English, German, French and Spanish; the first that fits decides.
const MONTHS: &[(&str, u32)] = &[
    ("jan", 1),
    ("ene", 1),
    ("feb", 2),
    ("fév", 2),
    ("fev", 2),
    ("mai", 5),
    ("may", 5),
    ("mar", 3),
    ("mär", 3),
    ("apr", 4),
    ("avr", 4),
    ("abr", 4),
    ("jun", 6),
    ("juin", 6),
    ("jul", 7),
    ("juil", 7),
    ("aug", 8),
    ("aoû", 8),
    ("aou", 8),
    ("ago", 8),
    ("sep", 9),
    ("oct", 10),
    ("okt", 10),
    ("nov", 11),
    ("dec", 12),
    ("dez", 12),
    ("déc", 12),
    ("dic", 12),
];

/// Whether the numbers of a date can be read as a day that exists: year first, day and month in either order, or the
/// month in words. What follows the date, such as a time, does not matter.
pub(super) fn is_valid(value: &str) -> bool {
    let numbers: Vec<&str> =
        value.split(|letter: char| !letter.is_ascii_digit()).filter(|part| !part.is_empty()).collect();
    let number = |index: usize| numbers.get(index).and_then(|part| part.parse::<u32>().ok()).unwrap_or(0);
    if let Some(month) = month_in(value) {
        return named(month, &numbers, value.contains('-'));
    }
    match numbers.first().map(|part| part.len()) {
        Some(8) => {
            let all = number(0);
            is_day(all / 10_000, all / 100 % 100, all % 100)
        }
        // Month and year.
        Some(1 | 2) if numbers.len() == 2 => is_day(number(1), number(0), 1),
        Some(4) => is_day(number(0), number(1), number(2)),
        _ => is_day(number(2), number(1), number(0)) || is_day(number(2), number(0), number(1)),
    }
}

fn month_in(value: &str) -> Option<u32> {
    let lower = value.to_lowercase();
    let word = lower.split(|letter: char| !letter.is_alphabetic());
    word.filter(|word| word.len() > 2)
        .find_map(|word| MONTHS.iter().find(|(start, _)| word.starts_with(start)).map(|(_, month)| *month))
}

/// The first two numbers beside a month are day and year in either order, or one of them alone; only a dash joins a
/// month to a short year (`May-86`).
fn named(month: u32, numbers: &[&str], dash: bool) -> bool {
    let parsed = |index: usize| numbers.get(index).and_then(|part| part.parse::<u32>().ok());
    let long = |index: usize| numbers.get(index).is_some_and(|part| part.len() == 4);
    match (parsed(0), parsed(1)) {
        (Some(year), _) if long(0) && numbers.len() == 1 => is_day(year, month, 1),
        (Some(year), Some(day)) if long(0) => is_day(year, month, day),
        (Some(day), Some(year)) if long(1) => is_day(year, month, day),
        (Some(day_or_year), _) => {
            is_day(4, month, day_or_year) || (dash && numbers.len() == 1 && day_or_year < 100)
        }
        _ => false,
    }
}

/// Whether the day exists in the Gregorian calendar.
pub(super) fn is_day(year: u32, month: u32, day: u32) -> bool {
    let days = usize::try_from(month).ok().and_then(|month| MONTH_DAYS.get(month.checked_sub(1)?));
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    // Two-digit years are ambiguous: any of them may be a leap year.
    let leap = leap || year < 100;
    let plausible = year < 100 || (1800..=2200).contains(&year);
    plausible && days.is_some_and(|days| (1..=*days).contains(&day)) && (leap || month != 2 || day < 29)
}

/// Whether the day exists in a year of the 20th or the 21st century that ends in two digits.
pub(super) fn is_short_day(year: u32, month: u32, day: u32) -> bool {
    year < 100 && (is_day(1900 + year, month, day) || is_day(2000 + year, month, day))
}
