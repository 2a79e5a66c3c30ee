//! What the user wants: one TOML file, checked whole, every mistake reported at once.

mod diagnostic;
mod parse;
mod presets;

use std::{collections::BTreeMap, path::PathBuf};

use limpid_detectors::{Entity, Selection};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use diagnostic::{Diagnostic, PolicyError};
pub use parse::parse;
pub use presets::{PRESETS, preset};

use crate::{path::ColumnPattern, transform::Action};

/// A policy with everything it extends folded in.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Policy {
    /// Name for people and the manifest.
    pub name: String,
    /// Why the data is used; recorded.
    pub purpose: Option<String>,
    /// What to look for.
    pub detect: Detect,
    /// What happens to columns that `columns` does not mention.
    pub unlisted: Unlisted,
    /// Action by entity, for findings in text and for whole columns of that kind.
    pub entities: BTreeMap<Entity, Action>,
    /// Action for entities that `entities` does not list.
    pub default_action: Action,
    /// Action by column, in the order written; wins over `entities`.
    pub columns: Vec<ColumnRule>,
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

impl Policy {
    /// The action for an entity.
    pub fn action(&self, entity: &Entity) -> &Action {
        self.entities.get(entity).unwrap_or(&self.default_action)
    }

    /// The action the policy states for a column, or for a column around it.
    pub fn column_action(&self, path: &str) -> Option<&Action> {
        self.columns.iter().find(|rule| rule.path.covers(path)).map(|rule| &rule.action)
    }

    /// The policy that does nothing but detect: what `extends` nothing starts from.
    fn blank() -> Self {
        Self {
            name: String::new(),
            purpose: None,
            detect: Detect { selection: Selection::default(), allow: Vec::new(), known_values: None },
            unlisted: Unlisted::Detect,
            entities: BTreeMap::new(),
            default_action: Action::Replace { with: None },
            columns: Vec::new(),
        }
    }
}

/// The JSON Schema of a policy file, with the entities and presets of this version.
pub fn schema() -> serde_json::Value {
    let action = serde_json::to_value(schemars::schema_for!(Action)).unwrap_or_default();
    let names: Vec<&str> = parse::known_presets().collect();
    let entities: serde_json::Map<String, serde_json::Value> = parse::known_entities()
        .into_iter()
        .chain(std::iter::once(parse::DEFAULT.to_owned()))
        .map(|entity| (entity, serde_json::json!({"$ref": "#/$defs/Action"})))
        .collect();
    let bare = serde_json::json!({"type": "string", "enum": crate::transform::ACTIONS});
    let mut options = action;
    let definitions = options.as_object_mut().and_then(|options| options.remove("$defs")).unwrap_or_default();
    let mut definitions = definitions.as_object().cloned().unwrap_or_default();
    definitions.insert("Action".into(), serde_json::json!({"anyOf": [bare, options]}));
    serde_json::json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "limpid policy",
        "type": "object",
        "additionalProperties": false,
        "properties": {
            "name": {"type": "string"},
            "purpose": {"type": "string"},
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
                    "known_values": {"type": "string"},
                    "exclude": {"type": "array", "items": {"type": "string"}},
                    "entities": {"type": "array", "items": {"type": "string"}},
                },
            },
            "entities": {"type": "object", "additionalProperties": false, "properties": entities},
            "columns": {"type": "object", "additionalProperties": {"$ref": "#/$defs/Action"}},
        },
        "$defs": definitions,
    })
}
