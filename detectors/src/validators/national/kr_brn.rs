//! Korean business registration numbers (National Tax Service): ten digits, the last over the others with weights
//! 1, 3, 7 and 5.
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("kr_brn", "116-82-00276"), Some(Verdict::Valid));
//! assert_eq!(check("kr_brn", "116-82-00277"), Some(Verdict::Invalid));
//! ```

use crate::validators::{digits, part, weighted};

pub(super) fn is_valid(value: &str) -> bool {
    let digits = digits(value);
    let [payload @ .., ninth, last] = digits.as_slice() else { return false };
    let ninth = u32::from(*ninth) * 5;
    let sum = weighted::sum(payload, &[1, 3, 7, 1, 3, 7, 1, 3]) + ninth + ninth / 10;
    let office = part(&digits, 0..3) > 100;
    digits.len() == 10 && office && part(&digits, 3..5) != 0 && (10 - sum % 10) % 10 == u32::from(*last)
}
