//! Column names as evidence: `customerEmail`, `E-Mail Address` and `email_address` say the same.

use crate::{rule::Rule, tagger::Mode};

/// The detectors that a column's name speaks for. Made once per column by [`Engine::header`](crate::Engine::header).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Header {
    pub(crate) detectors: Vec<u16>,
    /// How the tagger reads the text; `None`: it does not.
    pub(crate) mode: Option<Mode>,
}

impl Header {
    /// A text without a column name.
    pub const fn none() -> Self {
        Self { detectors: Vec::new(), mode: Some(Mode::Prose) }
    }

    /// For the key of an object: one word is a field, not a name.
    pub fn of_key(key: &str) -> Self {
        Self { detectors: Vec::new(), mode: key.trim().contains(' ').then_some(Mode::Cell) }
    }

    /// The same for cells that are values, not running text.
    #[must_use]
    pub fn of_cells(self) -> Self {
        Self { mode: Some(Mode::Cell), ..self }
    }

    /// Whether the column's name speaks for the detector.
    pub fn names(&self, detector: u16) -> bool {
        self.detectors.contains(&detector)
    }

    /// The detectors the name speaks for: those whose header explains most of it first, then in rule order.
    pub fn detectors(&self) -> &[u16] {
        &self.detectors
    }
}

/// Splits a column name into lower-case words joined by one space: `customerEmail_2` → `customer email 2`.
pub fn words_of(name: &str) -> String {
    let mut words = String::with_capacity(name.len() + 4);
    let mut previous = ' ';
    let mut letters = name.chars().peekable();
    while let Some(letter) = letters.next() {
        let next_is_lower = letters.peek().is_some_and(|next| next.is_lowercase());
        let hump =
            letter.is_uppercase() && (previous.is_lowercase() || (previous.is_uppercase() && next_is_lower));
        let digit_edge = letter.is_ascii_digit() != previous.is_ascii_digit() && previous.is_alphanumeric();
        if letter.is_alphanumeric() {
            if (hump || digit_edge) && !words.is_empty() && !words.ends_with(' ') {
                words.push(' ');
            }
            words.extend(letter.to_lowercase());
        } else if !words.is_empty() && !words.ends_with(' ') {
            words.push(' ');
        }
        previous = letter;
    }
    words.truncate(words.trim_end().len());
    words
}

/// How much of a column's name one of the rule's headers explains, in bytes: the whole name, or its last words for
/// headers that begin with `* `.
pub(crate) fn speaks_for(rule: &Rule, column_words: &str) -> Option<usize> {
    let bare = column_words.trim_end_matches(|letter: char| letter.is_ascii_digit() || letter == ' ');
    let explained = |header: &String| match header.strip_prefix("* ") {
        Some(ending) => {
            let ends = |name: &str| {
                name == ending || name.strip_suffix(ending).is_some_and(|rest| rest.ends_with(' '))
            };
            (ends(bare) || ends(column_words)).then_some(ending.len())
        }
        None => (header == bare || header == column_words).then_some(header.len()),
    };
    rule.headers.iter().filter_map(explained).max()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_every_style_give_the_same_words() {
        for name in ["email address", "emailAddress", "EMAIL_ADDRESS", "E mail"] {
            assert!(words_of(name).starts_with('e'));
        }
        assert_eq!(words_of("customerEmail"), "customer email");
        assert_eq!(words_of("HTTPServer"), "http server");
        assert_eq!(words_of("phone_2"), "phone 2");
        assert_eq!(words_of("addr1"), "addr 1");
        assert_eq!(words_of("  weird--name  "), "weird name");
    }
}
