//! Bitcoin addresses: base58check (version 0 and 5), bech32 (BIP 173) and bech32m (BIP 350).
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("bitcoin", "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa"), Some(Verdict::Valid));
//! assert_eq!(check("bitcoin", "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb"), Some(Verdict::Invalid));
//! ```

const CHARSET: &str = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
const BECH32: u32 = 1;
const BECH32M: u32 = 0x2bc8_30a3;

/// Whether the value is an address of the main network.
pub(super) fn is_valid(value: &str) -> bool {
    if value.get(..3).is_some_and(|prefix| prefix.eq_ignore_ascii_case("bc1")) {
        return segwit(value);
    }
    let decoded = bs58::decode(value).with_check(None).into_vec();
    decoded.is_ok_and(|bytes| bytes.len() == 21 && matches!(bytes.first(), Some(0 | 5)))
}

/// Returns the pay-to-public-key-hash address of the test network (version 111) for a hash: valid, and nobody's.
pub fn testnet_address(hash: &[u8; 20]) -> String {
    bs58::encode(hash).with_check_version(111).into_string()
}

fn segwit(value: &str) -> bool {
    let mixed = value.bytes().any(|byte| byte.is_ascii_uppercase())
        && value.bytes().any(|byte| byte.is_ascii_lowercase());
    let lower = value.to_ascii_lowercase();
    let data: Option<Vec<u8>> = lower
        .chars()
        .skip(3)
        .map(|letter| CHARSET.find(letter).and_then(|place| u8::try_from(place).ok()))
        .collect();
    let Some(data) = data.filter(|data| !mixed && data.len() > 6) else { return false };
    // The human-readable part `bc`, expanded as BIP 173 says, comes first.
    let expanded = [3u8, 3, 0, 2, 3].into_iter().chain(data.iter().copied());
    let check = expanded.fold(1, polymod_step);
    let version = data.first().copied().unwrap_or(0);
    check == if version == 0 { BECH32 } else { BECH32M }
}

fn polymod_step(check: u32, value: u8) -> u32 {
    const GENERATORS: [u32; 5] = [0x3b6a_57b2, 0x2650_8e6d, 0x1ea1_19fa, 0x3d42_33dd, 0x2a14_62b3];
    let top = check >> 25;
    let shifted = (check & 0x01ff_ffff) << 5 ^ u32::from(value);
    GENERATORS.iter().enumerate().fold(
        shifted,
        |sum, (bit, generator)| {
            if top >> bit & 1 == 1 { sum ^ generator } else { sum }
        },
    )
}
