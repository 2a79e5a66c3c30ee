//! French tax numbers (numéro fiscal de référence, SPI): thirteen digits from 0 to 3, the last three are the first ten
//! modulo 511.
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("fr_spi", "30 23 217 600 053"), Some(Verdict::Valid));
//! assert_eq!(check("fr_spi", "30 23 217 600 054"), Some(Verdict::Invalid));
//! ```

use super::parts::part;
use crate::validators::digits;

pub(super) fn is_valid(value: &str) -> bool {
    let digits = digits(value);
    let first = digits.first().is_some_and(|first| *first < 4) && part(&digits, 0..10) > 0;
    digits.len() == 13 && first && part(&digits, 10..13) == part(&digits, 0..10) % 511
}
