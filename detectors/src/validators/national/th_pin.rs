//! Thai identity numbers (Department of Provincial Administration): the kind of person, the province, ten digits
//! and a check digit modulo 11.
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("th_pin", "1-2345-45678-78-1"), Some(Verdict::Valid));
//! assert_eq!(check("th_pin", "1-2345-45678-78-9"), Some(Verdict::Invalid));
//! ```

use crate::validators::{digits, part, weighted};

pub(super) fn is_valid(value: &str) -> bool {
    let digits = digits(value);
    let Some((last, payload)) = digits.split_last() else { return false };
    let province = part(&digits, 1..3);
    let known = matches!(province, 10..=27 | 30..=49 | 50..=58 | 60..=67 | 70..=77 | 80..=86 | 90..=96);
    let check = (11 - weighted::remainder(payload, &[13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2], 11)) % 10;
    digits.len() == 13 && matches!(digits.first(), Some(1..=8)) && known && check == u32::from(*last)
}
