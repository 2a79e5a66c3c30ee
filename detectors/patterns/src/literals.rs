//! Literals of which every match holds one: keys begin with `ghp_`, addresses of the web with `://`.

use regex_syntax::hir::{Hir, HirKind, literal::Extractor};
use serde::{Deserialize, Serialize};

use crate::{bytes::Bytes, shape};

/// Shortest literal that is rare enough to look for, unless it holds an at sign.
pub(crate) const SHORTEST: usize = 3;
/// How many parts of a pattern a literal is made of at most.
const PARTS: usize = 4;
/// Most bytes of a class that are spelled out.
const WIDE: usize = 8;
/// Most literals of one pattern.
const MOST: usize = 128;
/// How far from the beginning of a match a literal may stand.
const AFTER: usize = 320;

/// Literals of which every match of a pattern holds one, in lower case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Literals {
    /// They, sorted.
    pub literals: Vec<Vec<u8>>,
    /// Fewest and most bytes of a match before the literal.
    pub(crate) before: (usize, usize),
    /// What may stand there.
    pub(crate) through: Bytes,
}

impl Literals {
    /// The best set there is, `None` without any.
    pub(crate) fn of(pattern: &Hir) -> Option<Self> {
        match pattern.kind() {
            HirKind::Capture(capture) => Self::of(&capture.sub),
            HirKind::Repetition(repetition) if repetition.min > 0 => Self::of(&repetition.sub),
            HirKind::Alternation(branches) => {
                let all: Vec<Self> = branches.iter().map(Self::of).collect::<Option<_>>()?;
                let before =
                    |one: (usize, usize), other: (usize, usize)| (one.0.min(other.0), one.1.max(other.1));
                Self::some(
                    all.iter().flat_map(|one| one.literals.clone()).collect(),
                    all.iter().map(|one| one.before).reduce(before)?,
                    all.iter().fold(Bytes::NONE, |through, one| through.or(one.through)),
                )
            }
            HirKind::Concat(parts) => {
                let sets = (0..parts.len()).filter_map(|from| {
                    let few = parts.get(from..(from + PARTS).min(parts.len()))?;
                    let first = few.first()?;
                    let together = Some(first)
                        .filter(|first| !shape::begins_wide(first, WIDE))
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
        Self::some(
            literals.map(|literal| literal.as_bytes().to_ascii_lowercase()).collect(),
            (0, 0),
            Bytes::NONE,
        )
    }

    fn some(mut literals: Vec<Vec<u8>>, before: (usize, usize), through: Bytes) -> Option<Self> {
        literals.sort();
        literals.dedup();
        let fits = !literals.is_empty()
            && literals.len() <= MOST
            && literals.iter().all(|one| weight(one) >= SHORTEST);
        fits.then_some(Self { literals, before, through })
    }

    /// The same with other parts before it.
    fn behind(self, parts: &[Hir]) -> Option<Self> {
        let (mut least, mut most) = self.before;
        let mut through = self.through;
        for part in parts {
            least += part.properties().minimum_len()?;
            most = most.saturating_add(part.properties().maximum_len().unwrap_or(usize::MAX));
            through = through.or(shape::bytes(part));
        }
        // A literal behind anything at all says nothing about where the match begins.
        let bounded = most <= AFTER || !through.has(b' ') && !through.has(b'\n');
        bounded.then_some(Self { before: (least, most.min(AFTER)), through, ..self })
    }

    /// Whether each of them weighs as much.
    pub(crate) fn all_weigh(&self, least: usize) -> bool {
        self.literals.iter().all(|one| weight(one) >= least)
    }

    /// The rarest literals, as close as possible to the beginning.
    fn worth(&self) -> (usize, std::cmp::Reverse<usize>) {
        (self.literals.iter().map(|one| weight(one)).min().unwrap_or(0), std::cmp::Reverse(self.before.1))
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
