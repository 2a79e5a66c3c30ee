//! Indian electors photo identity cards (Election Commission of India): three letters and seven digits, the last a
//! Luhn digit. Older cards do not keep to it.
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("in_epic", "WKH1186253"), Some(Verdict::Valid));
//! assert_eq!(check("in_epic", "WKH1186263"), Some(Verdict::Unknown));
//! ```

use crate::validators::{Verdict, luhn};

pub(super) fn check(value: &str) -> Verdict {
    if luhn::is_valid(value) { Verdict::Valid } else { Verdict::Unknown }
}
