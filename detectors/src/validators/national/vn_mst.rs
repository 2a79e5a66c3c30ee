//! Vietnamese tax codes (General Department of Taxation): ten digits with a weighted check digit, then perhaps
//! three for the branch.
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("vn_mst", "0100233488"), Some(Verdict::Valid));
//! assert_eq!(check("vn_mst", "0100233489"), Some(Verdict::Invalid));
//! ```

use crate::validators::{digits, part, weighted};

pub(super) fn is_valid(value: &str) -> bool {
    let digits = digits(value);
    let weights = [31, 29, 23, 19, 17, 13, 7, 5, 3];
    let rest = weighted::remainder(digits.get(..9).unwrap_or_default(), &weights, 11);
    let check = digits.get(9).is_some_and(|last| 10 - rest == u32::from(*last));
    let branch = digits.len() == 10 || digits.len() == 13 && part(&digits, 10..13) != 0;
    rest < 11 && check && branch && part(&digits, 2..9) != 0
}
