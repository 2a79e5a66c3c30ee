//! `surrogate`: a realistic value of nobody.
//!
//! Every generator is a function of the key and the normalized value, and draws from a range that is reserved or
//! never assigned (see `limpid_detectors::is_reserved`), so no real person is hit and a re-scan can tell a stand-in
//! from a leak. Where the real domain fits into the reserved range the map is a permutation: two values never get
//! the same stand-in. Elsewhere the capacity is stated at the generator.

mod contact;
mod generic;
mod identity;
mod names;
mod network;
mod numbers;
mod person;
mod places;
#[cfg(test)]
mod tests;
mod words;

pub(crate) use person::MOST_PEOPLE;

use std::{cell::OnceCell, sync::OnceLock};

use limpid_detectors::is_secret;
use names::{Circles, List};

use super::{
    Cell, Depends, Scope, Transform, Untreatable,
    date_shift::DateShift,
    normalize::{is_normal_form, normalize},
    replace::Replace,
    seed,
};
use crate::key::{KeyRing, SubKey};

/// What a generator draws from: bytes that depend on the key, the entity, the scope and the normalized value.
pub(super) struct Draw<'a> {
    key: &'a SubKey,
    /// What belongs to the whole value, once somebody asks for it; a name is made of stand-ins for its words.
    seed: OnceCell<[u8; 32]>,
    /// Works it out.
    first: &'a dyn Fn() -> [u8; 32],
    /// Separates documents and occurrences where the scope asks for it; empty in scope `dataset`.
    tweak: Vec<u8>,
    /// The key of personal names, whatever the entity: a mailbox is built from the same stand-ins as the name.
    names: &'a SubKey,
    /// The lists of names as the key turns them, in scope `dataset`; elsewhere the tweak would make it others each time.
    circles: Option<&'a Circles>,
    /// The full names of the document.
    people: &'a [String],
}

impl Draw<'_> {
    fn seed(&self) -> &[u8; 32] {
        self.seed.get_or_init(self.first)
    }

    /// A number below `limit`, by place: different places are independent.
    fn below(&self, place: u8, limit: usize) -> usize {
        let digest = self.key.digest(&[self.seed(), &[place]]);
        let word = digest.iter().take(8).fold(0u64, |word, byte| word << 8 | u64::from(*byte));
        let limit = u64::try_from(limit.max(1)).unwrap_or(1);
        usize::try_from(word % limit).unwrap_or(0)
    }

    /// One of `items`.
    fn pick<'t>(&self, place: u8, items: &[&'t str]) -> &'t str {
        items.get(self.below(place, items.len())).copied().unwrap_or_default()
    }

    /// A number below `limit` that depends on `value` alone, not on what it is part of.
    fn hashed(&self, kind: &str, value: &str, attempt: u8, limit: usize) -> usize {
        let digest = self.names.digest(&[kind.as_bytes(), &self.tweak, value.as_bytes(), &[attempt]]);
        let word = digest.iter().take(8).fold(0u64, |word, byte| word << 8 | u64::from(*byte));
        let limit = u64::try_from(limit.max(1)).unwrap_or(1);
        usize::try_from(word % limit).unwrap_or(0)
    }

    /// Several small choices that depend on `value` alone.
    fn drawn(&self, kind: &str, value: &str) -> Choices {
        let digest = self.names.digest(&[kind.as_bytes(), &self.tweak, value.as_bytes()]);
        Choices(digest.iter().take(16).fold(0, |all, byte| all << 8 | u128::from(*byte)))
    }

    /// Another place than `place` in a list, for each place a different one.
    fn other_place(&self, list: &str, place: usize, attempt: u8, count: usize) -> usize {
        let tweak = [list.as_bytes(), &self.tweak].concat();
        let number = |number: usize| u128::try_from(number).unwrap_or(0);
        let step = 1 + u128::from(attempt);
        let drawn = super::permute::advance(self.names, &tweak, number(place), step, number(count));
        usize::try_from(drawn).unwrap_or(0)
    }

    /// Another name of a list, for each name a different one.
    fn other_name(&self, list: &List, index: usize, attempt: u8) -> usize {
        let found = self.circles.and_then(|circles| circles.behind(list, index, 1 + usize::from(attempt)));
        found.unwrap_or_else(|| self.other_place(&list.id, index, attempt, list.words.len()))
    }

    /// `length` characters of `a-z2-7`: five bits each.
    fn token(&self, place: u8, length: usize) -> String {
        let digest = self.key.digest(&[self.seed(), &[place], b"token"]);
        let letter =
            |byte: &u8| LETTERS.get(usize::from(byte & 31)).map_or('a', |letter| char::from(*letter));
        digest.iter().take(length).map(letter).collect()
    }

    /// Permutes `number` among those below `limit`: injective for one tweak.
    fn permute(&self, kind: &str, number: u128, limit: u128) -> u128 {
        super::permute::permute(self.key, &[kind.as_bytes(), &self.tweak].concat(), number, limit)
    }
}

/// 128 bits that choices are taken from, one after the other: a few small ones are as good as uniform.
struct Choices(u128);

impl Choices {
    /// A number below `limit`.
    fn below(&mut self, limit: usize) -> usize {
        let limit = u128::try_from(limit.max(1)).unwrap_or(1);
        let chosen = self.0 % limit;
        self.0 /= limit;
        usize::try_from(chosen).unwrap_or(0)
    }

    /// One of `items`.
    fn pick<'t>(&mut self, items: &[&'t str]) -> &'t str {
        items.get(self.below(items.len())).copied().unwrap_or_default()
    }

    /// `length` characters of `a-z2-7`: five bits each.
    fn token(&mut self, length: usize) -> String {
        (0..length)
            .map(|_| LETTERS.get(self.below(LETTERS.len())).map_or('a', |letter| char::from(*letter)))
            .collect()
    }
}

/// What tokens are made of: five bits a letter.
const LETTERS: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";

/// Writes a stand-in for a value; `None` when the value is not of the form it treats.
type Generator = fn(&str, &Draw<'_>) -> Option<String>;

/// Every typed generator.
const GENERATORS: &[(&str, Generator)] = &[
    ("EMAIL_ADDRESS", contact::email),
    ("PHONE_NUMBER", contact::phone),
    ("USERNAME", contact::username),
    ("PERSON", person::person),
    ("ORGANIZATION", places::organization),
    ("LOCATION", places::location),
    ("STREET_ADDRESS", identity::street_address),
    ("UK_POSTCODE", identity::uk_postcode),
    ("CA_POSTAL_CODE", identity::ca_postal_code),
    ("US_ZIP_CODE", identity::us_zip_code),
    ("DE_PLZ", identity::de_plz),
    ("IP_ADDRESS", network::ip_address),
    ("MAC_ADDRESS", network::mac_address),
    ("UUID", network::uuid),
    ("URL", network::url),
    ("CRYPTO", network::crypto),
    ("CREDIT_CARD", numbers::credit_card),
    ("IBAN_CODE", numbers::iban),
    ("US_SSN", numbers::us_ssn),
    ("US_ITIN", numbers::us_ssn),
    ("UK_NHS", numbers::uk_nhs),
    ("IN_AADHAAR", numbers::aadhaar),
];

/// Entities whose stand-ins are made of names.
const USES_NAMES: &[&str] = &["EMAIL_ADDRESS", "PERSON", "USERNAME"];

/// Builds the stand-ins of one entity.
pub(super) fn build(keys: &KeyRing, entity: &str, scope: Scope) -> Box<dyn Transform> {
    if is_secret(entity) {
        return Box::new(Replace::new(entity, None));
    }
    if matches!(entity, "DATE_TIME" | "DATE_OF_BIRTH") {
        return Box::new(DateShift::new(keys, 365));
    }
    let typed = GENERATORS.iter().find(|(label, _)| *label == entity).map(|(_, generator)| *generator);
    Box::new(Surrogate {
        key: keys.subkey("surrogate", entity),
        names: keys.subkey("surrogate", "PERSON"),
        circles: OnceLock::new(),
        entity: entity.to_owned(),
        scope,
        generator: typed.unwrap_or(generic::same_format),
    })
}

struct Surrogate {
    key: SubKey,
    names: SubKey,
    circles: OnceLock<Circles>,
    entity: String,
    scope: Scope,
    generator: Generator,
}

impl Surrogate {
    /// A mailbox or a user name may be the key that another table is joined by, where nobody is named beside it.
    fn stands_alone(&self) -> bool {
        self.scope == Scope::Dataset && self.entity != "PERSON"
    }
}

impl Transform for Surrogate {
    fn depends(&self) -> Depends {
        match self.scope {
            Scope::Dataset if self.stands_alone() => Depends::Value,
            Scope::Dataset => Depends::People,
            Scope::Document | Scope::Random => Depends::Place,
        }
    }

    fn rewrite(&self, cell: &Cell<'_>, out: &mut String) -> Result<(), Untreatable> {
        let normalized = normalize(&self.entity, cell.value);
        let tweak = match self.scope {
            Scope::Dataset => Vec::new(),
            Scope::Document => cell.document.to_vec(),
            Scope::Random => [cell.document, &cell.occurrence.to_le_bytes()].concat(),
        };
        let first = || seed(&self.key, self.scope, &normalized, cell);
        let mut draw = Draw {
            key: &self.key,
            seed: OnceCell::new(),
            first: &first,
            tweak,
            names: &self.names,
            circles: (self.scope == Scope::Dataset && USES_NAMES.contains(&self.entity.as_str()))
                .then(|| self.circles.get_or_init(|| Circles::new(&self.names))),
            people: if self.stands_alone() { &[] } else { cell.people },
        };
        for _ in 0..8 {
            let made = (self.generator)(cell.value, &draw)
                .or_else(|| generic::same_format(cell.value, &draw))
                .ok_or(Untreatable("surrogate: the value has nothing to stand in for"))?;
            if !is_normal_form(&self.entity, &made, &normalized) {
                out.push_str(&made);
                return Ok(());
            }
            // A stand-in that happens to be the value itself is drawn again.
            draw.seed = OnceCell::from(self.key.digest(&[draw.seed(), b"again"]));
            draw.tweak.push(1);
            draw.circles = None;
        }
        Err(Untreatable("surrogate: the value has nothing to stand in for"))
    }
}

/// Gives `name` the case of `like`.
fn cased(like: &str, name: String) -> String {
    let mut letters = like.chars().filter(|letter| letter.is_alphabetic());
    let (first, second) = (letters.next(), letters.next());
    let all = |is: fn(char) -> bool| first.into_iter().chain(second).chain(letters.clone()).all(is);
    if second.is_some() && all(char::is_uppercase) {
        return name.to_uppercase();
    }
    if all(char::is_lowercase) { name.to_lowercase() } else { name }
}

/// Writes `digits` into the places of the digits of `value`; everything else stays.
fn with_digits(value: &str, digits: &str) -> Option<String> {
    let mut digits = digits.chars();
    let mut place = |letter: char| if letter.is_ascii_digit() { digits.next() } else { Some(letter) };
    value.chars().map(&mut place).collect()
}

/// The ASCII digits of a value.
fn digits_of(value: &str) -> String {
    value.chars().filter(char::is_ascii_digit).collect()
}

/// `number` with leading zeros to `length` digits.
fn padded(number: u128, length: usize) -> String {
    format!("{number:0length$}")
}
