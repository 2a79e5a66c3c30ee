//! Emirati identity numbers (ICP): 784, the year of birth, seven digits and a Luhn digit.
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("ae_eid", "784-1980-1234567-8"), Some(Verdict::Valid));
//! assert_eq!(check("ae_eid", "784-1980-1234567-9"), Some(Verdict::Invalid));
//! ```

use crate::validators::{Verdict, digits, luhn, part};

pub(super) fn check(value: &str) -> Verdict {
    let digits = digits(value);
    let year = part(&digits, 3..7);
    if digits.len() != 15 || part(&digits, 0..3) != 784 || !(1900..2100).contains(&year) {
        return Verdict::Invalid;
    }
    luhn::is_valid(value).into()
}
