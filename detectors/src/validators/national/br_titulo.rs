//! Brazilian voter numbers (Tribunal Superior Eleitoral): eight digits, the state from 01 to 28 and two check
//! digits modulo 11.
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("br_titulo", "1234 5678 0191"), Some(Verdict::Valid));
//! assert_eq!(check("br_titulo", "1234 5678 0192"), Some(Verdict::Invalid));
//! ```

use crate::validators::{digits, part, weighted};

pub(super) fn is_valid(value: &str) -> bool {
    let digits = digits(value);
    let state = part(&digits, 8..10);
    let [payload @ .., first, second] = digits.as_slice() else { return false };
    // In Sao Paulo and Minas Gerais a remainder of zero counts one.
    let digit = |rest: u32| match rest {
        10 => 0,
        0 if state < 3 => 1,
        rest => rest,
    };
    let one = digit(weighted::remainder(payload, &[2, 3, 4, 5, 6, 7, 8, 9], 11));
    let two = digit((state / 10 * 7 + state % 10 * 8 + one * 9) % 11);
    digits.len() == 12 && (1..=28).contains(&state) && one == u32::from(*first) && two == u32::from(*second)
}
