//! The `[anonymity]` section: which columns others may know, and how alike rows must be in them.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::risk::{Closeness, Columns, Diversity, Hierarchy, Models};

/// What is asked of the whole table, not of one value.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Anonymity {
    /// The table meant, where other tables have some of these columns.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub table: Option<String>,
    /// Columns that others may know of a person: together they must fit at least k rows.
    pub quasi_identifiers: Vec<String>,
    /// Columns that nobody should learn; what `alpha`, `l`, `t`, `delta` and `beta` are about.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sensitive: Vec<String>,
    /// Column of the person, where one has several rows: k then counts people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// Fewest rows that share their quasi-identifiers.
    pub k: u64,
    /// Largest share of one sensitive value among them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alpha: Option<f64>,
    /// How many different sensitive values they must have.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub l: Option<Diversity>,
    /// How near their sensitive values must be to those of the whole table.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub t: Option<Closeness>,
    /// Bound of δ-disclosure, in natural logarithms.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delta: Option<f64>,
    /// Bound of basic β-likeness.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub beta: Option<f64>,
    /// Largest share of rows that may be left out.
    #[serde(default)]
    pub max_suppressed: f64,
    /// Whether every row of a column is made equally coarse, or each region of the table only as much as it needs.
    #[serde(default, skip_serializing_if = "Recoding::is_global")]
    pub recoding: Recoding,
    /// How columns are made coarser; without one, a column is kept or becomes `*`, or what its kind suggests.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub hierarchies: BTreeMap<String, Hierarchy>,
}

/// Where generalization is the same.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Recoding {
    /// In the whole column: the optimal level of each.
    #[default]
    Global,
    /// In a region only (Mondrian): more is left of the values, no row is left out, and columns of numbers without a
    /// hierarchy are cut at their medians.
    Local,
}

impl Recoding {
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
    fn is_global(&self) -> bool {
        *self == Self::Global
    }
}

impl Anonymity {
    /// The models every class must satisfy.
    pub fn models(&self) -> Models {
        Models { k: self.k, alpha: self.alpha, l: self.l, t: self.t, delta: self.delta, beta: self.beta }
    }

    /// Which columns play which part.
    pub fn columns(&self) -> Columns {
        Columns {
            quasi: self.quasi_identifiers.clone(),
            sensitive: self.sensitive.clone(),
            subject: self.subject.clone(),
        }
    }

    /// Says what is wrong with the section, everything at once.
    pub fn problems(&self) -> Vec<String> {
        let mut problems = Vec::new();
        if self.quasi_identifiers.is_empty() {
            problems.push("quasi_identifiers names no column".to_owned());
        }
        let mut names: Vec<&String> = self.quasi_identifiers.iter().chain(&self.sensitive).collect();
        names.sort_unstable();
        for pair in names.windows(2).filter(|pair| pair[0] == pair[1]) {
            problems.push(format!("column {} is named twice", pair[0]));
        }
        if !(0.0..=1.0).contains(&self.max_suppressed) {
            problems.push("max_suppressed is not between 0 and 1".to_owned());
        }
        problems.extend(self.models().validate().err());
        if self.models().needs_sensitive() && self.sensitive.is_empty() {
            problems.push("alpha, l, t, delta and beta need a column under `sensitive`".to_owned());
        }
        if matches!(self.t, Some(Closeness::Hierarchical(_))) {
            for column in self.sensitive.iter().filter(|column| !self.hierarchies.contains_key(*column)) {
                problems.push(format!("hierarchical t-closeness needs a hierarchy of column {column}"));
            }
        }
        for (column, hierarchy) in &self.hierarchies {
            if !self.quasi_identifiers.contains(column) && !self.sensitive.contains(column) {
                problems.push(format!(
                    "hierarchies: column {column} is neither a quasi-identifier nor sensitive"
                ));
            }
            problems.extend(
                hierarchy.validate().err().map(|problem| format!("hierarchies: {column}: {problem}")),
            );
        }
        problems
    }
}
