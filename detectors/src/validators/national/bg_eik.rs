//! Bulgarian business numbers (ЕИК, БУЛСТАТ): nine digits, weights 1 to 8 modulo 11, or 3 to 10 where the rest is 10;
//! four more digits for a branch.
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("bg_eik", "175074752"), Some(Verdict::Valid));
//! assert_eq!(check("bg_eik", "175074753"), Some(Verdict::Invalid));
//! ```

use super::parts::ends_with;
use crate::validators::{digits, weighted};

pub(super) fn is_valid(value: &str) -> bool {
    let digits = digits(value);
    let (Some(payload), Some(checked)) = (digits.get(..8), digits.get(..9)) else { return false };
    let check = match weighted::remainder(payload, &[1, 2, 3, 4, 5, 6, 7, 8], 11) {
        10 => weighted::remainder(payload, &[3, 4, 5, 6, 7, 8, 9, 10], 11) % 10,
        rest => rest,
    };
    matches!(digits.len(), 9 | 13) && !weighted::uniform(checked) && ends_with(checked, check)
}
