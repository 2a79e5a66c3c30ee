//! Belgian national register numbers (rijksregisternummer): day of birth, three digits, and 97 less the rest of the
//! nine modulo 97, with a 2 before them for those born from 2000. The month is 20 or 40 more in bis numbers; parts of
//! an unknown day are zero.
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("be_nrn", "85.07.30-033.28"), Some(Verdict::Valid));
//! assert_eq!(check("be_nrn", "85.07.30-033.29"), Some(Verdict::Invalid));
//! ```

use super::parts::part;
use crate::validators::digits;

pub(super) fn is_valid(value: &str) -> bool {
    let digits = digits(value);
    let (number, key) = (part(&digits, 0..9), part(&digits, 9..11));
    let (month, day) = (part(&digits, 2..4), part(&digits, 4..6));
    let born = month % 20 <= 12 && month < 53 && day < 32;
    let right = |number: u64| 97 - number % 97 == key;
    // Nobody born from 2050 on has one yet, so years from 50 are of the last century.
    let later = part(&digits, 0..2) < 50 && right(2_000_000_000 + number);
    digits.len() == 11 && number > 0 && born && (right(number) || later)
}
