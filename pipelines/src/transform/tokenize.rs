//! `tokenize`: a typed token that only the owner of the key can undo.
//!
//! AES-SIV (RFC 5297) is deterministic and authenticated: equal values give equal tokens, and a changed token is
//! refused. `<EMAIL_ADDRESS:…>` holds base64url (RFC 4648 §5) of the ciphertext; the entity and the scope's document
//! are authenticated with it.

use aes_siv::{KeyInit, siv::Aes256Siv};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};

use super::{Cell, Scope, Transform, Untreatable};
use crate::{error::Error, key::KeyRing};

/// Bytes of the salt that a token of scope `document` or `random` carries in clear.
const SALT: usize = 8;

/// Writes tokens of one entity.
pub(super) struct Tokenize {
    key: zeroize::Zeroizing<[u8; 64]>,
    salts: crate::key::SubKey,
    entity: String,
    scope: Scope,
}

impl Tokenize {
    pub(super) fn new(keys: &KeyRing, entity: &str, scope: Scope) -> Result<Self, Error> {
        let key = keys.siv_key("tokenize", entity);
        Aes256Siv::new_from_slice(key.as_slice()).map_err(|_| Error::Internal)?;
        Ok(Self { key, salts: keys.subkey("tokenize salt", entity), entity: entity.to_owned(), scope })
    }
}

impl Transform for Tokenize {
    fn rewrite(&self, cell: &Cell<'_>, out: &mut String) -> Result<(), Untreatable> {
        let salt: Vec<u8> = match self.scope {
            Scope::Dataset => Vec::new(),
            scope => super::seed(&self.salts, scope, "", cell).into_iter().take(SALT).collect(),
        };
        let mut cipher = Aes256Siv::new_from_slice(self.key.as_slice())
            .map_err(|_| Untreatable("no cipher for the key"))?;
        let sealed = cipher
            .encrypt([self.entity.as_bytes(), &salt], cell.value.as_bytes())
            .map_err(|_| Untreatable("the value is too long for a token"))?;
        let mark = if salt.is_empty() { ":" } else { "~" };
        let text = URL_SAFE_NO_PAD.encode([salt, sealed].concat());
        out.extend(["<", &self.entity, mark, &text, ">"]);
        Ok(())
    }
}

/// Undoes one token. Fails for another key and for a token that was changed.
pub fn reveal(token: &str, keys: &KeyRing) -> Result<String, Error> {
    let refused = || Error::Key {
        what: "a token does not open: it was made with another key, or changed",
        hint: "give the key of the run that wrote the token",
    };
    let inner = token.strip_prefix('<').and_then(|token| token.strip_suffix('>')).ok_or_else(refused)?;
    let (entity, text, salt) = match (inner.split_once(':'), inner.split_once('~')) {
        (Some((entity, text)), _) => (entity, text, 0),
        (None, Some((entity, text))) => (entity, text, SALT),
        (None, None) => return Err(refused()),
    };
    let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| refused())?;
    let (salt, sealed) = bytes.split_at_checked(salt).ok_or_else(refused)?;
    let key = keys.siv_key("tokenize", entity);
    let mut cipher = Aes256Siv::new_from_slice(key.as_slice()).map_err(|_| Error::Internal)?;
    let value = cipher.decrypt([entity.as_bytes(), salt], sealed).map_err(|_| refused())?;
    String::from_utf8(value).map_err(|_| refused())
}

/// Undoes every token in a text; all or nothing.
pub fn reveal_all(text: &str, keys: &KeyRing) -> Result<String, Error> {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find('<') {
        let (before, tail) = rest.split_at(start);
        out.push_str(before);
        match token_length(tail) {
            Some(length) => {
                let (token, after) = tail.split_at(length);
                out.push_str(&reveal(token, keys)?);
                rest = after;
            }
            None => {
                out.push('<');
                rest = tail.get(1..).unwrap_or_default();
            }
        }
    }
    out.push_str(rest);
    Ok(out)
}

/// The length of the token that `text` begins with.
fn token_length(text: &str) -> Option<usize> {
    let end = text.find('>')?;
    let inner = text.get(1..end)?;
    let (entity, body) = inner.split_once([':', '~'])?;
    let label = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_';
    let coded = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    // The synthetic initialization vector alone takes 22 characters.
    (!entity.is_empty() && entity.bytes().all(label) && body.len() >= 22 && body.bytes().all(coded))
        .then_some(end + 1)
}
