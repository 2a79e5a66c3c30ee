//! Brazilian driving licences (CNH, SENATRAN): nine digits and two check digits modulo 11; where the first would be
//! ten, two are taken from the second.
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("br_cnh", "98765432109"), Some(Verdict::Valid));
//! assert_eq!(check("br_cnh", "98765432108"), Some(Verdict::Invalid));
//! ```

use crate::validators::{digits, weighted};

pub(super) fn is_valid(value: &str) -> bool {
    let digits = digits(value);
    let [payload @ .., first, second] = digits.as_slice() else { return false };
    let falling = weighted::remainder(payload, &[9, 8, 7, 6, 5, 4, 3, 2, 1], 11);
    let rising = weighted::remainder(payload, &[1, 2, 3, 4, 5, 6, 7, 8, 9], 11);
    let rising = if falling == 10 { (rising + 9) % 11 } else { rising };
    let digit = |rest: u32| if rest == 10 { 0 } else { rest };
    let right = digit(falling) == u32::from(*first) && digit(rising) == u32::from(*second);
    payload.len() == 9 && !weighted::uniform(&digits) && right
}
