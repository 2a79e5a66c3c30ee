//! What the tagger reads in a text becomes findings, where it can be what the tagger says.

use crate::{
    engine::{Engine, Names},
    finding::{Evidence, Origin},
    tagger::{Label, Mode, Tag},
};

impl Engine {
    /// What the tagger reads in a text, as the detectors that report it.
    pub(crate) fn tag(
        &self,
        text: &str,
        mode: Option<Mode>,
        found: &mut dyn FnMut((usize, usize), f32, u16, Evidence),
    ) {
        let (Some(Names { tagger, reporters }), Some(mode)) = (&self.names, mode) else { return };
        let mut tags = Vec::new();
        tagger.tag(text, mode, &mut tags);
        for Tag { start, end, label, score } in tags {
            let value = text.get(start..end).unwrap_or_default();
            if !may_be(label, value, score) {
                continue;
            }
            let evidence = Evidence { pattern: score, origin: Origin::Tagger, ..Evidence::default() };
            for (_, detector) in reporters.iter().filter(|(reported, _)| *reported == label) {
                found((start, end), score, *detector, evidence);
            }
        }
    }
}

/// Whether a value can be what the tagger says: people have no digits in their names, two numbers are no date, and what
/// changes its case all the time is nothing at all.
fn may_be(label: Label, value: &str, score: f32) -> bool {
    // `MAC` and `RFC` look like short names in capitals.
    let acronym = value.len() <= 4 && value.bytes().all(|byte| byte.is_ascii_uppercase());
    let small = |value: &str| value.contains(char::is_lowercase) && !value.contains(char::is_uppercase);
    match label {
        _ if is_encoded(value) => false,
        Label::Person if acronym => score >= 0.7,
        Label::Organization if acronym => score >= 0.45,
        // What has no capital is hardly ever a body: the usual threshold counts, not the rule's lower one.
        Label::Organization if small(value) => score >= 0.5,
        Label::Person | Label::Nrp => !value.contains(char::is_numeric),
        // `12 34 56 B` is none, and of `6.5.52` the rules say whether it is.
        Label::DateTime => {
            let word = |part: &str| part.chars().filter(|letter| letter.is_alphabetic()).nth(1).is_some();
            let number = !value.contains(|letter: char| letter.is_whitespace() || letter == '.');
            number || value.split_whitespace().any(word)
        }
        Label::Location | Label::Organization | Label::Attribute => value.contains(char::is_alphabetic),
    }
}

/// Whether capitals come behind small letters more often than in `McDonald` or `MacKenzie-DeVon`: letters that stand for bytes.
fn is_encoded(value: &str) -> bool {
    let raised = |pair: &[u8]| matches!(pair, [small, capital] if small.is_ascii_lowercase() && capital.is_ascii_uppercase());
    value.split_whitespace().any(|word| word.as_bytes().windows(2).filter(|pair| raised(pair)).count() > 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_a_name_is_none() {
        for (label, value, is) in [
            (Label::Person, "Shaun McDonald", true),
            (Label::Person, "LaToya MacKenzie-DeVon", true),
            (Label::Person, "dGhlIHBlcHBlciBzYXQgYnk", false),
            (Label::Organization, "aGVhdGhlciBncm93cyBoZXJl", false),
            (Label::Person, "Agent 47", false),
            (Label::Person, "RFC", false),
            (Label::DateTime, "May 2020", true),
            (Label::DateTime, "12 34 56 B", false),
        ] {
            assert_eq!(may_be(label, value, 0.4), is, "{value}");
        }
    }
}
