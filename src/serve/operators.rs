//! What happens to one region: Presidio's operators, parameter by parameter.
//!
//! `encrypt` is AES-CBC with PKCS #7 and a random IV in front, in URL-safe base64: what Presidio's clients can decrypt.
//! It is not authenticated; limpid's own reversible operator is `tokenize` in a policy. `policy` is ours: what the
//! service's policy does to the entity.

use aes::cipher::{BlockModeDecrypt, BlockModeEncrypt, KeyIvInit, block_padding::Pkcs7};
use base64::{
    Engine as _, alphabet,
    engine::{GeneralPurpose, GeneralPurposeConfig, general_purpose::URL_SAFE},
};
use serde_json::{Map, Value};
use sha2::{Digest, Sha256, Sha512};
use zeroize::Zeroizing;

use super::{packs::Pack, refusal::Refusal};

/// Operators of `/anonymize`.
pub(super) const ANONYMIZERS: &[&str] = &["encrypt", "hash", "keep", "mask", "policy", "redact", "replace"];
/// Operators of `/deanonymize`.
pub(super) const DEANONYMIZERS: &[&str] = &["decrypt", "deanonymize_keep"];

const BLOCK: usize = 16;
/// Fewest bytes of a salt.
const SALT: usize = 16;

/// URL-safe base64 as clients write it: with padding or without.
const LENIENT: GeneralPurpose = GeneralPurpose::new(
    &alphabet::URL_SAFE,
    GeneralPurposeConfig::new().with_decode_padding_mode(base64::engine::DecodePaddingMode::Indifferent),
);

/// What becomes of a region. No `Debug`: it holds keys.
pub(super) enum Operator {
    Replace(Option<String>),
    Redact,
    Mask {
        with: char,
        count: usize,
        from_end: bool,
    },
    Hash {
        long: bool,
        salt: Option<Zeroizing<Vec<u8>>>,
    },
    Encrypt(Zeroizing<Vec<u8>>),
    Decrypt(Zeroizing<Vec<u8>>),
    Policy,
    Keep,
    /// The same, under its name in `/deanonymize`.
    KeepMasked,
}

impl Operator {
    /// Reads an operator that `known` lists.
    pub(super) fn parse(parameters: &Map<String, Value>, known: &[&str]) -> Result<Self, Refusal> {
        let Some(name) = parameters.get("type").and_then(Value::as_str) else {
            return Err(Refusal::impossible("no_operator", "an operator has no type")
                .hint(format!("the types are: {}", known.join(", "))));
        };
        if name == "custom" {
            return Err(Refusal::bad("unknown_operator", "Custom type anonymizer is not supported"));
        }
        let Some(name) = known.iter().find(|operator| **operator == name) else {
            return Err(Refusal::impossible("unknown_operator", "there is no operator of this type")
                .hint(format!("the types are: {}", known.join(", "))));
        };
        let parameters = Parameters(parameters);
        Ok(match *name {
            "redact" => Self::Redact,
            "keep" => Self::Keep,
            "policy" => Self::Policy,
            "deanonymize_keep" => Self::KeepMasked,
            "mask" => parameters.mask()?,
            "hash" => parameters.hash()?,
            "encrypt" => Self::Encrypt(parameters.key()?),
            "decrypt" => Self::Decrypt(parameters.key()?),
            _ => {
                Self::Replace(parameters.text("new_value")?.filter(|new| !new.is_empty()).map(str::to_owned))
            }
        })
    }

    /// Its name in answers.
    pub(super) fn name(&self) -> &'static str {
        match self {
            Self::Replace(_) => "replace",
            Self::Redact => "redact",
            Self::Mask { .. } => "mask",
            Self::Hash { .. } => "hash",
            Self::Encrypt(_) => "encrypt",
            Self::Decrypt(_) => "decrypt",
            Self::Policy => "policy",
            Self::Keep => "keep",
            Self::KeepMasked => "deanonymize_keep",
        }
    }

    /// The text that takes the region's place.
    pub(super) fn apply(&self, pack: &Pack, entity: &str, text: &str) -> Result<String, Refusal> {
        Ok(match self {
            Self::Policy => pack.treat(entity, text)?,
            Self::Replace(new) => new.clone().unwrap_or_else(|| format!("<{entity}>")),
            Self::Redact => String::new(),
            Self::Keep | Self::KeepMasked => text.to_owned(),
            Self::Mask { with, count, from_end } => {
                let len = text.chars().count();
                let first = if *from_end { len.saturating_sub(*count) } else { 0 };
                let masked = first..first.saturating_add(*count);
                text.chars().enumerate().map(|(at, c)| if masked.contains(&at) { *with } else { c }).collect()
            }
            Self::Hash { long, salt } => {
                let salt = match salt {
                    Some(salt) => salt.clone(),
                    None => Zeroizing::new(random()?.to_vec()),
                };
                let salted = Zeroizing::new([text.as_bytes(), &salt].concat());
                if *long { hex(&Sha512::digest(&salted)) } else { hex(&Sha256::digest(&salted)) }
            }
            Self::Encrypt(key) => encrypt(key, text)?,
            Self::Decrypt(key) => decrypt(key, text)?,
        })
    }
}

/// Checked one by one: a mistake names the parameter and the type, never what was given.
struct Parameters<'a>(&'a Map<String, Value>);

impl<'a> Parameters<'a> {
    fn text(&self, name: &str) -> Result<Option<&'a str>, Refusal> {
        match self.0.get(name) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::String(text)) => Ok(Some(text)),
            Some(other) => Err(mistyped(name, "string", other)),
        }
    }

    fn mask(&self) -> Result<Operator, Refusal> {
        let with = self.text("masking_char")?.ok_or_else(|| expected("masking_char"))?;
        let mut letters = with.chars();
        let (Some(with), None) = (letters.next(), letters.next()) else {
            return Err(invalid("Invalid input, masking_char must be a character"));
        };
        let count = match self.0.get("chars_to_mask") {
            // Fewer than none is none.
            Some(Value::Number(count)) if count.is_i64() || count.is_u64() => {
                usize::try_from(count.as_i64().unwrap_or(i64::MAX)).unwrap_or(0)
            }
            Some(other) => return Err(mistyped("chars_to_mask", "number", other)),
            None => return Err(expected("chars_to_mask")),
        };
        let from_end = match self.0.get("from_end") {
            Some(Value::Bool(from_end)) => *from_end,
            Some(other) => return Err(mistyped("from_end", "boolean", other)),
            None => return Err(expected("from_end")),
        };
        Ok(Operator::Mask { with, count, from_end })
    }

    fn hash(&self) -> Result<Operator, Refusal> {
        let long = match self.text("hash_type")? {
            None | Some("sha256") => false,
            Some("sha512") => true,
            Some(_) => return Err(invalid("Invalid input, hash_type must be sha256 or sha512")),
        };
        let salt = self.text("salt")?.filter(|salt| !salt.is_empty());
        if salt.is_some_and(|salt| salt.len() < SALT) {
            return Err(invalid("Salt must be at least 16 bytes"));
        }
        Ok(Operator::Hash { long, salt: salt.map(|salt| Zeroizing::new(salt.as_bytes().to_vec())) })
    }

    fn key(&self) -> Result<Zeroizing<Vec<u8>>, Refusal> {
        let key = self.text("key")?.unwrap_or_default().as_bytes();
        match key.len() {
            16 | 24 | 32 => Ok(Zeroizing::new(key.to_vec())),
            _ => Err(invalid("Invalid input, key must be of length 128, 192 or 256 bits")),
        }
    }
}

fn invalid(what: impl Into<String>) -> Refusal {
    Refusal::impossible("bad_parameter", what)
}

fn expected(name: &str) -> Refusal {
    invalid(format!("Expected parameter {name}"))
}

fn mistyped(name: &str, wanted: &str, value: &Value) -> Refusal {
    let got = match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    };
    invalid(format!("Invalid parameter value for {name}. Expecting '{wanted}', but got '{got}'."))
}

fn random() -> Result<[u8; BLOCK], Refusal> {
    let mut bytes = [0; BLOCK];
    getrandom::fill(&mut bytes).map_err(|_| Refusal::internal())?;
    Ok(bytes)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn encrypt(key: &[u8], text: &str) -> Result<String, Refusal> {
    let iv = random()?;
    let sealed = match key.len() {
        16 => cbc::Encryptor::<aes::Aes128>::new_from_slices(key, &iv)
            .map(|cipher| cipher.encrypt_padded_vec::<Pkcs7>(text.as_bytes())),
        24 => cbc::Encryptor::<aes::Aes192>::new_from_slices(key, &iv)
            .map(|cipher| cipher.encrypt_padded_vec::<Pkcs7>(text.as_bytes())),
        _ => cbc::Encryptor::<aes::Aes256>::new_from_slices(key, &iv)
            .map(|cipher| cipher.encrypt_padded_vec::<Pkcs7>(text.as_bytes())),
    };
    let sealed = sealed.map_err(|_| Refusal::internal())?;
    Ok(URL_SAFE.encode([iv.as_slice(), &sealed].concat()))
}

fn decrypt(key: &[u8], text: &str) -> Result<String, Refusal> {
    let refused = || {
        invalid("the region does not decrypt with this key")
            .hint("give the key and the offsets of /anonymize")
    };
    // Python's decoder takes the other alphabet's letters, too.
    let text = text.replace('+', "-").replace('/', "_");
    let bytes = LENIENT.decode(text).map_err(|_| refused())?;
    let (iv, sealed) = bytes.split_at_checked(BLOCK).ok_or_else(refused)?;
    let opened = match key.len() {
        16 => cbc::Decryptor::<aes::Aes128>::new_from_slices(key, iv)
            .ok()
            .and_then(|cipher| cipher.decrypt_padded_vec::<Pkcs7>(sealed).ok()),
        24 => cbc::Decryptor::<aes::Aes192>::new_from_slices(key, iv)
            .ok()
            .and_then(|cipher| cipher.decrypt_padded_vec::<Pkcs7>(sealed).ok()),
        _ => cbc::Decryptor::<aes::Aes256>::new_from_slices(key, iv)
            .ok()
            .and_then(|cipher| cipher.decrypt_padded_vec::<Pkcs7>(sealed).ok()),
    };
    String::from_utf8(opened.ok_or_else(refused)?).map_err(|_| refused())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn operator(parameters: &Value) -> Result<Operator, Refusal> {
        Operator::parse(parameters.as_object().unwrap(), ANONYMIZERS)
    }

    fn apply(parameters: &Value, text: &str) -> String {
        operator(parameters).ok().unwrap().apply(Pack::for_tests(), "PHONE_NUMBER", text).unwrap()
    }

    #[test]
    fn masks_count_code_points_from_either_end() {
        let mask = |count: i64, from_end: bool| json!({"type": "mask", "masking_char": "😈", "chars_to_mask": count, "from_end": from_end});
        assert_eq!(apply(&mask(2, false), "Zoë1"), "😈😈ë1");
        assert_eq!(apply(&mask(2, true), "Zoë1"), "Zo😈😈");
        assert_eq!(apply(&mask(9, true), "Zoë1"), "😈😈😈😈");
        assert_eq!(apply(&mask(-1, false), "Zoë1"), "Zoë1");
    }

    #[test]
    fn a_replacement_defaults_to_the_entity() {
        assert_eq!(apply(&json!({"type": "replace"}), "x"), "<PHONE_NUMBER>");
        assert_eq!(apply(&json!({"type": "replace", "new_value": ""}), "x"), "<PHONE_NUMBER>");
        assert_eq!(apply(&json!({"type": "replace", "new_value": "y"}), "x"), "y");
        assert_eq!(apply(&json!({"type": "redact"}), "x"), "");
        assert_eq!(apply(&json!({"type": "keep"}), "x"), "x");
    }

    /// As `printf 1234560123456789abcdef | sha256sum`.
    #[test]
    fn a_salted_hash_repeats_and_an_unsalted_one_does_not() {
        let salted = json!({"type": "hash", "salt": "0123456789abcdef"});
        assert_eq!(
            apply(&salted, "123456"),
            "09cc8b29be2dbdcef23f37ba045fd9eddbd9900473260cb72651e4e62715eba4"
        );
        let long = json!({"type": "hash", "salt": "0123456789abcdef", "hash_type": "sha512"});
        assert_eq!(apply(&long, "123456").len(), 128);
        let random = json!({"type": "hash"});
        assert_ne!(apply(&random, "123456"), apply(&random, "123456"));
    }

    #[test]
    fn what_is_encrypted_decrypts_with_its_key_alone() {
        for size in [16, 24, 32] {
            let key = "k".repeat(size);
            let text = "Zoë, 1984-03-07";
            let sealed = apply(&json!({"type": "encrypt", "key": key}), text);
            assert_ne!(sealed, apply(&json!({"type": "encrypt", "key": key}), text));
            let open = |key: &str| {
                let parameters = json!({"type": "decrypt", "key": key});
                Operator::parse(parameters.as_object().unwrap(), DEANONYMIZERS).ok().unwrap().apply(
                    Pack::for_tests(),
                    "X",
                    &sealed,
                )
            };
            assert_eq!(open(&key).unwrap(), text);
            assert_ne!(open(&"j".repeat(size)).ok().as_deref(), Some(text));
        }
    }

    #[test]
    fn mistakes_name_the_parameter_and_never_quote_it() {
        let cases = [
            (
                json!({"type": "mask", "chars_to_mask": 4, "from_end": false}),
                "Expected parameter masking_char",
            ),
            (
                json!({"type": "mask", "masking_char": "secret", "chars_to_mask": 4, "from_end": false}),
                "must be a character",
            ),
            (
                json!({"type": "mask", "masking_char": "*", "chars_to_mask": "secret", "from_end": false}),
                "Expecting 'number', but got 'string'",
            ),
            (
                json!({"type": "mask", "masking_char": "*", "chars_to_mask": 4, "from_end": "secret"}),
                "Expecting 'boolean'",
            ),
            (json!({"type": "hash", "hash_type": "secret"}), "hash_type must be"),
            (json!({"type": "hash", "salt": "secret"}), "at least 16 bytes"),
            (json!({"type": "encrypt", "key": "secret"}), "128, 192 or 256 bits"),
            (json!({"type": "secret"}), "no operator of this type"),
            (json!({"type": "decrypt", "key": "k".repeat(16)}), "no operator of this type"),
            (json!({}), "has no type"),
        ];
        for (parameters, expected) in cases {
            let refusal = operator(&parameters).err().unwrap();
            assert!(refusal.error.contains(expected), "{refusal:?}");
            assert!(!refusal.error.contains("secret"));
            assert_eq!(refusal.status.as_u16(), 422);
        }
        assert_eq!(operator(&json!({"type": "custom"})).err().unwrap().status.as_u16(), 400);
    }
}
