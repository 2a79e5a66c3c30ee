//! Kazakh individual identification numbers (Ministry of Justice): birth date, a digit for century and sex, four
//! digits and a check digit modulo 11 by two sets of weights.
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("kz_iin", "850115300120"), Some(Verdict::Valid));
//! assert_eq!(check("kz_iin", "851315300127"), Some(Verdict::Invalid));
//! ```

use crate::validators::{date, digits, part, weighted};

pub(super) fn is_valid(value: &str) -> bool {
    let digits = digits(value);
    let Some((last, payload)) = digits.split_last() else { return false };
    let century = match digits.get(6) {
        Some(1 | 2) => 1800,
        Some(3 | 4) => 1900,
        Some(5 | 6) => 2000,
        _ => return false,
    };
    let day = date::is_day(century + part(&digits, 0..2), part(&digits, 2..4), part(&digits, 4..6));
    let check = match weighted::remainder(payload, &[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11], 11) {
        10 => weighted::remainder(payload, &[3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2], 11),
        check => check,
    };
    digits.len() == 12 && day && check == u32::from(*last)
}
