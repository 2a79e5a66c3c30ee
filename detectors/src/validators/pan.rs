//! Indian permanent account numbers (Income Tax Department): the fourth letter is the kind of holder.
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("pan", "AAAPL1234C"), Some(Verdict::Valid));
//! assert_eq!(check("pan", "AAAXL1234C"), Some(Verdict::Invalid));
//! ```

/// Association, body of persons, company, firm, government, Hindu family, artificial person, local authority, person,
/// trust.
const HOLDERS: &[u8] = b"ABCFGHJLPT";

pub(super) fn is_valid(value: &str) -> bool {
    value.as_bytes().get(3).is_some_and(|kind| HOLDERS.contains(&kind.to_ascii_uppercase()))
}
