//! Addresses of wallets beyond Bitcoin and Ethereum, each with the check of its own chain.
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("coin_base58", "DBXu2kgc3xtvCUWFcxFE3r9hEYgmuaaCyD"), Some(Verdict::Valid));
//! assert_eq!(check("coin_base58", "DBXu2kgc3xtvCUWFcxFE3r9hEYgmuaaCyE"), Some(Verdict::Invalid));
//! ```

use bs58::Alphabet;
use sha3::{Digest, Keccak256};

use super::{bech32, bitcoin::segwit};

/// Versions in front of the 20 bytes of a hash: Dash, Dogecoin, Litecoin, Tron.
const VERSIONS: &[u8] = &[76, 16, 30, 22, 48, 50, 65];

/// Base58check with the version of a known chain; Zcash has versions of two bytes.
pub(super) fn is_base58(value: &str) -> bool {
    let decoded = bs58::decode(value).with_check(None).into_vec();
    decoded.is_ok_and(|bytes| match bytes.as_slice() {
        [0x1c, 0xb8 | 0xbd, hash @ ..] => hash.len() == 20,
        [version, hash @ ..] => hash.len() == 20 && VERSIONS.contains(version),
        [] => false,
    })
}

/// The XRP Ledger: base58check in an alphabet of its own, version 0.
pub(super) fn is_ripple(value: &str) -> bool {
    let decoded = bs58::decode(value).with_alphabet(Alphabet::RIPPLE).with_check(Some(0)).into_vec();
    decoded.is_ok_and(|bytes| bytes.len() == 21)
}

/// Addresses in bech32: Cardano (`addr`, `stake`), Litecoin (`ltc`) and chains built with the Cosmos SDK.
pub(super) fn is_bech32(value: &str) -> bool {
    if value.get(..4).is_some_and(|prefix| prefix.eq_ignore_ascii_case("ltc1")) {
        return segwit(value, "ltc");
    }
    bech32::decode(value).is_some_and(|decoded| decoded.data.len() >= 32)
}

/// Solana: 32 bytes in base 58, without a check.
pub(super) fn is_solana(value: &str) -> bool {
    let mixed = [u8::is_ascii_digit, u8::is_ascii_lowercase, u8::is_ascii_uppercase]
        .iter()
        .all(|kind| value.bytes().any(|byte| kind(&byte)));
    mixed && bs58::decode(value).into_vec().is_ok_and(|bytes| bytes.len() == 32)
}

/// Monero: blocks of eight bytes in eleven letters, the last five bytes in seven; the last four bytes are the
/// beginning of the Keccak of the others.
pub(super) fn is_monero(value: &str) -> bool {
    let mut bytes = Vec::with_capacity(80);
    for block in value.as_bytes().chunks(11) {
        let length = match block.len() {
            11 => 8,
            7 => 5,
            _ => return false,
        };
        let Some(number) = base58_number(block).filter(|number| *number < 1 << (8 * length)) else {
            return false;
        };
        bytes.extend(number.to_be_bytes().iter().skip(16 - length));
    }
    let Some((body, check)) = bytes.len().checked_sub(4).and_then(|place| bytes.split_at_checked(place))
    else {
        return false;
    };
    matches!(body.first(), Some(18 | 19 | 42)) && Keccak256::digest(body).starts_with(check)
}

fn base58_number(letters: &[u8]) -> Option<u128> {
    const ALPHABET: &[u8] = b"123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    letters.iter().try_fold(0u128, |number, letter| {
        let digit = ALPHABET.iter().position(|known| known == letter)?;
        Some(number * 58 + u128::try_from(digit).ok()?)
    })
}

/// Stellar: base 32 of a version, 32 bytes and their CRC-16 (XMODEM), the low byte first.
pub(super) fn is_stellar(value: &str) -> bool {
    let Some(bytes) = base32(value).filter(|bytes| bytes.len() == 35) else { return false };
    let Some((body, check)) = bytes.split_at_checked(33) else { return false };
    crc16(body).to_le_bytes() == check
}

/// Bytes of a text in base 32 (RFC 4648) without padding.
pub(super) fn base32(text: &str) -> Option<Vec<u8>> {
    let (mut word, mut bits, mut bytes) = (0u32, 0, Vec::with_capacity(text.len()));
    for letter in text.bytes() {
        let value = match letter.to_ascii_uppercase() {
            upper @ b'A'..=b'Z' => upper - b'A',
            digit @ b'2'..=b'7' => digit - b'2' + 26,
            _ => return None,
        };
        word = (word << 5 | u32::from(value)) & 0xffff;
        bits += 5;
        if bits >= 8 {
            bits -= 8;
            bytes.push(u8::try_from(word >> bits & 0xff).ok()?);
        }
    }
    Some(bytes)
}

fn crc16(bytes: &[u8]) -> u16 {
    let step = |crc: u16, _| if crc >> 15 == 1 { crc << 1 ^ 0x1021 } else { crc << 1 };
    bytes.iter().fold(0, |crc, byte| (0..8).fold(crc ^ u16::from(*byte) << 8, step))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn crc16_has_the_published_check_value() {
        assert_eq!(crc16(b"123456789"), 0x31c3);
    }

    #[test]
    fn base32_decodes_what_rfc_4648_shows() {
        assert_eq!(base32("MZXW6YTB").as_deref(), Some(b"fooba".as_slice()));
    }

    #[test]
    fn a_solana_address_has_32_bytes() {
        assert!(is_solana(&bs58::encode([7u8; 32]).into_string()));
        assert!(!is_solana(&bs58::encode([7u8; 33]).into_string()));
    }
}
