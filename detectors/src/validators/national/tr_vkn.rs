//! Turkish tax numbers (vergi kimlik numarası): ten digits; each digit plus its place is doubled as often as its place
//! and taken modulo 9.
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("tr_vkn", "4540469128"), Some(Verdict::Valid));
//! assert_eq!(check("tr_vkn", "4540469129"), Some(Verdict::Invalid));
//! ```

use super::parts::ends_with;
use crate::validators::{digits, weighted};

pub(super) fn is_valid(value: &str) -> bool {
    let digits = digits(value);
    let Some((_, payload)) = digits.split_last() else { return false };
    let places = (1..=9u32).rev();
    let term = |(digit, place): (&u8, u32)| match (u32::from(*digit) + place) % 10 {
        0 => 0,
        sum => (sum * 2_u32.pow(place) + 8) % 9 + 1,
    };
    let sum: u32 = payload.iter().zip(places).map(term).sum();
    digits.len() == 10 && !weighted::uniform(&digits) && ends_with(&digits, (10 - sum % 10) % 10)
}
