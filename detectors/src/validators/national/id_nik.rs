//! Indonesian identity numbers (NIK; Ministry of Home Affairs): province, regency and district, the birth date with
//! 40 added to the day for women, four digits.
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("id_nik", "3171011708450001"), Some(Verdict::Valid));
//! assert_eq!(check("id_nik", "3171017208450001"), Some(Verdict::Invalid));
//! ```

use crate::validators::{date, digits, part};

pub(super) fn is_valid(value: &str) -> bool {
    let digits = digits(value);
    let province = matches!(part(&digits, 0..2), 11..=19 | 21 | 31..=36 | 51..=53 | 61..=65 | 71..=76 | 81 | 82 | 91..=97);
    let day = part(&digits, 6..8);
    let day = if day > 40 { day - 40 } else { day };
    digits.len() == 16
        && province
        && part(&digits, 2..4) != 0
        && part(&digits, 12..16) != 0
        && date::is_short_day(part(&digits, 10..12), part(&digits, 8..10), day)
}
