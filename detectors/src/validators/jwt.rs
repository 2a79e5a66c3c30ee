//! JSON Web Tokens (RFC 7519): the first part is base64url of a JSON object that names an algorithm.
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("jwt", "eyJhbGciOiJIUzI1NiJ9.e30.x"), Some(Verdict::Valid));
//! assert_eq!(check("jwt", "eyJmb28iOiJiYXIifQ.e30.x"), Some(Verdict::Invalid));
//! ```

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

pub(super) fn is_valid(value: &str) -> bool {
    let header = value.split('.').next().and_then(decode);
    header.is_some_and(|header| header.starts_with(b"{") && header.windows(5).any(|part| part == b"\"alg\""))
}

fn decode(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len());
    let (mut word, mut bits) = (0u32, 0);
    for letter in text.bytes() {
        let value = ALPHABET.iter().position(|known| *known == letter)?;
        word = (word << 6 | u32::try_from(value).ok()?) & 0xffff;
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            bytes.push(u8::try_from(word >> bits & 0xff).ok()?);
        }
    }
    Some(bytes)
}
