//! Portuguese citizen cards (número de documento do cartão de cidadão): eight digits, a check digit, two letters or
//! digits for the version, a check digit by Luhn over letters and digits alike.
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("pt_cc", "00000000 0 ZZ4"), Some(Verdict::Valid));
//! assert_eq!(check("pt_cc", "00000000 0 ZZ5"), Some(Verdict::Invalid));
//! ```

use super::parts::numbers;

pub(super) fn is_valid(value: &str) -> bool {
    let all = numbers(value);
    let double = |number: u32| if 2 * number > 9 { 2 * number - 9 } else { 2 * number };
    let sum: u32 = (all.iter().rev().enumerate())
        .map(|(place, number)| if place % 2 == 1 { double(u32::from(*number)) } else { u32::from(*number) })
        .sum();
    let digits = |range: std::ops::Range<usize>| {
        all.get(range).is_some_and(|part| part.iter().all(|number| *number < 10))
    };
    all.len() == 12 && digits(0..9) && digits(11..12) && sum.is_multiple_of(10)
}
