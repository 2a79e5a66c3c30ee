//! Turkish identity numbers (T.C. kimlik numarası): eleven digits, not from 0; the tenth is seven times the odd places
//! less the even ones modulo 10, the last the sum of the ten modulo 10.
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("tr_national_id", "10000000146"), Some(Verdict::Valid));
//! assert_eq!(check("tr_national_id", "10000000147"), Some(Verdict::Invalid));
//! ```

use super::parts::ends_with;
use crate::validators::{digits, weighted};

pub(super) fn is_valid(value: &str) -> bool {
    let digits = digits(value);
    let (Some(nine), Some(ten)) = (digits.get(..9), digits.get(..10)) else { return false };
    // -1 and 9 are the same modulo 10.
    let tenth = weighted::remainder(nine, &[7, 9, 7, 9, 7, 9, 7, 9, 7], 10);
    let last = weighted::remainder(ten, &[1; 10], 10);
    digits.len() == 11 && digits.first() != Some(&0) && ends_with(ten, tenth) && ends_with(&digits, last)
}
