//! Maltese VAT numbers: eight digits, the sum by weights 3, 4, 6, 7, 8, 9, 10, 1 is a multiple of 37.
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("mt_vat", "11679112"), Some(Verdict::Valid));
//! assert_eq!(check("mt_vat", "11679113"), Some(Verdict::Invalid));
//! ```

use crate::validators::{digits, weighted};

pub(super) fn is_valid(value: &str) -> bool {
    let digits = digits(value);
    let sum = weighted::sum(&digits, &[3, 4, 6, 7, 8, 9, 10, 1]);
    digits.len() == 8 && digits.first() != Some(&0) && sum.is_multiple_of(37)
}
