//! `encrypt`: format-preserving encryption with FF1 (NIST SP 800-38G), reversible with the key.
//!
//! Only characters of the alphabet are encrypted; separators stay where they are. A domain under one million is
//! refused, as the 2nd draft of revision 1 (2025) requires: short values could simply be tried.

use aes::Aes256;
use fpe::ff1::{FF1, FlexibleNumeralString};

use super::{Alphabet, Cell, Transform, Untreatable};
use crate::{error::Error, key::KeyRing};

const SMALLEST_DOMAIN: f64 = 1_000_000.0;
const DIGITS: &str = "0123456789";
const HEX: &str = "0123456789abcdef";
const UPPER: &str = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const ALNUM: &str = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

impl Alphabet {
    fn letters(self) -> &'static str {
        match self {
            Self::Digits => DIGITS,
            Self::Hex => HEX,
            Self::AlnumUpper => UPPER,
            Self::Alnum => ALNUM,
        }
    }
}

/// Encrypts values of one entity.
pub(super) struct Encrypt {
    cipher: FF1<Aes256>,
    entity: String,
    letters: &'static str,
}

impl Encrypt {
    pub(super) fn new(keys: &KeyRing, entity: &str, alphabet: Alphabet) -> Result<Self, Error> {
        let letters = alphabet.letters();
        let radix = u32::try_from(letters.len()).map_err(|_| Error::Internal)?;
        let key = keys.subkey("encrypt", entity);
        let cipher = FF1::new(key.bytes(), radix).map_err(|_| Error::Internal)?;
        Ok(Self { cipher, entity: entity.to_owned(), letters })
    }

    /// Turns the alphabet's characters of `value` into others of it by `turn`.
    fn turned(
        &self,
        value: &str,
        turn: impl Fn(&FlexibleNumeralString) -> Option<FlexibleNumeralString>,
    ) -> Result<String, Untreatable> {
        let numerals: Vec<u16> = value.chars().filter_map(|letter| self.numeral(letter)).collect();
        let length = i32::try_from(numerals.len()).unwrap_or(i32::MAX);
        let radix = u16::try_from(self.letters.len()).map_or(0.0, f64::from);
        if radix.powi(length) < SMALLEST_DOMAIN {
            return Err(Untreatable(
                "encrypt: fewer than a million possible values, anyone could try them all",
            ));
        }
        let turned = turn(&FlexibleNumeralString::from(numerals)).ok_or(Untreatable("encrypt: refused"))?;
        let mut turned = Vec::<u16>::from(turned).into_iter();
        let replace = |letter: char| match self.numeral(letter) {
            Some(_) => turned.next().and_then(|numeral| self.letters.chars().nth(usize::from(numeral))),
            None => Some(letter),
        };
        value.chars().map(replace).collect::<Option<String>>().ok_or(Untreatable("encrypt: refused"))
    }

    fn numeral(&self, letter: char) -> Option<u16> {
        self.letters.find(letter).and_then(|place| u16::try_from(place).ok())
    }
}

impl Transform for Encrypt {
    fn rewrite(&self, cell: &Cell<'_>, out: &mut String) -> Result<(), Untreatable> {
        let tweak = self.entity.as_bytes();
        out.push_str(&self.turned(cell.value, |numerals| self.cipher.encrypt(tweak, numerals).ok())?);
        Ok(())
    }
}

/// Undoes `encrypt` of one value.
pub fn decrypt(value: &str, entity: &str, alphabet: Alphabet, keys: &KeyRing) -> Result<String, Error> {
    let encrypt = Encrypt::new(keys, entity, alphabet)?;
    let undone = encrypt.turned(value, |numerals| encrypt.cipher.decrypt(entity.as_bytes(), numerals).ok());
    undone.map_err(|refused| Error::Plan {
        what: refused.0.to_owned(),
        hint: "only encrypted values are decrypted".into(),
    })
}

#[cfg(test)]
mod tests {
    use aes::Aes128;

    use super::*;

    #[test]
    fn nist_sample_1() {
        let key =
            [0x2B, 0x7E, 0x15, 0x16, 0x28, 0xAE, 0xD2, 0xA6, 0xAB, 0xF7, 0x15, 0x88, 0x09, 0xCF, 0x4F, 0x3C];
        let cipher = FF1::<Aes128>::new(&key, 10).expect("radix 10");
        let plain = FlexibleNumeralString::from((0..10).collect::<Vec<u16>>());
        let sealed = cipher.encrypt(&[], &plain).expect("encrypts");
        assert_eq!(Vec::<u16>::from(sealed), [2, 4, 3, 3, 4, 7, 7, 4, 8, 4]);
    }
}
