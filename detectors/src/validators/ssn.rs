//! US social security numbers (SSA, 20 CFR 422.103; since 2011 areas are random): area 000, 666 and 900-999, group 00
//! and serial 0000 are never assigned. Well-known numbers from advertisements are no one's either.

use super::digits;

/// Printed on sample cards and in pamphlets.
const ADVERTISED: &[u32] = &[78_051_120, 219_099_999, 457_555_462];

pub(super) fn is_valid(value: &str) -> bool {
    let digits = digits(value);
    let number = digits.iter().fold(0u32, |sum, digit| (sum * 10) % 1_000_000_000 + u32::from(*digit));
    let (area, group, serial) = (number / 1_000_000, number / 10_000 % 100, number % 10_000);
    let same = digits.iter().all(|digit| Some(digit) == digits.first());
    digits.len() == 9
        && !matches!(area, 0 | 666 | 900..)
        && group != 0
        && serial != 0
        && !same
        && number != 123_456_789
        && !ADVERTISED.contains(&number)
}
