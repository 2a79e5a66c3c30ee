//! Brazilian PIS, PASEP, NIT and NIS numbers (Caixa): ten digits and a check digit modulo 11.
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("br_pis", "120.56412.54-5"), Some(Verdict::Valid));
//! assert_eq!(check("br_pis", "120.56412.54-8"), Some(Verdict::Invalid));
//! ```

use crate::validators::{digits, weighted};

pub(super) fn is_valid(value: &str) -> bool {
    let digits = digits(value);
    let Some((last, payload)) = digits.split_last() else { return false };
    let check = weighted::complement(payload, &[3, 2, 9, 8, 7, 6, 5, 4, 3, 2], 11) % 10;
    digits.len() == 11 && !weighted::uniform(&digits) && check == u32::from(*last)
}
