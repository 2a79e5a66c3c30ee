//! Argentine CUIT and CUIL numbers (AFIP, ANSES): the kind of holder, eight digits and a check digit modulo 11.
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("ar_cuit", "20-05536168-2"), Some(Verdict::Valid));
//! assert_eq!(check("ar_cuit", "20-05536168-3"), Some(Verdict::Invalid));
//! ```

use crate::validators::{digits, part, weighted};

pub(super) fn is_valid(value: &str) -> bool {
    let digits = digits(value);
    let Some((last, payload)) = digits.split_last() else { return false };
    let kind = matches!(part(&digits, 0..2), 20 | 23 | 24 | 27 | 30 | 33 | 34 | 50 | 51 | 55);
    let check = match weighted::complement(payload, &[5, 4, 3, 2, 7, 6, 5, 4, 3, 2], 11) {
        10 => 9,
        check => check,
    };
    digits.len() == 11 && kind && check == u32::from(*last)
}
