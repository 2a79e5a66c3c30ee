//! From pieces to spans. The words are those of the fast tagger, so that both cut possessives, initials, hyphens and
//! links the same way, whatever the model's tokenizer does.
//!
//! A word's odds are the mean over its pieces; the label with the greatest odds wins if it beats everything the
//! model knows besides. A span's score is the lowest odds among its words, in steps of 1/1024: processors differ in
//! the last digits, and nobody can use those.

use super::pieces::Piece;
use crate::tagger::lattice::LABELS;
use crate::tagger::spans::end_of;
use crate::tagger::tokens::{Kind, Token, tokenize};
use crate::tagger::{Label, Tag};
use std::ops::Range;

/// Courtesy titles and ranks, in small letters; they stand before a name and are not part of it. None that is also
/// a name: Don and Judge are people.
const TITLES: &[&str] = &[
    "mr",
    "mrs",
    "ms",
    "miss",
    "mx",
    "dr",
    "prof",
    "professor",
    "doctor",
    "sir",
    "rev",
    "reverend",
    "capt",
    "captain",
    "sgt",
    "lt",
    "maj",
    "herr",
    "herrn",
    "frau",
    "fru",
    "dipl",
    "monsieur",
    "madame",
    "mademoiselle",
    "mme",
    "mlle",
    "maître",
    "señor",
    "señora",
    "señorita",
    "sr",
    "sra",
    "srta",
    "doña",
    "signor",
    "signora",
    "signorina",
    "dott",
    "dottoressa",
    "senhor",
    "senhora",
    "dhr",
    "mevr",
    "mevrouw",
    "meneer",
    "shri",
    "smt",
];

/// What is tagged or not as a whole: a word, or a piece of a run that is written without spaces.
#[derive(Debug, Clone, Copy)]
struct Unit {
    token: Token,
    label: Option<Label>,
    odds: f32,
    begins: bool,
}

/// Appends the tags of `text`, in order; `pieces` are all of its pieces.
pub fn tags(text: &str, pieces: &[Piece], out: &mut Vec<Tag>) {
    let units = units(text, pieces);
    let mut at = 0;
    while let Some(first) = units.get(at) {
        let Some(label) = first.label else {
            at += 1;
            continue;
        };
        let rest = units.iter().skip(at + 1);
        let more = rest.take_while(|next| next.label == Some(label) && !next.begins).count();
        let range = at..at + 1 + more;
        at = range.end;
        if let Some(tag) = tag(text, units.get(range).unwrap_or_default(), label) {
            out.push(tag);
        }
    }
}

/// The tag of a run of units, without what does not belong to a name at its ends.
fn tag(text: &str, mut units: &[Unit], label: Label) -> Option<Tag> {
    let loose = |unit: &Unit| matches!(unit.token.kind, Kind::Mark | Kind::Break);
    loop {
        match units {
            [first, rest @ ..] if loose(first) || (label == Label::Person && is_title(text, first)) => {
                units = rest;
            }
            [rest @ .., last] if loose(last) => units = rest,
            _ => break,
        }
    }
    let (first, last) = (units.first()?, units.last()?);
    let lowest = units.iter().map(|unit| unit.odds).fold(1.0, f32::min);
    let score = (lowest * 1024.0).round() / 1024.0;
    Some(Tag { start: first.token.start, end: end_of(text, &last.token), label, score })
}

fn is_title(text: &str, unit: &Unit) -> bool {
    let word = unit.token.of(text);
    word.len() <= 16 && TITLES.contains(&word.to_lowercase().as_str())
}

fn units(text: &str, pieces: &[Piece]) -> Vec<Unit> {
    let mut tokens = Vec::new();
    tokenize(text, &mut tokens);
    let mut units = Vec::with_capacity(tokens.len());
    let mut next = 0;
    for token in tokens {
        // A piece may reach over several words, and a word usually holds several pieces.
        next += pieces.iter().skip(next).take_while(|piece| piece.end <= token.start).count();
        let here = pieces.iter().skip(next).take_while(|piece| piece.start < token.end).count();
        let here = pieces.get(next..next + here).unwrap_or_default();
        if is_address(text, &token) {
            units.push(Unit { token, label: None, odds: 0.0, begins: false });
        } else if token.kind == Kind::Link || token.of(text).chars().any(unspaced) {
            for piece in here {
                if let Some(part) = trimmed(text, piece.start.max(token.start)..piece.end.min(token.end)) {
                    units.push(unit(part, std::slice::from_ref(piece)));
                }
            }
        } else {
            units.push(unit(token, here));
        }
    }
    units
}

/// Addresses of the net and of mail, and user handles, belong to the rules.
fn is_address(text: &str, token: &Token) -> bool {
    let word = token.of(text);
    token.kind == Kind::Link && (word.contains('@') || word.contains("://") || word.contains('.'))
}

/// Scripts that are written without spaces between words.
fn unspaced(c: char) -> bool {
    matches!(c, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}'
        | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{3ffff}')
}

/// A piece as a word of its own, without white space and punctuation around it.
fn trimmed(text: &str, range: Range<usize>) -> Option<Token> {
    let from = text.floor_char_boundary(range.start);
    let whole = text.get(from..text.ceil_char_boundary(range.end))?;
    let loose = |c: char| !c.is_alphanumeric();
    let start = from + whole.len() - whole.trim_start_matches(loose).len();
    let inner = whole.trim_matches(loose);
    (!inner.is_empty()).then_some(Token { start, end: start + inner.len(), kind: Kind::Word })
}

fn unit(token: Token, pieces: &[Piece]) -> Unit {
    let nothing = Unit { token, label: None, odds: 0.0, begins: false };
    let Some(first) = pieces.first() else { return nothing };
    #[expect(clippy::cast_precision_loss, reason = "a word has few pieces")]
    let count = pieces.len() as f32;
    let mean = |of: &dyn Fn(&Piece) -> f32| pieces.iter().map(of).sum::<f32>() / count;
    let other = mean(&|piece| piece.other);
    let mut best = nothing;
    for (at, label) in LABELS.iter().enumerate() {
        let odds = mean(&|piece| piece.odds.get(at).copied().unwrap_or_default());
        if odds > best.odds && odds > other {
            let share = |all: &[f32]| all.get(at).copied().unwrap_or_default();
            let begins = share(&first.begins) * 2.0 > share(&first.odds) && token.kind != Kind::Mark;
            best = Unit { token, label: Some(*label), odds, begins };
        }
    }
    best
}
