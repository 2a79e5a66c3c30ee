//! What a thread has learned of an automaton: its states and steps as a table that is filled as texts are read.

use std::collections::HashMap;

use regex_automata::{
    Anchored, Input,
    hybrid::{LazyStateID, dfa::Cache},
};

use super::{
    automaton::Automaton,
    beginnings::{BYTES, Before},
};

/// A step nobody has taken yet.
pub(super) const UNKNOWN: u16 = 1;
/// No pattern can match any more.
pub(super) const DEAD: u16 = 3;
/// In the lowest bit of a step: it is one of these two, or some patterns match where it leads.
const SPECIAL: u16 = 1;
/// How many numbers are taken by steps that lead to no state.
const STATELESS: usize = 2;
/// Most states, with those.
const MOST: u16 = u16::MAX >> 1;

/// The states of one automaton that texts have led to so far. A step costs one look into a table; the automaton itself
/// is asked only where no text has been yet.
pub(super) struct Memory {
    cache: Cache,
    /// For each state and class of bytes [`UNKNOWN`], [`DEAD`], or the number of the next state, moved to the left by one, and
    /// [`SPECIAL`].
    steps: Vec<u16>,
    /// For what may stand before, and for the middle of a word: the first state, as in `steps`.
    starts: [u16; Before::KINDS + 1],
    /// For each state: how the automaton calls it, and the owners of the patterns that match there.
    states: Vec<(LazyStateID, Box<[u16]>)>,
    entered: HashMap<LazyStateID, u16>,
    /// Classes of bytes.
    classes: usize,
}

/// There is no room for another state.
pub(super) struct Full;

impl Memory {
    /// What one knows at first.
    pub(super) fn new(automaton: &Automaton) -> Self {
        let classes = automaton.dfa.byte_classes().alphabet_len();
        Self {
            cache: automaton.dfa.create_cache(),
            steps: vec![UNKNOWN; STATELESS * classes],
            starts: [UNKNOWN; Before::KINDS + 1],
            states: Vec::new(),
            entered: HashMap::new(),
            classes,
        }
    }

    /// Reads `text` from `place` on, to `end` at most, and adds to `found` the owners of the patterns that match, some of them
    /// more than once. Returns whether there may be more. `beginning`: the step that the first [`BYTES`] lead to, if it is
    /// known; where no pattern matches on the way it becomes so.
    #[inline]
    pub(super) fn read(
        &mut self,
        automaton: &Automaton,
        text: &[u8],
        (place, end): (usize, usize),
        beginning: &mut u16,
        found: &mut Vec<u16>,
    ) -> Result<bool, Full> {
        let bytes = text.get(place..end).unwrap_or_default();
        let (first, rest) = bytes.split_at_checked(BYTES).unwrap_or((bytes, &[]));
        let mut step = *beginning;
        if step == UNKNOWN {
            let before = found.len();
            step = self.start(automaton, text, place)?;
            step = self.walk(automaton, first, step, found)?;
            if found.len() == before {
                *beginning = step;
            }
        }
        step = self.walk(automaton, rest, step, found)?;
        if step == DEAD {
            return Ok(false);
        }
        if end == text.len() {
            self.finish(automaton, step, found)?;
        }
        Ok(end < text.len())
    }

    /// The first step.
    fn start(&mut self, automaton: &Automaton, text: &[u8], place: usize) -> Result<u16, Full> {
        let before = Before::of(text, place);
        // In a word, where letters and digits meet, the patterns begin that may.
        let in_word =
            before == Before::Alphanumeric && text.get(place).is_some_and(u8::is_ascii_alphanumeric);
        let (kind, anchored) =
            if in_word { (Before::KINDS, Anchored::No) } else { (before as usize, Anchored::Yes) };
        if let Some(known) = self.starts.get(kind).filter(|known| **known != UNKNOWN) {
            return Ok(*known);
        }
        let input = Input::new(text).span(place..text.len()).anchored(anchored);
        let state = automaton.dfa.start_state_forward(&mut self.cache, &input).map_err(|_| Full)?;
        let step = self.enter(automaton, state)?;
        self.starts.get_mut(kind).into_iter().for_each(|start| *start = step);
        Ok(step)
    }

    /// The step that some bytes lead to.
    #[inline(never)]
    fn walk(
        &mut self,
        automaton: &Automaton,
        bytes: &[u8],
        mut step: u16,
        found: &mut Vec<u16>,
    ) -> Result<u16, Full> {
        if step == DEAD {
            return Ok(DEAD);
        }
        let classes = automaton.dfa.byte_classes();
        for byte in bytes {
            let at = number(step) * self.classes + usize::from(classes.get(*byte));
            let next = self.steps.get(at).copied().unwrap_or(UNKNOWN);
            if next & SPECIAL != SPECIAL {
                step = next;
                continue;
            }
            step = if next == UNKNOWN { self.learn(automaton, step, *byte, at)? } else { next };
            if step == DEAD {
                return Ok(DEAD);
            }
            // Without owners where nothing matches.
            self.state(step).into_iter().for_each(|(_, owners)| found.extend_from_slice(owners));
        }
        Ok(step)
    }

    /// A step that nobody has taken yet.
    #[cold]
    fn learn(&mut self, automaton: &Automaton, from: u16, byte: u8, at: usize) -> Result<u16, Full> {
        let name = self.state(from).map(|(name, _)| *name).ok_or(Full)?;
        let state = automaton.dfa.next_state(&mut self.cache, name, byte).map_err(|_| Full)?;
        let step = self.enter(automaton, state)?;
        self.steps.get_mut(at).into_iter().for_each(|known| *known = step);
        Ok(step)
    }

    /// Adds the owners of the patterns that match where the text ends.
    #[cold]
    fn finish(&mut self, automaton: &Automaton, step: u16, found: &mut Vec<u16>) -> Result<(), Full> {
        let name = self.state(step).map(|(name, _)| *name).ok_or(Full)?;
        let state = automaton.dfa.next_eoi_state(&mut self.cache, name).map_err(|_| Full)?;
        let last = self.enter(automaton, state)?;
        self.state(last).into_iter().for_each(|(_, owners)| found.extend_from_slice(owners));
        Ok(())
    }

    /// The state that a step leads to, unless it is dead.
    fn state(&self, step: u16) -> Option<&(LazyStateID, Box<[u16]>)> {
        self.states.get(number(step).checked_sub(STATELESS)?)
    }

    /// The step into a state.
    fn enter(&mut self, automaton: &Automaton, state: LazyStateID) -> Result<u16, Full> {
        if state.is_quit() {
            // Nothing is known from here on.
            return Err(Full);
        }
        if state.is_dead() {
            return Ok(DEAD);
        }
        if let Some(step) = self.entered.get(&state) {
            return Ok(*step);
        }
        let number = self.states.len() + STATELESS;
        let number = u16::try_from(number).ok().filter(|number| *number <= MOST).ok_or(Full)?;
        let step = number << 1 | u16::from(state.is_match());
        self.states.push((state, automaton.owners_at(&self.cache, state)));
        self.steps.resize(self.steps.len() + self.classes, UNKNOWN);
        self.entered.insert(state, step);
        Ok(step)
    }
}

/// The number of the state that a step leads to.
fn number(step: u16) -> usize {
    usize::from(step >> 1)
}
