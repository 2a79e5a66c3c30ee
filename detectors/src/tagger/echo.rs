//! What a word's other places in the text say of it: a name is often told at one place (`Mrs Lakeley said`) and looks like
//! any word at another. After the manner of the non-local features of Krishnan and Manning (2006), without a second model:
//! each place adds a share of what the others were scored.

use super::features::Case;
use super::lattice::{LABELS, Lanes, begin_of};
use super::reading::Reading;
use super::tokens::Kind;

/// Words that are told apart; each needs two slots.
const SLOTS: usize = 1 << 13;
/// Shortest word in bytes: initials and particles belong to many.
const SHORTEST: usize = 3;
/// One other place counts a seventh of what it was scored, very many count in full.
const DOUBT: f32 = 6.0;
/// Most that one place says for or against a label.
const LOUDEST: f32 = 8.0;

/// With more marks than one to so many words, a text is code or a table: words stand there again and again, whatever they are.
const WORDS_TO_A_MARK: usize = 2;

/// For each label, how much better it fits than none.
type Evidence = [f32; LABELS.len()];

#[derive(Debug, Clone, Copy, Default)]
struct Heard {
    key: u64,
    places: f32,
    sum: Evidence,
}

/// What was heard of the words of one text.
#[derive(Debug, Clone)]
pub struct Echo {
    heard: Vec<Heard>,
    used: Vec<usize>,
}

impl Default for Echo {
    fn default() -> Self {
        Self { heard: vec![Heard::default(); SLOTS], used: Vec::new() }
    }
}

impl Echo {
    /// Adds to the emissions of each capitalised word what its other places say, in running text. `emissions` holds the
    /// tokens of all segments of the reading, in order.
    pub fn share(&mut self, reading: &Reading, emissions: &mut [Lanes]) {
        let (words, marks) = reading.tokens.iter().fold((0, 0), |(words, marks), token| {
            (words + usize::from(token.kind == Kind::Word), marks + usize::from(token.kind == Kind::Mark))
        });
        if marks * WORDS_TO_A_MARK > words {
            return;
        }
        for slot in self.used.drain(..) {
            self.heard[slot] = Heard::default();
        }
        let tokens = || reading.segments.iter().flat_map(Clone::clone);
        for (at, emission) in tokens().zip(emissions.iter()) {
            let Some(slot) = self.slot(reading, at) else { continue };
            let heard = &mut self.heard[slot];
            if heard.places == 0.0 {
                heard.key = reading.briefs[at].lower;
                self.used.push(slot);
            }
            heard.places += 1.0;
            for (sum, value) in heard.sum.iter_mut().zip(evidence(emission)) {
                *sum += value;
            }
        }
        for (at, emission) in tokens().zip(emissions.iter_mut()) {
            let Some(heard) = self.slot(reading, at).and_then(|slot| self.heard.get(slot)) else { continue };
            let others = heard.places - 1.0;
            if others < 1.0 {
                continue;
            }
            for ((label, sum), own) in LABELS.into_iter().zip(heard.sum).zip(evidence(emission)) {
                let share = (sum - own) / (others + DOUBT);
                emission[begin_of(label)] += share;
                emission[begin_of(label) + 1] += share;
            }
        }
    }

    /// Where the token's word is kept; none for words that tell nothing, and for those that find no room.
    fn slot(&self, reading: &Reading, at: usize) -> Option<usize> {
        let (brief, token) = (&reading.briefs[at], &reading.tokens[at]);
        let telling = matches!(brief.case, Case::Initial | Case::Mixed | Case::Upper);
        if !telling || token.end - token.start < SHORTEST {
            return None;
        }
        let mut slot = (brief.lower >> 9) as usize % SLOTS;
        while self.heard[slot].places > 0.0 && self.heard[slot].key != brief.lower {
            slot = (slot + 1) % SLOTS;
        }
        let room = self.used.len() * 2 < SLOTS || self.heard[slot].places > 0.0;
        room.then_some(slot)
    }
}

fn evidence(emission: &Lanes) -> Evidence {
    LABELS.map(|label| {
        let begin = begin_of(label);
        (emission[begin].max(emission[begin + 1]) - emission[0]).clamp(-LOUDEST, LOUDEST)
    })
}

#[cfg(test)]
mod tests {
    use super::{Echo, LABELS, SLOTS};
    use crate::tagger::lattice::{LANES, begin_of};
    use crate::tagger::lexicon::Lexicon;
    use crate::tagger::reading::Reading;
    use crate::tagger::{Label, Mode};

    /// Emissions after sharing, where the first token was scored a person by 7.
    fn shared(echo: &mut Echo, text: &str) -> (Reading, Vec<[f32; LANES]>) {
        let mut reading = Reading::default();
        reading.read(text, Mode::Prose, &Lexicon::default());
        let count = reading.segments.iter().map(ExactSizeIterator::len).sum();
        let mut emissions = vec![[0.0; LANES]; count];
        emissions[0][begin_of(Label::Person)] = 7.0;
        echo.share(&reading, &mut emissions);
        (reading, emissions)
    }

    #[test]
    fn one_place_speaks_for_the_others_and_not_for_itself() {
        let mut echo = Echo::default();
        let (_, emissions) = shared(&mut echo, "Lakeley Chilcote Lakeley");
        let person = begin_of(Label::Person);
        let of =
            |state: usize, emissions: &[[f32; LANES]]| emissions.iter().map(|e| e[state]).collect::<Vec<_>>();
        assert_eq!(of(person, &emissions), [7.0, 0.0, 1.0]);
        assert_eq!(of(person + 1, &emissions), [0.0, 0.0, 1.0]);
        assert!(LABELS[1..].iter().all(|label| emissions[2][begin_of(*label)] == 0.0));
        // Nothing is left of the text before.
        let (_, emissions) = shared(&mut echo, "Chilcote Lakeley");
        assert_eq!(of(person, &emissions), [7.0, 0.0]);
        // Words of code come back, whatever they are.
        let (_, emissions) = shared(&mut echo, "Clone, Eq, Clone");
        assert_eq!(of(person, &emissions), [7.0, 0.0, 0.0, 0.0, 0.0]);
    }

    #[test]
    fn more_words_than_there_is_room_for_are_not_heard() {
        let text: String =
            (0..SLOTS).map(|at| format!("Q{} ", "xy".repeat(1 + at % 7) + &letters(at))).collect();
        let (reading, emissions) = shared(&mut Echo::default(), &(text.clone() + &text));
        assert_eq!(reading.tokens.len(), SLOTS * 2);
        let again = emissions[SLOTS][begin_of(Label::Person)];
        assert_eq!((again, emissions[SLOTS * 2 - 1][begin_of(Label::Person)]), (1.0, 0.0));
    }

    fn letters(number: usize) -> String {
        format!("{number:05}").bytes().map(|digit| char::from(digit - b'0' + b'a')).collect()
    }
}
