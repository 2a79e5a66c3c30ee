//! JSON Web Tokens (RFC 7519): the first part is base64url of a JSON object that names an algorithm.
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("jwt", "eyJhbGciOiJIUzI1NiJ9.e30.x"), Some(Verdict::Valid));
//! assert_eq!(check("jwt", "eyJmb28iOiJiYXIifQ.e30.x"), Some(Verdict::Invalid));
//! ```

use super::base64::decode;

pub(super) fn is_valid(value: &str) -> bool {
    let header = value.split('.').next().and_then(decode);
    header.is_some_and(|header| header.starts_with(b"{") && header.windows(5).any(|part| part == b"\"alg\""))
}
