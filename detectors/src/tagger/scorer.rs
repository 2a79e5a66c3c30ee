//! Scores the tokens of a segment. What a word adds to itself and to its neighbours is worked out once and
//! remembered, so a token costs five additions of vectors and the few features of pairs.

use super::Label;
use super::features::{Buffers, Case, PAIRS, Place, analyse, of_neighbours, of_word};
use super::lattice::{LABELS, LANES, Lanes, begin_of};
use super::model::Model;
use super::reading::Reading;
use super::weights::Sum;
use std::ops::Range;

const REMEMBERED: usize = 1 << 14;
/// The places in the order of [`Slot::sums`], with where the scored token is, seen from the word.
const PLACES: [(Place, isize); 5] = [
    (Place::FarBehind, -2),
    (Place::Behind, -1),
    (Place::Here, 0),
    (Place::Before, 1),
    (Place::FarBefore, 2),
];

#[derive(Debug, Clone, Copy)]
struct Slot {
    key: u64,
    sums: [Sum; 5],
}

/// Scores and the memory of words.
#[derive(Debug, Clone)]
pub struct Scorer {
    known: Vec<Slot>,
    sums: Vec<Sum>,
    buffers: Buffers,
}

impl Default for Scorer {
    fn default() -> Self {
        Self {
            known: vec![Slot { key: 0, sums: [[0; LANES]; 5] }; REMEMBERED],
            sums: Vec::new(),
            buffers: Buffers::default(),
        }
    }
}

impl Scorer {
    /// Appends one value a state for every token of a segment. A scorer must always be used with the same model.
    pub fn score(
        &mut self,
        text: &str,
        reading: &Reading,
        segment: &Range<usize>,
        model: &Model,
        emissions: &mut Vec<Lanes>,
    ) {
        self.sums.clear();
        self.sums.resize(segment.len(), [0; LANES]);
        let count = reading.tokens.len();
        for offset in 0..segment.len() + 4 {
            // From two before the segment to two behind it; outside the text stands the edge.
            let at = (segment.start + offset).checked_sub(2).filter(|at| *at < count);
            let slot = self.word(text, reading, at, model);
            for (sums, (_, towards)) in self.known[slot].sums.iter().zip(PLACES) {
                let Some(target) = offset.checked_add_signed(towards - 2) else { continue };
                if let Some(sum) = self.sums.get_mut(target) {
                    add(sum, sums);
                }
            }
        }
        for (at, sum) in segment.clone().zip(&mut self.sums) {
            let mut keys = [0; PAIRS];
            let mut next = keys.iter_mut();
            of_neighbours(&reading.near(at), reading.around[at], &mut |key| {
                if let Some(slot) = next.next() {
                    *slot = key;
                }
            });
            let mut sum = *sum;
            for key in keys {
                model.weights.add(key, &mut sum);
            }
            let mut emission = sum.map(|value| f32::from(value) * model.scale);
            for (label, bonus) in LABELS.into_iter().zip(model.bonus) {
                emission[begin_of(label)] += bonus;
            }
            close(reading, at, &mut emission);
            emissions.push(emission);
        }
    }

    fn word(&mut self, text: &str, reading: &Reading, at: Option<usize>, model: &Model) -> usize {
        let key = at.map_or(super::features::Brief::EDGE.key, |at| reading.briefs[at].key);
        let slot = (key ^ key >> 20) as usize & (REMEMBERED - 1);
        if self.known[slot].key != key {
            let word = match at {
                Some(at) => {
                    let token = &reading.tokens[at];
                    analyse(token.of(text), token.kind, &model.lexicon, &mut self.buffers)
                }
                None => super::features::Word::edge(),
            };
            let mut fresh = Slot { key, sums: [[0; LANES]; 5] };
            for (sum, (place, _)) in fresh.sums.iter_mut().zip(PLACES) {
                of_word(&word, place, &mut |key| model.weights.add(key, sum));
            }
            self.known[slot] = fresh;
        }
        slot
    }
}

#[inline]
fn add(to: &mut Sum, from: &Sum) {
    for lane in 0..LANES {
        to[lane] = to[lane].wrapping_add(from[lane]);
    }
}

const CLOSED: f32 = -30.0;

/// Where people write names with capitals, a small word begins none, and goes on with none unless a capital follows
/// (van der Berg).
fn close(reading: &Reading, at: usize, emission: &mut Lanes) {
    let small = |offset| reading.brief(at, offset).case == Case::Lower;
    if !small(0) || reading.careless(at) {
        return;
    }
    let capital = |offset| {
        matches!(reading.brief(at, offset).case, Case::Initial | Case::Upper | Case::Mixed | Case::Letter)
    };
    let inside = capital(1) || small(1) && (capital(2) || small(2) && capital(3));
    let person = begin_of(Label::Person);
    emission[person] = CLOSED;
    if !inside {
        emission[person + 1] = CLOSED;
    }
}
