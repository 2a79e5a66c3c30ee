//! How the words with capitals stand elsewhere in the same text: in small letters, within a sentence, behind a title. A name
//! that begins a sentence is told from other words by that.

use super::features::{Brief, Case};
use super::lexicon::{Degree, Flag};

/// The same word stands in small letters.
pub const SMALL: u8 = 1;
/// Elsewhere it stands with a capital: within a sentence,
const WITHIN: usize = 1;
/// behind a title or a first name,
const LED: usize = 2;
/// anywhere.
const AGAIN: usize = 3;

/// Bits of the set of words seen in small letters.
const LOWER: usize = 1 << 18;
/// Words with capitals that are told apart.
const CAPITAL: usize = 1 << 16;

/// Sets and counts of the words of one text, reused from text to text.
#[derive(Debug, Clone)]
pub struct Elsewhere {
    lower: Vec<u64>,
    counts: Vec<[u8; 4]>,
    /// Bits for each token: [`SMALL`] and three that only the model reads.
    pub bits: Vec<u8>,
}

impl Default for Elsewhere {
    fn default() -> Self {
        Self { lower: vec![0; LOWER / 64], counts: vec![[0; 4]; CAPITAL], bits: Vec::new() }
    }
}

impl Elsewhere {
    /// Fills [`Self::bits`] for a text.
    pub fn listen(&mut self, briefs: &[Brief]) {
        let before = |at: usize| at.checked_sub(1).and_then(|at| briefs.get(at)).unwrap_or(&Brief::EDGE);
        for (at, brief) in briefs.iter().enumerate() {
            if brief.case == Case::Lower {
                self.lower[word(brief)] |= bit(brief);
            } else if capital(brief) {
                for (count, own) in self.counts[slot(brief)].iter_mut().zip(stands(before(at))) {
                    *count = count.saturating_add(own);
                }
            }
        }
        self.bits.clear();
        self.bits.extend(briefs.iter().enumerate().map(|(at, brief)| {
            let small = brief.case == Case::Initial && self.lower[word(brief)] & bit(brief) != 0;
            let mut bits = if small { SMALL } else { 0 };
            if capital(brief) {
                let own = stands(before(at));
                for kind in [WITHIN, LED, AGAIN] {
                    bits |= u8::from(self.counts[slot(brief)][kind] > own[kind]) << kind;
                }
            }
            bits
        }));
        for brief in briefs {
            if brief.case == Case::Lower {
                self.lower[word(brief)] = 0;
            } else if capital(brief) {
                self.counts[slot(brief)] = [0; 4];
            }
        }
    }
}

fn word(brief: &Brief) -> usize {
    (brief.lower >> 18) as usize & (LOWER / 64 - 1)
}

fn bit(brief: &Brief) -> u64 {
    1 << (brief.lower >> 12 & 63)
}

fn slot(brief: &Brief) -> usize {
    (brief.lower >> 20) as usize & (CAPITAL - 1)
}

fn capital(brief: &Brief) -> bool {
    matches!(brief.case, Case::Initial | Case::Mixed | Case::Upper)
}

/// What counts of a word that stands behind `before`, in the order of the bits.
fn stands(before: &Brief) -> [u8; 4] {
    let named = capital(before) && before.entry.degree(Degree::First) >= 2;
    [0, u8::from(!before.ends), u8::from(named || before.entry.has(Flag::Title)), 1]
}

#[cfg(test)]
mod tests {
    use super::{AGAIN, Elsewhere, LED, SMALL, WITHIN};
    use crate::tagger::Mode;
    use crate::tagger::lexicon::{Entry, Flag, Lexicon, key};
    use crate::tagger::reading::Reading;

    fn bits(text: &str) -> Vec<u8> {
        let mut title = Entry::default();
        title.set(Flag::Title);
        let lexicon = Lexicon::from_sorted(&[(key("mrs"), title)]);
        let mut reading = Reading::default();
        reading.read(text, Mode::Prose, &lexicon);
        let mut elsewhere = Elsewhere::default();
        elsewhere.listen(&reading.briefs);
        let again = elsewhere.bits.clone();
        elsewhere.listen(&reading.briefs);
        assert_eq!(elsewhere.bits, again, "nothing is left of the text before");
        again
    }

    #[test]
    fn a_word_is_told_by_its_other_places() {
        let all = |kinds: &[usize]| kinds.iter().fold(0_u8, |bits, kind| bits | 1 << kind);
        assert_eq!(bits("Harbour lights."), [0, 0, 0]);
        assert_eq!(bits("Harbour lights. The harbour."), [SMALL, 0, 0, 0, 0, 0]);
        let said = bits("Lakeley said. Now Lakeley went.");
        assert_eq!((said[0], said[4]), (all(&[WITHIN, AGAIN]), all(&[AGAIN])));
        let said = bits("Lakeley said. Mrs Lakeley went.");
        assert_eq!((said[0], said[4]), (all(&[WITHIN, LED, AGAIN]), all(&[AGAIN])));
    }
}
