//! What a thread has learned of an automaton: its states and steps as a table that is filled as texts are read.

use std::collections::HashMap;

use regex_automata::{
    Anchored, Input,
    hybrid::{
        LazyStateID,
        dfa::{Cache, DFA},
    },
};

/// A step nobody has taken yet.
const UNKNOWN: u16 = 0;
/// No pattern can match any more.
const DEAD: u16 = 1;
/// In the lowest bit of a step: some patterns match where it leads.
const MATCH: u16 = 1;
/// Most states.
const MOST: u16 = u16::MAX >> 1;
/// In place of the byte before the first one.
const NONE: usize = 256;

/// The states of one automaton that texts have led to so far. A step costs one look into a table; the automaton itself
/// is asked only where no text has been yet.
pub(super) struct Memory {
    cache: Cache,
    /// For each state and class of bytes [`UNKNOWN`], [`DEAD`], or the number of the next state, moved to the left by one, and
    /// [`MATCH`].
    steps: Vec<u16>,
    /// For each byte that may stand before: the first state, as in `steps`.
    starts: [u16; NONE + 1],
    /// For each state, from the second one: how the automaton calls it, and the owners of the patterns that match there.
    states: Vec<(LazyStateID, Box<[u16]>)>,
    entered: HashMap<LazyStateID, u16>,
    /// First states and the four bytes behind them that led nowhere, each at the place that its [hash](slot) names: what most
    /// words of a text begin with.
    nowhere: Box<[u64; SLOTS]>,
    /// Classes of bytes.
    classes: usize,
}

/// There is no room for another state.
pub(super) struct Full;

/// Bytes of a beginning.
const FOUR: usize = 4;
/// How many beginnings that led nowhere are kept.
const SLOTS: usize = 1 << 11;

impl Memory {
    /// What one knows at first.
    pub(super) fn new(dfa: &DFA) -> Self {
        let classes = dfa.byte_classes().alphabet_len();
        Self {
            cache: dfa.create_cache(),
            steps: vec![UNKNOWN; classes],
            starts: [UNKNOWN; NONE + 1],
            states: Vec::new(),
            entered: HashMap::new(),
            nowhere: Box::new([0; SLOTS]),
            classes,
        }
    }

    /// Reads `text` from `place` on, to `end` at most, and reports the owners of the patterns that match, some of them more
    /// than once. Returns whether there may be more. `owners` makes the set of the owners of some patterns.
    pub(super) fn read(
        &mut self,
        dfa: &DFA,
        text: &[u8],
        (place, end): (usize, usize),
        owners: impl Fn(&mut dyn Iterator<Item = usize>) -> Box<[u16]>,
        mut report: impl FnMut(&[u16]),
    ) -> Result<bool, Full> {
        let before = place.checked_sub(1).and_then(|before| text.get(before));
        let before = before.map_or(NONE, |byte| usize::from(*byte));
        let mut step = self.starts.get(before).copied().unwrap_or(UNKNOWN);
        if step == UNKNOWN {
            let input = Input::new(text).span(place..text.len()).anchored(Anchored::Yes);
            let state = dfa.start_state_forward(&mut self.cache, &input).map_err(|_| Full)?;
            step = self.enter(dfa, state, &owners)?;
            self.starts.get_mut(before).into_iter().for_each(|start| *start = step);
        }
        // All patterns begin where the text does.
        if step == DEAD {
            return Ok(false);
        }
        let rest = text.get(place..end).unwrap_or_default();
        let beginning = rest.first_chunk().map_or(0, |four| beginning(step, *four));
        if beginning != 0 && self.nowhere[slot(beginning)] == beginning {
            return Ok(false);
        }
        let mut told = 0;
        let classes = dfa.byte_classes();
        for byte in rest {
            told += 1;
            let at = number(step) * self.classes + usize::from(classes.get(*byte));
            let from = step;
            step = self.steps.get(at).copied().unwrap_or(UNKNOWN);
            if step == UNKNOWN {
                let name = self.state(from).map(|(name, _)| *name).ok_or(Full)?;
                let state = dfa.next_state(&mut self.cache, name, *byte).map_err(|_| Full)?;
                step = self.enter(dfa, state, &owners)?;
                self.steps.get_mut(at).into_iter().for_each(|known| *known = step);
            }
            if step & MATCH == MATCH {
                if step == DEAD {
                    if told <= FOUR {
                        self.nowhere[slot(beginning)] = beginning;
                    }
                    return Ok(false);
                }
                told = FOUR;
                self.state(step).into_iter().for_each(|(_, owners)| report(owners));
            }
        }
        if end == text.len() {
            let name = self.state(step).map(|(name, _)| *name).ok_or(Full)?;
            let state = dfa.next_eoi_state(&mut self.cache, name).map_err(|_| Full)?;
            let last = self.enter(dfa, state, &owners)?;
            self.state(last).into_iter().for_each(|(_, owners)| report(owners));
        }
        Ok(end < text.len())
    }

    /// The state that a step leads to, unless it is dead.
    fn state(&self, step: u16) -> Option<&(LazyStateID, Box<[u16]>)> {
        self.states.get(number(step).checked_sub(1)?)
    }

    /// The step into a state.
    fn enter(
        &mut self,
        dfa: &DFA,
        state: LazyStateID,
        owners: &impl Fn(&mut dyn Iterator<Item = usize>) -> Box<[u16]>,
    ) -> Result<u16, Full> {
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
        let matching = if state.is_match() { dfa.match_len(&self.cache, state) } else { 0 };
        let mut patterns = (0..matching).map(|index| dfa.match_pattern(&self.cache, state, index).as_usize());
        let owners = if matching == 0 { Box::default() } else { owners(&mut patterns) };
        self.states.push((state, owners));
        let number = u16::try_from(self.states.len()).ok().filter(|number| *number <= MOST).ok_or(Full)?;
        let step = number << 1 | u16::from(state.is_match());
        self.steps.resize(self.steps.len() + self.classes, UNKNOWN);
        self.entered.insert(state, step);
        Ok(step)
    }
}

/// A first state and the bytes behind it.
fn beginning(step: u16, four: [u8; FOUR]) -> u64 {
    u64::from(u32::from_le_bytes(four)) | u64::from(step) << 32
}

/// Where it is kept.
fn slot(beginning: u64) -> usize {
    let hash = beginning.wrapping_mul(0x9e37_79b9_7f4a_7c15).to_le_bytes();
    usize::from(u16::from_le_bytes([hash[6], hash[7]])) % SLOTS
}

/// The number of the state that a step leads to.
fn number(step: u16) -> usize {
    usize::from(step >> 1)
}
