//! French establishment numbers (SIRET, INSEE): the company's SIREN with its own Luhn digit, five digits, Luhn over
//! all fourteen. La Poste ran out of them: its establishments have a sum of digits divisible by five.
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("fr_siret", "732 829 320 00074"), Some(Verdict::Valid));
//! assert_eq!(check("fr_siret", "732 829 320 00075"), Some(Verdict::Invalid));
//! ```

use crate::validators::{digits, luhn, weighted};

pub(super) fn is_valid(value: &str) -> bool {
    let digits = digits(value);
    let siren: String = value.chars().filter(char::is_ascii_digit).take(9).collect();
    let sum: u32 = digits.iter().map(|digit| u32::from(*digit)).sum();
    let right = match siren.as_str() {
        "356000000" => sum.is_multiple_of(5) || digits.ends_with(&[0, 0, 0, 4, 8]),
        _ => luhn::is_valid(value),
    };
    digits.len() == 14 && !weighted::uniform(&digits) && luhn::is_valid(&siren) && right
}
