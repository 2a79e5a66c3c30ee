//! One detector over one text.

use crate::{
    compile::Pattern,
    context::{Mentions, Reach, Words},
    finding::Evidence,
    rule::{Boundary, Rule},
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
    /// Whether the column's name speaks for the detector.
    pub(crate) header: bool,
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
    /// Reports every hit within `windows`. A rejected candidate does not swallow its tail: the search resumes at the next
    /// place where a value may begin. An error: so much of the text begins a candidate and is none that it was not
    /// searched to the end.
    pub(crate) fn run(
        &self,
        windows: &[Span],
        mut found: impl FnMut(Span, f32, Evidence),
    ) -> Result<(), Exhausted> {
        let regex = self.pattern.regex().ok_or(Exhausted)?;
        let mut budget = BUDGET + self.text.len() * BUDGET_PER_BYTE;
        let mut from = 0;
        for (start, end) in windows {
            let head = self.text.as_bytes().get(..*end).unwrap_or_default();
            from = from.max(*start);
            while let Some(whole) = (from <= head.len()).then(|| regex.find_at(head, from)).flatten() {
                let span = self.value(whole.start()).unwrap_or((whole.start(), whole.end()));
                let hit = self.judge(span).map(|judged| (span, judged));
                match hit.or_else(|| self.shorter(span)) {
                    Some((span, (score, evidence))) => {
                        found(span, score, evidence);
                        from = span.1.max(whole.start() + 1);
                    }
                    None => {
                        budget = budget.checked_sub(REJECTION + whole.len()).ok_or(Exhausted)?;
                        from = self.resume(whole.start());
                    }
                }
            }
        }
        Ok(())
    }

    /// The next place after `start` where a match may begin: not behind a neighbour that may not touch the value. So a
    /// million digits in a row are one candidate, not a million.
    fn resume(&self, start: usize) -> usize {
        if self.pattern.value_group != 0 {
            return start + 1;
        }
        let inside = |byte: &&u8| forbidden(self.rule.boundary, **byte);
        start + 1 + self.text.as_bytes().get(start..).unwrap_or_default().iter().take_while(inside).count()
    }

    /// The group `value` of the match at `start`, for a rule that has one: finding where is much slower than whether.
    fn value(&self, start: usize) -> Option<Span> {
        let group = Some(self.pattern.value_group).filter(|group| *group > 0)?;
        let regex = self.pattern.regex()?;
        let mut locations = regex.capture_locations();
        regex.captures_read_at(&mut locations, self.text.as_bytes(), start)?;
        locations.get(group)
    }

    /// A greedy candidate may have swallowed what follows the value (`4111 1111 1111 1111 2026`): every reading of it
    /// that ends earlier, at the end of a word, is judged in turn. Only check digits can tell, so other rules do not
    /// try; nor do those with a group `value`, whose own right edge a cut would fake.
    fn shorter(&self, (start, end): Span) -> Option<(Span, Judged)> {
        if self.rule.validator.is_none() || self.pattern.value_group != 0 {
            return None;
        }
        let bytes = self.text.as_bytes();
        let ends_word = |end: &usize| {
            let at = |index: usize| bytes.get(index).is_some_and(u8::is_ascii_alphanumeric);
            at(end - 1) && !at(*end)
        };
        let shortest = start + self.pattern.min_len.max(1);
        (shortest..end).rev().filter(ends_word).take(SHORTER).find_map(|end| {
            let head = bytes.get(..end)?;
            let whole = self.pattern.regex()?.find_at(head, start)?;
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
        let verdict =
            self.rule.validator.as_ref().map_or(Verdict::Unknown, |validator| validator.check(value));
        if verdict == Verdict::Invalid || self.anti_context.against(self.mentions, start) {
            return None;
        }
        let context = self.context.near(self.mentions, start, end, self.reach);
        let validated = verdict == Verdict::Valid;
        let scores = &self.rule.score;
        let mut score = scores.pattern;
        if validated {
            score = score.max(scores.validated.unwrap_or(score));
        }
        if context.is_some() || self.header {
            score = score.max(scores.context.unwrap_or(score));
        }
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
