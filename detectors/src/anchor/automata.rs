//! The automata of all signs: which detectors match at a place.

use limpid_patterns::{Sign, Start};

use super::{
    automaton::Automaton,
    beginnings::Beginning,
    memory::{Full, Memory},
};
use crate::both;

/// What announces a value, each with an automaton of its own.
pub(super) const SIGNS: [Sign; COUNT] = [Sign::Digit, Sign::DigitAhead, Sign::Run, Sign::First];
/// How many they are.
pub(super) const COUNT: usize = 4;

/// An automaton for each sign that announces something.
pub(super) struct Automata([Option<Automaton>; COUNT]);

/// What a thread has learned of them.
pub(super) struct Memories([Option<Memory>; COUNT]);

impl Automata {
    /// Builds them for detectors and how their values begin; also returned are the detectors of an automaton that is too large.
    pub(super) fn new<'a>(starts: impl Iterator<Item = (u16, &'a Start)>) -> (Self, Vec<u16>) {
        let starts: Vec<(u16, &Start)> = starts.collect();
        let of = |sign| {
            let own = starts.iter().filter(|(_, start)| start.sign == sign);
            let patterns: Vec<_> =
                own.map(|(number, start)| (*number, &start.tail, start.in_words)).collect();
            let too_large = || patterns.iter().map(|(number, _, _)| *number).collect();
            Automaton::new(&patterns).map_or_else(|| (None, too_large()), |made| (Some(made), Vec::new()))
        };
        // The last takes as long as the others.
        let [others @ .., last] = SIGNS;
        let (last, [digit, ahead, run]) = both(|| of(last), || others.map(of));
        let made = [digit, ahead, run, last];
        let too_large = made.iter().flat_map(|(_, too_large)| too_large).copied().collect();
        (Self(made.map(|(automaton, _)| automaton)), too_large)
    }

    /// What one knows of them at first.
    pub(super) fn memories(&self) -> Memories {
        Memories(self.0.each_ref().map(|automaton| automaton.as_ref().map(Memory::new)))
    }

    /// Adds to `found` the detectors that match at `place`, by the automata that are `asked`: a bit for each. An error: what
    /// beginnings say is void.
    #[inline(never)]
    pub(super) fn ask(
        &self,
        memories: &mut Memories,
        asked: u8,
        (text, place): (&[u8], usize),
        beginning: &mut Beginning<COUNT>,
        found: &mut Vec<u16>,
    ) -> Result<(), Full> {
        let mut result = Ok(());
        let learned = self.0.iter().zip(&mut memories.0).zip(&mut beginning.steps);
        for (sign, ((automaton, memory), step)) in learned.enumerate() {
            if asked >> sign & 1 == 1
                && let (Some(automaton), Some(memory)) = (automaton, memory)
            {
                result = result.and(automaton.at(memory, text, place, step, found));
            }
        }
        beginning.settle();
        result
    }
}
