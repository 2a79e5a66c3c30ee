//! Many patterns at one place: which of them match there, told by one automaton that is built as it is used.

use std::{
    collections::HashMap,
    hash::{BuildHasherDefault, Hasher},
};

use regex_automata::{
    Anchored, Input, MatchKind,
    hybrid::{
        LazyStateID,
        dfa::{Cache, Config, DFA},
    },
    nfa::thompson::{Config as NfaConfig, NFA, WhichCaptures},
};
use regex_syntax::hir::Hir;

/// Most bytes of states one thread keeps.
const MEMORY: usize = 24 << 20;
/// Most bytes that are read from one place: patterns that could still match then are said to.
const READ: usize = 512;

/// Patterns that are tried at the same places.
pub(super) struct Automaton {
    dfa: Option<DFA>,
    /// The detector of each pattern.
    owners: Vec<u16>,
    /// Words of a set of detectors.
    words: usize,
}

/// What a thread has learned of an automaton.
pub(super) struct Memory {
    cache: Option<Cache>,
    /// What the patterns of a state that some match in say: the first word of its set.
    sets_of: HashMap<LazyStateID, usize, BuildHasherDefault<Spread>>,
    /// Sets of detectors, each of the same number of words.
    sets: Vec<u64>,
}

/// Spreads the numbers of states, which are multiples of a power of two.
#[derive(Default)]
struct Spread(u64);

impl Hasher for Spread {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_u32(u32::from(*byte));
        }
    }

    fn write_u32(&mut self, number: u32) {
        let mixed = (self.0 ^ u64::from(number)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        self.0 = mixed ^ mixed >> 32;
    }
}

impl Automaton {
    /// Builds it for patterns and their detectors, of which there are `detectors` in all. `None`: too large.
    pub(super) fn new(patterns: &[(u16, &Hir)], detectors: usize) -> Option<Self> {
        if patterns.is_empty() {
            return Some(Self::none(detectors));
        }
        let owners = patterns.iter().map(|(owner, _)| *owner).collect();
        let trees: Vec<&Hir> = patterns.iter().map(|(_, tree)| *tree).collect();
        let config = NfaConfig::new().utf8(false).which_captures(WhichCaptures::None);
        let nfa = NFA::compiler().configure(config).build_many_from_hir(&trees).ok()?;
        let config = Config::new()
            .match_kind(MatchKind::All)
            .cache_capacity(MEMORY)
            .minimum_cache_clear_count(Some(0))
            .skip_cache_capacity_check(true);
        let dfa = DFA::builder().configure(config).build_from_nfa(nfa).ok()?;
        Some(Self { dfa: Some(dfa), owners, ..Self::none(detectors) })
    }

    /// One without patterns.
    pub(super) fn none(detectors: usize) -> Self {
        Self { dfa: None, owners: Vec::new(), words: detectors.div_ceil(64) }
    }

    /// What a thread knows at first.
    pub(super) fn memory(&self) -> Memory {
        let cache = self.dfa.as_ref().map(DFA::create_cache);
        Memory { cache, sets_of: HashMap::default(), sets: Vec::new() }
    }

    /// Adds to `found` the detectors whose patterns match at `place`, and perhaps some that do not. Returns whether there
    /// are any.
    pub(super) fn at(&self, memory: &mut Memory, text: &[u8], place: usize, found: &mut [u64]) -> bool {
        let Some(dfa) = &self.dfa else { return false };
        for _ in 0..2 {
            if let Some(any) = self.read(dfa, memory, text, place, found) {
                return any;
            }
            // Full: begin anew.
            *memory = self.memory();
        }
        self.owners.iter().for_each(|owner| insert(found, *owner));
        true
    }

    /// `None` when the memory is full.
    fn read(
        &self,
        dfa: &DFA,
        memory: &mut Memory,
        text: &[u8],
        place: usize,
        found: &mut [u64],
    ) -> Option<bool> {
        let input = Input::new(text).span(place..text.len()).anchored(Anchored::Yes);
        let mut any = false;
        let mut state = dfa.start_state_forward(memory.cache.as_mut()?, &input).ok()?;
        let end = text.len().min(place + READ);
        for byte in text.get(place..end)? {
            state = dfa.next_state(memory.cache.as_mut()?, state, *byte).ok()?;
            if state.is_tagged() {
                if !state.is_match() {
                    return Some(any);
                }
                self.add(dfa, memory, state, found);
                any = true;
            }
        }
        if end < text.len() {
            self.owners.iter().for_each(|owner| insert(found, *owner));
            return Some(true);
        }
        state = dfa.next_eoi_state(memory.cache.as_mut()?, state).ok()?;
        if state.is_match() {
            self.add(dfa, memory, state, found);
            any = true;
        }
        Some(any)
    }

    /// Adds the detectors whose patterns match in a state.
    fn add(&self, dfa: &DFA, memory: &mut Memory, state: LazyStateID, found: &mut [u64]) {
        let Memory { cache: Some(cache), sets_of, sets } = memory else { return };
        let first = *sets_of.entry(state).or_insert_with(|| {
            let first = sets.len();
            sets.resize(first + self.words, 0);
            let fresh = sets.get_mut(first..).unwrap_or_default();
            for index in 0..dfa.match_len(cache, state) {
                let pattern = dfa.match_pattern(cache, state, index).as_usize();
                self.owners.get(pattern).into_iter().for_each(|owner| insert(fresh, *owner));
            }
            first
        });
        for (all, more) in found.iter_mut().zip(sets.get(first..).unwrap_or_default()) {
            *all |= more;
        }
    }
}

/// Adds a detector to a set.
pub(super) fn insert(set: &mut [u64], detector: u16) {
    if let Some(word) = set.get_mut(usize::from(detector) / 64) {
        *word |= 1 << (detector % 64);
    }
}
