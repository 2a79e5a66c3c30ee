//! What stands around the group `value` of a match, where it is short behind it: it tells where the value stands, which is
//! much slower to find out by asking for the group.

use std::ops::Range;

use regex_syntax::hir::{Hir, HirKind, Look};
use serde::{Deserialize, Serialize};

use crate::{
    bytes::Bytes,
    shape::{self, is_value, parts},
};

/// Most ways to write what stands on one side.
const WAYS: usize = 32;
/// Most bytes of one of them.
const SHORT: usize = 4;

/// The ways to write what stands before and behind the group `value`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Around {
    /// `None`: too many, or too long.
    before: Option<Vec<Way>>,
    /// What the value may begin with,
    first: Bytes,
    /// and end with.
    last: Bytes,
    behind: Vec<Way>,
}

/// Some bytes, one after the other.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Way {
    bytes: Vec<Bytes>,
    /// Whether the text begins before them.
    begins: bool,
    /// Whether the text ends behind them.
    ends: bool,
}

impl Around {
    /// `None` where it is long, or told by more than bytes.
    pub(crate) fn of(pattern: &Hir) -> Option<Self> {
        let parts = parts(pattern);
        let at = parts.iter().position(is_value)?;
        let value = parts.get(at)?;
        let side = |parts: &[Hir]| all_of(parts.iter().map(ways));
        let edge = |(bytes, empty): (Bytes, bool)| (!empty).then_some(bytes);
        Some(Self {
            before: side(parts.get(..at)?),
            first: edge(shape::first(value))?,
            last: edge(shape::last(value))?,
            behind: side(parts.get(at + 1..)?)?,
        })
    }

    /// Where the value of a match stands, if bytes leave one place only; otherwise `ask` is told where it may begin, unless what
    /// stands before it is long, and where it may end.
    pub fn value(
        &self,
        text: &[u8],
        whole: &Range<usize>,
        ask: impl FnOnce(Option<Vec<usize>>, Vec<usize>) -> Option<(usize, usize)>,
    ) -> Option<(usize, usize)> {
        let is = |set: Bytes, at: usize| text.get(at).is_some_and(|byte| set.has(*byte));
        let starts = || {
            let ways = self.before.iter().flatten().filter(|way| way.stands(text, whole.start));
            ways.map(|way| whole.start + way.bytes.len()).filter(|start| is(self.first, *start))
        };
        let ends = || {
            self.behind.iter().filter_map(|way| {
                let end = whole.end.checked_sub(way.bytes.len())?;
                (way.stands(text, end) && is(self.last, end.checked_sub(1)?)).then_some(end)
            })
        };
        match (one(starts()), one(ends())) {
            (Some(start), Some(end)) => (start < end).then_some((start, end)),
            _ => ask(self.before.is_some().then(|| starts().collect()), ends().collect()),
        }
    }
}

/// What they all are, if it is the same.
fn one(mut places: impl Iterator<Item = usize>) -> Option<usize> {
    let first = places.next()?;
    places.all(|place| place == first).then_some(first)
}

impl Way {
    fn stands(&self, text: &[u8], at: usize) -> bool {
        let end = at + self.bytes.len();
        (!self.begins || at == 0)
            && (!self.ends || end == text.len())
            && text
                .get(at..end)
                .is_some_and(|here| here.iter().zip(&self.bytes).all(|(byte, set)| set.has(*byte)))
    }

    /// Followed by another; `None` where that cannot be.
    fn then(&self, next: &Self) -> Option<Self> {
        let possible = (!next.begins || self.bytes.is_empty()) && (!self.ends || next.bytes.is_empty());
        possible.then(|| Self {
            bytes: self.bytes.iter().chain(&next.bytes).copied().collect(),
            begins: self.begins || next.begins,
            ends: self.ends || next.ends,
        })
    }
}

/// The ways to write what a pattern matches.
fn ways(pattern: &Hir) -> Option<Vec<Way>> {
    let bytes = |bytes: Vec<Bytes>| vec![Way { bytes, ..Way::default() }];
    let all = match pattern.kind() {
        HirKind::Empty => bytes(Vec::new()),
        HirKind::Look(Look::Start) => vec![Way { begins: true, ..Way::default() }],
        HirKind::Look(Look::End) => vec![Way { ends: true, ..Way::default() }],
        HirKind::Look(_) => return None,
        HirKind::Literal(literal) => bytes(literal.0.iter().map(|byte| Bytes::one(*byte)).collect()),
        HirKind::Class(class) => bytes(vec![Bytes::exactly(class)?]),
        HirKind::Capture(capture) => ways(&capture.sub)?,
        HirKind::Concat(parts) => all_of(parts.iter().map(ways))?,
        HirKind::Alternation(parts) => parts.iter().map(ways).collect::<Option<Vec<_>>>()?.concat(),
        HirKind::Repetition(repetition) => {
            let most =
                repetition.max.filter(|most| usize::try_from(*most).is_ok_and(|most| most <= SHORT))?;
            let sub = ways(&repetition.sub)?;
            let times = |count: u32| all_of((0..count).map(|_| Some(sub.clone())));
            (repetition.min..=most).map(times).collect::<Option<Vec<_>>>()?.concat()
        }
    };
    let short = all.len() <= WAYS && all.iter().all(|way| way.bytes.len() <= SHORT);
    short.then_some(all)
}

/// The ways to write one after the other.
fn all_of(parts: impl Iterator<Item = Option<Vec<Way>>>) -> Option<Vec<Way>> {
    let mut all = vec![Way::default()];
    for part in parts {
        let part = part?;
        all = all.iter().flat_map(|way| part.iter().filter_map(|next| way.then(next))).collect();
        if all.len() > WAYS || all.iter().any(|way| way.bytes.len() > SHORT) {
            return None;
        }
    }
    Some(all)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use regex_automata::{Input, meta::Regex};

    use super::*;
    use crate::anchor::parsed;

    const PATTERNS: [&str; 5] = [
        "(?:^|[^0-9a])(?P<value>[0-9]{2,3})(?:$|[^0-9a])",
        "(?:^|[^0-9a./]|(?:^|[^0-9a])[./])(?P<value>[0-9]+(?:[.][0-9]+)*)(?:$|[^0-9a.]|[.](?:$|[^0-9]))",
        "a(?P<value>[0-9]+?)(?:bb?|[ab])",
        "[ab]{0,2}(?P<value>[0-9b]+)",
        "(?:a|/b)(?P<value>.+)b?$",
    ];

    proptest! {
        #[test]
        fn a_value_stands_where_the_group_says(text in "[ab01./ ]{0,12}") {
            for pattern in PATTERNS {
                let around = Around::of(&parsed(pattern)).expect("is short");
                let regex = Regex::new(pattern).expect("compiles");
                let mut groups = regex.create_captures();
                for from in 0..=text.len() {
                    regex.captures(Input::new(&text).range(from..), &mut groups);
                    let Some(whole) = groups.get_match() else { continue };
                    let value = groups.get_group_by_name("value").expect("always takes part");
                    let told = around.value(text.as_bytes(), &whole.range(), |_, _| None);
                    prop_assert!(told.is_none_or(|told| told == (value.start, value.end)), "{pattern}: {told:?}, {value:?}");
                }
            }
        }
    }

    #[test]
    fn one_place_is_told_and_two_are_not() {
        let around =
            Around::of(&parsed("(?:^|[^0-9])(?P<value>[0-9]+)(?:$|[^0-9.]|[.] )")).expect("is short");
        assert_eq!(around.value(b"a12 b", &(0..4), |_, _| None), Some((1, 3)));
        assert_eq!(around.value(b"12", &(0..2), |_, _| None), Some((0, 2)));
        let around = Around::of(&parsed("(?P<value>[0-9]+[.]?)(?:$|[^0-9.]|[.] )")).expect("is short");
        assert_eq!(around.value(b"12 b", &(0..3), |_, _| None), Some((0, 2)));
        assert_eq!(around.value(b"12. b", &(0..4), |_, _| None), None);
        let around = Around::of(&parsed("a+(?P<value>[0-9]+)")).expect("is short behind it");
        assert_eq!(around.value(b"aa1", &(0..3), |_, _| Some((2, 3))), Some((2, 3)));
        assert_eq!(around.value(b"aa1", &(0..3), |_, _| None), None);
        assert_eq!(Around::of(&parsed("(?P<value>[0-9]+)a+")), None);
        assert_eq!(Around::of(&parsed("[0-9]+")), None);
    }
}
