//! GitHub tokens: the last six characters are the CRC-32 of the thirty before them, in base 62
//! (github.blog, "Behind GitHub's new authentication token formats", 2021).
//!
//! A token whose check does not fit is still reported: placeholders and later formats look like that too.
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! let placeholder = ["ghp_", &"x".repeat(36)].concat();
//! assert_eq!(check("github_token", &placeholder), Some(Verdict::Unknown));
//! ```

use super::Verdict;

const ALPHABET: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

pub(super) fn check(value: &str) -> Verdict {
    let body = value.get(4..).filter(|body| body.len() == 36);
    let parts = body.and_then(|body| Some((body.get(..30)?, body.get(30..)?)));
    match parts {
        Some((random, check)) if check_characters(random) == check => Verdict::Valid,
        _ => Verdict::Unknown,
    }
}

fn check_characters(random: &str) -> String {
    let mut rest = crc32(random.as_bytes());
    let mut digits = Vec::with_capacity(6);
    for _ in 0..6 {
        let digit = usize::try_from(rest % 62).ok().and_then(|place| ALPHABET.get(place));
        digits.push(digit.copied().map_or('0', char::from));
        rest /= 62;
    }
    digits.iter().rev().collect()
}

/// CRC-32 as in ISO 3309 and zlib, bit by bit: a token has thirty bytes.
fn crc32(bytes: &[u8]) -> u32 {
    let step = |crc: u32, _| if crc & 1 == 1 { crc >> 1 ^ 0xedb8_8320 } else { crc >> 1 };
    !bytes.iter().fold(!0u32, |crc, byte| (0..8).fold(crc ^ u32::from(*byte), step))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn crc32_has_the_published_check_value() {
        assert_eq!(crc32(b"123456789"), 0xcbf4_3926);
    }

    #[test]
    fn a_token_with_its_check_is_valid() {
        let random = "0".repeat(30);
        let token = format!("ghp_{random}{}", check_characters(&random));
        assert_eq!(check(&token), Verdict::Valid);
        assert_eq!(check(&token.replace("ghp_0", "ghp_1")), Verdict::Unknown);
    }
}
