//! A mistake in a policy: code, place, hint.

use std::ops::Range;

/// One mistake.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// Stable code, such as `LP0002`.
    pub code: &'static str,
    /// What is wrong.
    pub message: String,
    /// Byte range in the policy text.
    pub span: Range<usize>,
    /// What to do.
    pub hint: Option<String>,
}

/// Every mistake of one policy text.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("policy {name} has {} mistake(s)", diagnostics.len())]
pub struct PolicyError {
    /// Name of the policy or its file.
    pub name: String,
    /// The text the spans point into.
    pub text: String,
    /// In the order of the text.
    pub diagnostics: Vec<Diagnostic>,
}

impl PolicyError {
    /// The 1-based line a diagnostic begins on.
    pub fn line(&self, diagnostic: &Diagnostic) -> usize {
        let before = self.text.as_bytes().get(..diagnostic.span.start).unwrap_or_default();
        before.iter().filter(|byte| **byte == b'\n').count() + 1
    }
}

/// The known word closest to `word`, if any is close: for "did you mean".
pub(super) fn closest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let known: Vec<&str> = known.into_iter().collect();
    let scored = known.iter().map(|candidate| (distance(word, candidate), *candidate));
    let near = scored.min().filter(|(distance, _)| *distance <= 1 + word.len() / 4);
    // `EMAIL` is far from `EMAIL_ADDRESS`, and yet its beginning.
    let begun =
        || known.iter().copied().filter(|candidate| word.len() > 2 && candidate.starts_with(word)).min();
    near.map(|(_, candidate)| candidate).or_else(begun)
}

/// Levenshtein distance over characters, a row at a time.
fn distance(left: &str, right: &str) -> usize {
    let right: Vec<char> = right.chars().collect();
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (done, letter) in left.chars().enumerate() {
        let mut diagonal = done;
        let mut best = done + 1;
        let mut next = vec![best];
        for (other, above) in right.iter().zip(row.iter().skip(1)) {
            best = (diagonal + usize::from(letter != *other)).min(above + 1).min(best + 1);
            diagonal = *above;
            next.push(best);
        }
        row = next;
    }
    row.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_typo_finds_its_word() {
        assert_eq!(closest("actoin", ["action", "entity"]), Some("action"));
        assert_eq!(closest("zzz", ["action", "entity"]), None);
        assert_eq!(closest("EMAIL", ["EMAIL_ADDRESS", "UUID"]), Some("EMAIL_ADDRESS"));
        assert_eq!(distance("kitten", "sitting"), 3);
    }
}
