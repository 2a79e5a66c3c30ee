//! Brazilian CPF numbers (Receita Federal): nine digits and two check digits modulo 11.
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("br_cpf", "390.533.447-05"), Some(Verdict::Valid));
//! assert_eq!(check("br_cpf", "390.533.447-06"), Some(Verdict::Invalid));
//! ```

use crate::validators::{digits, weighted};

pub(super) fn is_valid(value: &str) -> bool {
    let digits = digits(value);
    digits.len() == 11 && !weighted::uniform(&digits) && check_digits(&digits) == Some(true)
}

fn check_digits(digits: &[u8]) -> Option<bool> {
    let check = |payload, weights| weighted::complement(payload, weights, 11) % 10;
    let first = check(digits.get(..9)?, &[10, 9, 8, 7, 6, 5, 4, 3, 2]);
    let second = check(digits.get(..10)?, &[11, 10, 9, 8, 7, 6, 5, 4, 3, 2]);
    Some(digits.get(9..).map(weighted::number) == Some(u64::from(first * 10 + second)))
}
