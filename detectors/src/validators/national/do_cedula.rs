//! Dominican identity card numbers (JCE): eleven digits with a Luhn check.
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("do_cedula", "001-1391820-5"), Some(Verdict::Valid));
//! assert_eq!(check("do_cedula", "001-1391820-6"), Some(Verdict::Invalid));
//! ```

use crate::validators::{digits, luhn, weighted};

pub(super) fn is_valid(value: &str) -> bool {
    let digits = digits(value);
    digits.len() == 11 && !weighted::uniform(&digits) && luhn::is_valid(value)
}
