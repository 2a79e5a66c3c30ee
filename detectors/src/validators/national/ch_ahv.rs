//! Swiss social insurance numbers (AHV-Nummer): 756 and ten digits, the last the check digit of EAN-13.
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("ch_ahv", "756.9217.0769.85"), Some(Verdict::Valid));
//! assert_eq!(check("ch_ahv", "756.9217.0769.86"), Some(Verdict::Invalid));
//! ```

use super::parts::ends_with;
use crate::validators::{digits, weighted};

pub(super) fn is_valid(value: &str) -> bool {
    let digits = digits(value);
    let Some((_, payload)) = digits.split_last() else { return false };
    let check = weighted::complement(payload, &[1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3], 10);
    digits.len() == 13 && digits.starts_with(&[7, 5, 6]) && ends_with(&digits, check)
}
