//! DSSE 1.0.2 envelopes: signed bytes that say what they are.
//!
//! <https://github.com/secure-systems-lab/dsse/blob/master/protocol.md> and `envelope.md`. The signature covers
//! the pre-authentication encoding (PAE) of type and payload, so a payload cannot be taken for another type.
//! The bytes that are verified are the bytes handed out; nothing is parsed before.

use base64::{
    Engine as _,
    engine::general_purpose::{STANDARD, URL_SAFE},
};
use serde::{Deserialize, Serialize};

use super::{LineageError, SigningKey, VerifyingKey};

/// The payload type of in-toto statements.
pub const IN_TOTO: &str = "application/vnd.in-toto+json";

/// A payload with its type and signatures.
///
/// Stricter than `envelope.md`: unknown fields are refused, so that no flipped bit in a field's name goes unseen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Envelope {
    payload: String,
    payload_type: String,
    signatures: Vec<EnvelopeSignature>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct EnvelopeSignature {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    keyid: Option<String>,
    sig: String,
}

/// The bytes that are signed: `DSSEv1`, then type and payload, each with its length in bytes.
pub fn pae(payload_type: &str, payload: &[u8]) -> Vec<u8> {
    let head = format!("DSSEv1 {} {payload_type} {} ", payload_type.len(), payload.len());
    [head.as_bytes(), payload].concat()
}

impl Envelope {
    /// Signs a payload.
    pub fn seal(payload_type: &str, payload: &[u8], key: &SigningKey) -> Self {
        let signature = EnvelopeSignature {
            keyid: Some(key.verifying_key().key_id()),
            sig: STANDARD.encode(key.sign(&pae(payload_type, payload))),
        };
        Self {
            payload: STANDARD.encode(payload),
            payload_type: payload_type.to_owned(),
            signatures: vec![signature],
        }
    }

    /// Hands out the payload if it is of this type and one of the signatures is by `key`.
    ///
    /// A signature that names another key is not tried; the id is a hint and decides nothing else.
    pub fn open(&self, payload_type: &str, key: &VerifyingKey) -> Result<Vec<u8>, LineageError> {
        if self.payload_type != payload_type {
            return Err(LineageError::Invalid { what: "the envelope", field: "payload type" });
        }
        let payload = decode(&self.payload)?;
        let message = pae(payload_type, &payload);
        let id = key.key_id();
        for signature in &self.signatures {
            let named = signature.keyid.as_ref().is_none_or(|named| named.is_empty() || *named == id);
            if named && key.verify(&message, &decode(&signature.sig)?) {
                return Ok(payload);
            }
        }
        Err(LineageError::Signature)
    }

    /// Renders the envelope as one line of JSON.
    pub fn to_json_line(&self) -> Result<Vec<u8>, LineageError> {
        let mut line = serde_json::to_vec(self).map_err(|_| LineageError::Encode { what: "the envelope" })?;
        line.push(b'\n');
        Ok(line)
    }

    /// Reads a file of exactly one envelope: the lines of a bundle vouch for themselves, not for each other.
    pub fn from_json_line(bytes: &[u8]) -> Result<Self, LineageError> {
        let line = bytes.strip_suffix(b"\n").unwrap_or(bytes);
        serde_json::from_slice(line).map_err(|error| LineageError::malformed("the envelope", &error))
    }
}

/// Standard or URL-safe base64, as `envelope.md` asks; padded, and each value in one way only.
fn decode(text: &str) -> Result<Vec<u8>, LineageError> {
    let engine = if text.contains(['-', '_']) { &URL_SAFE } else { &STANDARD };
    engine.decode(text).map_err(|_| LineageError::Invalid { what: "the envelope", field: "base64" })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(seed: u8) -> SigningKey {
        SigningKey::from_seed([seed; 32])
    }

    #[test]
    fn pae_of_the_specification() {
        let encoded = pae("http://example.com/HelloWorld", b"hello world");
        assert_eq!(encoded, b"DSSEv1 29 http://example.com/HelloWorld 11 hello world");
        assert_eq!(pae("", b""), b"DSSEv1 0  0 ");
        assert_eq!(pae("é", b"x"), "DSSEv1 2 é 1 x".as_bytes());
    }

    #[test]
    fn round_trip_and_wrong_key() {
        let line = Envelope::seal(IN_TOTO, b"{}", &key(1)).to_json_line().unwrap();
        let envelope = Envelope::from_json_line(&line).unwrap();
        assert_eq!(envelope.open(IN_TOTO, &key(1).verifying_key()).unwrap(), b"{}");
        assert_eq!(envelope.open(IN_TOTO, &key(2).verifying_key()), Err(LineageError::Signature));
        assert!(envelope.open("text/plain", &key(1).verifying_key()).is_err());
    }

    #[test]
    fn claiming_the_right_key_id_is_not_enough() {
        let mut envelope = Envelope::seal(IN_TOTO, b"{}", &key(2));
        envelope.signatures[0].keyid = Some(key(1).verifying_key().key_id());
        assert_eq!(envelope.open(IN_TOTO, &key(1).verifying_key()), Err(LineageError::Signature));
    }

    #[test]
    fn a_relabelled_payload_is_refused() {
        let mut envelope = Envelope::seal("text/plain", b"{}", &key(1));
        envelope.payload_type = IN_TOTO.to_owned();
        assert_eq!(envelope.open(IN_TOTO, &key(1).verifying_key()), Err(LineageError::Signature));
    }

    #[test]
    fn url_safe_base64_and_no_key_id_are_accepted() {
        let payload = [0xfb, 0xff, 0xfe];
        let mut envelope = Envelope::seal(IN_TOTO, &payload, &key(1));
        assert!(envelope.payload.contains('+') || envelope.payload.contains('/'));
        let url_safe = |text: &str| text.replace('+', "-").replace('/', "_");
        envelope.payload = url_safe(&envelope.payload);
        envelope.signatures[0].sig = url_safe(&envelope.signatures[0].sig);
        envelope.signatures[0].keyid = None;
        assert_eq!(envelope.open(IN_TOTO, &key(1).verifying_key()).unwrap(), payload);
    }

    #[test]
    fn no_signature_is_no_signature() {
        let bare = br#"{"payload":"e30=","payloadType":"application/vnd.in-toto+json","signatures":[]}"#;
        let envelope = Envelope::from_json_line(bare).unwrap();
        assert_eq!(envelope.open(IN_TOTO, &key(1).verifying_key()), Err(LineageError::Signature));
    }

    /// Every bit of the file: payload, type, key id, signature, names of the fields, punctuation.
    #[test]
    fn one_flipped_bit_anywhere_is_refused() {
        let key = key(1);
        let line = Envelope::seal(IN_TOTO, b"{\"_type\":\"x\"}", &key).to_json_line().unwrap();
        for at in 0..line.len() {
            for bit in 0..8 {
                let mut flipped = line.clone();
                flipped[at] ^= 1 << bit;
                let opened = Envelope::from_json_line(&flipped)
                    .and_then(|envelope| envelope.open(IN_TOTO, &key.verifying_key()));
                assert!(opened.is_err(), "byte {at}, bit {bit}");
            }
        }
    }

    /// The same, one level down: bits of the decoded payload and of the decoded signature.
    #[test]
    fn one_flipped_bit_of_what_is_signed_is_refused() {
        let key = key(1);
        let whole = Envelope::seal(IN_TOTO, b"{\"_type\":\"x\"}", &key);
        let flip = |text: &str, bit: usize| {
            let mut bytes = decode(text).unwrap();
            bytes[bit / 8] ^= 1 << (bit % 8);
            STANDARD.encode(bytes)
        };
        for bit in 0..8 * 13 {
            let mut changed = whole.clone();
            changed.payload = flip(&whole.payload, bit);
            assert_eq!(changed.open(IN_TOTO, &key.verifying_key()), Err(LineageError::Signature));
        }
        for bit in 0..8 * 64 {
            let mut changed = whole.clone();
            changed.signatures[0].sig = flip(&whole.signatures[0].sig, bit);
            assert_eq!(changed.open(IN_TOTO, &key.verifying_key()), Err(LineageError::Signature));
        }
    }
}
