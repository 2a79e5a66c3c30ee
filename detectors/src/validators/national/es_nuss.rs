//! Spanish social security numbers (NUSS): province, eight digits, and the number modulo 97. A number below ten
//! million is taken with its zeros left out.
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("es_nuss", "28 12345678 40"), Some(Verdict::Valid));
//! assert_eq!(check("es_nuss", "28 12345678 41"), Some(Verdict::Invalid));
//! ```

use super::parts::part;
use crate::validators::digits;

pub(super) fn is_valid(value: &str) -> bool {
    let digits = digits(value);
    let (province, number) = (part(&digits, 0..2), part(&digits, 2..10));
    let whole = province * if number < 10_000_000 { 10_000_000 } else { 100_000_000 } + number;
    let known = matches!(province, 1..=53 | 66);
    digits.len() == 12 && known && number > 0 && part(&digits, 10..12) == whole % 97
}
