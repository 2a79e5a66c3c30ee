//! Ukrainian taxpayer numbers (РНОКПП): the day of birth counted from 1900 in five digits, four digits, check digit by
//! weights -1, 5, 7, 9, 4, 6, 10, 5, 7 modulo 11 modulo 10.
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("ua_rnokpp", "1759513833"), Some(Verdict::Valid));
//! assert_eq!(check("ua_rnokpp", "1759513834"), Some(Verdict::Invalid));
//! ```

use super::parts::ends_with;
use crate::validators::{digits, weighted};

pub(super) fn is_valid(value: &str) -> bool {
    let digits = digits(value);
    let Some((_, payload)) = digits.split_last() else { return false };
    digits.len() == 10
        && !weighted::uniform(&digits)
        && ends_with(&digits, weighted::remainder(payload, &[10, 5, 7, 9, 4, 6, 10, 5, 7], 11) % 10)
}
