//! GitHub tokens, and those of npm: the last six characters are the CRC-32 of the thirty before them, in base 62
//! (github.blog, "Behind GitHub's new authentication token formats", 2021).
//!
//! A token whose check does not fit is still reported: placeholders and later formats look like that too.
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! let placeholder = ["ghp_", &"x".repeat(36)].concat();
//! assert_eq!(check("github_token", &placeholder), Some(Verdict::Unknown));
//! ```

use super::{
    Verdict,
    crc32::{crc32, digits_of},
};

pub(super) fn check(value: &str) -> Verdict {
    let body = value.get(4..).filter(|body| body.len() == 36);
    let parts = body.and_then(|body| Some((body.get(..30)?, body.get(30..)?)));
    match parts {
        Some((random, check)) if digits_of(crc32(random.as_bytes()), 62, 6) == check => Verdict::Valid,
        _ => Verdict::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_with_its_check_is_valid() {
        let random = "0".repeat(30);
        let token = format!("ghp_{random}{}", digits_of(crc32(random.as_bytes()), 62, 6));
        assert_eq!(check(&token), Verdict::Valid);
        assert_eq!(check(&token.replace("ghp_0", "ghp_1")), Verdict::Unknown);
    }
}
