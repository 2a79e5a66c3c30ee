//! Keys: one master key, everything else derived from it, nothing of it ever written or printed.
//!
//! Subkeys are separated by purpose, pseudonymisation domain and entity with BLAKE3's key derivation mode (BLAKE3
//! specification §2.1 `derive_key`), so two audiences get tokens that do not join (ENISA 2019, EDPB 01/2025).

use std::fmt;

use aes_siv::{Aes256SivAead, KeyInit, Nonce, aead::Aead};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use limpid_detectors::Entity;
use zeroize::{Zeroize, ZeroizeOnDrop};

use crate::{error::Error, policy::Policy, transform::normalize};

/// Fewest different bytes of a key that is not obviously made up; 32 random bytes have about 30.
const FEWEST_DIFFERENT: usize = 12;

/// The domain of policies that name none.
pub const DEFAULT_DOMAIN: &str = "default";

/// The secret everything is derived from. Prints as nothing.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct MasterKey([u8; 32]);

impl MasterKey {
    /// Reads 64 hex digits or the base64 of 32 bytes; white space around is ignored.
    pub fn from_text(text: &str) -> Result<Self, Error> {
        let text = text.trim();
        let bytes = if text.len() == 64 { hex_bytes(text) } else { STANDARD.decode(text).ok() };
        let bytes = zeroize::Zeroizing::new(bytes.unwrap_or_default());
        let bytes: [u8; 32] = bytes.as_slice().try_into().map_err(|_| Error::Key {
            what: "it is neither 64 hex digits nor the base64 of 32 bytes",
            hint: "`limpid keys new` makes a key",
        })?;
        let mut different = bytes.to_vec();
        different.sort_unstable();
        different.dedup();
        if different.len() < FEWEST_DIFFERENT {
            return Err(Error::Key {
                what: "it is too regular to be random",
                hint: "`limpid keys new` makes a key",
            });
        }
        Ok(Self(bytes))
    }

    /// A key for one run, from random bytes that the caller drew.
    pub fn ephemeral(random: [u8; 32]) -> Self {
        Self(random)
    }
}

impl fmt::Debug for MasterKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("MasterKey")
    }
}

/// A derived key for one purpose.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct SubKey([u8; 32]);

impl SubKey {
    /// A key that was derived from another.
    pub(crate) fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// A keyed BLAKE3 digest over `parts`, each preceded by its length so that no two lists of parts collide.
    pub fn digest(&self, parts: &[&[u8]]) -> [u8; 32] {
        // What is hashed in one piece needs no hasher that is made ready for more.
        let mut whole = [0; BRIEF];
        if let Some(length) = written(parts, &mut whole) {
            let whole = whole.get(..length).unwrap_or_default();
            return *blake3::keyed_hash(&self.0, whole).as_bytes();
        }
        let mut hasher = blake3::Hasher::new_keyed(&self.0);
        for part in parts {
            hasher.update(&length_of(part));
            hasher.update(part);
        }
        *hasher.finalize().as_bytes()
    }

    /// The key's bytes, for ciphers.
    pub fn bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Debug for SubKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("SubKey")
    }
}

/// Most bytes that are hashed in one piece.
const BRIEF: usize = 256;

fn length_of(part: &[u8]) -> [u8; 8] {
    u64::try_from(part.len()).unwrap_or(u64::MAX).to_le_bytes()
}

/// Writes the parts and their lengths one after the other; returns how long they are, if they fit.
fn written(parts: &[&[u8]], whole: &mut [u8]) -> Option<usize> {
    let mut end = 0;
    for part in parts {
        for bytes in [&length_of(part), *part] {
            whole.get_mut(end..end + bytes.len())?.copy_from_slice(bytes);
            end += bytes.len();
        }
    }
    Some(end)
}

/// The keys of a run.
#[derive(Debug, Clone)]
pub struct KeyRing {
    master: MasterKey,
    domain: String,
    version: u32,
    fingerprints: SubKey,
}

impl KeyRing {
    /// Keys of the default domain.
    pub fn new(master: MasterKey) -> Self {
        Self::with_domain(master, DEFAULT_DOMAIN)
    }

    /// Keys of one pseudonymisation domain: tokens of different domains do not join.
    pub fn with_domain(master: MasterKey, domain: &str) -> Self {
        Self::with_version(master, domain, 1)
    }

    /// Keys of one version of a domain, from 1: those of different versions have nothing in common.
    pub fn with_version(master: MasterKey, domain: &str, version: u32) -> Self {
        let fingerprints = derive(&master, &["fingerprint", domain], version);
        Self { master, domain: domain.to_owned(), version, fingerprints }
    }

    /// The keys that a policy asks for.
    pub fn of(master: MasterKey, policy: &Policy) -> Self {
        Self::with_version(master, policy.domain.as_deref().unwrap_or(DEFAULT_DOMAIN), policy.key_version)
    }

    /// Names the key without telling anything about it: 16 hex digits.
    pub fn id(&self) -> String {
        let id = derive(&self.master, &["key id", &self.domain], self.version);
        id.0.iter().take(8).map(|byte| format!("{byte:02x}")).collect()
    }

    /// The key for one purpose and entity.
    pub fn subkey(&self, purpose: &str, entity: &str) -> SubKey {
        derive(&self.master, &[purpose, &self.domain, entity], self.version)
    }

    /// Two 32-byte halves for AES-256-SIV.
    pub fn siv_key(&self, purpose: &str, entity: &str) -> zeroize::Zeroizing<[u8; 64]> {
        let mut key = zeroize::Zeroizing::new([0; 64]);
        let halves = [self.subkey(purpose, entity), self.subkey(&format!("{purpose} ctr"), entity)];
        for (to, from) in key.chunks_mut(32).zip(&halves) {
            to.copy_from_slice(&from.0);
        }
        key
    }

    /// Tells whether two places hold the same value of an entity, without holding it.
    pub fn fingerprint(&self, entity: &Entity, value: &str) -> [u8; 16] {
        self.fingerprint_text(entity.as_str(), &normalize(entity.as_str(), value))
    }

    /// The same for a value that is compared as it stands.
    pub fn fingerprint_text(&self, kind: &str, value: &str) -> [u8; 16] {
        let digest = self.fingerprints.digest(&[kind.as_bytes(), value.as_bytes()]);
        std::array::from_fn(|index| digest.get(index).copied().unwrap_or(0))
    }

    /// Encrypts bytes that nobody but the owner of the key may read (AES-256-SIV, RFC 5297).
    pub fn seal(&self, purpose: &str, bytes: &[u8]) -> Result<Vec<u8>, Error> {
        let cipher = self.cipher(purpose)?;
        cipher.encrypt(&Nonce::default(), bytes).map_err(|_| Error::Internal)
    }

    /// Undoes [`seal`](Self::seal).
    pub fn open(&self, purpose: &str, sealed: &[u8]) -> Result<Vec<u8>, Error> {
        self.cipher(purpose)?.decrypt(&Nonce::default(), sealed).map_err(|_| Error::Key {
            what: "it does not open this",
            hint: "give the key of the run that wrote it",
        })
    }

    fn cipher(&self, purpose: &str) -> Result<Aes256SivAead, Error> {
        Aes256SivAead::new_from_slice(self.siv_key("seal", purpose).as_slice()).map_err(|_| Error::Internal)
    }
}

fn derive(master: &MasterKey, parts: &[&str], version: u32) -> SubKey {
    let mut hasher = blake3::Hasher::new_derive_key("limpid 2026 key derivation v1");
    hasher.update(&master.0);
    for part in parts {
        hasher.update(&u64::try_from(part.len()).unwrap_or(u64::MAX).to_le_bytes());
        hasher.update(part.as_bytes());
    }
    // The first version is written as nothing: keys made before there were versions stay what they are.
    if version > 1 {
        hasher.update(&version.to_le_bytes());
    }
    SubKey(*hasher.finalize().as_bytes())
}

fn hex_bytes(text: &str) -> Option<Vec<u8>> {
    let digits: Option<Vec<u8>> =
        text.chars().map(|digit| digit.to_digit(16).and_then(|digit| u8::try_from(digit).ok())).collect();
    Some(digits?.chunks(2).map(|pair| pair.iter().fold(0, |byte, digit| byte << 4 | digit)).collect())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const KEY: &str = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";

    fn ring(domain: &str) -> KeyRing {
        KeyRing::with_domain(MasterKey::from_text(KEY).expect("a key"), domain)
    }

    #[test]
    fn weak_and_malformed_keys_are_refused_without_being_quoted() {
        for text in ["", "00", &"0".repeat(64), &"ab".repeat(32), "not a key at all"] {
            let error = MasterKey::from_text(text).expect_err("refused").to_string();
            assert!(text.is_empty() || !error.contains(text));
        }
        assert_eq!(format!("{:?}", ring("a")).matches("00010203").count(), 0);
    }

    proptest! {
        #[test]
        fn brief_or_long_a_digest_is_of_all_parts_and_their_lengths(
            parts in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..200), 0..4),
        ) {
            let key = SubKey::new([7; 32]);
            let parts: Vec<&[u8]> = parts.iter().map(Vec::as_slice).collect();
            let bytes: Vec<u8> = parts.iter().flat_map(|part| [&length_of(part), *part].concat()).collect();
            prop_assert_eq!(key.digest(&parts), *blake3::keyed_hash(&[7; 32], &bytes).as_bytes());
        }
    }

    #[test]
    fn domains_purposes_and_entities_are_separate() {
        let email = Entity::new("EMAIL_ADDRESS").expect("label");
        let (a, b) = (ring("a"), ring("b"));
        assert_ne!(a.id(), b.id());
        assert_ne!(a.fingerprint(&email, "x@example.com"), b.fingerprint(&email, "x@example.com"));
        assert_eq!(a.fingerprint(&email, "X@example.com"), a.fingerprint(&email, "x@EXAMPLE.com"));
        assert_ne!(a.subkey("p", "E").bytes(), a.subkey("q", "E").bytes());
        assert_ne!(a.subkey("pE", "").bytes(), a.subkey("p", "E").bytes());
    }

    #[test]
    fn sealed_bytes_open_only_with_their_key() {
        let sealed = ring("a").seal("quarantine", b"raw row").expect("seals");
        assert_eq!(ring("a").open("quarantine", &sealed).expect("opens"), b"raw row");
        assert!(ring("b").open("quarantine", &sealed).is_err());
        assert!(ring("a").open("other", &sealed).is_err());
    }
}
