//! Korean foreigner registration numbers: as resident registration numbers, with 5 to 8 in the seventh place and
//! two more in the check digit.
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("kr_frn", "911124-5678906"), Some(Verdict::Valid));
//! assert_eq!(check("kr_frn", "911324-5678906"), Some(Verdict::Invalid));
//! ```

use super::kr_rrn::{begins_with_day, check_sum, last};
use crate::validators::{Verdict, digits};

pub(super) fn check(value: &str) -> Verdict {
    let digits = digits(value);
    if !begins_with_day(&digits) {
        return Verdict::Invalid;
    }
    if (check_sum(&digits) + 2) % 10 == last(&digits) { Verdict::Valid } else { Verdict::Unknown }
}
