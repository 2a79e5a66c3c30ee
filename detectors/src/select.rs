//! Which detectors run: by maturity, region and entity, never by hand-kept lists of ids.

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
    /// Everything there is.
    Deep,
}

impl Set {
    fn admits(self, status: Status) -> bool {
        match self {
            Self::Default => status == Status::Stable,
            Self::Strict => status != Status::Experimental,
            Self::Deep => true,
        }
    }
}

/// A choice of detectors and the score below which a hit does not count.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
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
    /// Hits below this score are dropped.
    #[serde(default = "default_min_score")]
    pub min_score: f32,
}

fn default_min_score() -> f32 {
    0.5
}

impl Default for Selection {
    fn default() -> Self {
        Self {
            set: Set::Default,
            regions: Vec::new(),
            entities: Vec::new(),
            exclude: Vec::new(),
            min_score: default_min_score(),
        }
    }
}

impl Selection {
    /// Whether the rule is part of the selection.
    pub fn admits(&self, rule: &Rule) -> bool {
        let region = self.regions.is_empty()
            || rule.regions.is_empty()
            || rule.regions.iter().any(|region| self.regions.contains(region));
        let entity = self.entities.is_empty() || self.entities.contains(&rule.entity);
        self.set.admits(rule.status) && region && entity && !self.exclude.contains(&rule.id)
    }
}
