//! Recognizers that come with a request: patterns and deny lists, as Presidio's clients write them.
//!
//! Patterns run in linear time. Look-around and back references are refused: they cannot.

use limpid_detectors::Entity;
use regex::{Regex, RegexBuilder};
use serde::Deserialize;
use serde_json::Value;

use super::refusal::Refusal;

/// Python's IGNORECASE, MULTILINE and DOTALL: Presidio's default.
pub(super) const FLAGS: u32 = 2 | 8 | 16;
const KNOWN_FLAGS: u32 = FLAGS | 32 | 64;
/// Most patterns of a request, and most words of its deny lists.
const MOST: usize = 1000;
/// Compiled size of a pattern, in bytes.
const SIZE: usize = 1 << 20;
/// Words before a hit that are its context, and what they add to its score.
const BEFORE: usize = 5;
/// Bytes in which they are looked for.
const HEAD: usize = 256;
const LIFT: f32 = 0.35;
const LIFTED: f32 = 0.4;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    #[serde(default)]
    name: Option<String>,
    supported_entity: String,
    #[serde(default, rename = "supported_language")]
    _language: Option<String>,
    #[serde(default)]
    patterns: Option<Vec<Pattern>>,
    #[serde(default)]
    deny_list: Option<Vec<String>>,
    #[serde(default)]
    deny_list_score: Option<f32>,
    #[serde(default)]
    context: Option<Vec<String>>,
    #[serde(default, rename = "version")]
    _version: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Pattern {
    #[serde(default)]
    name: Option<String>,
    regex: String,
    score: f32,
}

/// A recognizer, compiled.
pub(super) struct AdHoc {
    pub(super) name: String,
    pub(super) entity: Entity,
    patterns: Vec<(String, Regex, f32)>,
    denied: Vec<Regex>,
    denied_score: f32,
    context: Vec<String>,
}

/// A hit of a recognizer; offsets in bytes.
pub(super) struct Hit<'a> {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) score: f32,
    pub(super) pattern_score: f32,
    pub(super) pattern: &'a str,
    pub(super) context: Option<&'a str>,
}

/// Reads the recognizers of a request.
pub(super) fn parse(value: Option<Value>, flags: u32) -> Result<Vec<AdHoc>, Refusal> {
    let Some(value) = value.filter(|value| !value.is_null()) else { return Ok(Vec::new()) };
    let written: Vec<Written> = serde_json::from_value(value).map_err(|_| {
        bad("Failed to parse /analyze request: an ad-hoc recognizer does not have the expected form").hint(
            "name, supported_entity, supported_language, patterns [{name, regex, score}], deny_list, \
             deny_list_score, context",
        )
    })?;
    let count = |one: &Written| {
        one.patterns.as_ref().map_or(0, Vec::len) + one.deny_list.as_ref().map_or(0, Vec::len) + 1
    };
    if written.iter().map(count).sum::<usize>() > MOST {
        return Err(bad(format!("the ad-hoc recognizers have more than {MOST} patterns and words")));
    }
    written.into_iter().map(|one| AdHoc::new(one, flags)).collect()
}

fn bad(what: impl Into<String>) -> Refusal {
    Refusal::bad("bad_recognizer", what)
}

/// A pattern of a request.
pub(super) fn regex(pattern: &str, flags: u32) -> Result<Regex, Refusal> {
    if flags & !KNOWN_FLAGS != 0 {
        return Err(bad("regex_flags has a flag that is not supported")
            .hint("IGNORECASE 2, MULTILINE 8, DOTALL 16, UNICODE 32, VERBOSE 64"));
    }
    RegexBuilder::new(pattern)
        .case_insensitive(flags & 2 != 0)
        .multi_line(flags & 8 != 0)
        .dot_matches_new_line(flags & 16 != 0)
        .ignore_whitespace(flags & 64 != 0)
        .size_limit(SIZE)
        .build()
        .map_err(|_| {
            bad("a regular expression cannot be used")
                .hint("no look-around, no back references, and not larger than 1 MiB when compiled")
        })
}

impl AdHoc {
    fn new(written: Written, flags: u32) -> Result<Self, Refusal> {
        let entity = Entity::new(&written.supported_entity).map_err(|_| {
            bad("an ad-hoc recognizer's supported_entity is no label").hint("letters, digits and _")
        })?;
        let written_patterns = written.patterns.unwrap_or_default();
        let denied = written.deny_list.unwrap_or_default();
        if written_patterns.is_empty() && denied.is_empty() {
            return Err(bad("an ad-hoc recognizer has neither patterns nor a deny_list"));
        }
        let pattern = |one: Pattern| Ok((one.name.unwrap_or_default(), regex(&one.regex, flags)?, one.score));
        let patterns: Result<Vec<_>, Refusal> = written_patterns.into_iter().map(pattern).collect();
        let words = denied.iter().filter(|word| !word.is_empty());
        let denied: Result<Vec<_>, Refusal> = words.map(|word| regex(&regex::escape(word), FLAGS)).collect();
        Ok(Self {
            name: written.name.unwrap_or_else(|| "PatternRecognizer".to_owned()),
            entity,
            patterns: patterns?,
            denied: denied?,
            denied_score: written.deny_list_score.unwrap_or(1.0),
            context: written.context.unwrap_or_default().iter().map(|word| word.to_lowercase()).collect(),
        })
    }

    /// What it finds; `around` are words that stand beside the text.
    pub(super) fn find<'a>(&'a self, text: &str, around: &[String]) -> Vec<Hit<'a>> {
        let mut hits = Vec::new();
        for (name, pattern, score) in &self.patterns {
            let found = pattern.find_iter(text).filter(|found| !found.is_empty());
            hits.extend(
                found.map(|found| self.hit(text, around, (found.start(), found.end()), name, *score)),
            );
        }
        for word in &self.denied {
            for found in word.find_iter(text) {
                let before = text.get(..found.start()).and_then(|text| text.chars().next_back());
                let after = text.get(found.end()..).and_then(|text| text.chars().next());
                if ![before, after].into_iter().flatten().any(is_word) {
                    hits.push(self.hit(
                        text,
                        around,
                        (found.start(), found.end()),
                        "deny_list",
                        self.denied_score,
                    ));
                }
            }
        }
        hits
    }

    fn hit<'a>(
        &'a self,
        text: &str,
        around: &[String],
        (start, end): (usize, usize),
        pattern: &'a str,
        score: f32,
    ) -> Hit<'a> {
        let from = text.floor_char_boundary(start.saturating_sub(HEAD));
        let head = text.get(from..start).unwrap_or_default().to_lowercase();
        let nearby = head.split(|c| !is_word(c)).rev().filter(|word| !word.is_empty()).take(BEFORE);
        let nearby: Vec<&str> = nearby.chain(around.iter().map(String::as_str)).collect();
        let context = self.context.iter().map(String::as_str).find(|word| nearby.contains(word));
        let lifted = context.map_or(score, |_| (score + LIFT).clamp(LIFTED, 1.0));
        Hit { start, end, score: lifted, pattern_score: score, pattern, context }
    }
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn find(recognizer: &Value, text: &str) -> Vec<(usize, usize, f32)> {
        let parsed = parse(Some(json!([recognizer])), FLAGS).ok().unwrap();
        parsed[0].find(text, &[]).iter().map(|hit| (hit.start, hit.end, hit.score)).collect()
    }

    #[test]
    fn patterns_have_their_score_and_context_lifts_it() {
        let zip = json!({"supported_entity": "ZIP", "supported_language": "en", "context": ["Zip"],
            "patterns": [{"name": "zip", "regex": r"\b\d{5}\b", "score": 0.01}]});
        assert_eq!(find(&zip, "code 10023"), [(5, 10, 0.01)]);
        assert_eq!(find(&zip, "the zip code is 10023"), [(16, 21, 0.4)]);
    }

    #[test]
    fn denied_words_are_whole_words() {
        let titles = json!({"supported_entity": "TITLE", "deny_list": ["Mr.", "Mrs."]});
        assert_eq!(find(&titles, "Mr. PLUM"), [(0, 3, 1.0)]);
        assert_eq!(find(&titles, r"\Mr.\ PLUM..."), [(1, 4, 1.0)]);
        assert_eq!(find(&titles, "..MMr...PLUM..."), []);
    }

    #[test]
    fn what_cannot_be_read_is_refused_without_being_quoted() {
        for written in [
            json!([{"supported_entity": "ZIP", "patterns": [{"bebex": "secret", "score": 1}]}]),
            json!([{"supported_entity": "ZIP", "patterns": [{"regex": "(secret", "score": 1}]}]),
            json!([{"supported_entity": "ZIP", "patterns": [{"regex": "(?=secret)", "score": 1}]}]),
            json!([{"supported_entity": "ZIP", "patterns": [{"regex": "(?:secret{1000}){1000}", "score": 1}]}]),
            json!([{"supported_entity": "a secret", "deny_list": ["x"]}]),
            json!([{"supported_entity": "ZIP"}]),
            json!("secret"),
        ] {
            let refusal = parse(Some(written), FLAGS).err().unwrap();
            assert_eq!(refusal.status.as_u16(), 400);
            assert!(!format!("{refusal:?}").contains("secret"));
        }
    }
}
