//! Hong Kong identity card numbers (Immigration Department): one or two letters, six digits and a check character
//! modulo 11, A for ten.
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("hk_id", "A123456(3)"), Some(Verdict::Valid));
//! assert_eq!(check("hk_id", "A123456(4)"), Some(Verdict::Invalid));
//! ```

pub(super) fn is_valid(value: &str) -> bool {
    let letters = value.chars().filter(char::is_ascii_alphanumeric);
    let mut numbers: Vec<u32> = letters.filter_map(|letter| letter.to_digit(36)).collect();
    // A single letter stands behind a space, which counts 36.
    if numbers.len() == 8 {
        numbers.insert(0, 36);
    }
    let sum: u32 = numbers.iter().zip((1..=9).rev()).map(|(number, weight)| number * weight).sum();
    numbers.len() == 9 && sum % 11 == 0 && numbers.last().is_some_and(|last| *last < 11)
}
