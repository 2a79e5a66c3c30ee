//! What many national numbers are made of.

use std::ops::Range;

use crate::validators::weighted;

/// The digits of that range as one number; 0 where there are none.
pub(super) fn part(digits: &[u8], range: Range<usize>) -> u64 {
    weighted::number(digits.get(range).unwrap_or_default())
}

/// Whether the last digit is the check digit.
pub(super) fn ends_with(digits: &[u8], check: u32) -> bool {
    digits.last().is_some_and(|last| u32::from(*last) == check)
}

/// The ASCII letters, in upper case, and digits of a value.
pub(super) fn characters(value: &str) -> Vec<u8> {
    value.bytes().filter(u8::is_ascii_alphanumeric).map(|byte| byte.to_ascii_uppercase()).collect()
}

/// The ASCII letters and digits of a value as numbers, A as 10 to Z as 35.
pub(super) fn numbers(value: &str) -> Vec<u8> {
    value
        .chars()
        .filter_map(|letter| letter.to_digit(36))
        .filter_map(|number| u8::try_from(number).ok())
        .collect()
}

/// The sum of the two digits of a number below 100.
pub(super) fn cross_sum(number: u32) -> u32 {
    number / 10 + number % 10
}

/// Whether that day exists in the Gregorian calendar.
pub(super) fn is_day(year: u64, month: u64, day: u64) -> bool {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let days = match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return false,
    };
    (1..=days).contains(&day)
}

/// The same where the century is not known; 1900 had no 29 February, 2000 had.
pub(super) fn is_short_day(year: u64, month: u64, day: u64) -> bool {
    is_day(2000 + year, month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_of_short_and_long_months() {
        assert!(
            is_day(2000, 2, 29) && !is_day(1900, 2, 29) && is_short_day(0, 2, 29) && !is_short_day(1, 2, 29)
        );
        assert!(!is_day(1999, 4, 31) && is_day(1999, 12, 31) && !is_day(1999, 0, 1) && !is_day(1999, 13, 1));
    }
}
