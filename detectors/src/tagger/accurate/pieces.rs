//! From text to pieces of words with probabilities: the model's own tokenizer, then the network chunk by chunk.

use super::chunks::chunks;
use super::config::Config;
use super::encoder::Encoder;
use super::error::{AccurateError, first_line};
use super::labels::Labels;
use crate::tagger::lattice::LABELS;
use tokenizers::Tokenizer;

/// Chunks given to the network at once. On a processor more is no faster, and attention takes memory by the chunk.
const BATCH: usize = 2;

/// One piece of a word, as the tokenizer cuts it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Piece {
    /// First byte in the text.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// Probability of each label.
    pub odds: [f32; LABELS.len()],
    /// The part of it that says a span begins here.
    pub begins: [f32; LABELS.len()],
    /// Probability of the likeliest thing that limpid has no name for, or of nothing at all.
    pub other: f32,
}

/// Tokenizer and network together.
#[derive(Debug)]
pub struct Reader {
    tokenizer: Tokenizer,
    encoder: Encoder,
    labels: Labels,
    /// Special tokens before and behind every chunk.
    before: Vec<u32>,
    behind: Vec<u32>,
    /// Tokens of text in a chunk.
    room: usize,
}

/// A window of the text could not be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unreadable;

impl Reader {
    /// Puts tokenizer and network together, and tries them.
    pub fn new(config: Config, encoder: Encoder, tokenizer: &[u8]) -> Result<Self, AccurateError> {
        let refused = |error: tokenizers::Error| AccurateError::Tokenizer(first_line(&error.to_string()));
        let mut tokenizer = Tokenizer::from_bytes(tokenizer).map_err(refused)?;
        tokenizer.with_truncation(None).map_err(refused)?;
        tokenizer.with_padding(None);
        // What looks like a special token in a text is text.
        tokenizer.set_encode_special_tokens(true);
        if let Some(highest) = tokenizer.get_vocab(true).into_values().max()
            && usize::try_from(highest).is_ok_and(|highest| highest >= config.vocabulary)
        {
            return Err(AccurateError::Vocabulary { tokenizer: highest, model: config.vocabulary });
        }
        let sample = tokenizer.encode("a", true).map_err(refused)?;
        let special = sample.get_special_tokens_mask();
        let leading = special.iter().take_while(|mask| **mask == 1).count();
        if leading == special.len() {
            return Err(AccurateError::Tokenizer("it leaves nothing of a letter".into()));
        }
        let trailing = special.iter().skip(leading).rev().take_while(|mask| **mask == 1).count();
        let ids = sample.get_ids();
        let before = ids.iter().copied().take(leading).collect::<Vec<u32>>();
        let behind = ids.iter().copied().skip(ids.len().saturating_sub(trailing)).collect::<Vec<u32>>();
        let room = config.longest.saturating_sub(before.len() + behind.len());
        if room == 0 {
            return Err(AccurateError::Setting {
                key: "max_position_embeddings",
                found: config.positions.to_string(),
                expected: "room for the special tokens and some text",
            });
        }
        let reader = Self { tokenizer, encoder, labels: config.labels, before, behind, room };
        // Words that no vocabulary holds: a tokenizer without a token for them must not fail later.
        reader.tokenizer.encode("a \u{e000}\u{10fffd}\u{0} 漢 zqxj", false).map_err(refused)?;
        reader.encoder.probabilities(ids, 1)?;
        Ok(reader)
    }

    /// Appends the pieces of `text` to `out`, in order.
    pub fn read(&self, text: &str, out: &mut Vec<Piece>) -> Result<(), Unreadable> {
        let encoding = self.tokenizer.encode(text, false).map_err(|_| Unreadable)?;
        let (ids, offsets) = (encoding.get_ids(), encoding.get_offsets());
        if ids.is_empty() {
            return Ok(());
        }
        let classes = self.labels.classes.len();
        let mut groups = vec![0.0; self.labels.groups];
        let mut batch = Vec::new();
        for some in chunks(ids.len(), self.room).chunks(BATCH) {
            batch.clear();
            let mut length = 0;
            for chunk in some {
                batch.extend_from_slice(&self.before);
                batch.extend_from_slice(ids.get(chunk.read.clone()).ok_or(Unreadable)?);
                batch.extend_from_slice(&self.behind);
                length = self.before.len() + chunk.read.len() + self.behind.len();
            }
            let all = self.encoder.probabilities(&batch, some.len()).map_err(|_| Unreadable)?;
            for (chunk, row) in some.iter().zip(all.chunks(length * classes)) {
                let first = self.before.len() + chunk.answer.start - chunk.read.start;
                let places = offsets.get(chunk.answer.clone()).ok_or(Unreadable)?;
                for ((start, end), odds) in places.iter().zip(row.chunks(classes).skip(first)) {
                    out.push(self.piece(*start, *end, odds, &mut groups));
                }
            }
        }
        Ok(())
    }

    fn piece(&self, start: usize, end: usize, classes: &[f32], groups: &mut [f32]) -> Piece {
        let mut piece =
            Piece { start, end, odds: Default::default(), begins: Default::default(), other: 0.0 };
        groups.fill(0.0);
        for (class, odds) in self.labels.classes.iter().zip(classes) {
            if let Some(sum) = groups.get_mut(class.group) {
                *sum += odds;
            }
            if let Some(begins) = piece.begins.get_mut(class.group).filter(|_| class.begins) {
                *begins += odds;
            }
        }
        let (known, unknown) = groups.split_at(LABELS.len().min(groups.len()));
        piece.odds.iter_mut().zip(known).for_each(|(odds, sum)| *odds = *sum);
        piece.other = unknown.iter().copied().fold(0.0, f32::max);
        piece
    }
}
