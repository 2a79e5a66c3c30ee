//! Russian taxpayer numbers (ИНН): ten digits with one check digit for organizations, twelve with two for people,
//! modulo 11 modulo 10.
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("ru_inn", "5001007329"), Some(Verdict::Valid));
//! assert_eq!(check("ru_inn", "5001007320"), Some(Verdict::Invalid));
//! ```

use super::parts::{ends_with, part};
use crate::validators::{digits, weighted};

pub(super) fn is_valid(value: &str) -> bool {
    let digits = digits(value);
    let check = |length: usize, weights: &[u32]| {
        let payload = digits.get(..length).unwrap_or_default();
        digits
            .get(..=length)
            .is_some_and(|all| ends_with(all, weighted::remainder(payload, weights, 11) % 10))
    };
    let region = part(&digits, 0..2) > 0;
    match digits.len() {
        10 => region && check(9, &[2, 4, 10, 3, 5, 9, 4, 6, 8]),
        12 => {
            region
                && check(10, &[7, 2, 4, 10, 3, 5, 9, 4, 6, 8])
                && check(11, &[3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8])
        }
        _ => false,
    }
}
