//! Chinese unified social credit codes (GB 32100-2015): seventeen characters and a check character modulo 31.
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("cn_uscc", "91110000600037341L"), Some(Verdict::Valid));
//! assert_eq!(check("cn_uscc", "91110000600037341M"), Some(Verdict::Invalid));
//! ```

const ALPHABET: &str = "0123456789ABCDEFGHJKLMNPQRTUWXY";

const WEIGHTS: [usize; 17] = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];

pub(super) fn is_valid(value: &str) -> bool {
    let upper = value.to_ascii_uppercase();
    let numbers: Vec<usize> = upper.chars().filter_map(|letter| ALPHABET.find(letter)).collect();
    let Some((last, payload)) = numbers.split_last() else { return false };
    let sum: usize = payload.iter().zip(WEIGHTS).map(|(number, weight)| number * weight).sum();
    numbers.len() == 18 && upper.len() == 18 && (31 - sum % 31) % 31 == *last
}
