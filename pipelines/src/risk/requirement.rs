//! What every class must be like.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    closeness::{equal, hierarchical, ordered},
    measure::{TOLERANCE, beta, delta, entropy_l, recursive_c, share},
    sensitive::Distribution,
};

/// The models a table must satisfy, as a policy says it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Models {
    /// Fewest rows of a class; fewest subjects where there is a subject column.
    pub k: u64,
    /// Most of a class that one sensitive value may be.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alpha: Option<f64>,
    /// How different the sensitive values of a class must be.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub l: Option<Diversity>,
    /// How close they must be to those of the whole table.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub t: Option<Closeness>,
    /// Bound of δ-disclosure, in natural logarithms.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delta: Option<f64>,
    /// Bound of basic β-likeness.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub beta: Option<f64>,
}

/// l-diversity.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Diversity {
    /// At least this many different values.
    Distinct(u64),
    /// At least this exp of the entropy.
    Entropy(f64),
    /// The most frequent value is less than c times as frequent as all from the l-th on.
    Recursive(Recursive),
}

/// Bounds of recursive (c,l)-diversity.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Recursive {
    /// How much more frequent the most frequent value may be.
    pub c: f64,
    /// From which value on the others are added up.
    pub l: u32,
}

/// t-closeness.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Closeness {
    /// All values are equally far from each other.
    Equal(f64),
    /// As far as their ranks are: numbers only.
    Ordered(f64),
    /// As far as their hierarchy says.
    Hierarchical(f64),
}

impl Models {
    /// Says what is wrong with the bounds.
    pub fn validate(&self) -> Result<(), String> {
        let bad = |bound: Option<f64>, low: f64, high: f64| {
            bound.is_some_and(|bound| !(low..=high).contains(&bound))
        };
        let t = match self.t {
            Some(Closeness::Equal(t) | Closeness::Ordered(t) | Closeness::Hierarchical(t)) => Some(t),
            None => None,
        };
        let problem = if self.k == 0 {
            "k is not at least 1"
        } else if bad(self.alpha, 0.0, 1.0) {
            "alpha is not between 0 and 1"
        } else if bad(t, 0.0, 1.0) {
            "t is not between 0 and 1"
        } else if bad(self.delta, 0.0, f64::MAX) || bad(self.beta, 0.0, f64::MAX) {
            "delta or beta is negative"
        } else {
            match self.l {
                Some(Diversity::Distinct(0)) => "l is not at least 1",
                Some(Diversity::Entropy(l)) if !(l >= 1.0 && l.is_finite()) => "l is not at least 1",
                Some(Diversity::Recursive(Recursive { c, l }))
                    if c.is_nan() || c <= 0.0 || !(2..=5).contains(&l) =>
                {
                    "recursive: c is not positive, or l not between 2 and 5"
                }
                _ => return Ok(()),
            }
        };
        Err(problem.to_owned())
    }

    /// Whether anything is asked about sensitive values.
    pub fn needs_sensitive(&self) -> bool {
        self.alpha.is_some()
            || self.l.is_some()
            || self.t.is_some()
            || self.delta.is_some()
            || self.beta.is_some()
    }

    /// Whether a class with `n` different values may be: what joining with another class never undoes.
    pub(super) fn admits_values(&self, values: usize) -> bool {
        let least = match self.l {
            Some(Diversity::Distinct(l)) => l,
            Some(Diversity::Recursive(Recursive { l, .. })) => u64::from(l),
            _ => 0,
        };
        values as u64 >= least
    }

    /// Whether the values of a class are diverse and close enough.
    pub(super) fn admits(&self, whole: &Distribution, histogram: &[(u32, u64)], rows: u64) -> bool {
        let most = || histogram.iter().map(|(_, count)| *count).max().unwrap_or(0);
        self.admits_values(histogram.len())
            && self.alpha.is_none_or(|alpha| share(most(), rows) <= alpha + TOLERANCE)
            && match self.l {
                None | Some(Diversity::Distinct(_)) => true,
                Some(Diversity::Entropy(l)) => entropy_l(histogram, rows) >= l - TOLERANCE,
                Some(Diversity::Recursive(Recursive { c, l })) => {
                    recursive_c(histogram, l).is_some_and(|own| own < c - TOLERANCE)
                }
            }
            && match self.t {
                None => true,
                Some(Closeness::Equal(t)) => equal(whole, histogram, rows) <= t + TOLERANCE,
                Some(Closeness::Ordered(t)) => {
                    ordered(whole, histogram, rows).is_some_and(|own| own <= t + TOLERANCE)
                }
                Some(Closeness::Hierarchical(t)) => {
                    hierarchical(whole, histogram, rows).is_some_and(|own| own <= t + TOLERANCE)
                }
            }
            && self.delta.is_none_or(|bound| delta(whole, histogram, rows) < bound)
            && self.beta.is_none_or(|bound| beta(whole, histogram, rows) <= bound + TOLERANCE)
    }
}
