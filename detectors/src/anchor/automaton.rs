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
}

impl Automaton {
    /// Builds it for patterns and their detectors. `None`: too large.
    pub(super) fn new(patterns: &[(u16, &Program)]) -> Option<Self> {
        Self::within(MEMORY, patterns)
    }

    fn within(memory: usize, patterns: &[(u16, &Program)]) -> Option<Self> {
        if patterns.is_empty() {
            return Some(Self::none());
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
        Some(Self { dfa: Some(dfa), owners })
    }

    /// One without patterns.
    pub(super) fn none() -> Self {
        Self { dfa: None, owners: Vec::new() }
    }

    /// What a thread knows at first.
    pub(super) fn memory(&self) -> Option<Memory> {
        self.dfa.as_ref().map(Memory::new)
    }

    /// Adds to `found` the detectors whose patterns match at `place`, some of them more than once, and perhaps some that do
    /// not.
    pub(super) fn at(&self, memory: &mut Option<Memory>, text: &[u8], place: usize, found: &mut Vec<u16>) {
        let Some(dfa) = &self.dfa else { return };
        let end = text.len().min(place + READ);
        for _ in 0..2 {
            let Some(memory) = memory else { break };
            let read = memory.read(
                dfa,
                text,
                (place, end),
                |patterns| self.owners_of(patterns),
                |owners| found.extend_from_slice(owners),
            );
            match read {
                Ok(false) => return,
                Ok(true) => break,
                // Begin anew.
                Err(Full) => *memory = Memory::new(dfa),
            }
        }
        found.extend_from_slice(&self.owners);
    }

    /// The detectors of some patterns.
    fn owners_of(&self, patterns: &mut dyn Iterator<Item = usize>) -> Box<[u16]> {
        let mut owners: Vec<u16> = patterns.filter_map(|pattern| self.owners.get(pattern)).copied().collect();
        owners.sort_unstable();
        owners.dedup();
        owners.into_boxed_slice()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use regex_automata::{Anchored, Input, meta::Regex};

    use super::*;

    const PATTERNS: [&str; 7] =
        ["[a-c]{2,4}1", "[a-c]+", "1[0-9]{2}", "\\Aa1", "(?:ab|ba){2,}", "[a-c1]{3}\\z", "\\b2[12]"];

    fn answers(automaton: &Automaton, text: &str) -> Vec<u64> {
        let mut memory = automaton.memory();
        (0..text.len())
            .map(|place| {
                let mut found = Vec::new();
                automaton.at(&mut memory, text.as_bytes(), place, &mut found);
                found.iter().fold(0, |set, owner| set | 1 << owner)
            })
            .collect()
    }

    fn automaton(memory: usize, patterns: &[&str]) -> Automaton {
        let programs: Vec<Program> =
            patterns.iter().map(|pattern| Program::read(pattern).expect("a test pattern parses")).collect();
        let numbered: Vec<_> = (0..).zip(&programs).collect();
        Automaton::within(memory, &numbered).expect("is small")
    }

    proptest! {
        #[test]
        fn it_says_what_each_pattern_says_alone(text in "[abc12 ]{0,80}") {
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
