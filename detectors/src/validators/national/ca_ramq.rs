//! Health insurance numbers of Quebec (RAMQ): four letters of the name, the birth date with 50 added to the month
//! for women, two digits.
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("ca_ramq", "BOUF 9401 1419"), Some(Verdict::Valid));
//! assert_eq!(check("ca_ramq", "BOUF 9413 1419"), Some(Verdict::Invalid));
//! ```

use crate::validators::{date, digits, part};

pub(super) fn is_valid(value: &str) -> bool {
    let digits = digits(value);
    let month = part(&digits, 2..4);
    let month = if month > 50 { month - 50 } else { month };
    digits.len() == 8 && date::is_short_day(part(&digits, 0..2), month, part(&digits, 4..6))
}
