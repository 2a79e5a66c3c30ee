//! Serial numbers have no rule of their own: at least two digits tell one from a word.
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("serial", "C02XK1EXAMPL"), Some(Verdict::Valid));
//! assert_eq!(check("serial", "printed"), Some(Verdict::Invalid));
//! ```

pub(super) fn is_valid(value: &str) -> bool {
    let digits = value.bytes().filter(u8::is_ascii_digit).count();
    let same = value.chars().all(|letter| value.starts_with(letter));
    digits >= 2 && !same
}
