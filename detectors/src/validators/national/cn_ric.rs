//! Chinese resident identity numbers (GB 11643-1999): a place, the birth date, three digits and a check character
//! by ISO 7064 mod 11-2.
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("cn_ric", "11010519491231002X"), Some(Verdict::Valid));
//! assert_eq!(check("cn_ric", "110105194912310021"), Some(Verdict::Invalid));
//! ```

use crate::validators::{date, digits, iso7064, part};

pub(super) fn is_valid(value: &str) -> bool {
    let digits = digits(value);
    let place = part(&digits, 0..2);
    let year = part(&digits, 6..10);
    let day = date::is_day(year, part(&digits, 10..12), part(&digits, 12..14));
    let known = matches!(place, 11..=15 | 21..=23 | 31..=37 | 41..=46 | 50..=54 | 61..=65 | 71 | 81..=83);
    known && day && (1850..2100).contains(&year) && value.len() >= 18 && iso7064::mod_11_2(value)
}
