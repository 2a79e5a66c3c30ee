//! Turns documents into training sequences: the gated segments, each token with its features and the states
//! that its annotation allows.

use crate::corpus::{Document, Gold};
use crate::pipeline::Options;
use crate::rng::Rng;
use crate::words::may_be_unseen;
use limpid_detectors::tagger::Label;
use limpid_detectors::tagger::features::{
    Brief, Buffers, Case, PAIRS, Place, Word, analyse, of_neighbours, of_word,
};
use limpid_detectors::tagger::lattice::{LABELS, begin_of};
use limpid_detectors::tagger::lexicon::{Flag, Lexicon};
use limpid_detectors::tagger::reading::Reading;
use std::collections::HashMap;

/// Stands for a feature that is not learned.
pub const NONE: u32 = u32::MAX;
const PLACES: [Place; 5] = [Place::FarBefore, Place::Before, Place::Here, Place::Behind, Place::FarBehind];

/// One token in training.
#[derive(Debug, Clone)]
pub struct Item {
    /// The words around it, as indices into [`Examples::words`].
    pub words: [u32; 5],
    /// Features of several words.
    pub pairs: [u32; PAIRS],
    /// A bit for every state that the annotation allows.
    pub allowed: u16,
}

/// All training sequences.
#[derive(Debug, Default)]
pub struct Examples {
    /// Tokens of all sequences.
    pub items: Vec<Item>,
    /// Where each sequence begins; the last is the end of all.
    pub starts: Vec<u32>,
    /// Features of each word at each of the five places.
    pub words: Vec<[Vec<u32>; 5]>,
    /// Keys of the features, by their number.
    pub keys: Vec<u64>,
}

struct Pending {
    words: [u32; 5],
    pairs: [u64; PAIRS],
    allowed: u16,
}

/// Encodes documents. Rare features are left out; some possible names are read as if nobody had ever seen them, and
/// some texts as if in a language that nobody has seen.
pub fn encode<'d>(
    documents: impl Iterator<Item = &'d Document>,
    lexicon: &Lexicon,
    options: &Options,
) -> Examples {
    let mut rng = Rng::new(options.seed);
    let mut reading = Reading::default();
    let mut buffers = Buffers::default();
    let mut numbers: HashMap<u64, u32> = HashMap::new();
    let mut words: Vec<Word> = vec![Word::edge(); 3];
    numbers.insert(Brief::EDGE.key, 0);
    let mut items: Vec<Pending> = Vec::new();
    let mut starts = vec![0];
    for document in documents {
        reading.read(&document.text, document.mode, lexicon);
        let foreign = document.text.len() < 6_000 && rng.chance(options.foreign);
        let allowed = states(document, &reading);
        let mut number = vec![0_u32; reading.tokens.len()];
        for (at, token) in reading.tokens.iter().enumerate() {
            let brief = reading.briefs[at];
            let known = *numbers.entry(brief.key).or_insert_with(|| {
                let word = analyse(token.of(&document.text), token.kind, lexicon, &mut buffers);
                words.push(word.clone());
                words.push(word.unseen());
                words.push(word.foreign());
                (words.len() - 3) as u32
            });
            // A small word inside a name stays known: van, de, bin.
            let particle = brief.case == Case::Lower && allowed[at] & 0b100 != 0 && allowed[at] & 1 == 0;
            let hide = may_be_unseen(brief.case, brief.entry) && rng.chance(options.unseen);
            number[at] = known + if hide { 1 } else { 2 * u32::from(foreign && !particle) };
        }
        for at in 0..reading.briefs.len() {
            reading.briefs[at] = words[number[at] as usize].brief;
        }
        reading.survey(document.mode);
        for segment in reading.segments.clone() {
            for at in segment {
                let near = [-2_isize, -1, 0, 1, 2].map(|offset| {
                    at.checked_add_signed(offset).and_then(|at| number.get(at)).copied().unwrap_or(0)
                });
                let mut pairs = [0; PAIRS];
                let mut next = 0;
                of_neighbours(&reading.near(at), reading.around[at], &mut |key| {
                    pairs[next] = key;
                    next += 1;
                });
                items.push(Pending { words: near, pairs, allowed: allowed[at] });
            }
            starts.push(items.len() as u32);
        }
    }
    number_features(&items, starts, &words, options.least)
}

fn number_features(items: &[Pending], starts: Vec<u32>, words: &[Word], least: u8) -> Examples {
    let mut counts = vec![0_u8; 1 << 26];
    let place = |key: u64| (key >> 20) as usize & ((1 << 26) - 1);
    let mut uses = vec![[0_u32; 5]; words.len()];
    for item in items {
        for (at, word) in item.words.iter().enumerate() {
            uses[*word as usize][at] += 1;
        }
        for key in item.pairs {
            let count = &mut counts[place(key)];
            *count = count.saturating_add(1);
        }
    }
    for (word, uses) in words.iter().zip(&uses) {
        for (at, used) in PLACES.into_iter().zip(uses) {
            of_word(word, at, &mut |key| {
                let count = &mut counts[place(key)];
                *count = count.saturating_add(u8::try_from(*used).unwrap_or(u8::MAX));
            });
        }
    }
    let mut keys = Vec::new();
    let mut numbers: HashMap<u64, u32> = HashMap::new();
    let mut number = |key: u64| {
        if counts[place(key)] < least {
            return NONE;
        }
        *numbers.entry(key).or_insert_with(|| {
            keys.push(key);
            (keys.len() - 1) as u32
        })
    };
    let mut table = Vec::with_capacity(words.len());
    for (word, uses) in words.iter().zip(&uses) {
        let mut lists: [Vec<u32>; 5] = Default::default();
        for ((at, list), used) in PLACES.into_iter().zip(&mut lists).zip(uses) {
            if *used > 0 {
                of_word(word, at, &mut |key| {
                    let number = number(key);
                    if number != NONE {
                        list.push(number);
                    }
                });
            }
        }
        table.push(lists);
    }
    let items = items
        .iter()
        .map(|item| Item { words: item.words, pairs: item.pairs.map(&mut number), allowed: item.allowed })
        .collect();
    Examples { items, starts, words: table, keys }
}

/// The states each token may have, a bit a state.
fn states(document: &Document, reading: &Reading) -> Vec<u16> {
    let mut outside = 1_u16;
    for label in LABELS.into_iter().filter(|label| !document.annotated.contains(label)) {
        outside |= 3 << begin_of(label);
    }
    // What is not annotated may be there, but only where it is likely: else the model would make such labels mean
    // whatever suits it.
    let dated = |at: usize| {
        matches!(reading.briefs[at].case, Case::Number | Case::Year)
            || reading.briefs[at].entry.has(Flag::Date)
    };
    let telling = |at: usize| reading.briefs[at].entry.has(Flag::Attribute);
    let open = |at: usize| {
        let brief = reading.briefs[at];
        let mut mask = outside;
        if !(at.saturating_sub(2)..(at + 3).min(reading.briefs.len())).any(dated) {
            mask &= !(3 << begin_of(Label::DateTime));
        }
        if !brief.entry.has(Flag::Nationality) {
            mask &= !(3 << begin_of(Label::Nrp));
        }
        if !(at.saturating_sub(2)..(at + 3).min(reading.briefs.len())).any(telling) {
            mask &= !(3 << begin_of(Label::Attribute));
        }
        mask
    };
    let mut out: Vec<u16> = (0..reading.tokens.len()).map(open).collect();
    let mut last: Option<&crate::corpus::Span> = None;
    for span in &document.spans {
        // Two names with but a space between them are one name cut by the annotators.
        let joined = last.is_some_and(|last| {
            last.gold == span.gold && document.text.get(last.end..span.start) == Some(" ")
        });
        last = Some(span);
        let mut first = !joined;
        let from = reading.tokens.partition_point(|token| token.end <= span.start);
        for (at, token) in reading.tokens.iter().enumerate().skip(from) {
            if token.start >= span.end {
                break;
            }
            let shared = token.end.min(span.end) - token.start.max(span.start);
            if shared * 2 < token.end - token.start {
                continue;
            }
            out[at] = match span.gold {
                Gold::Free => u16::MAX,
                Gold::Outside => 1,
                Gold::Label(label) => 1 << (begin_of(label) + usize::from(!first)),
            };
            first = false;
        }
    }
    out
}
