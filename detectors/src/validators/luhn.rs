//! Luhn's mod 10 check (ISO/IEC 7812-1 annex B): cards, IMEI, SIN and many more.

use super::digits;

/// Whether the digits of `value` satisfy the Luhn check.
///
/// ```
/// # use limpid_detectors::{Verdict, validators::check};
/// assert_eq!(check("luhn", "4111 1111 1111 1111"), Some(Verdict::Valid));
/// assert_eq!(check("luhn", "4111 1111 1111 1112"), Some(Verdict::Invalid));
/// ```
pub fn is_valid(value: &str) -> bool {
    let digits = digits(value);
    let doubled = |digit: u8| if digit > 4 { 2 * digit - 9 } else { 2 * digit };
    let sum: u32 = (digits.iter().rev().enumerate())
        .map(|(place, digit)| u32::from(if place % 2 == 1 { doubled(*digit) } else { *digit }))
        .sum();
    digits.len() > 1 && sum.is_multiple_of(10)
}

/// Returns the digit that completes `payload` to a valid number.
pub fn check_digit(payload: &[u8]) -> u8 {
    let doubled = |digit: u8| if digit > 4 { 2 * digit - 9 } else { 2 * digit };
    let sum: u32 = (payload.iter().rev().enumerate())
        .map(|(place, digit)| u32::from(if place % 2 == 0 { doubled(*digit) } else { *digit }))
        .sum();
    u8::try_from((10 - sum % 10) % 10).unwrap_or(0)
}
