//! Names, places, organizations and dates in words: a small trained sequence model, fast enough to run on everything.
//!
//! ```
//! use limpid_detectors::tagger::{FastTagger, Mode, Tagger};
//!
//! let mut tags = Vec::new();
//! FastTagger::embedded().tag("nothing to see here", Mode::Prose, &mut tags);
//! assert!(tags.is_empty());
//! ```

#![allow(
    clippy::cast_possible_truncation,
    clippy::needless_range_loop,
    reason = "hashes are cut to places in tables on purpose; lanes are counted so that loops become vector instructions"
)]

#[cfg(feature = "accurate")]
pub mod accurate;
pub mod calibration;
mod caseless;
mod echo;
pub mod elsewhere;
mod fast;
pub mod features;
pub mod hash;
pub mod lattice;
pub mod lexicon;
mod memory;
pub mod model;
pub mod reading;
mod romanize;
mod scorer;
mod spans;
mod syllables;
#[cfg(test)]
mod tests;
pub mod tokens;
pub mod weights;
mod windows;

pub use fast::FastTagger;
pub use model::ModelError;
use serde::{Deserialize, Serialize};

/// What a tagged span names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Label {
    /// A natural person, without courtesy titles.
    Person,
    /// A place: city, country, street, building, river.
    Location,
    /// A company, authority, club or other body of people.
    Organization,
    /// A date, a time or a period in words.
    DateTime,
    /// A nationality, a religion or a political group.
    Nrp,
    /// What somebody is: occupation, rank, state of health, family status.
    Attribute,
}

/// One tagged span of a text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Tag {
    /// First byte of the span in the text.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// What the span names.
    pub label: Label,
    /// How sure, 0 to 1: of spans with a score of 0.8, about eight in ten are right.
    pub score: f32,
}

/// What kind of text is read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Mode {
    /// Running text.
    #[default]
    Prose,
    /// One short cell of a table.
    Cell,
}

/// Finds names in text. The same text gives the same tags, on any thread and any machine.
pub trait Tagger: Send + Sync + std::fmt::Debug {
    /// Its name, as a policy and a manifest call it.
    fn name(&self) -> &str;

    /// Digest of everything that decides its answers: weights, word lists, version of the features.
    fn digest(&self) -> blake3::Hash;

    /// Appends the tags of `text` to `out`: sorted, not overlapping, on character boundaries.
    fn tag(&self, text: &str, mode: Mode, out: &mut Vec<Tag>);
}

impl<T: Tagger + ?Sized> Tagger for &T {
    fn name(&self) -> &str {
        T::name(self)
    }

    fn digest(&self) -> blake3::Hash {
        T::digest(self)
    }

    fn tag(&self, text: &str, mode: Mode, out: &mut Vec<Tag>) {
        T::tag(self, text, mode, out);
    }
}
