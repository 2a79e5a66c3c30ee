//! Italian VAT numbers (partita IVA): seven digits, the province of the office, Luhn.
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("it_vat", "00743110157"), Some(Verdict::Valid));
//! assert_eq!(check("it_vat", "00743110158"), Some(Verdict::Invalid));
//! ```

use super::parts::part;
use crate::validators::{digits, luhn};

pub(super) fn is_valid(value: &str) -> bool {
    let digits = digits(value);
    let office = matches!(part(&digits, 7..10), 1..=100 | 120 | 121 | 888 | 999);
    digits.len() == 11 && part(&digits, 0..7) > 0 && office && luhn::is_valid(value)
}
