//! Canadian social insurance numbers (Service Canada): nine digits with a Luhn check; none begins with 0 or 8.
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("ca_sin", "130 692 544"), Some(Verdict::Valid));
//! assert_eq!(check("ca_sin", "130 692 545"), Some(Verdict::Invalid));
//! ```

use crate::validators::{digits, luhn, weighted};

pub(super) fn is_valid(value: &str) -> bool {
    let digits = digits(value);
    let given = !matches!(digits.first(), Some(0 | 8));
    digits.len() == 9 && given && !weighted::uniform(&digits) && luhn::is_valid(value)
}
