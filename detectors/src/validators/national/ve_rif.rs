//! Venezuelan RIF numbers (SENIAT): a letter for the kind of holder, eight digits and a check digit modulo 11.
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("ve_rif", "V-11470283-4"), Some(Verdict::Valid));
//! assert_eq!(check("ve_rif", "V-11470283-3"), Some(Verdict::Invalid));
//! ```

use crate::validators::{digits, weighted};

pub(super) fn is_valid(value: &str) -> bool {
    let kind = match value.bytes().next().map(|byte| byte.to_ascii_uppercase()) {
        Some(b'V') => 1,
        Some(b'E') => 2,
        Some(b'J') => 3,
        Some(b'P') => 4,
        Some(b'G') => 5,
        _ => return false,
    };
    let numbers = [vec![kind], digits(value)].concat();
    let Some((last, payload)) = numbers.split_last() else { return false };
    let check = weighted::complement(payload, &[4, 3, 2, 7, 6, 5, 4, 3, 2], 11) % 10;
    numbers.len() == 10 && check == u32::from(*last)
}
