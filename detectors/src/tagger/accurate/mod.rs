//! A transformer as tagger: slower than the built-in model by orders of magnitude, and better where the model
//! that the user chose is better. Behind the feature `accurate`.
//!
//! The files are those of Hugging Face: `config.json`, `tokenizer.json` and `model.safetensors` of a network for
//! token classification. Nothing is downloaded, and nothing is read here: the caller brings the bytes.
//!
//! On one core with wide vectors, a network of 6 layers and 384 numbers reads about 15 kB a second, 12 layers and 768
//! numbers about 2.6 kB (`examples/accurate_speed.rs`). Memory is the weights and some tens of megabytes a thread,
//! whatever the length of the text.
//!
//! Scores are the network's own probabilities. They are not calibrated to limpid's scale, and networks tend to be
//! surer than they should be. The same text gives the same tags on any number of threads; a processor with other
//! vector instructions adds in another order, which can show only where two labels are all but equally likely.

mod chunks;
mod config;
mod encoder;
mod error;
mod functions;
mod labels;
mod pieces;
mod weights;
mod words;

pub use error::AccurateError;

use super::fast::push;
use super::windows::{Window, windows};
use super::{Label, Mode, Tag, Tagger};
use config::Config;
use encoder::Encoder;
use pieces::{Piece, Reader};

/// Part of the digest: a change to how answers are made of the network's numbers is another tagger.
const VERSION: &[u8] = b"limpid accurate tagger 1";

/// The files of a model, as Hugging Face names them.
#[derive(Clone, Copy)]
pub struct Files<'f> {
    /// `config.json`.
    pub config: &'f [u8],
    /// `tokenizer.json`.
    pub tokenizer: &'f [u8],
    /// `model.safetensors`.
    pub weights: &'f [u8],
}

/// A transformer with its tokenizer.
pub struct AccurateTagger {
    reader: Reader,
    digest: blake3::Hash,
}

impl AccurateTagger {
    /// A tagger from the files of a model.
    pub fn from_files(files: Files<'_>) -> Result<Self, AccurateError> {
        let config = Config::read(files.config)?;
        let encoder = Encoder::read(&config, files.weights)?;
        let mut digest = blake3::Hasher::new();
        digest.update(VERSION);
        for file in [files.config, files.tokenizer, files.weights] {
            digest.update(blake3::hash(file).as_bytes());
        }
        Ok(Self { reader: Reader::new(config, encoder, files.tokenizer)?, digest: digest.finalize() })
    }

    fn window(&self, text: &str, window: Window, before: usize, pieces: &mut Vec<Piece>, out: &mut Vec<Tag>) {
        let part = text.get(window.from..window.to).unwrap_or_default();
        pieces.clear();
        if self.reader.read(part, pieces).is_err() {
            // Fail closed: what could not be read is treated as one name.
            let tagged = out.get(before..).and_then(<[Tag]>::last).map_or(0, |last| last.end);
            let start = tagged.max(window.start);
            push(Tag { start, end: window.end, label: Label::Person, score: 1.0 }, before, out);
            return;
        }
        let mut found = Vec::new();
        words::tags(part, pieces, &mut found);
        for tag in found {
            let tag = Tag { start: window.from + tag.start, end: window.from + tag.end, ..tag };
            if (window.start..window.end).contains(&tag.start) {
                push(tag, before, out);
            }
        }
    }
}

impl std::fmt::Debug for AccurateTagger {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("AccurateTagger").field("digest", &self.digest).finish_non_exhaustive()
    }
}

impl Tagger for AccurateTagger {
    fn name(&self) -> &'static str {
        "accurate"
    }

    fn digest(&self) -> blake3::Hash {
        self.digest
    }

    fn tag(&self, text: &str, _: Mode, out: &mut Vec<Tag>) {
        let before = out.len();
        let mut pieces = Vec::new();
        for window in windows(text) {
            self.window(text, window, before, &mut pieces, out);
        }
    }
}

#[cfg(test)]
mod tests;
