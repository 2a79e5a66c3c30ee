//! Bitcoin addresses: base58check (version 0 and 5), bech32 (BIP 173) and bech32m (BIP 350).
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("bitcoin", "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa"), Some(Verdict::Valid));
//! assert_eq!(check("bitcoin", "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb"), Some(Verdict::Invalid));
//! ```

use super::bech32::{self, Code};

/// Whether the value is an address of the main network.
pub(super) fn is_valid(value: &str) -> bool {
    if value.get(..3).is_some_and(|prefix| prefix.eq_ignore_ascii_case("bc1")) {
        return segwit(value, "bc");
    }
    let decoded = bs58::decode(value).with_check(None).into_vec();
    decoded.is_ok_and(|bytes| bytes.len() == 21 && matches!(bytes.first(), Some(0 | 5)))
}

/// Returns the pay-to-public-key-hash address of the test network (version 111) for a hash: valid, and nobody's.
pub fn testnet_address(hash: &[u8; 20]) -> String {
    bs58::encode(hash).with_check_version(111).into_string()
}

/// Whether the value is a segregated-witness address with that readable part: version 0 in bech32, others in bech32m.
pub(super) fn segwit(value: &str, prefix: &str) -> bool {
    bech32::decode(value).is_some_and(|decoded| {
        let version = decoded.data.first().copied().unwrap_or(0);
        let code = if version == 0 { Code::Bech32 } else { Code::Bech32m };
        decoded.prefix == prefix && version <= 16 && decoded.code == code
    })
}
