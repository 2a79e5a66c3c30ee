//! German lifelong physician numbers (Lebenslange Arztnummer, KBV): six digits, their check digit by weights 4 and 9,
//! two digits for the speciality.
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("de_lanr", "123456601"), Some(Verdict::Valid));
//! assert_eq!(check("de_lanr", "123456901"), Some(Verdict::Invalid));
//! ```

use super::parts::ends_with;
use crate::validators::{digits, weighted};

pub(super) fn is_valid(value: &str) -> bool {
    let digits = digits(value);
    let (Some(payload), Some(checked)) = (digits.get(..6), digits.get(..7)) else { return false };
    digits.len() == 9
        && ends_with(checked, weighted::complement(payload, &[4, 9, 4, 9, 4, 9], 10))
        && digits.get(7..) != Some(&[0, 0])
}
