//! Which detectors run: by maturity, region and entity, never by hand-kept lists of ids.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{
    entity::Entity,
    rule::{Rule, Status},
};

/// How eager the engine is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Set {
    /// Quiet: weak shapes count only with a context word, a header or column evidence.
    #[default]
    Default,
    /// Also detectors that are noisier.
    Strict,
    /// Every detector there is, and values hidden on purpose are looked for.
    Deep,
}

impl Set {
    /// The score below which a hit does not count, unless the selection says otherwise: 0.5 in the default and deep sets, where
    /// bare digits with a right check digit do not suffice; 0.35 in the strict set, where they do.
    pub const fn min_score(self) -> f32 {
        match self {
            Self::Default | Self::Deep => 0.5,
            Self::Strict => 0.35,
        }
    }

    fn admits(self, status: Status) -> bool {
        match self {
            Self::Default => status == Status::Stable,
            Self::Strict => status != Status::Experimental,
            Self::Deep => true,
        }
    }
}

/// What finds names in running text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TaggerKind {
    /// The model that is part of limpid.
    #[default]
    Fast,
    /// A transformer, loaded from files.
    Accurate,
    /// Nothing: rules only.
    None,
}

/// A choice of detectors and the score below which a hit does not count.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Selection {
    /// Maturity of the detectors.
    #[serde(default)]
    pub set: Set,
    /// ISO 3166 alpha-2 codes in upper case; empty = all regions. Detectors without a region always run.
    #[serde(default)]
    pub regions: Vec<String>,
    /// Only these entities; empty = all.
    #[serde(default)]
    pub entities: Vec<Entity>,
    /// Detector ids that never run.
    #[serde(default)]
    pub exclude: Vec<String>,
    /// Hits below this score are dropped; none = what the set says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min_score: Option<f32>,
    /// The same for one entity; wins over `min_score`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub min_scores: BTreeMap<Entity, f32>,
    /// What finds names in running text.
    #[serde(default, skip_serializing_if = "is_default")]
    pub tagger: TaggerKind,
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

impl Selection {
    /// The score below which hits of the entity do not count.
    pub fn min_score_of(&self, entity: &Entity) -> f32 {
        self.min_scores.get(entity).copied().or(self.min_score).unwrap_or(self.set.min_score())
    }

    /// The score below which hits of the rule do not count.
    pub fn min_score_for(&self, rule: &Rule) -> f32 {
        let asked = self.min_scores.get(&rule.entity).copied().or(self.min_score);
        let usual = self.set.min_score();
        asked.unwrap_or_else(|| rule.min_score.unwrap_or(usual).min(usual))
    }

    /// Whether the rule is part of the selection.
    pub fn admits(&self, rule: &Rule) -> bool {
        let region = self.regions.is_empty()
            || rule.regions.is_empty()
            || rule.regions.iter().any(|region| self.regions.contains(region));
        let entity = self.entities.is_empty() || self.entities.contains(&rule.entity);
        self.set.admits(rule.status) && region && entity && !self.exclude.contains(&rule.id)
    }
}
