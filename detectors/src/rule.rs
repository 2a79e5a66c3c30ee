//! A detector as data: one `[[detector]]` table of a rule file.
//!
//! A rule file holds one family of identifiers. Everything about an entity is in its file: pattern,
//! validator, context words, column headers, examples with exact spans, legal tags. Nothing about an
//! entity is written anywhere else. Word lists that several detectors of a file share stand once, under
//! `[lists]`; `"@name"` among a detector's words stands for one. So do parts of patterns, under `[parts]`; `{{name}}` in a
//! pattern stands for one.

use std::collections::BTreeMap;

use limpid_patterns::{Boundary, Source};
use serde::{Deserialize, Serialize};

use crate::{entity::Entity, select::Set, tagger::Label, validators::Validator};

/// One rule file as written: a list of detectors.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RuleFile {
    /// Word lists by name.
    #[serde(default)]
    pub lists: BTreeMap<String, Vec<String>>,
    /// Parts of patterns by name.
    #[serde(default)]
    pub parts: BTreeMap<String, String>,
    /// The detectors of the file, in the order in which ties are resolved.
    #[serde(rename = "detector")]
    pub detectors: Vec<Rule>,
}

/// One detector: what it looks for and how sure a hit is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// `region.name`, never reused or renamed.
    pub id: String,
    /// The entity a hit is reported as; Presidio's label where it has one.
    pub entity: Entity,
    /// One line for people: what is found.
    pub description: String,
    /// How far the detector may be trusted; sets select on it.
    #[serde(default)]
    pub status: Status,
    /// ISO 3166 alpha-2 codes in upper case; empty = everywhere.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub regions: Vec<String>,
    /// The regular expression (ASCII classes, Unicode off). A group named `value` narrows the span.
    /// Absent for a detector that has `words`, or only classifies columns by header.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pattern: Option<String>,
    /// Terms that are found wherever they stand as they are: a deny list.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub words: Vec<String>,
    /// What of the tagger's this detector reports, with the tagger's own score.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tag: Option<Label>,
    /// Score from which a hit counts, where it is lower than that of the set and nobody asks for another.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min_score: Option<f32>,
    /// Letters match in both cases when true.
    #[serde(default)]
    pub ignore_case: bool,
    /// What may not touch the value on either side.
    #[serde(default)]
    pub boundary: Boundary,
    /// Check digits or structure, computed on the value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub validator: Option<Validator>,
    /// Words that raise the score when they stand near (lower case; whole words).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub context: Vec<String>,
    /// How far from a value these words count, where that is less than in other rules; another number between them and
    /// the value takes what they say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reach: Option<Nearness>,
    /// Another entity, of which a finding near the words is one of this: a day near `born` is a day of birth.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instead_of: Option<Entity>,
    /// Another entity: the pattern is tried where a finding of it ends, and nowhere else: an age stands behind a name. A hit of the
    /// same entity has that finding, too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub follows: Option<Entity>,
    /// Words that drop the hit when they stand directly before it (lower case; whole words).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub anti_context: Vec<String>,
    /// Column names that make a whole column this entity (lower case, words separated by one space).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub headers: Vec<String>,
    /// Scores from 0 to 1 by evidence.
    #[serde(default)]
    pub score: Scores,
    /// Legal provisions, such as `gdpr:4(1)`, `hipaa:G`, `pci:pan`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub legal: Vec<String>,
    /// How sensitive a column of this entity is.
    #[serde(default)]
    pub sensitivity: Sensitivity,
    /// Where the format is specified.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub references: Vec<String>,
    /// Texts in which `«…»` marks exactly what must be found.
    #[serde(default, rename = "example", skip_serializing_if = "Vec::is_empty")]
    pub examples: Vec<Example>,
    /// Texts in which this detector must find nothing.
    #[serde(default, rename = "counter_example", skip_serializing_if = "Vec::is_empty")]
    pub counter_examples: Vec<CounterExample>,
    /// Where the rule stands.
    #[serde(skip)]
    pub place: Place,
}

/// The place of a rule, for messages.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Place {
    /// Rule file.
    pub file: String,
    /// Line of its `[[detector]]`, from 1.
    pub line: usize,
}

/// Maturity of a detector.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Only in the `deep` set.
    Experimental,
    /// In the `strict` and `deep` sets.
    Strict,
    /// In every set.
    #[default]
    Stable,
}

/// How much a column of the entity matters; ordered.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sensitivity {
    /// Nobody is harmed.
    Public,
    /// Identifies a device or an organization.
    Internal,
    /// Identifies a person.
    #[default]
    Confidential,
    /// Government identifiers, financial accounts, health, credentials.
    Restricted,
}

/// Score of a hit by the evidence there is, each from 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scores {
    /// The pattern matched, no validator or the validator could not tell.
    pub pattern: f32,
    /// The validator accepted the value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub validated: Option<f32>,
    /// A context word stands near, or the column's header says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub context: Option<f32>,
}

impl Default for Scores {
    fn default() -> Self {
        Self { pattern: 0.5, validated: None, context: None }
    }
}

/// How many letters from a value a word counts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Nearness {
    /// In front of the value.
    pub before: usize,
    /// Behind it.
    pub behind: usize,
}

/// A text with the spans that must be found, marked `«…»`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Example {
    /// The marked text.
    pub text: String,
    /// A column name to scan under.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
    /// The quietest set in which the value must be found.
    #[serde(default)]
    pub set: Set,
}

/// A text in which the detector must stay silent, and the reason.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CounterExample {
    /// The text.
    pub text: String,
    /// Why nothing must be found.
    pub why: String,
    /// The loudest set in which nothing must be found.
    #[serde(default)]
    pub set: Set,
}

impl Rule {
    /// What it looks for and how, as JSON: without where it stands. Of a rule that runs, which has no examples.
    pub(crate) fn meaning(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// The pattern, or one of the words; `None` for a rule that only knows headers.
    pub(crate) fn source(&self) -> Option<Source> {
        Source::new(self.pattern.as_deref(), &self.words, self.ignore_case, self.boundary)
    }

    /// Returns the highest score a hit can reach.
    pub fn best_score(&self) -> f32 {
        let best = self.score.validated.unwrap_or(0.0);
        best.max(self.score.context.unwrap_or(0.0)).max(self.score.pattern)
    }
}
