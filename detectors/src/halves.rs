//! Where the value of a match stands, told by two automata: where may what stands before it end, and where may a value
//! that begins there? Both are much faster than asking a regular expression for its groups.

use std::ops::Range;

use limpid_patterns::Source;
use regex_automata::{
    Anchored, Input, MatchKind,
    hybrid::dfa::{Cache, DFA},
    nfa::thompson::{Compiler, Config, WhichCaptures},
    util::pool::Pool,
};
use regex_syntax::hir::Hir;

use crate::compile::SIZE_LIMIT;

/// Longest match that is looked at.
const LONGEST: usize = 256;

/// What stands before the value, and the value.
#[derive(Debug)]
pub(crate) struct Halves {
    before: DFA,
    value: DFA,
    caches: Pool<(Cache, Cache), Fresh>,
}

type Fresh =
    Box<dyn Fn() -> (Cache, Cache) + Send + Sync + std::panic::UnwindSafe + std::panic::RefUnwindSafe>;

impl Halves {
    /// `None` for a pattern whose group `value` is no part of every match, or one that is too large.
    pub(crate) fn of(source: &Source) -> Option<Self> {
        let (before, value) = source.halves()?;
        let (before, value) = (automaton(&before)?, automaton(&value)?);
        let (one, other) = (before.clone(), value.clone());
        let fresh: Fresh = Box::new(move || (one.create_cache(), other.create_cache()));
        Some(Self { before, value, caches: Pool::new(fresh) })
    }

    /// Where the value of a match stands: it begins at one of `starts`, if that is known, and ends at one of `stops`. `None` where
    /// more than one place is possible, or the match is long: each start may read all of it.
    pub(crate) fn value(
        &self,
        text: &[u8],
        whole: &Range<usize>,
        starts: Option<Vec<usize>>,
        stops: &[usize],
    ) -> Option<(usize, usize)> {
        if whole.len() > LONGEST {
            return None;
        }
        let mut caches = self.caches.get();
        let (before, value) = &mut *caches;
        let starts = match starts {
            Some(starts) => starts,
            None => {
                let mut places = Vec::new();
                ends(&self.before, before, text, whole, |place| places.push(place))?;
                places
            }
        };
        let (mut found, mut several) = (None, false);
        for start in starts {
            ends(&self.value, value, text, &(start..whole.end), |end| {
                if stops.contains(&end) {
                    several |= found.replace((start, end)).is_some_and(|other| other != (start, end));
                }
            })?;
        }
        found.filter(|_| !several)
    }
}

fn automaton(half: &Hir) -> Option<DFA> {
    let nfa = Config::new().utf8(false).nfa_size_limit(Some(SIZE_LIMIT)).which_captures(WhichCaptures::None);
    let nfa = Compiler::new().configure(nfa).build_from_hir(half).ok()?;
    let config = DFA::config().match_kind(MatchKind::All).skip_cache_capacity_check(true);
    DFA::builder().configure(config).build_from_nfa(nfa).ok()
}

/// Reports every place in `within` at which a match ends that begins where it does; `None` where that cannot be told.
fn ends(
    dfa: &DFA,
    cache: &mut Cache,
    text: &[u8],
    within: &Range<usize>,
    mut report: impl FnMut(usize),
) -> Option<()> {
    let input = Input::new(text).range(within.clone()).anchored(Anchored::Yes);
    let mut state = dfa.start_state_forward(cache, &input).ok()?;
    for place in within.start..=within.end {
        // A state tells of the byte before it.
        state = match text.get(place) {
            Some(byte) => dfa.next_state(cache, state, *byte).ok()?,
            None => dfa.next_eoi_state(cache, state).ok()?,
        };
        if state.is_match() {
            report(place);
        } else if state.is_dead() {
            break;
        } else if state.is_quit() {
            return None;
        }
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use limpid_patterns::Boundary;
    use proptest::prelude::*;
    use regex_automata::meta::Regex;

    use super::*;

    const PATTERNS: [&str; 5] = [
        "(?:a+|ba?)[ :]*(?P<value>[0-9]+)",
        "(?:^|[^0-9])a*b?(?P<value>[b0-9]+)(?:$|[^0-9])",
        "a.*(?P<value>[01]{2})b?",
        "(?P<value>a+)b*",
        "a(?P<value>[01]+(?:[.]0[.]?)?)(?:[.]?$|[.] )",
    ];

    fn told(source: &Source, text: &str, whole: &Range<usize>) -> Option<(usize, usize)> {
        let halves = Halves::of(source).expect("has a value");
        let around = source.read().expect("parses").around_value?;
        around
            .value(text.as_bytes(), whole, |starts, ends| halves.value(text.as_bytes(), whole, starts, &ends))
    }

    fn source(expression: &str) -> Source {
        Source { expression: expression.into(), ignore_case: false, boundary: Boundary::None }
    }

    proptest! {
        #[test]
        fn a_value_stands_where_the_group_says(text in "[ab01.: ]{0,12}") {
            for pattern in PATTERNS {
                let regex = Regex::new(pattern).expect("compiles");
                let mut groups = regex.create_captures();
                for from in 0..=text.len() {
                    regex.captures(Input::new(&text).range(from..).anchored(Anchored::Yes), &mut groups);
                    let Some(whole) = groups.get_match() else { continue };
                    let value = groups.get_group_by_name("value").expect("always takes part");
                    let told = told(&source(pattern), &text, &whole.range());
                    prop_assert!(told.is_none_or(|told| told == (value.start, value.end)), "{pattern}: {told:?}, {value:?}");
                }
            }
        }
    }

    #[test]
    fn one_place_is_told_and_two_are_not() {
        let told = |expression: &str, text: &str| told(&source(expression), text, &(0..text.len()));
        assert_eq!(told("born (?:on )?(?P<value>[0-9-]+)", "born on 1979-11-21"), Some((8, 18)));
        assert_eq!(told("a(?P<value>[0-9]+(?: p[.]m[.])?)[.]?", "a11."), Some((1, 3)));
        assert_eq!(told("a*(?P<value>[a0-9]+)", "aa1"), None);
        let long = |filler: usize| told("a.*b(?P<value>[0-9]+)", &format!("a{}b1", " ".repeat(filler)));
        assert_eq!(long(LONGEST - 3), Some((LONGEST - 1, LONGEST)));
        assert_eq!(long(LONGEST - 2), None);
    }
}
