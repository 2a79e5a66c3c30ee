//! Indian permanent account numbers (Income Tax Department): the fourth letter is the kind of holder.
//!
//! ```
//! # use limpid_detectors::{Validator, Verdict};
//! assert_eq!(Validator::Pan.check("AAAPL1234C"), Verdict::Valid);
//! assert_eq!(Validator::Pan.check("AAAXL1234C"), Verdict::Invalid);
//! ```

/// Association, body of persons, company, firm, government, Hindu family, artificial person, local authority, person,
/// trust.
const HOLDERS: &[u8] = b"ABCFGHJLPT";

pub(super) fn is_valid(value: &str) -> bool {
    value.as_bytes().get(3).is_some_and(|kind| HOLDERS.contains(&kind.to_ascii_uppercase()))
}
