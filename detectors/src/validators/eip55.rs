//! Ethereum addresses: the capitals are a checksum (EIP-55); all lower or all upper case carries none.
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("eip55", "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"), Some(Verdict::Valid));
//! assert_eq!(check("eip55", "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAeD"), Some(Verdict::Invalid));
//! ```

use sha3::{Digest, Keccak256};

use super::Verdict;

pub(super) fn check(value: &str) -> Verdict {
    let Some(digits) = value.get(2..).filter(|digits| digits.len() == 40) else { return Verdict::Invalid };
    let one_case = |case: fn(&u8) -> bool| !digits.bytes().any(|byte| case(&byte));
    if one_case(u8::is_ascii_uppercase) || one_case(u8::is_ascii_lowercase) {
        return Verdict::Unknown;
    }
    let hash = Keccak256::digest(digits.to_ascii_lowercase());
    let nibbles = hash.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    let right = digits
        .bytes()
        .zip(nibbles)
        .all(|(byte, nibble)| byte.is_ascii_digit() || byte.is_ascii_uppercase() == (nibble >= 8));
    right.into()
}
