//! Which rows stay: retention, filters, opt-outs and sampling, decided before anything of a row is treated.
//!
//! Whether a row stays is a function of the row, the plan and the key, so every machine and every batch size decides
//! alike. Rules are tried in the order they are declared here; a row that goes is counted under the first that says so.
//! What cannot be decided closes: a row without a date has outlived its retention, a value that does not compare fails
//! its filter.

mod date;
mod filter;
mod opt_out;
mod reader;
mod rules;
mod select;

pub use date::{Cutoff, clock};
pub use filter::{Condition, Literal, Op};
pub use opt_out::read_opt_outs;
pub(crate) use reader::read as read_column;
pub use rules::{DayOrder, EpochUnit, OptOut, Retain, RowRules, Sample};
pub(crate) use select::no_column;
pub use select::{Selected, Selector};

use serde::{Deserialize, Serialize};

use crate::{error::Error, key::KeyRing, policy::Policy};

/// The row rules of a policy with everything that is not in the policy itself: the clock and the opted-out.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RowPlan {
    /// The time that counts as now, RFC 3339 in UTC: a plan drops the same rows whenever it is applied.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub now: Option<String>,
    /// Fingerprints of those who opted out, under the key of the run: 32 hex digits each, sorted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub opted_out: Vec<String>,
}

impl RowPlan {
    /// Resolves the row rules of a policy at the time `now` (RFC 3339 in UTC); `None` when it has none. Opt-outs need the
    /// key they are matched under.
    pub fn resolve(policy: &Policy, now: &str, keys: Option<&KeyRing>) -> Result<Option<Self>, Error> {
        let rules = &policy.rows;
        if rules.is_empty() {
            return Ok(None);
        }
        let opted_out = match (&rules.opt_out, keys) {
            (None, _) => Vec::new(),
            (Some(rule), Some(keys)) => read_opt_outs(rule, keys)?,
            (Some(_), None) => {
                return Err(Error::Plan {
                    what: "an opt-out list is matched under the key of the run, and there is no key".into(),
                    hint: "give the key with --key-file, --key-env or --key-command".into(),
                });
            }
        };
        let timed = rules.retain.as_ref().is_some_and(|rule| rule.days.is_some());
        Ok(Some(Self { now: timed.then(|| now.to_owned()), opted_out }))
    }
}

#[cfg(test)]
mod tests;
