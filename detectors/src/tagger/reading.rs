//! Reads a text into tokens, what is known of each, and the segments that are worth scoring.

use super::Mode;
use super::elsewhere::Elsewhere;
use super::features::{Brief, Buffers, Case, Surroundings, analyse, key_of};
use super::lexicon::{Degree, Flag, Lexicon};
use super::tokens::{Kind, Token, tokenize};
use std::ops::Range;

/// How far, in tokens, the letters around a token are looked at.
const AROUND: usize = 12;
/// A cell with more tokens than this is read like running text.
const CELL: usize = 24;
const REMEMBERED: usize = 1 << 14;

/// A text as the model sees it. Reused from text to text.
#[derive(Debug, Clone)]
pub struct Reading {
    /// The tokens.
    pub tokens: Vec<Token>,
    /// What is known of each token.
    pub briefs: Vec<Brief>,
    /// What surrounds each token.
    pub around: Vec<Surroundings>,
    /// Ranges of tokens where names may be; everything else is outside.
    pub segments: Vec<Range<usize>>,
    known: Vec<Brief>,
    elsewhere: Elsewhere,
    counts: Vec<[u32; 5]>,
    buffers: Buffers,
}

impl Default for Reading {
    fn default() -> Self {
        Self {
            tokens: Vec::new(),
            briefs: Vec::new(),
            around: Vec::new(),
            segments: Vec::new(),
            known: vec![Brief::default(); REMEMBERED],
            elsewhere: Elsewhere::default(),
            counts: Vec::new(),
            buffers: Buffers::default(),
        }
    }
}

impl Reading {
    /// Reads a text. A reading must always be used with the same lexicon: it remembers words.
    pub fn read(&mut self, text: &str, mode: Mode, lexicon: &Lexicon) {
        self.tokens.clear();
        self.briefs.clear();
        tokenize(text, &mut self.tokens);
        for token in &self.tokens {
            let part = token.of(text);
            let key = key_of(part, token.kind);
            let slot = (key >> 32) as usize & (REMEMBERED - 1);
            if self.known[slot].key != key {
                self.known[slot] = analyse(part, token.kind, lexicon, &mut self.buffers).brief;
            }
            self.briefs.push(self.known[slot]);
        }
        self.elsewhere.listen(&self.briefs);
        self.survey(mode);
    }

    /// Works out surroundings and segments from the briefs.
    pub fn survey(&mut self, mode: Mode) {
        self.look_around(mode);
        self.gate(mode == Mode::Cell && self.tokens.len() <= CELL);
    }

    /// The token's brief, or the edge of the text.
    #[inline]
    pub fn brief(&self, at: usize, offset: isize) -> Brief {
        at.checked_add_signed(offset).and_then(|at| self.briefs.get(at)).copied().unwrap_or(Brief::EDGE)
    }

    /// The token and two neighbours on each side.
    #[inline]
    pub fn near(&self, at: usize) -> [Brief; 5] {
        [self.brief(at, -2), self.brief(at, -1), self.brief(at, 0), self.brief(at, 1), self.brief(at, 2)]
    }

    fn look_around(&mut self, mode: Mode) {
        self.counts.clear();
        let mut sum = [0; 5];
        let mut fresh = true;
        self.counts.push(sum);
        for brief in &self.briefs {
            match brief.case {
                Case::Upper => sum[0] += 1,
                Case::Lower => {
                    sum[1] += 1;
                    sum[3] += u32::from(
                        brief.entry.degree(Degree::Common) == 0 || brief.entry.has(Flag::Elsewhere),
                    );
                }
                Case::Initial | Case::Mixed => {
                    sum[2] += 1;
                    sum[4] += u32::from(fresh);
                }
                _ => {}
            }
            fresh = brief.ends;
            self.counts.push(sum);
        }
        let whole = sum;
        let words = (sum[0] + sum[1] + sum[2]).min(5);
        let cell = if mode == Mode::Cell { 1 + words as u8 } else { 0 };
        self.around.clear();
        self.around
            .resize(self.tokens.len(), Surroundings { letters: 0, strange: false, elsewhere: 0, cell });
        let mut from = 0;
        while from < self.tokens.len() {
            let to = (from + 1..self.tokens.len())
                .find(|at| self.tokens[*at].kind == Kind::Break)
                .unwrap_or(self.tokens.len());
            for at in from..to {
                self.around[at].elsewhere = self.elsewhere.bits[at];
                let low = self.counts[from.max(at.saturating_sub(AROUND))];
                let high = self.counts[to.min(at + AROUND + 1)];
                let [upper, lower, initial, unknown, first] =
                    [0, 1, 2, 3, 4].map(|field| high[field] - low[field]);
                // Where small letters are few, as in headings, the rest of the text tells the language.
                let (small, odd) = if lower >= 3 { (lower, unknown) } else { (whole[1], whole[3]) };
                self.around[at].strange = small >= 3 && odd * 5 > small;
                self.around[at].letters = if upper >= 2 && upper >= 4 * (lower + initial) {
                    1
                } else if upper + initial == 0 {
                    2
                } else if upper == 0 && initial == first {
                    3
                } else {
                    0
                };
            }
            from = to;
        }
    }

    fn gate(&mut self, cell: bool) {
        self.segments.clear();
        if cell {
            if !self.tokens.is_empty() {
                self.segments.push(0..self.tokens.len());
            }
            return;
        }
        for at in 0..self.briefs.len() {
            if !self.opens(at) {
                continue;
            }
            let from = at.saturating_sub(1);
            let to = (at + 2).min(self.briefs.len());
            match self.segments.last_mut() {
                // A gap of one token is part of the name, or costs less than two segments.
                Some(last) if from <= last.end + 1 => last.end = to,
                _ => self.segments.push(from..to),
            }
        }
    }

    /// Whether names may be in small letters here: where no others have capitals, in a language we know.
    pub fn careless(&self, at: usize) -> bool {
        let around = self.around[at];
        around.letters >= 2 && !around.strange || around.cell > 0
    }

    fn opens(&self, at: usize) -> bool {
        let brief = &self.briefs[at];
        if !brief.opens {
            return false;
        }
        let entry = brief.entry;
        let telling = entry.has(Flag::Date) || entry.has(Flag::Attribute);
        if brief.case == Case::Lower && !self.careless(at) && !telling {
            return false;
        }
        let plain = brief.case == Case::Initial
            && entry.degree(Degree::Common) >= 2
            && entry.degree(Degree::Capital) <= 1
            && !entry.has(Flag::Date)
            && !entry.has(Flag::Title);
        // A plain word at the beginning of a sentence, with no name behind it.
        !(plain && self.brief(at, -1).ends && !self.brief(at, 1).opens)
    }
}

#[cfg(test)]
mod tests {
    use super::Reading;
    use crate::tagger::Mode;
    use crate::tagger::lexicon::Lexicon;

    #[test]
    fn headings_are_as_strange_as_the_text_below_them() {
        let mut reading = Reading::default();
        let strange = |reading: &mut Reading, text: &str| {
            reading.read(text, Mode::Prose, &Lexicon::default());
            reading.around[0].strange
        };
        assert!(strange(&mut reading, "UMOWA NAJMU\nstrony zawierają umowę najmu lokalu"));
        assert!(!strange(&mut reading, "UMOWA NAJMU"));
    }
}
