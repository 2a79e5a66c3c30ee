//! Peruvian RUC numbers (SUNAT): the kind of taxpayer, eight digits and a check digit modulo 11.
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("pe_ruc", "20512333797"), Some(Verdict::Valid));
//! assert_eq!(check("pe_ruc", "20512333798"), Some(Verdict::Invalid));
//! ```

use crate::validators::{digits, part, weighted};

pub(super) fn is_valid(value: &str) -> bool {
    let digits = digits(value);
    let Some((last, payload)) = digits.split_last() else { return false };
    let check = (11 - weighted::remainder(payload, &[5, 4, 3, 2, 7, 6, 5, 4, 3, 2], 11)) % 10;
    digits.len() == 11 && matches!(part(&digits, 0..2), 10 | 15 | 17 | 20) && check == u32::from(*last)
}
