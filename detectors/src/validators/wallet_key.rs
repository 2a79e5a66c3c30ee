//! Private keys of wallets: import format (base58check) and extended keys (BIP 32); identities of age (bech32).
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("wif", "5HpHagT65TZzG1PH3CSu63k8DbpvD8s5ip4nEB3kEsreAnchuDf"), Some(Verdict::Valid));
//! assert_eq!(check("wif", "5HpHagT65TZzG1PH3CSu63k8DbpvD8s5ip4nEB3kEsreAnchuDg"), Some(Verdict::Invalid));
//! ```

use super::bech32::{self, Code};

/// A version from 128, the key, and 1 where the public key is compressed.
pub(super) fn is_wif(value: &str) -> bool {
    let decoded = bs58::decode(value).with_check(None).into_vec();
    decoded.is_ok_and(|bytes| match bytes.as_slice() {
        [128..=255, key @ ..] => key.len() == 32 || (key.len() == 33 && key.last() == Some(&1)),
        _ => false,
    })
}

/// 78 bytes; the byte in front of the key is 0.
pub(super) fn is_extended_key(value: &str) -> bool {
    let decoded = bs58::decode(value).with_check(None).into_vec();
    decoded.is_ok_and(|bytes| bytes.len() == 78 && bytes.get(45) == Some(&0))
}

pub(super) fn is_age_key(value: &str) -> bool {
    bech32::decode(value)
        .is_some_and(|decoded| decoded.prefix == "age-secret-key-" && decoded.code == Code::Bech32)
}
