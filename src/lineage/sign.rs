//! Ed25519 (RFC 8032) keys as files that `openssl`, `cryptography` and Go read (RFC 8410, PEM by RFC 7468).
//!
//! An Ed25519 key in DER is a fixed prefix and 32 bytes, so no ASN.1 parser is needed and none can be confused.
//! Private keys are PKCS #8 version 1, without the public key: what `openssl genpkey -algorithm ed25519` writes.
//! Secrets are zeroized when dropped and never printed.

use std::fmt;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use ed25519_dalek::{Signature, Signer as _};
use zeroize::Zeroizing;

use super::{LineageError, hex};

/// `SEQUENCE { version 0, AlgorithmIdentifier 1.3.101.112, OCTET STRING { OCTET STRING (32) } }`.
const PRIVATE_PREFIX: [u8; 16] = [48, 46, 2, 1, 0, 48, 5, 6, 3, 43, 101, 112, 4, 34, 4, 32];
/// `SEQUENCE { AlgorithmIdentifier 1.3.101.112, BIT STRING (32 bytes) }`.
const PUBLIC_PREFIX: [u8; 12] = [48, 42, 48, 5, 6, 3, 43, 101, 112, 3, 33, 0];

const PRIVATE: Label =
    Label { begin: "-----BEGIN PRIVATE KEY-----", end: "-----END PRIVATE KEY-----", what: "private key" };
const PUBLIC: Label =
    Label { begin: "-----BEGIN PUBLIC KEY-----", end: "-----END PUBLIC KEY-----", what: "public key" };

struct Label {
    begin: &'static str,
    end: &'static str,
    what: &'static str,
}

/// The key that signs a run.
pub struct SigningKey(ed25519_dalek::SigningKey);

/// The key that verifies it.
#[derive(Clone, PartialEq, Eq)]
pub struct VerifyingKey(ed25519_dalek::VerifyingKey);

impl SigningKey {
    /// Makes a key from 32 bytes of good randomness.
    pub fn from_seed(seed: [u8; 32]) -> Self {
        Self(ed25519_dalek::SigningKey::from_bytes(&Zeroizing::new(seed)))
    }

    /// Reads a PKCS #8 private key in PEM form.
    pub fn from_pem(pem: &str) -> Result<Self, LineageError> {
        Ok(Self(ed25519_dalek::SigningKey::from_bytes(&*from_pem(pem, &PRIVATE_PREFIX, &PRIVATE)?)))
    }

    /// Writes the private key in PEM form, for a file only its owner may read.
    pub fn to_pem(&self) -> Zeroizing<String> {
        to_pem(&PRIVATE_PREFIX, self.0.as_bytes(), &PRIVATE)
    }

    /// The public half.
    pub fn verifying_key(&self) -> VerifyingKey {
        VerifyingKey(self.0.verifying_key())
    }

    pub(super) fn sign(&self, message: &[u8]) -> [u8; 64] {
        self.0.sign(message).to_bytes()
    }
}

impl VerifyingKey {
    /// Reads a `SubjectPublicKeyInfo` in PEM form; refuses points that verify anything.
    pub fn from_pem(pem: &str) -> Result<Self, LineageError> {
        let bytes = from_pem(pem, &PUBLIC_PREFIX, &PUBLIC)?;
        let key = ed25519_dalek::VerifyingKey::from_bytes(&bytes);
        match key {
            Ok(key) if !key.is_weak() => Ok(Self(key)),
            _ => Err(LineageError::Key { what: PUBLIC.what }),
        }
    }

    /// Writes the public key in PEM form: the content of `limpid.pub`.
    pub fn to_pem(&self) -> String {
        to_pem(&PUBLIC_PREFIX, self.0.as_bytes(), &PUBLIC).to_string()
    }

    /// The key id in signatures: SHA-256 of the key's canonical JSON, as TUF (§4.2) and securesystemslib form it,
    /// so that their verifiers match key and signature without being told the id.
    pub fn key_id(&self) -> String {
        let public = hex(self.0.as_bytes());
        let json = format!(r#"{{"keytype":"ed25519","keyval":{{"public":"{public}"}},"scheme":"ed25519"}}"#);
        super::digests(json.as_bytes()).0
    }

    /// Strict verification: no malleable signature, no small-order point.
    pub(super) fn verify(&self, message: &[u8], signature: &[u8]) -> bool {
        Signature::from_slice(signature)
            .is_ok_and(|signature| self.0.verify_strict(message, &signature).is_ok())
    }
}

/// Prints the id of the public half, nothing of the secret.
impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("SigningKey").field(&self.verifying_key().key_id()).finish()
    }
}

impl fmt::Debug for VerifyingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("VerifyingKey").field(&self.key_id()).finish()
    }
}

/// One block, one line of base64: both kinds of key fit the 64 columns of RFC 7468.
fn to_pem(prefix: &[u8], key: &[u8; 32], label: &Label) -> Zeroizing<String> {
    // Enough room that no text is left behind by growing.
    let mut der = Zeroizing::new(Vec::with_capacity(64));
    der.extend_from_slice(prefix);
    der.extend_from_slice(key);
    let mut pem = Zeroizing::new(String::with_capacity(256));
    pem.push_str(label.begin);
    pem.push('\n');
    STANDARD.encode_string(&*der, &mut pem);
    pem.push('\n');
    pem.push_str(label.end);
    pem.push('\n');
    pem
}

fn from_pem(pem: &str, prefix: &[u8], label: &Label) -> Result<Zeroizing<[u8; 32]>, LineageError> {
    let refused = LineageError::Key { what: label.what };
    let body = pem.trim_ascii().strip_prefix(label.begin).and_then(|rest| rest.strip_suffix(label.end));
    let Some(body) = body else { return Err(refused) };
    let mut text = Zeroizing::new(Vec::with_capacity(body.len()));
    text.extend(body.bytes().filter(|byte| !matches!(byte, b'\n' | b'\r')));
    let mut der = Zeroizing::new([0_u8; 66]);
    let Ok(length) = STANDARD.decode_slice(&*text, &mut *der) else { return Err(refused) };
    let secret = der.get(..length).and_then(|der| der.strip_prefix(prefix));
    let Some(secret) = secret.filter(|secret| secret.len() == 32) else { return Err(refused) };
    let mut key = Zeroizing::new([0_u8; 32]);
    key.copy_from_slice(secret);
    Ok(key)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 8410 §10.3 and §10.1.
    const PRIVATE_EXAMPLE: &str = "-----BEGIN PRIVATE KEY-----\n\
        MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC\n-----END PRIVATE KEY-----\n";
    const PUBLIC_EXAMPLE: &str = "-----BEGIN PUBLIC KEY-----\n\
        MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=\n-----END PUBLIC KEY-----\n";

    #[test]
    fn rfc_8410_examples() {
        let key = SigningKey::from_pem(PRIVATE_EXAMPLE).unwrap();
        assert_eq!(key.to_pem().as_str(), PRIVATE_EXAMPLE);
        assert_eq!(key.verifying_key().to_pem(), PUBLIC_EXAMPLE);
        let public = VerifyingKey::from_pem(&PUBLIC_EXAMPLE.replace('\n', "\r\n")).unwrap();
        assert_eq!(public, key.verifying_key());
    }

    /// RFC 8032 §7.1, test 2.
    #[test]
    fn rfc_8032_vector() {
        let seed = "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb";
        let key = SigningKey::from_seed(unhex(seed));
        assert_eq!(
            hex(key.0.verifying_key().as_bytes()),
            "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c"
        );
        assert!(hex(&key.sign(&[0x72])).starts_with("92a009a9f0d4cab8720e820b5f642540"));
    }

    /// `SSlibKey.from_crypto(key).keyid` of securesystemslib 1.6.0 for the key of RFC 8410.
    #[test]
    fn key_id_is_that_of_securesystemslib() {
        let id = VerifyingKey::from_pem(PUBLIC_EXAMPLE).unwrap().key_id();
        assert_eq!(id, "946bbfb4fd58b1aeac3ddb00f68fd8c8dea7e9a84e6c149b1c10b36b707c38fd");
    }

    #[test]
    fn other_files_are_refused() {
        let public = PUBLIC_EXAMPLE;
        let other_kind = public.replace("PUBLIC", "PRIVATE");
        let other_algorithm = public.replace("MCowBQYDK2Vw", "MCowBQYDK2Vu");
        let longer = public.replace("ZuE=", "ZuEAAA==");
        let zero = public.replace("Gb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE", &"A".repeat(43));
        for text in ["", "hello", &other_kind, &other_algorithm, &longer, &zero] {
            assert_eq!(VerifyingKey::from_pem(text), Err(LineageError::Key { what: "public key" }));
            assert!(SigningKey::from_pem(text).is_err());
        }
    }

    #[test]
    fn debug_shows_no_secret() {
        let shown = format!("{:?}", SigningKey::from_pem(PRIVATE_EXAMPLE).unwrap());
        assert!(!shown.to_lowercase().contains("d4ee72dbf913584ad5b6"), "{shown}");
        assert!(!shown.contains("212, 238"), "{shown}");
    }

    fn unhex(text: &str) -> [u8; 32] {
        let digit = |at: usize| char::from(text.as_bytes()[at]).to_digit(16).unwrap();
        std::array::from_fn(|at| u8::try_from(16 * digit(2 * at) + digit(2 * at + 1)).unwrap())
    }
}
