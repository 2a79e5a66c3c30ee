//! What the user wants: one TOML file, checked whole, every mistake reported at once.

mod allow;
mod anonymity;
mod diagnostic;
mod engine;
mod law;
mod lint;
mod parse;
mod presets;

use std::{collections::BTreeMap, path::PathBuf};

use limpid_detectors::{Engine, Entity, Rule, RuleError, Selection, UNSEARCHED, is_secret};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use allow::AllowList;
pub use anonymity::{Anonymity, Recoding};
pub use diagnostic::{Diagnostic, PolicyError};
pub use engine::engine;
pub use law::{LAWS, Met, State, answers};
pub use parse::parse;
pub use presets::{PRESETS, preset};

use crate::{canary::Canaries, path::ColumnPattern, rows::RowRules, transform::Action};

/// A policy with everything it extends folded in.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Policy {
    /// Name for people and the manifest.
    pub name: String,
    /// Why the data is used; recorded.
    pub purpose: Option<String>,
    /// Who the pseudonyms are for: those of two domains do not join.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub domain: Option<String>,
    /// Version of the key, from 1: another version gives other pseudonyms under the same key.
    #[serde(default = "first_version", skip_serializing_if = "is_first_version")]
    pub key_version: u32,
    /// What to look for.
    pub detect: Detect,
    /// Detectors of the policy's own.
    #[serde(default, rename = "detector", skip_serializing_if = "Vec::is_empty")]
    pub detectors: Vec<Rule>,
    /// What happens to columns that `columns` does not mention.
    pub unlisted: Unlisted,
    /// Action by entity, for findings in text and for whole columns of that kind.
    pub entities: BTreeMap<Entity, Action>,
    /// Action for entities that `entities` does not list.
    pub default_action: Action,
    /// What columns may be used for, in the order written; a column not mentioned may be used for anything.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub purposes: Vec<PurposeRule>,
    /// Paths of columns by which people are found again, besides those that are identifiers and treated whole.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub subjects: Vec<String>,
    /// Which rows stay.
    #[serde(default, skip_serializing_if = "RowRules::is_empty")]
    pub rows: RowRules,
    /// Action by column, in the order written; wins over `entities`.
    pub columns: Vec<ColumnRule>,
    /// How alike the rows of a table must be.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub anonymity: Option<Anonymity>,
    /// Which marker sentences are added to the copy.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub canaries: Option<Canaries>,
}

fn first_version() -> u32 {
    1
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
fn is_first_version(version: &u32) -> bool {
    *version == 1
}

/// One line of `[purposes]`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PurposeRule {
    /// Which columns.
    pub path: ColumnPattern,
    /// What they may be used for.
    pub purposes: Vec<String>,
}

/// One line of `[columns]`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ColumnRule {
    /// Which columns.
    pub path: ColumnPattern,
    /// What happens to them.
    pub action: Action,
}

/// The `[detect]` section.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Detect {
    /// Detectors and threshold.
    pub selection: Selection,
    /// Values that are never treated, compared without case.
    pub allow: Vec<String>,
    /// Regular expressions of values that are never treated; each must match the whole value.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub allow_patterns: Vec<String>,
    /// Folder of the tagger's model; none = the one that ships.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tagger_model: Option<PathBuf>,
    /// File of values that are always treated, wherever they stand.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub known_values: Option<PathBuf>,
}

/// What happens to a column that the policy does not mention.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Unlisted {
    /// It is searched, and classified by its name and cells.
    #[default]
    Detect,
    /// It is removed.
    Drop,
    /// The run stops.
    Error,
}

/// Names that stand for many entities at once: credentials, and the special categories of GDPR art. 9.
pub const GROUPS: &[&str] = &["SECRETS", "SPECIAL"];

/// Whether an entity belongs to a group.
fn holds(group: &str, entity: &str) -> bool {
    match group {
        "SECRETS" => is_secret(entity),
        "SPECIAL" => entity.starts_with("SPECIAL_"),
        _ => false,
    }
}

impl Policy {
    /// The action for an entity: its own, that of its group, or the default. A text that was not searched to its end is
    /// always redacted: nobody knows what is in it.
    pub fn action(&self, entity: &Entity) -> &Action {
        if entity.as_str() == UNSEARCHED {
            return &Action::Redact;
        }
        let group = || self.entities.iter().find(|(group, _)| holds(group.as_str(), entity.as_str()));
        self.entities
            .get(entity)
            .or_else(|| group().map(|(_, action)| action))
            .unwrap_or(&self.default_action)
    }

    /// The detectors the policy asks for: those that ship, and its own.
    pub fn engine(&self) -> Result<Engine, RuleError> {
        self.engine_with(&self.detect.selection)
    }

    /// The same under another selection.
    pub fn engine_with(&self, selection: &Selection) -> Result<Engine, RuleError> {
        engine(selection, &self.detectors, self.detect.tagger_model.as_deref())
    }

    /// What the policy never treats.
    pub fn allow_list(&self) -> AllowList {
        // The patterns were tried when the policy was read; one that fails all the same allows nothing.
        AllowList::new(&self.detect.allow, &self.detect.allow_patterns).unwrap_or_default()
    }

    /// The action the policy states for a column, or for a column around it: one that may not be used for the policy's
    /// purpose is dropped, whatever else is said of it.
    pub fn column_action(&self, path: &str) -> Option<&Action> {
        if !self.admits(path) {
            return Some(&Action::Drop);
        }
        self.columns.iter().find(|rule| rule.path.covers(path)).map(|rule| &rule.action)
    }

    /// Whether a column may be used for the policy's purpose. Every rule that names it, or a column around it, must allow
    /// it.
    pub fn admits(&self, path: &str) -> bool {
        let purpose = self.purpose.as_deref().unwrap_or_default();
        let mut rules = self.purposes.iter().filter(|rule| rule.path.covers(path));
        rules.all(|rule| rule.purposes.iter().any(|allowed| allowed == purpose))
    }

    /// What is wrong with the purpose, if columns are limited to purposes.
    pub fn purpose_problem(&self) -> Option<(String, String)> {
        if self.purposes.is_empty() {
            return None;
        }
        let known = || {
            let mut known: Vec<&str> =
                self.purposes.iter().flat_map(|rule| &rule.purposes).map(String::as_str).collect();
            known.sort_unstable();
            known.dedup();
            format!("columns are allowed for: {}", known.join(", "))
        };
        match &self.purpose {
            None => Some(("columns are limited to purposes, and the policy has none".into(), known())),
            Some(purpose) if self.purposes.iter().all(|rule| !rule.purposes.contains(purpose)) => {
                Some((format!("no column is allowed for the purpose `{purpose}`"), known()))
            }
            Some(_) => None,
        }
    }

    /// The policy that does nothing but detect: what `extends` nothing starts from.
    fn blank() -> Self {
        Self {
            name: String::new(),
            purpose: None,
            domain: None,
            key_version: 1,
            detectors: Vec::new(),
            detect: Detect {
                selection: Selection::default(),
                allow: Vec::new(),
                allow_patterns: Vec::new(),
                tagger_model: None,
                known_values: None,
            },
            unlisted: Unlisted::Detect,
            entities: BTreeMap::new(),
            default_action: Action::Replace { with: None },
            purposes: Vec::new(),
            subjects: Vec::new(),
            rows: RowRules::default(),
            columns: Vec::new(),
            anonymity: None,
            canaries: None,
        }
    }
}

/// The JSON Schema of a policy file, with the entities and presets of this version.
pub fn schema() -> serde_json::Value {
    let action = serde_json::to_value(schemars::schema_for!(Action)).unwrap_or_default();
    let names: Vec<&str> = parse::known_presets().collect();
    let entities: serde_json::Map<String, serde_json::Value> = parse::known_entities()
        .iter()
        .cloned()
        .chain(std::iter::once(parse::DEFAULT.to_owned()))
        .chain(GROUPS.iter().map(|group| (*group).to_owned()))
        .map(|entity| (entity, serde_json::json!({"$ref": "#/$defs/Action"})))
        .collect();
    let bare = serde_json::json!({"type": "string", "enum": crate::transform::ACTIONS});
    let mut options = action;
    let definitions = options.as_object_mut().and_then(|options| options.remove("$defs")).unwrap_or_default();
    let mut definitions = definitions.as_object().cloned().unwrap_or_default();
    let mut rows = serde_json::to_value(schemars::schema_for!(RowRules)).unwrap_or_default();
    if let Some(serde_json::Value::Object(parts)) = rows.as_object_mut().and_then(|rows| rows.remove("$defs"))
    {
        definitions.extend(parts);
    }
    if let Some(rows) = rows.as_object_mut() {
        rows.remove("$schema");
    }
    definitions.insert("Action".into(), serde_json::json!({"anyOf": [bare, options]}));
    let mut anonymity = serde_json::to_value(schemars::schema_for!(Anonymity)).unwrap_or_default();
    let inner = anonymity.as_object_mut().and_then(|anonymity| anonymity.remove("$defs"));
    definitions.extend(inner.and_then(|inner| inner.as_object().cloned()).unwrap_or_default());
    let mut canaries = serde_json::to_value(schemars::schema_for!(Canaries)).unwrap_or_default();
    if let Some(canaries) = canaries.as_object_mut() {
        canaries.remove("$schema");
    }
    serde_json::json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "limpid policy",
        "type": "object",
        "additionalProperties": false,
        "properties": {
            "name": {"type": "string"},
            "purpose": {"type": "string"},
            "domain": {"type": "string", "minLength": 1},
            "key_version": {"type": "integer", "minimum": 1},
            "purposes": {"type": "object", "additionalProperties": {"type": "array", "items": {"type": "string"}}},
            "subjects": {"type": "array", "items": {"type": "string"}},
            "rows": rows,
            "extends": {"enum": names},
            "unlisted": {"enum": ["detect", "drop", "error"]},
            "detect": {
                "type": "object",
                "additionalProperties": false,
                "properties": {
                    "set": {"enum": ["default", "strict", "deep"]},
                    "regions": {"type": "array", "items": {"type": "string"}},
                    "min_score": {"type": "number", "minimum": 0, "maximum": 1},
                    "allow": {"type": "array", "items": {"type": "string"}},
                    "allow_patterns": {"type": "array", "items": {"type": "string"}},
                    "min_scores": {"type": "object", "additionalProperties": {"type": "number", "minimum": 0, "maximum": 1}},
                    "known_values": {"type": "string"},
                    "tagger": {"enum": ["fast", "accurate", "none"]},
                    "tagger_model": {"type": "string"},
                    "exclude": {"type": "array", "items": {"type": "string"}},
                    "entities": {"type": "array", "items": {"type": "string"}},
                },
            },
            "entities": {"type": "object", "additionalProperties": false, "properties": entities},
            "columns": {"type": "object", "additionalProperties": {"$ref": "#/$defs/Action"}},
            "anonymity": anonymity,
            "canaries": canaries,
        },
        "$defs": definitions,
    })
}
