//! One detector over one text.

use std::ops::Range;

use limpid_patterns::Boundary;
use regex_automata::{Anchored, Input};

use crate::{
    compile::Pattern,
    context::{Mentions, Reach, Words},
    finding::Evidence,
    normalize::View,
    rule::Rule,
    validators::Verdict,
};

/// What a scan of one detector needs to know.
pub(crate) struct Scan<'a> {
    pub(crate) text: &'a str,
    pub(crate) rule: &'a Rule,
    pub(crate) pattern: &'a Pattern,
    pub(crate) context: &'a Words,
    pub(crate) anti_context: &'a Words,
    pub(crate) mentions: &'a Mentions,
    pub(crate) reach: Reach,
    /// The reading of which this is the text: only hits count that hold something undone.
    pub(crate) view: Option<&'a View>,
    /// Whether the column's name speaks for the detector.
    pub(crate) header: bool,
    /// Hits of a lower score are none.
    pub(crate) least: f32,
}

/// How many bytes of rejected candidates one detector may read in any text.
const BUDGET: usize = 256 * 1024;
/// And how many more for each byte of the text: a text of numbers takes about four.
const BUDGET_PER_BYTE: usize = 32;
/// What a rejected candidate costs besides its bytes.
const REJECTION: usize = 16;

/// A detector gave up on a text.
pub(crate) struct Exhausted;

/// How many shorter readings of a rejected candidate are tried.
const SHORTER: usize = 12;

type Span = (usize, usize);
type Judged = (f32, Evidence);

impl Scan<'_> {
    /// Reports every hit that begins at one of `places` (ascending); `None`: anywhere. A rejected candidate does not
    /// swallow its tail: the search resumes at the next place where a value may begin. An error: so much of the text
    /// begins a candidate and is none that it was not searched to the end.
    pub(crate) fn run(
        &self,
        places: Option<&[(u16, usize)]>,
        mut found: impl FnMut(Span, f32, Evidence),
    ) -> Result<(), Exhausted> {
        let regex = self.pattern.regex().ok_or(Exhausted)?;
        let mut budget = BUDGET + self.text.len() * BUDGET_PER_BYTE;
        let mut from = 0;
        let mut places = places.map(<[_]>::iter);
        loop {
            let input = Input::new(self.text);
            let input = match &mut places {
                Some(places) => match places.next() {
                    Some((_, place)) if *place < from || !self.counts_from(*place) => continue,
                    Some((_, place)) => input.range(*place..).anchored(Anchored::Yes),
                    None => return Ok(()),
                },
                None if from > self.text.len() => return Ok(()),
                None => input.range(from..),
            };
            let Some(whole) = regex.search(&input) else {
                if places.is_some() {
                    continue;
                }
                return Ok(());
            };
            if !self.counts_from(whole.start()) {
                from = whole.start() + 1;
                continue;
            }
            let span = self.value(whole.range()).unwrap_or((whole.start(), whole.end()));
            match self.judge(span).map(|judged| (span, judged)).or_else(|| self.shorter(span)) {
                Some((span, (score, evidence))) if score >= self.least => {
                    found(span, score, evidence);
                    from = span.1.max(whole.start() + 1);
                }
                Some(_) => from = self.resume(whole.start()),
                None => {
                    budget = budget.checked_sub(REJECTION + whole.len()).ok_or(Exhausted)?;
                    from = self.resume(whole.start());
                }
            }
        }
    }

    /// Whether a match that begins at `place` can be a hit.
    fn counts_from(&self, place: usize) -> bool {
        self.view.is_none_or(|view| view.may_hold_edit(place, place, self.pattern.facts.max_len))
    }

    /// The next place after `start` where a match may begin: not behind a neighbour that may not touch the value. So a
    /// million digits in a row are one candidate, not a million.
    fn resume(&self, start: usize) -> usize {
        if self.pattern.facts.value_group != 0 {
            return start + 1;
        }
        let inside = |byte: &&u8| forbidden(self.rule.boundary, **byte);
        start + 1 + self.text.as_bytes().get(start..).unwrap_or_default().iter().take_while(inside).count()
    }

    /// The group `value` of a match, for a rule that has one: finding where is much slower than whether.
    fn value(&self, whole: Range<usize>) -> Option<Span> {
        let group = Some(self.pattern.facts.value_group).filter(|group| *group > 0)?;
        let text = self.text.as_bytes();
        let ask = |starts, ends: Vec<usize>| self.pattern.halves()?.value(text, &whole, starts, &ends);
        if let Some(around) = &self.pattern.facts.around_value
            && let Some(value) = around.value(text, &whole, ask)
        {
            return Some(value);
        }
        let mut slots = vec![None; 2 * (group + 1)];
        let input = Input::new(self.text).range(whole).anchored(Anchored::Yes);
        self.pattern.regex()?.search_slots(&input, &mut slots)?;
        match slots.get(2 * group..)? {
            [Some(start), Some(end)] => Some((start.get(), end.get())),
            _ => None,
        }
    }

    /// A greedy candidate may have swallowed what follows the value (`4111 1111 1111 1111 2026`): every reading of it
    /// that ends earlier, at the end of a word, is judged in turn. Only check digits can tell, so other rules do not
    /// try; nor do those with a group `value`, whose own right edge a cut would fake.
    fn shorter(&self, (start, end): Span) -> Option<(Span, Judged)> {
        if self.rule.validator.is_none() || self.pattern.facts.value_group != 0 {
            return None;
        }
        let bytes = self.text.as_bytes();
        let ends_word = |end: &usize| {
            let at = |index: usize| bytes.get(index).is_some_and(u8::is_ascii_alphanumeric);
            at(end - 1) && !at(*end)
        };
        let shortest = start + self.pattern.facts.min_len.max(1);
        (shortest..end).rev().filter(ends_word).take(SHORTER).find_map(|end| {
            let head = bytes.get(..end)?;
            let input = Input::new(head).range(start..).anchored(Anchored::Yes);
            let whole = self.pattern.regex()?.search(&input)?;
            let span = Some((whole.start(), whole.end())).filter(|span| *span == (start, end))?;
            self.judge(span).map(|judged| (span, judged))
        })
    }

    /// Decides whether a match counts, and how much.
    fn judge(&self, (start, end): Span) -> Option<Judged> {
        let value = self.text.get(start..end).filter(|value| !value.is_empty())?;
        if touches(self.text, start, end, self.rule.boundary) {
            return None;
        }
        let scores = &self.rule.score;
        let context = self.context.near(self.text, self.mentions, start, end, self.reach);
        let near = if context.is_some() || self.header { scores.context } else { None };
        let without_check = scores.pattern.max(near.unwrap_or(0.0));
        // What cannot count need not be checked.
        if without_check.max(scores.validated.unwrap_or(0.0)) < self.least {
            return Some((without_check, Evidence::default()));
        }
        let verdict =
            self.rule.validator.as_ref().map_or(Verdict::Unknown, |validator| validator.check(value));
        if verdict == Verdict::Invalid || self.anti_context.against(self.mentions, start) {
            return None;
        }
        let validated = verdict == Verdict::Valid;
        let score =
            if validated { without_check.max(scores.validated.unwrap_or(0.0)) } else { without_check };
        let header = self.header;
        Some((score, Evidence { pattern: scores.pattern, validated, context, header, ..Evidence::default() }))
    }
}

/// Whether a forbidden neighbour touches the span.
fn touches(text: &str, start: usize, end: usize, boundary: Boundary) -> bool {
    let forbidden = |byte: &u8| forbidden(boundary, *byte);
    let bytes = text.as_bytes();
    let before = start.checked_sub(1).and_then(|index| bytes.get(index));
    before.is_some_and(forbidden) || bytes.get(end).is_some_and(forbidden)
}

fn forbidden(boundary: Boundary, byte: u8) -> bool {
    match boundary {
        Boundary::None => false,
        Boundary::Digit => byte.is_ascii_digit(),
        Boundary::Word => byte.is_ascii_alphanumeric(),
    }
}
