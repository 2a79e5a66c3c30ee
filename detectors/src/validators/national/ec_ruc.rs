//! Ecuadorian RUC numbers (SRI): thirteen digits; the third says whether the holder is a person, a public body or a
//! company, and each has its check digit.
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("ec_ruc", "1792060346-001"), Some(Verdict::Valid));
//! assert_eq!(check("ec_ruc", "1792060347-001"), Some(Verdict::Invalid));
//! ```

use crate::validators::{digits, luhn, part, weighted};

pub(super) fn is_valid(value: &str) -> bool {
    let digits = digits(value);
    let sum = |weights: &[u32]| weighted::remainder(&digits, weights, 11) == 0;
    let natural = part(&digits, 10..13) != 0 && value_of(&digits).is_some_and(|head| luhn::is_valid(&head));
    let public = part(&digits, 9..13) != 0 && sum(&[3, 2, 7, 6, 5, 4, 3, 2, 1]);
    let juridical = part(&digits, 10..13) != 0 && sum(&[4, 3, 2, 7, 6, 5, 4, 3, 2, 1]);
    let right = match digits.get(2) {
        Some(0..=5) => natural,
        Some(6) => public || natural,
        Some(9) => public || juridical,
        _ => false,
    };
    digits.len() == 13 && matches!(part(&digits, 0..2), 1..=24 | 30 | 50) && right
}

fn value_of(digits: &[u8]) -> Option<String> {
    Some(digits.get(..10)?.iter().map(|digit| char::from(b'0' + digit)).collect())
}
