//! Many patterns at one place: which of them match there, told by one automaton that is built as it is used.

use limpid_patterns::Program;
use regex_automata::{
    MatchKind,
    hybrid::{
        LazyStateID,
        dfa::{Cache, Config, DFA},
    },
};

use super::memory::{Full, Memory};

/// Most bytes of states one thread keeps; its table of steps is smaller than they.
const MEMORY: usize = 24 << 20;
/// Most bytes that are read from one place: patterns that could still match then are said to.
pub(super) const READ: usize = 512;

/// Patterns that are tried at the same places.
pub(super) struct Automaton {
    pub(super) dfa: DFA,
    /// The detector of each pattern.
    owners: Vec<u16>,
}

impl Automaton {
    /// Builds it for detectors, their patterns and whether these may begin in a word. `None`: too large.
    pub(super) fn new(patterns: &[(u16, &Program, bool)]) -> Option<Self> {
        Self::within(MEMORY, patterns)
    }

    fn within(memory: usize, patterns: &[(u16, &Program, bool)]) -> Option<Self> {
        let owners = patterns.iter().map(|(owner, _, _)| *owner).collect();
        let nfa = Program::together(patterns.iter().map(|(_, program, in_words)| (*program, *in_words)))?;
        // Full is an error, not a reason to forget: what a thread learned names the states.
        let config = Config::new()
            .match_kind(MatchKind::All)
            .cache_capacity(memory)
            .minimum_cache_clear_count(Some(0))
            .skip_cache_capacity_check(true);
        let dfa = DFA::builder().configure(config).build_from_nfa(nfa).ok()?;
        Some(Self { dfa, owners })
    }

    /// Adds to `found` the detectors whose patterns match at `place`, some of them more than once, and perhaps some that do
    /// not. `beginning`: see [`Memory::read`]. An error: what was learned is forgotten, and what `beginning` says is void.
    #[inline]
    pub(super) fn at(
        &self,
        memory: &mut Memory,
        text: &[u8],
        place: usize,
        beginning: &mut u16,
        found: &mut Vec<u16>,
    ) -> Result<(), Full> {
        let read = memory.read(self, text, (place, text.len().min(place + READ)), beginning, found);
        if !matches!(read, Ok(false)) {
            found.extend_from_slice(&self.owners);
        }
        read.map(|_| ()).inspect_err(|Full| *memory = Memory::new(self))
    }

    /// The detectors whose patterns match in a state.
    pub(super) fn owners_at(&self, cache: &Cache, state: LazyStateID) -> Box<[u16]> {
        let matching = if state.is_match() { self.dfa.match_len(cache, state) } else { 0 };
        let patterns = (0..matching).map(|index| self.dfa.match_pattern(cache, state, index));
        let mut owners: Vec<u16> =
            patterns.filter_map(|pattern| self.owners.get(pattern.as_usize())).copied().collect();
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
    use crate::anchor::{
        beginnings::{Beginning, Beginnings},
        openers::Openers,
    };

    const PATTERNS: [&str; 7] =
        ["[a-c]{2,4}1", "[a-c]+", "1[0-9]{2}", "\\Aa1", "(?:ab|ba){2,}", "[a-c1]{3}\\z", "\\b2[12]"];

    fn answers(automaton: &Automaton, text: &str) -> Vec<u64> {
        let mut memory = Memory::new(automaton);
        let mut beginnings = Beginnings::<1>::new();
        (0..text.len())
            .map(|place| {
                let mut found = Vec::new();
                let mut once = Beginning::default();
                let beginning = beginnings
                    .at(text.as_bytes(), place, &Openers::new(std::iter::empty()))
                    .unwrap_or(&mut once);
                let [step] = &mut beginning.steps;
                if automaton.at(&mut memory, text.as_bytes(), place, step, &mut found).is_err() {
                    beginnings = Beginnings::new();
                }
                found.iter().fold(0, |set, owner| set | 1 << owner)
            })
            .collect()
    }

    fn automaton(memory: usize, patterns: &[&str]) -> Automaton {
        let programs: Vec<Program> =
            patterns.iter().map(|pattern| Program::read(pattern).expect("a test pattern parses")).collect();
        let numbered: Vec<_> =
            (0..).zip(&programs).map(|(number, program)| (number, program, true)).collect();
        Automaton::within(memory, &numbered).expect("is small")
    }

    #[test]
    fn in_a_word_only_those_are_said_to_match_that_may_begin_there() {
        let [one, other] = ["1[0-9]", "1[02]"].map(|pattern| Program::read(pattern).expect("parses"));
        let automaton = Automaton::new(&[(0, &one, false), (1, &other, true)]).expect("is small");
        assert_eq!(answers(&automaton, "10 a12-15"), [3, 0, 0, 0, 2, 0, 0, 1, 0]);
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
