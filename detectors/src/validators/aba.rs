//! ABA routing transit numbers (ANSI X9.100-910): 3(d1+d4+d7) + 7(d2+d5+d8) + (d3+d6+d9) is a multiple of 10, and the
//! first two digits are a Federal Reserve district.

use super::digits;

pub(super) fn is_valid(value: &str) -> bool {
    let digits = digits(value);
    let weights = [3u32, 7, 1].into_iter().cycle();
    let sum: u32 = digits.iter().zip(weights).map(|(digit, weight)| u32::from(*digit) * weight).sum();
    let district = digits.iter().take(2).fold(0, |sum, digit| sum * 10 + u32::from(*digit));
    let known = matches!(district, 1..=12 | 21..=32 | 61..=72 | 80);
    digits.len() == 9 && known && sum.is_multiple_of(10)
}
