//! From the best path to spans: joins begin and inside, trims what does not belong to a name, works out how
//! certain the span is.

use super::Label;
use super::lattice::{Lattice, begin_of, begins, label_of};
use super::reading::Reading;
use super::tokens::{Kind, Token};
use std::ops::Range;

/// A span in tokens of the reading, with its raw score.
#[derive(Debug, Clone, PartialEq)]
pub struct Span {
    /// The tokens.
    pub tokens: Range<usize>,
    /// What it names.
    pub label: Label,
    /// Lowest probability of the label over the span's tokens.
    pub raw: f32,
}

/// Appends the spans of a segment's path. `lattice` holds the sums over the same segment.
pub fn spans(reading: &Reading, segment: &Range<usize>, path: &[u8], lattice: &Lattice, out: &mut Vec<Span>) {
    let mut at = 0;
    while let Some(state) = path.get(at).map(|state| usize::from(*state)) {
        let Some(label) = label_of(state).filter(|_| begins(state)) else {
            at += 1;
            continue;
        };
        let begin = begin_of(label);
        let length = path[at + 1..].iter().take_while(|next| usize::from(**next) == begin + 1).count() + 1;
        let mut range = at..at + length;
        at += length;
        while !range.is_empty() && loose(reading, segment.start + range.end - 1) {
            range.end -= 1;
        }
        while !range.is_empty() && loose(reading, segment.start + range.start) {
            range.start += 1;
        }
        if range.is_empty() {
            continue;
        }
        let certain = |at: usize| {
            let marginal = lattice.marginal(at);
            marginal[begin] + marginal[begin + 1]
        };
        let raw = range.clone().map(certain).fold(1.0, f32::min);
        out.push(Span { tokens: segment.start + range.start..segment.start + range.end, label, raw });
    }
}

fn loose(reading: &Reading, at: usize) -> bool {
    matches!(reading.tokens[at].kind, Kind::Mark | Kind::Break)
}

/// First and one past the last byte of a span.
pub fn bytes(text: &str, reading: &Reading, tokens: &Range<usize>) -> (usize, usize) {
    (reading.tokens[tokens.start].start, end_of(text, &reading.tokens[tokens.end - 1]))
}

/// One past the last byte of a span's last word. A final dot is left out, but for an abbreviation (U.S.).
pub fn end_of(text: &str, last: &Token) -> usize {
    let word = last.of(text);
    last.end - usize::from(word.ends_with('.') && word.matches('.').count() == 1)
}
