//! Column names as evidence: `customerEmail`, `E-Mail Address` and `email_address` say the same.

use std::{cmp::Reverse, collections::HashMap};

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

/// Words behind the name of a column that say which of several it is: `phone_home`, `email_2_old`.
const WHICH: &[&str] = &[
    "home",
    "work",
    "office",
    "private",
    "privat",
    "business",
    "mobile",
    "primary",
    "secondary",
    "main",
    "other",
    "alt",
    "alternate",
    "alternative",
    "geschäftlich",
    "dienstlich",
    "personal",
    "perso",
    "pro",
    "casa",
    "trabajo",
    "old",
    "new",
    "raw",
    "original",
    "orig",
    "current",
    "text",
    "str",
    "value",
    "clean",
];

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

/// The column names that the rules know, by their words.
#[derive(Debug, Default)]
pub(crate) struct Headers {
    /// Those that must be the whole name.
    whole: HashMap<Box<str>, Vec<u16>>,
    /// Those that may be its last words: written `* name` in a rule.
    ending: HashMap<Box<str>, Vec<u16>>,
}

impl Headers {
    /// Of rules, numbered from 0.
    pub(crate) fn new<'a>(rules: impl Iterator<Item = &'a Rule>) -> Self {
        let mut headers = Self::default();
        for (detector, rule) in (0u16..).zip(rules) {
            for header in &rule.headers {
                let (words, known) = match header.strip_prefix("* ") {
                    Some(ending) => (ending, &mut headers.ending),
                    None => (header.as_str(), &mut headers.whole),
                };
                known.entry(words.into()).or_default().push(detector);
            }
        }
        headers
    }

    /// The detectors that a column's name speaks for: those whose header explains most of its bytes first, then in rule
    /// order.
    pub(crate) fn spoken_for(&self, name: &str) -> Vec<u16> {
        let words = words_of(name);
        let bare = words.trim_end_matches(|letter: char| letter.is_ascii_digit() || letter == ' ');
        let mut explained = Vec::new();
        let mut look = |known: &HashMap<Box<str>, Vec<u16>>, words: &str| {
            let detectors = known.get(words).into_iter().flatten();
            explained.extend(detectors.map(|detector| (Reverse(words.len()), *detector)));
        };
        let which = bare.rsplit_once(' ').filter(|(_, last)| WHICH.contains(last));
        let whole = Some(words.as_str()).filter(|words| *words != bare);
        for name in [bare].into_iter().chain(whole).chain(which.map(|(name, _)| name)) {
            look(&self.whole, name);
            look(&self.ending, name);
            name.match_indices(' ').for_each(|(space, _)| look(&self.ending, &name[space + 1..]));
        }
        explained.sort_unstable();
        let mut detectors: Vec<u16> = Vec::with_capacity(explained.len());
        for (_, detector) in explained {
            if !detectors.contains(&detector) {
                detectors.push(detector);
            }
        }
        detectors
    }
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

    #[test]
    fn the_longest_known_words_of_a_name_speak_first() {
        let rule = |id: &str, headers: &[&str]| {
            let headers: Vec<String> = headers.iter().map(|header| format!("{header:?}")).collect();
            let file = format!(
                "[[detector]]\nid = \"x.{id}\"\nentity = \"X\"\ndescription = \"x\"\nheaders = [{}]",
                headers.join(", ")
            );
            crate::parse_rules("x.toml", &file).expect("parses").remove(0)
        };
        let rules = [
            rule("name", &["name", "* name"]),
            rule("phone", &["* phone"]),
            rule("last", &["* last name", "last"]),
        ];
        let headers = Headers::new(rules.iter());
        for (name, expected) in [
            ("customerName2", &[0][..]),
            ("patient_last_name", &[2, 0]),
            ("name", &[0]),
            ("phone_home", &[1]),
            ("tel/phone 3", &[1]),
            ("last", &[2]),
            ("at last", &[]),
            ("phone type", &[]),
            ("filename", &[]),
        ] {
            assert_eq!(headers.spoken_for(name), expected, "{name}");
        }
    }
}
