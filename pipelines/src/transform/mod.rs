//! What happens to a value: one file an operator.
//!
//! A transform is a pure function of (value, scope, key): it remembers nothing, so the same person gets the same
//! replacement in every file, on every machine, in every run.

mod action;
mod date;
mod date_shift;
mod encrypt;
mod generalize;
mod hash;
mod mask;
mod normalize;
mod permute;
mod redact;
mod replace;
mod round;
mod surrogate;
mod tokenize;
mod top_bottom;
mod zip3;

use limpid_detectors::Entity;

pub use action::{ACTIONS, Action, Alphabet, Census, DatePart, Generalize, Mask, Scope};
pub use encrypt::decrypt;
pub use normalize::normalize;
pub(crate) use surrogate::MOST_PEOPLE;
pub use tokenize::{reveal, reveal_all};

use crate::{
    error::Error,
    key::{KeyRing, SubKey},
};

/// The date a text holds, however it is written.
pub(crate) fn parse_date(text: &str) -> Option<jiff::civil::Date> {
    date::parse(text).map(|written| written.date)
}

/// A value to rewrite and where it stands. Has no `Debug`: it holds raw text.
#[derive(Clone, Copy)]
pub struct Cell<'a> {
    /// The text to replace.
    pub value: &'a str,
    /// Names the document (file and row), for scope `document`.
    pub document: &'a [u8],
    /// Number of the value within its document, for scope `random`.
    pub occurrence: u64,
    /// The subject the row belongs to (value of the `per` column), where the plan names one.
    pub subject: Option<&'a str>,
    /// Full names that the document holds: initials, mailboxes and user names follow their stand-ins.
    pub people: &'a [String],
}

/// The transform cannot treat this value. The caller redacts it and counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Untreatable(pub &'static str);

/// What a replacement depends on, besides the key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Depends {
    /// The value alone.
    Value,
    /// The value, and the people of its document.
    People,
    /// Where the value stands, too.
    Place,
}

/// Rewrites values of one entity.
pub trait Transform: Send + Sync {
    /// What its replacements depend on: those that need no place are not worked out twice in a batch.
    fn depends(&self) -> Depends {
        Depends::Place
    }

    /// Appends the replacement of `cell.value` to `out`. On `Err`, `out` is as it was.
    fn rewrite(&self, cell: &Cell<'_>, out: &mut String) -> Result<(), Untreatable>;
}

/// Builds the transform of `action` for `entity`. Fails for the actions that are none: keep, drop, detect.
///
/// A stand-in of a name is made of the stand-ins of its parts, so all spellings of a person agree:
///
/// ```
/// use limpid_detectors::Entity;
/// use limpid_pipelines::{
///     key::{KeyRing, MasterKey},
///     transform::{Action, Cell, Scope, build},
/// };
///
/// let key = MasterKey::from_text("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f")?;
/// let keys = KeyRing::new(key);
/// let stand_in = |entity: &str, value: &str, people: &[String]| {
///     let entity = Entity::new(entity).expect("a label");
///     let transform = build(&Action::Surrogate { scope: Scope::Dataset }, &entity, &keys).expect("builds");
///     let mut out = String::new();
///     let cell = Cell { value, document: b"", occurrence: 0, subject: None, people };
///     transform.rewrite(&cell, &mut out).expect("treats");
///     out
/// };
/// let whole = stand_in("PERSON", "Aisha Khan", &[]);
/// let (first, last) = whole.split_once(' ').expect("two names");
/// assert_eq!(stand_in("PERSON", "KHAN, Aisha", &[]), format!("{}, {first}", last.to_uppercase()));
/// assert_eq!(stand_in("PERSON", "Ms Khan", &[]), format!("Ms {last}"));
/// let mailbox = format!("{first}.{last}@").to_lowercase();
/// assert!(stand_in("EMAIL_ADDRESS", "aisha.khan@acme.test", &[]).starts_with(&mailbox));
/// // An initial stands for a name of the document.
/// let initial = first.chars().next().expect("a letter");
/// assert_eq!(stand_in("PERSON", "A. Khan", &["Aisha Khan".into()]), format!("{initial}. {last}"));
/// # Ok::<(), limpid_pipelines::error::Error>(())
/// ```
pub fn build(action: &Action, entity: &Entity, keys: &KeyRing) -> Result<Box<dyn Transform>, Error> {
    let label = entity.as_str();
    Ok(match action {
        Action::Keep | Action::Drop | Action::Detect | Action::Hierarchy { .. } => {
            return Err(Error::Plan {
                what: format!("{} does not rewrite values", action.name()),
                hint: "this is a bug in limpid; please report it".into(),
            });
        }
        Action::Redact => Box::new(redact::Redact),
        Action::Replace { with } => Box::new(replace::Replace::new(label, with.as_deref())),
        Action::Mask(options) => Box::new(mask::Masker(options.clone())),
        Action::Hash { length, scope } => Box::new(hash::Hash::new(keys, label, *length, *scope)),
        Action::Tokenize { scope } => Box::new(tokenize::Tokenize::new(keys, label, *scope)?),
        Action::Encrypt { alphabet } => Box::new(encrypt::Encrypt::new(keys, label, *alphabet)?),
        Action::Surrogate { scope } => surrogate::build(keys, label, *scope),
        Action::DateShift { max_days, .. } => Box::new(date_shift::DateShift::new(keys, *max_days)),
        Action::Generalize(options) => Box::new(generalize::Generalizer(options.clone())),
        Action::Round { to } => Box::new(round::Round(*to)),
        Action::TopBottom { top, bottom } => Box::new(top_bottom::Cut { top: *top, bottom: *bottom }),
    })
}

/// The digest that a consistent replacement is derived from.
fn seed(key: &SubKey, scope: Scope, normalized: &str, cell: &Cell<'_>) -> [u8; 32] {
    let value = normalized.as_bytes();
    match scope {
        Scope::Dataset => key.digest(&[value]),
        Scope::Document => key.digest(&[value, cell.document]),
        Scope::Random => key.digest(&[value, cell.document, &cell.occurrence.to_le_bytes()]),
    }
}

#[cfg(test)]
mod tests;
