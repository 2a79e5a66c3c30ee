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

/// First and one past the last byte of a span. An ending of its case belongs to the name: `NATO-u`, `EU:n`.
pub fn bytes(text: &str, reading: &Reading, tokens: &Range<usize>) -> (usize, usize) {
    let last = &reading.tokens[tokens.end - 1];
    let end = end_of(text, last);
    let after = text.get(end..).unwrap_or_default();
    let numbered = tokens.len() > 1 && (last.of(text).ends_with('.') || roman(last.of(text)));
    let dot = usize::from(numbered && goes_on(after));
    (reading.tokens[tokens.start].start, end + dot.max(ending(after)))
}

/// Whether the word is a Roman number, as behind the names of kings and popes.
fn roman(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|letter| matches!(letter, b'I' | b'V' | b'X'))
}

/// Whether the text begins with a dot that no sentence ends with: `Anna K. (47)`, `Joseph II. wurde`.
fn goes_on(after: &str) -> bool {
    let Some(rest) = after.strip_prefix('.') else { return false };
    let next = rest.trim_start_matches(' ').chars().next();
    next.is_some_and(|letter| letter.is_lowercase() || matches!(letter, ',' | ';' | '(' | ')' | '/'))
}

/// Endings that Slavic languages and Hungarian put behind a hyphen, Finnish and Swedish behind a colon.
const ENDINGS: [&str; 55] = [
    "a", "u", "e", "n", "t", "s", "om", "em", "ovi", "ov", "ova", "ovo", "ove", "on", "en", "ön", "ban",
    "ben", "ra", "re", "nak", "nek", "val", "vel", "tal", "tel", "ból", "ből", "ról", "ről", "tól", "től",
    "hoz", "hez", "höz", "ig", "ért", "ként", "ék", "éknél", "nál", "nél", "ot", "et", "öt", "ssa", "ssä",
    "sta", "stä", "lla", "llä", "lle", "lta", "ltä", "ksi",
];

/// Length of an ending of a case behind its mark at the beginning of the text; 0 if there is none.
fn ending(after: &str) -> usize {
    let Some(rest) = after.strip_prefix(['-', ':']) else { return 0 };
    let length = rest.find(|letter: char| !letter.is_alphabetic()).unwrap_or(rest.len());
    let more = rest.get(length..).unwrap_or_default().starts_with(['-', '_', '/', '@']);
    let found = rest.get(..length).is_some_and(|word| ENDINGS.contains(&word));
    if found && !more { 1 + length } else { 0 }
}

/// One past the last byte of a span's last word. A final dot is left out, but for an abbreviation (U.S.).
pub fn end_of(text: &str, last: &Token) -> usize {
    let word = last.of(text);
    last.end - usize::from(word.ends_with('.') && word.matches('.').count() == 1)
}

#[cfg(test)]
mod tests {
    use super::{ending, goes_on, roman};

    #[test]
    fn dots_of_initials_and_numbers_belong_to_the_name_within_a_sentence() {
        for inside in [". wurde", ". (47)", ".,", ".)"] {
            assert!(goes_on(inside), "{inside}");
        }
        for other in ["", ".", ". Er", " wurde", ".\nund", ".5"] {
            assert!(!goes_on(other), "{other}");
        }
        assert!(roman("XIV") && !roman("Max") && !roman(""));
    }

    #[test]
    fn endings_of_cases_belong_to_the_name() {
        let length = |after: &str| ending(after);
        assert_eq!(length("-u je"), 2);
        assert_eq!(length(":n jäsen"), 2);
        assert_eq!(length("-ról, a"), 5);
        for other in ["-based in", "-led", " u", "-u-x", "-U", ":22", "", "-"] {
            assert_eq!(length(other), 0, "{other}");
        }
    }
}
