//! Japanese individual numbers (My Number; ordinance 85 of 2014): eleven digits and a check digit modulo 11.
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("jp_my_number", "6214 9832 0257"), Some(Verdict::Valid));
//! assert_eq!(check("jp_my_number", "6214 9832 0258"), Some(Verdict::Invalid));
//! ```

use crate::validators::{digits, weighted};

pub(super) fn is_valid(value: &str) -> bool {
    let digits = digits(value);
    let Some((last, payload)) = digits.split_last() else { return false };
    let check = weighted::complement(payload, &[6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2], 11) % 10;
    digits.len() == 12 && !weighted::uniform(&digits) && check == u32::from(*last)
}
