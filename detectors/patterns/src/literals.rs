//! Literals of which every match holds one: keys begin with `ghp_`, addresses of the web with `://`.

use regex_syntax::hir::{Hir, HirKind, literal::Extractor};
use serde::{Deserialize, Serialize};

use crate::{bytes::Bytes, shape};

/// Shortest literal that is rare enough to look for, unless it holds an at sign.
pub(crate) const SHORTEST: usize = 3;
/// Weight of literals that texts seldom have.
pub(crate) const RARE: usize = 6;
/// How many parts of a pattern a literal is made of at most.
const PARTS: usize = 4;
/// Most bytes of a class that are spelled out.
const WIDE: usize = 8;
/// Most literals of one pattern.
const MOST: usize = 128;
/// Most bytes that stand before what else is read of a match.
const LEAD: usize = 4;
/// How far from the beginning of a match a literal is close to it.
const CLOSE: usize = 16;
/// How far from the beginning of a match a literal may stand.
const AFTER: usize = 320;

/// Literals of which every match of a pattern holds one, in lower case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Literals {
    /// They, sorted.
    pub literals: Vec<Vec<u8>>,
    /// Fewest and most bytes of a match before the literal.
    pub(crate) before: (usize, usize),
    /// What may stand there,
    pub(crate) through: Bytes,
    /// but for so many bytes at the beginning of the match, which may be these.
    pub(crate) lead: (usize, Bytes),
    /// Whether no word or number goes on where one begins; `None`: that depends on what stands before the pattern.
    pub(crate) anew: Option<bool>,
}

impl Literals {
    /// The best set there is, `None` without any.
    pub(crate) fn of(pattern: &Hir) -> Option<Self> {
        match pattern.kind() {
            HirKind::Capture(capture) => Self::of(&capture.sub),
            HirKind::Repetition(repetition) if repetition.min > 0 => Self::of(&repetition.sub),
            HirKind::Alternation(branches) => {
                let all: Vec<Self> = branches.iter().map(Self::of).collect::<Option<_>>()?;
                let mut all = all.into_iter();
                let first = all.next()?;
                all.fold(first, Self::or).fitting()
            }
            HirKind::Concat(parts) => {
                let sets = (0..parts.len()).filter_map(|from| {
                    let few = parts.get(from..(from + PARTS).min(parts.len()))?;
                    let first = few.first()?;
                    let together = Some(first)
                        .filter(|first| !shape::begins_wide(first, WIDE) && !shape::is_look(first))
                        .and_then(|_| Self::prefixes(&Hir::concat(few.to_vec())));
                    let set = together.or_else(|| Self::of(first))?;
                    set.behind(parts.get(..from)?)
                });
                sets.max_by_key(Self::worth)
            }
            _ => Self::prefixes(pattern),
        }
    }

    fn prefixes(pattern: &Hir) -> Option<Self> {
        let mut extractor = Extractor::new();
        extractor.limit_class(WIDE).limit_repeat(4).limit_literal_len(12).limit_total(MOST * 2);
        let prefixes = extractor.extract(pattern);
        let literals = prefixes.literals()?.iter();
        let literals = literals.map(|literal| literal.as_bytes().to_ascii_lowercase()).collect();
        let (before, through, lead) = ((0, 0), Bytes::NONE, (0, Bytes::NONE));
        Self { literals, before, through, lead, anew: None }.without_space().fitting()
    }

    /// The same but for a space that literals begin with: texts are full of spaces, and a word behind one begins anew.
    fn without_space(mut self) -> Self {
        let begins_word = |literal: &[u8]| literal.first().is_some_and(u8::is_ascii_alphanumeric);
        let (mut all, mut any, mut anew) = (true, false, true);
        for literal in &mut self.literals {
            let spaced = literal.strip_prefix(b" ").map(<[u8]>::to_vec);
            all &= spaced.is_some();
            any |= spaced.is_some();
            anew &= spaced.is_some() || !begins_word(literal);
            *literal = spaced.unwrap_or_else(|| std::mem::take(literal));
        }
        let space = Bytes::of(|byte| byte == b' ' && any);
        Self {
            before: (usize::from(all), usize::from(any)),
            through: space,
            anew: anew.then_some(true),
            ..self
        }
    }

    /// One or the other.
    fn or(mut self, other: Self) -> Self {
        self.literals.extend(other.literals);
        let before = (self.before.0.min(other.before.0), self.before.1.max(other.before.1));
        let lead = (self.lead.0.max(other.lead.0), self.lead.1.or(other.lead.1));
        let anew = match (self.anew, other.anew) {
            (Some(false), _) | (_, Some(false)) => Some(false),
            (Some(true), Some(true)) => Some(true),
            _ => None,
        };
        Self { before, lead, anew, through: self.through.or(other.through), ..self }
    }

    /// The same, unless there are too many, or some that are everywhere.
    fn fitting(mut self) -> Option<Self> {
        self.literals.sort();
        self.literals.dedup();
        let some = (1..=MOST).contains(&self.literals.len());
        (some && self.all_weigh(SHORTEST)).then_some(self)
    }

    /// The same with other parts before it.
    fn behind(self, parts: &[Hir]) -> Option<Self> {
        let Some((first, rest)) = parts.split_first() else { return Some(self) };
        let (mut least, mut most) = self.before;
        for part in parts {
            least += part.properties().minimum_len()?;
            most = most.saturating_add(part.properties().maximum_len().unwrap_or(usize::MAX));
        }
        let through = rest.iter().map(shape::bytes).fold(self.through.or(self.lead.1), Bytes::or);
        // What stands before a word, say: as good as anything, but only once.
        let short = first.properties().maximum_len().filter(|length| *length <= LEAD);
        let (through, lead) = match short {
            Some(length) => (through, (length, shape::bytes(first))),
            None => (through.or(shape::bytes(first)), (0, Bytes::NONE)),
        };
        let anew = self.anew.or_else(|| shape::goes_on_never(parts, self.first()));
        // A literal behind anything at all says nothing about where the match begins.
        let bounded = most <= AFTER || !through.has(b' ') && !through.has(b'\n');
        bounded.then_some(Self { before: (least, most.min(AFTER)), through, lead, anew, ..self })
    }

    /// Whether each of them weighs as much.
    pub(crate) fn all_weigh(&self, least: usize) -> bool {
        self.literals.iter().all(|one| weight(one) >= least)
    }

    /// What they begin with, in any case of letters.
    pub(crate) fn first(&self) -> Bytes {
        let firsts: Vec<u8> = self.literals.iter().filter_map(|one| one.first().copied()).collect();
        Bytes::of(|byte| firsts.contains(&byte.to_ascii_lowercase()))
    }

    /// Whether few places before them are looked at.
    pub(crate) fn is_near(&self) -> bool {
        self.before.1 <= CLOSE
    }

    /// The rarest literals; of those that are rare enough such as begin words, as close as possible to the beginning.
    fn worth(&self) -> (usize, bool, std::cmp::Reverse<usize>) {
        let least = self.literals.iter().map(|one| weight(one)).min().unwrap_or(0);
        (least.min(RARE), self.anew != Some(false), std::cmp::Reverse(self.before.1))
    }
}

/// How rare a literal is: its bytes, of which spaces count nothing and signs that prose has not count more.
fn weight(literal: &[u8]) -> usize {
    let weight = |byte: &u8| match byte {
        b'@' => SHORTEST,
        b'<' | b':' => 2,
        b' ' => 0,
        _ => 1,
    };
    literal.iter().map(weight).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::anchor::parsed;

    #[test]
    fn every_match_holds_one_of_them() {
        let needs = |pattern: &str| {
            let literals = Literals::of(&parsed(pattern))?;
            Some(
                literals
                    .literals
                    .iter()
                    .map(|one| one.escape_ascii().to_string())
                    .collect::<Vec<_>>()
                    .join(" "),
            )
        };
        assert_eq!(needs("ghp_[a-z]{36}").as_deref(), Some("ghp_"));
        assert_eq!(needs("(?:^|[^a-z])(?:api[_-]?key)=").as_deref(), Some("api-key= api_key= apikey="));
        assert_eq!(needs("(?:sk|rk)_live_[0-9]+").as_deref(), Some("rk_live_ sk_live_"));
        assert_eq!(needs("bearer +[a-z]+").as_deref(), Some("bearer "));
        assert_eq!(needs("[a-z]+@[a-z]+").as_deref(), Some("@"));
        assert_eq!(needs("[a-z ]+-to-[a-z]+"), None);
        assert_eq!(needs("(?:abc|d)"), None);
    }
}
