//! Philippine taxpayer numbers (Bureau of Internal Revenue): nine digits, the ninth by weights modulo 11, then
//! perhaps a branch of three or five digits. The bureau does not publish the check, so a wrong digit only does not
//! confirm.
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("ph_tin", "123-456-782-000"), Some(Verdict::Valid));
//! assert_eq!(check("ph_tin", "600-000-000-000"), Some(Verdict::Invalid));
//! ```

use crate::validators::{Verdict, digits, weighted};

pub(super) fn check(value: &str) -> Verdict {
    let digits = digits(value);
    let (Some(payload), Some(last)) = (digits.get(..8), digits.get(8)) else { return Verdict::Invalid };
    let check = weighted::remainder(payload, &[9, 8, 7, 6, 5, 4, 3, 2], 11) == u32::from(*last);
    let filler = digits.get(1..9).is_some_and(|rest| rest.iter().all(|digit| *digit == 0));
    match (check, filler) {
        (true, false) => Verdict::Valid,
        // Digits without groups are told from other numbers by the check digit alone.
        (false, false) if value.len() > digits.len() => Verdict::Unknown,
        _ => Verdict::Invalid,
    }
}
