//! Pakistani national identity card numbers (NADRA): thirteen digits; the first is a province, the last odd for men
//! and even for women.
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("pk_cnic", "34201-0891231-8"), Some(Verdict::Valid));
//! assert_eq!(check("pk_cnic", "84201-0891231-8"), Some(Verdict::Invalid));
//! ```

use crate::validators::digits;

pub(super) fn is_valid(value: &str) -> bool {
    let digits = digits(value);
    let [province, .., last] = digits.as_slice() else { return false };
    digits.len() == 13 && (1..=7).contains(province) && *last != 0
}
