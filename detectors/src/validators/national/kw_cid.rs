//! Kuwaiti civil numbers (PACI): a digit for the century, birth date, four digits and a check digit modulo 11.
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("kw_cid", "285011500002"), Some(Verdict::Valid));
//! assert_eq!(check("kw_cid", "285131500012"), Some(Verdict::Invalid));
//! ```

use crate::validators::{date, digits, part, weighted};

pub(super) fn is_valid(value: &str) -> bool {
    let digits = digits(value);
    let Some((last, payload)) = digits.split_last() else { return false };
    let century = match digits.first() {
        Some(1) => 1800,
        Some(2) => 1900,
        Some(3) => 2000,
        _ => return false,
    };
    let day = date::is_day(century + part(&digits, 1..3), part(&digits, 3..5), part(&digits, 5..7));
    let check = 11 - weighted::remainder(payload, &[2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2], 11);
    digits.len() == 12 && day && check == u32::from(*last)
}
