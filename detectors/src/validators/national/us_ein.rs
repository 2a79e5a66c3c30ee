//! US employer identification numbers (IRS): nine digits whose first two are a prefix that the IRS gives out.
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("us_ein", "12-3456789"), Some(Verdict::Valid));
//! assert_eq!(check("us_ein", "07-3456789"), Some(Verdict::Invalid));
//! ```

use crate::validators::digits;

pub(super) fn is_valid(value: &str) -> bool {
    let digits = digits(value);
    let known = match digits.as_slice() {
        [tens, ones, ..] => matches!(
            tens * 10 + ones,
            1..=6 | 10..=16 | 20..=27 | 30..=48 | 50..=68 | 71..=77 | 80..=88 | 90..=95 | 98 | 99
        ),
        _ => false,
    };
    digits.len() == 9 && known
}
