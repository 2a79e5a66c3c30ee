//! Literals of which every match holds one: keys begin with `ghp_`, addresses of the web with `://`.

use aho_corasick::{AhoCorasick, AhoCorasickKind, BuildError};
use regex_syntax::hir::{Hir, HirKind, literal::Extractor};

/// Shortest literal that is rare enough to look for.
const SHORTEST: usize = 3;
/// How many parts of a pattern a literal is made of at most.
const PARTS: usize = 4;
/// Most literals of one pattern.
const MOST: usize = 128;

/// Literals of which every match of a pattern holds one, in lower case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Literals(Vec<Vec<u8>>);

impl Literals {
    /// The best set there is: that with the longest shortest literal. `None` without any.
    pub(super) fn of(pattern: &Hir) -> Option<Self> {
        match pattern.kind() {
            HirKind::Capture(capture) => Self::of(&capture.sub),
            HirKind::Repetition(repetition) if repetition.min > 0 => Self::of(&repetition.sub),
            HirKind::Alternation(branches) => {
                let mut all = Vec::new();
                for branch in branches {
                    all.extend(Self::of(branch)?.0);
                }
                Self::some(all)
            }
            HirKind::Concat(parts) => {
                let begins = (0..parts.len()).filter_map(|from| {
                    let few = parts.get(from..(from + PARTS).min(parts.len()))?;
                    Self::prefixes(&Hir::concat(few.to_vec())).or_else(|| Self::of(few.first()?))
                });
                begins.max_by_key(Self::shortest)
            }
            _ => Self::prefixes(pattern),
        }
    }

    fn prefixes(pattern: &Hir) -> Option<Self> {
        let mut extractor = Extractor::new();
        extractor.limit_class(8).limit_repeat(4).limit_literal_len(12).limit_total(MOST * 2);
        let prefixes = extractor.extract(pattern);
        Self::some(
            prefixes.literals()?.iter().map(|literal| literal.as_bytes().to_ascii_lowercase()).collect(),
        )
    }

    fn some(mut literals: Vec<Vec<u8>>) -> Option<Self> {
        literals.sort();
        literals.dedup();
        let fits = !literals.is_empty()
            && literals.len() <= MOST
            && literals.iter().all(|literal| literal.len() >= SHORTEST);
        fits.then_some(Self(literals))
    }

    fn shortest(&self) -> usize {
        self.0.iter().map(Vec::len).min().unwrap_or(0)
    }
}

/// The literals of all patterns in one automaton.
#[derive(Debug)]
pub(crate) struct Openers {
    automaton: AhoCorasick,
    /// For each literal: the patterns it may open.
    opens: Vec<Vec<u16>>,
}

impl Openers {
    /// Collects the literals of numbered patterns.
    pub(crate) fn new<'a>(needs: impl Iterator<Item = (u16, &'a Literals)>) -> Result<Self, BuildError> {
        let mut literals = std::collections::BTreeMap::<&[u8], Vec<u16>>::new();
        for (pattern, needed) in needs {
            for literal in &needed.0 {
                literals.entry(literal).or_default().push(pattern);
            }
        }
        let automaton = AhoCorasick::builder()
            .ascii_case_insensitive(true)
            .kind(Some(AhoCorasickKind::ContiguousNFA))
            .build(literals.keys())?;
        Ok(Self { automaton, opens: literals.into_values().collect() })
    }

    /// A bit for each pattern one of whose literals occurs.
    pub(crate) fn open(&self, text: &str, patterns: usize) -> Vec<u64> {
        let mut open = vec![0u64; patterns.div_ceil(64)];
        for found in self.automaton.find_overlapping_iter(text) {
            for pattern in self.opens.get(found.pattern().as_usize()).into_iter().flatten() {
                if let Some(bits) = open.get_mut(usize::from(*pattern) / 64) {
                    *bits |= 1 << (pattern % 64);
                }
            }
        }
        open
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::prefilter::parsed;

    #[test]
    fn every_match_holds_one_of_them() {
        let needs = |pattern: &str| {
            let literals = Literals::of(&parsed(pattern))?;
            Some(literals.0.iter().map(|one| one.escape_ascii().to_string()).collect::<Vec<_>>().join(" "))
        };
        assert_eq!(needs("ghp_[a-z]{36}").as_deref(), Some("ghp_"));
        assert_eq!(needs("(?:^|[^a-z])(?:api[_-]?key)=").as_deref(), Some("api-key= api_key= apikey="));
        assert_eq!(needs("(?:sk|rk)_live_[0-9]+").as_deref(), Some("rk_live_ sk_live_"));
        assert_eq!(needs("bearer +[a-z]+").as_deref(), Some("bearer "));
        assert_eq!(needs("[a-z]+@[a-z]+"), None);
        assert_eq!(needs("(?:abc|d)"), None);
    }
}
