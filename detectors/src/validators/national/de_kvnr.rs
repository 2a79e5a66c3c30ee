//! German health insurance numbers (Krankenversichertennummer, § 290 SGB V): a letter, eight digits, a check digit by
//! weights 1 and 2 with cross sums, the letter taken as its two-digit place in the alphabet.
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("de_kvnr", "A123456780"), Some(Verdict::Valid));
//! assert_eq!(check("de_kvnr", "A123456787"), Some(Verdict::Invalid));
//! ```

use super::parts::{cross_sum, numbers};

pub(super) fn is_valid(value: &str) -> bool {
    let all = numbers(value);
    let [letter, middle @ .., check] = all.as_slice() else { return false };
    let letter = letter.wrapping_sub(9);
    let digits = [&[letter / 10, letter % 10], middle].concat();
    let weights = [1u32, 2].into_iter().cycle();
    let sum: u32 =
        digits.iter().zip(weights).map(|(digit, weight)| cross_sum(u32::from(*digit) * weight)).sum();
    all.len() == 10
        && (1..=26).contains(&letter)
        && middle.iter().all(|digit| *digit < 10)
        && sum % 10 == u32::from(*check)
}
