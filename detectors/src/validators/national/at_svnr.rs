//! Austrian social insurance numbers (Versicherungsnummer, § 460d ASVG): three digits, a check digit modulo 11, day of
//! birth. Where a day ran out, the month is 13 to 15.
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("at_svnr", "1237 010180"), Some(Verdict::Valid));
//! assert_eq!(check("at_svnr", "1238 010180"), Some(Verdict::Invalid));
//! ```

use super::parts::part;
use crate::validators::{digits, weighted};

pub(super) fn is_valid(value: &str) -> bool {
    let digits = digits(value);
    let rest = weighted::remainder(&digits, &[3, 7, 9, 0, 5, 8, 4, 2, 1, 6], 11);
    let (day, month) = (part(&digits, 4..6), part(&digits, 6..8));
    let born = (1..=31).contains(&day) && (1..=15).contains(&month);
    digits.len() == 10
        && digits.first() != Some(&0)
        && born
        && digits.get(3).map(|check| u32::from(*check)) == Some(rest)
}
