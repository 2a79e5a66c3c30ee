//! Tokens without a check of their own: the prefix and the length are the structure, and real ones mix many
//! characters, which placeholders (`xxxxxxxx`, `example`) do not.
//!
//! A placeholder is still reported. A token that is sure beats the link it stands in.
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("token", "npm_0123456789abcdef"), Some(Verdict::Valid));
//! assert_eq!(check("token", "npm_xxxxxxxxxxxxxxxx"), Some(Verdict::Unknown));
//! ```

use super::Verdict;

/// Fewest different characters of a real token, whose prefix counts.
const FEWEST: usize = 9;

pub(super) fn check(value: &str) -> Verdict {
    let mut bytes = value.as_bytes().to_vec();
    bytes.sort_unstable();
    bytes.dedup();
    if bytes.len() >= FEWEST { Verdict::Valid } else { Verdict::Unknown }
}
