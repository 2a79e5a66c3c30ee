//! Where a pattern can match at all: at which places it is worth trying.
//!
//! Anchors are read off the pattern's syntax tree, so they can never be out of date. A pattern is tried only at the
//! places its anchor names, and every match that counts begins at one of them.

use regex_syntax::hir::{Hir, Look};
use serde::{Deserialize, Serialize};

use crate::{
    Boundary,
    bytes::Bytes,
    literals::{Literals, RARE, SHORTEST},
    outline,
    program::Program,
    shape,
};

/// How far behind its first byte a value's first digit may stand for the digit to announce it from nearby,
pub const NEAR: usize = 16;
/// and from afar.
pub const FAR: usize = 48;
/// How many token bytes in a row announce a token.
pub const LONG: usize = 8;
/// Most bytes that a pattern reads before what begins a word.
pub const LEAD: usize = 12;

/// How the places are found at which a pattern is tried.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Anchor {
    /// Where a value may begin that the automaton of its kind accepts.
    Start(Start),
    /// Before one of some literals.
    Literal(Mark),
    /// Where the text begins, if it has so many bytes: a match is the whole of it.
    Whole {
        /// Fewest.
        least: usize,
        /// Most.
        most: usize,
    },
    /// Everywhere.
    Anywhere,
}

/// What begins where words and numbers begin: the value, or a word before it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Start {
    /// What announces the value.
    pub sign: Sign,
    /// It and what follows, in outline: an automaton of many such has few states.
    pub tail: Program,
    /// The bytes it may begin with.
    pub first: Bytes,
    /// Fewest and most bytes of a match before it.
    pub lead: (usize, usize),
    /// The bytes the match may begin with, unless the text does.
    pub whole: Bytes,
    /// Whether it may follow a letter or digit of the other kind.
    pub in_words: bool,
    /// Whether it begins with one of some words.
    spelled: bool,
}

/// What announces a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Sign {
    /// A digit, shortly behind its beginning.
    Digit,
    /// A digit, some words behind its beginning.
    DigitAhead,
    /// A run of token bytes.
    Run,
    /// Nothing but its first byte.
    First,
}

impl Anchor {
    /// The best one for a pattern.
    pub(crate) fn of(pattern: &Hir, boundary: Boundary, has_value: bool) -> Self {
        let looks = (pattern.properties().look_set_prefix(), pattern.properties().look_set_suffix());
        if let Some(most) = pattern.properties().maximum_len()
            && looks.0.contains(Look::Start)
            && looks.1.contains(Look::End)
        {
            return Self::Whole { least: pattern.properties().minimum_len().unwrap_or(0), most };
        }
        let start = Start::of(pattern, boundary, has_value);
        let least = match &start {
            Some(start) if start.is_rare() => None,
            // Read at every word, or at every one near a number, unless a literal is one that texts seldom have.
            Some(start) if start.spelled && !start.first.has(b' ') || start.sign == Sign::DigitAhead => {
                Some(RARE)
            }
            _ => Some(SHORTEST),
        };
        // A word or a run announces a match better than a literal before which many places are looked at.
        let run = start.as_ref().is_some_and(|start| start.sign == Sign::Run);
        let worth = |all: &Literals, least| all.all_weigh(least) && (least < RARE && !run || all.is_near());
        let literals = |least| Literals::of(&shape::lowered(pattern)).filter(|all| worth(all, least));
        if let Some(literals) = least.and_then(literals) {
            return Self::Literal(Mark::of(literals, pattern, boundary, has_value));
        }
        start.map_or(Self::Anywhere, Self::Start)
    }
}

/// What holds a literal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    /// The literals of which it holds one.
    pub literals: Literals,
    /// The bytes a match may begin with.
    first: Bytes,
    /// The bytes that may not stand before it.
    not_behind: Bytes,
}

impl Mark {
    fn of(literals: Literals, pattern: &Hir, boundary: Boundary, has_value: bool) -> Self {
        let (first, empty) = shape::first(pattern);
        let not_behind = match boundary {
            _ if has_value && !shape::parts(pattern).first().is_some_and(shape::is_value) => Bytes::NONE,
            Boundary::Word => Bytes::of(|byte| byte.is_ascii_alphanumeric()),
            Boundary::Digit => Bytes::of(|byte| byte.is_ascii_digit()),
            Boundary::None => Bytes::NONE,
        };
        let bounded = not_behind.has(b'a') && not_behind.has(b'0');
        let anew = Some(literals.anew.unwrap_or(bounded));
        // Letters are looked for in any case.
        let through = literals.through;
        let either =
            |byte: u8| through.has(byte.to_ascii_lowercase()) || through.has(byte.to_ascii_uppercase());
        let literals = Literals { through: Bytes::of(either), anew, ..literals };
        Self { literals, first: if empty { Bytes::of(|_| true) } else { first }, not_behind }
    }

    /// The bytes that may begin one of its literals in the middle of a word, or of anything but a word.
    pub fn first_anywhere(&self) -> Bytes {
        let inside = |byte: u8| self.literals.anew != Some(true) || !byte.is_ascii_alphanumeric();
        self.literals.first().and(inside)
    }

    /// Reports where a match may begin that holds the literal at `place`.
    pub fn begins(&self, text: &[u8], place: usize, mut report: impl FnMut(usize)) {
        let (least, most) = self.literals.before;
        // How many bytes more may be the lead, once something stands there that may not stand behind it.
        let mut lead = None;
        for back in 0..=most.min(place) {
            let begin = place - back;
            let at = |index: usize| text.get(index).copied().unwrap_or(0);
            if back > 0 && (lead.is_some() || !self.literals.through.has(at(begin))) {
                let left: usize = lead.unwrap_or(self.literals.lead.0);
                let Some(left) = left.checked_sub(1) else { return };
                lead = Some(left);
            }
            let behind = begin.checked_sub(1).map(at);
            let begins = begin == 0 || self.first.has(at(begin));
            if back >= least && begins && behind.is_none_or(|byte| !self.not_behind.has(byte)) {
                report(begin);
            }
        }
    }
}

impl Start {
    /// Whether few places are tried, or few bytes read at each.
    fn is_rare(&self) -> bool {
        self.sign == Sign::Digit || self.first == Bytes::NONE || self.spelled && self.sign != Sign::First
    }

    /// The value itself, or whatever begins a word shortly behind the beginning of the match.
    fn of(pattern: &Hir, boundary: Boundary, has_value: bool) -> Option<Self> {
        let parts = shape::parts(pattern);
        let value = if has_value { parts.iter().position(shape::is_value) } else { Some(0) };
        let bounded = value.map(|at| (at, boundary)).filter(|(_, boundary)| *boundary != Boundary::None);
        let ends = Some(boundary).filter(|_| !has_value);
        let inner = (0..parts.len()).rev().map(|at| (at, Boundary::None));
        let starts = inner.chain(bounded);
        let starts = starts.filter_map(|(at, boundary)| Self::at(parts, at, boundary));
        let best = starts.max_by_key(|(_, start)| {
            let ahead = start.sign == Sign::DigitAhead;
            (
                start.first == Bytes::NONE,
                start.sign == Sign::Digit,
                start.spelled,
                ahead,
                start.sign == Sign::Run,
                !start.first.has(b' '),
            )
        });
        let (at, best) = best?;
        // What stands before it without a byte, such as where a line begins, is part of it.
        let from = if best.lead == (0, 0) { 0 } else { at };
        // What is too large for an automaton is tried everywhere.
        let tail = Program::of(&outline::outlined(parts.get(from..)?, ends)).ok()?;
        Some(Self { whole: shape::first(pattern).0, tail, ..best })
    }

    /// What begins with a part, still without its tail. `boundary`: what may stand before it; `None`: what the parts before it say.
    fn at(parts: &[Hir], at: usize, boundary: Boundary) -> Option<(usize, Self)> {
        let (lead, tail) = parts.split_at_checked(at)?;
        let length = |of: fn(&Hir) -> Option<usize>| lead.iter().map(of).sum::<Option<usize>>();
        let least = length(|part| part.properties().minimum_len())?;
        let most = length(|part| part.properties().maximum_len()).filter(|most| *most <= LEAD)?;
        let (first, empty) = shape::first_of(tail);
        let begins_anew = match boundary {
            Boundary::Word => true,
            Boundary::Digit => !first.meets(|byte| byte.is_ascii_alphabetic()),
            Boundary::None => shape::begins_anew(lead, first),
        };
        if empty || !begins_anew {
            return None;
        }
        let by = shape::digit_by_of(tail);
        let sign = if by.is_some_and(|by| by <= NEAR) {
            Sign::Digit
        } else if by.is_some_and(|by| by <= FAR) {
            Sign::DigitAhead
        } else if shape::leading_run_of(tail).0 >= LONG {
            Sign::Run
        } else {
            Sign::First
        };
        let spelled = shape::is_spelled(tail);
        let (before, nothing) = shape::last_of(lead);
        let in_words =
            boundary != Boundary::Word && (nothing || before.meets(|byte| byte.is_ascii_alphanumeric()));
        let (tail, whole) = (Program::default(), Bytes::NONE);
        Some((at, Self { sign, tail, first, lead: (least, most), whole, in_words, spelled }))
    }
}

#[cfg(test)]
pub(crate) fn parsed(pattern: &str) -> Hir {
    let mut parser = regex_syntax::ParserBuilder::new().unicode(false).utf8(false).build();
    parser.parse(pattern).expect("a test pattern parses")
}
