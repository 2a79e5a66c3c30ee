//! Salvadoran NIT numbers (Ministerio de Hacienda): municipality, date, three digits and a check digit modulo 11,
//! by other weights for numbers from 101.
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("sv_nit", "0614-050707-104-8"), Some(Verdict::Valid));
//! assert_eq!(check("sv_nit", "0614-050707-104-9"), Some(Verdict::Invalid));
//! ```

use crate::validators::{digits, part, weighted};

pub(super) fn is_valid(value: &str) -> bool {
    let digits = digits(value);
    let Some((last, payload)) = digits.split_last() else { return false };
    let check = if part(&digits, 10..13) <= 100 {
        weighted::remainder(payload, &[14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2], 11) % 10
    } else {
        weighted::complement(payload, &[2, 7, 6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2], 11) % 10
    };
    digits.len() == 14 && matches!(digits.first(), Some(0 | 1 | 9)) && check == u32::from(*last)
}
