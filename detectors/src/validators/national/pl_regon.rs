//! Polish business numbers (REGON): nine digits with one check digit, or fourteen with two, modulo 11.
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("pl_regon", "123456785"), Some(Verdict::Valid));
//! assert_eq!(check("pl_regon", "123456786"), Some(Verdict::Invalid));
//! ```

use super::parts::ends_with;
use crate::validators::{digits, weighted};

const SHORT: [u32; 8] = [8, 9, 2, 3, 4, 5, 6, 7];
const LONG: [u32; 13] = [2, 4, 8, 5, 0, 9, 7, 3, 6, 1, 2, 4, 8];

pub(super) fn is_valid(value: &str) -> bool {
    let digits = digits(value);
    let right = |weights: &[u32]| {
        let (length, checked) = (weights.len(), digits.get(..=weights.len()));
        checked.is_some_and(|checked| {
            let payload = checked.get(..length).unwrap_or_default();
            ends_with(checked, weighted::remainder(payload, weights, 11) % 10)
        })
    };
    match digits.len() {
        _ if weighted::uniform(&digits) => false,
        9 => right(&SHORT),
        14 => right(&SHORT) && right(&LONG),
        _ => false,
    }
}
