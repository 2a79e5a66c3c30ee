//! US social security numbers (SSA, 20 CFR 422.103; areas are random since 2011): area 000, 666 and 900-999, group 00
//! and serial 0000 are never assigned.
//!
//! Numbers from sample cards and patterns such as 123-45-6789 are nobody's either, but people type them where a number
//! belongs: they stay `Unknown`, so a word that says what they are still counts.
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("ssn", "078-05-1120"), Some(Verdict::Unknown));
//! assert_eq!(check("ssn", "666-45-6789"), Some(Verdict::Invalid));
//! ```

use super::{Verdict, digits};

/// Printed on sample cards and in pamphlets, or counted up.
const ADVERTISED: &[u32] = &[78_051_120, 219_099_999, 457_555_462, 123_456_789];

pub(super) fn check(value: &str) -> Verdict {
    let digits = digits(value);
    if digits.len() != 9 {
        return Verdict::Invalid;
    }
    let number = digits.iter().fold(0u32, |sum, digit| sum * 10 + u32::from(*digit));
    let (area, group, serial) = (number / 1_000_000, number / 10_000 % 100, number % 10_000);
    if matches!(area, 0 | 666 | 900..) || group == 0 || serial == 0 {
        return Verdict::Invalid;
    }
    let same = digits.iter().all(|digit| Some(digit) == digits.first());
    if same || ADVERTISED.contains(&number) { Verdict::Unknown } else { Verdict::Valid }
}
