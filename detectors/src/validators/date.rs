//! Days of the Gregorian calendar: in `31/02/1991` no reading is one.

const MONTH_DAYS: [u32; 12] = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/// Whether the numbers of a date can be read as a day: year first, or day and month in either order. Dates with the
/// month in words are checked for their day only.
pub(super) fn is_valid(value: &str) -> bool {
    let numbers: Vec<&str> =
        value.split(|letter: char| !letter.is_ascii_digit()).filter(|part| !part.is_empty()).collect();
    let number = |index: usize| numbers.get(index).and_then(|part| part.parse::<u32>().ok()).unwrap_or(0);
    if value.chars().any(|letter| letter.is_alphabetic() && !matches!(letter, 'T' | 'Z')) {
        return numbers
            .iter()
            .any(|part| part.len() <= 2 && (1..=31).contains(&part.parse::<u32>().unwrap_or(0)));
    }
    match numbers.first().map(|part| part.len()) {
        Some(8) => {
            let all = number(0);
            is_day(all / 10_000, all / 100 % 100, all % 100)
        }
        Some(4) => is_day(number(0), number(1), number(2)),
        _ => is_day(number(2), number(1), number(0)) || is_day(number(2), number(0), number(1)),
    }
}

fn is_day(year: u32, month: u32, day: u32) -> bool {
    let days = usize::try_from(month).ok().and_then(|month| MONTH_DAYS.get(month.checked_sub(1)?));
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    // Two-digit years are ambiguous: any of them may be a leap year.
    let leap = leap || year < 100;
    let plausible = year < 100 || (1800..=2200).contains(&year);
    plausible && days.is_some_and(|days| (1..=*days).contains(&day)) && (leap || month != 2 || day < 29)
}
