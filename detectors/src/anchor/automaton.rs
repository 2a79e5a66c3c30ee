//! Many patterns at one place: which of them match there, told by one automaton that is built as it is used.

use limpid_patterns::Program;
use regex_automata::{
    MatchKind,
    hybrid::dfa::{Config, DFA},
};

use super::memory::{Full, Memory};

/// Most bytes of states one thread keeps; its table of steps is smaller than they.
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

impl Automaton {
    /// Builds it for patterns and their detectors, of which there are `detectors` in all. `None`: too large.
    pub(super) fn new(patterns: &[(u16, &Program)], detectors: usize) -> Option<Self> {
        Self::within(MEMORY, patterns, detectors)
    }

    fn within(memory: usize, patterns: &[(u16, &Program)], detectors: usize) -> Option<Self> {
        if patterns.is_empty() {
            return Some(Self::none(detectors));
        }
        let owners = patterns.iter().map(|(owner, _)| *owner).collect();
        let nfa = Program::together(patterns.iter().map(|(_, program)| *program))?;
        // Full is an error, not a reason to forget: what a thread learned names the states.
        let config = Config::new()
            .match_kind(MatchKind::All)
            .cache_capacity(memory)
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
    pub(super) fn memory(&self) -> Option<Memory> {
        self.dfa.as_ref().map(Memory::new)
    }

    /// Adds to `found` the detectors whose patterns match at `place`, and perhaps some that do not. Returns whether there
    /// are any.
    pub(super) fn at(
        &self,
        memory: &mut Option<Memory>,
        text: &[u8],
        place: usize,
        found: &mut [u64],
    ) -> bool {
        let Some(dfa) = &self.dfa else { return false };
        let end = text.len().min(place + READ);
        let mut any = false;
        for _ in 0..2 {
            let Some(memory) = memory else { break };
            let read = memory.read(
                dfa,
                text,
                (place, end),
                |patterns| self.owners_of(patterns),
                |owners| {
                    found.iter_mut().zip(owners).for_each(|(all, more)| *all |= more);
                    any = true;
                },
            );
            match read {
                Ok(false) => return any,
                Ok(true) => break,
                // Begin anew.
                Err(Full) => *memory = Memory::new(dfa),
            }
        }
        self.owners.iter().for_each(|owner| insert(found, *owner));
        true
    }

    /// The detectors of some patterns.
    fn owners_of(&self, patterns: &mut dyn Iterator<Item = usize>) -> Box<[u64]> {
        let mut set = vec![0; self.words].into_boxed_slice();
        patterns.filter_map(|pattern| self.owners.get(pattern)).for_each(|owner| insert(&mut set, *owner));
        set
    }
}

/// Adds a detector to a set.
pub(super) fn insert(set: &mut [u64], detector: u16) {
    if let Some(word) = set.get_mut(usize::from(detector) / 64) {
        *word |= 1 << (detector % 64);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use regex_automata::{Anchored, Input, meta::Regex};

    use super::*;

    const PATTERNS: [&str; 6] =
        ["[a-c]{2,4}1", "[a-c]+", "1[0-9]{2}", "\\Aa1", "(?:ab|ba){2,}", "[a-c1]{3}\\z"];

    fn answers(automaton: &Automaton, text: &str) -> Vec<u64> {
        let mut memory = automaton.memory();
        (0..text.len())
            .map(|place| {
                let mut found = [0];
                let any = automaton.at(&mut memory, text.as_bytes(), place, &mut found);
                assert_eq!(any, found != [0]);
                found[0]
            })
            .collect()
    }

    fn automaton(memory: usize, patterns: &[&str]) -> Automaton {
        let programs: Vec<Program> =
            patterns.iter().map(|pattern| Program::read(pattern).expect("a test pattern parses")).collect();
        let numbered: Vec<_> = (0..).zip(&programs).collect();
        Automaton::within(memory, &numbered, patterns.len()).expect("is small")
    }

    proptest! {
        #[test]
        fn it_says_what_each_pattern_says_alone(text in "[abc12 ]{0,40}") {
            let expected: Vec<u64> = (0..text.len())
                .map(|place| {
                    let input = Input::new(&text).range(place..).anchored(Anchored::Yes);
                    let matches = |pattern: &str| Regex::new(pattern).expect("compiles").is_match(input.clone());
                    (0..).zip(PATTERNS).filter(|(_, pattern)| matches(pattern)).map(|(bit, _)| 1 << bit).sum()
                })
                .collect();
            prop_assert_eq!(answers(&automaton(MEMORY, &PATTERNS), &text), &expected[..]);
            // Without room for its states it may say more, but never less.
            for (found, expected) in answers(&automaton(1, &PATTERNS), &text).iter().zip(expected) {
                prop_assert_eq!(found & expected, expected);
            }
        }
    }

    #[test]
    fn patterns_that_begin_with_the_text_are_not_said_to_match_elsewhere() {
        assert_eq!(answers(&automaton(MEMORY, &["\\Aab"]), "ab ab"), [1, 0, 0, 0, 0]);
    }
}
