//! Secrets that are told by what their base 64 says.
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("basic_auth", "dXNlcjpwYXNz"), Some(Verdict::Valid));
//! assert_eq!(check("basic_auth", "dXNlcm5hbWU="), Some(Verdict::Invalid));
//! assert_eq!(check("discord_token", "MTIzNDU2Nzg5MDEyMzQ1Njc4.Example.x"), Some(Verdict::Valid));
//! assert_eq!(check("discord_token", "TWVsaXNzYV9tZWxpc3Nh.Example.x"), Some(Verdict::Invalid));
//! ```

use super::base64::decode;

/// A name and a password, joined by a colon (RFC 7617).
pub(super) fn is_basic_auth(value: &str) -> bool {
    let decoded = decode(value).and_then(|bytes| String::from_utf8(bytes).ok());
    decoded.is_some_and(|text| text.contains(':') && !text.chars().any(char::is_control))
}

/// Behind the first dot of a Discord token stands the time; before it the number of the account, in base 64.
pub(super) fn is_discord_token(value: &str) -> bool {
    let account = value.split('.').next().and_then(decode);
    account.is_some_and(|number| number.len() > 15 && number.iter().all(u8::is_ascii_digit))
}

/// A private key block in text form, encoded once more.
pub(super) fn is_private_key(value: &str) -> bool {
    decode(value).is_some_and(|block| block.windows(11).any(|part| part == b"PRIVATE KEY"))
}
