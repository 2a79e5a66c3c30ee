//! Russian insurance numbers (СНИЛС): nine digits and a control number, the sum by weights 9 to 1 modulo 101 modulo
//! 100. Numbers up to 001-001-998 have none.
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("ru_snils", "112-233-445 95"), Some(Verdict::Valid));
//! assert_eq!(check("ru_snils", "112-233-445 96"), Some(Verdict::Invalid));
//! ```

use super::parts::part;
use crate::validators::{digits, weighted};

pub(super) fn is_valid(value: &str) -> bool {
    let digits = digits(value);
    let sum = weighted::remainder(&digits, &[9, 8, 7, 6, 5, 4, 3, 2, 1], 101) % 100;
    digits.len() == 11 && part(&digits, 0..9) > 1_001_998 && part(&digits, 9..11) == u64::from(sum)
}
