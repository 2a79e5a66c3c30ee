//! National insurance numbers (HMRC NIM39110): letters that are never used, and prefixes that are not given out.
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("nino", "AA 12 34 56 B"), Some(Verdict::Valid));
//! assert_eq!(check("nino", "QQ 12 34 56 C"), Some(Verdict::Invalid));
//! ```

/// Prefixes that are administrative or belong to other schemes.
const WITHHELD: &[&str] = &["BG", "GB", "KN", "NK", "NT", "TN", "ZZ"];

pub(super) fn is_valid(value: &str) -> bool {
    let compact: String =
        value.chars().filter(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_uppercase()).collect();
    let (Some(prefix), Some(number), Some(suffix)) = (compact.get(..2), compact.get(2..8), compact.get(8..))
    else {
        return false;
    };
    let never = |place: usize, letters: &[char]| {
        prefix.chars().nth(place).is_none_or(|letter| letters.contains(&letter))
    };
    prefix.bytes().all(|byte| byte.is_ascii_uppercase())
        && !never(0, &['D', 'F', 'I', 'Q', 'U', 'V'])
        && !never(1, &['D', 'F', 'I', 'O', 'Q', 'U', 'V'])
        && !WITHHELD.contains(&prefix)
        && number.bytes().all(|byte| byte.is_ascii_digit())
        && matches!(suffix, "A" | "B" | "C" | "D")
}
