//! `[rows]` as a policy writes it.

use std::path::PathBuf;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Condition, Cutoff, date};

/// The `[rows]` section of a policy.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct RowRules {
    /// Rows older than this go.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retain: Option<Retain>,
    /// Rows that fail one of these go.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub filter: Vec<Condition>,
    /// Rows of people on this list go.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub opt_out: Option<OptOut>,
    /// Of what is left, this share stays.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sample: Option<Sample>,
}

/// How long rows may be kept, by a column of dates. A row without a readable date goes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Retain {
    /// Path of the column.
    pub column: String,
    /// Rows up to this many days old stay. Exactly one of `days` and `since` is given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub days: Option<u32>,
    /// Rows from this date (`2024-01-31`) or time (`2024-01-31T00:00:00Z`) on stay.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub since: Option<String>,
    /// The zone of dates that do not say theirs: `UTC`, or an offset such as `+05:30`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub zone: Option<String>,
    /// Which number of `03/04/2024` is the day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub order: Option<DayOrder>,
    /// What the numbers of a numeric column count since 1970.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<EpochUnit>,
    /// The tables the rule is for; empty = all.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tables: Vec<String>,
}

/// Which number of a written date is the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DayOrder {
    /// `31/01/2024`
    DayFirst,
    /// `01/31/2024`
    MonthFirst,
}

/// What a number of a Unix time counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum EpochUnit {
    /// Seconds.
    Seconds,
    /// Milliseconds.
    Milliseconds,
    /// Microseconds.
    Microseconds,
}

/// People who opted out, by a column of theirs. Matched by fingerprints under the key of the run.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct OptOut {
    /// A .csv or .tsv table with a header line.
    pub file: PathBuf,
    /// Path of the column in the data.
    pub column: String,
    /// Name of the column in the list; that of `column` when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub list_column: Option<String>,
    /// The entity whose spellings are equal (`PHONE_NUMBER`: without separators); otherwise case and spaces do not count.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entity: Option<String>,
    /// The tables the rule is for; empty = all.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tables: Vec<String>,
}

/// A part of the rows, the same on every run: chosen by a hash under the key.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Sample {
    /// The share that stays, above 0 and up to 1.
    pub share: f64,
    /// Rows that are equal here stay or go together (all rows of a customer, say); by the whole row when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// The tables the rule is for; empty = all.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tables: Vec<String>,
}

impl RowRules {
    /// Whether every row stays.
    pub fn is_empty(&self) -> bool {
        self.retain.is_none() && self.filter.is_empty() && self.opt_out.is_none() && self.sample.is_none()
    }

    /// Everything that is wrong with the rules.
    pub fn problems(&self) -> Vec<String> {
        let mut problems = Vec::new();
        let mut named = |rule: &str, column: &str| {
            if column.is_empty() {
                problems.push(format!("{rule}: `column` is missing"));
            }
        };
        if let Some(rule) = &self.retain {
            named("retain", &rule.column);
        }
        if let Some(rule) = &self.opt_out {
            named("opt_out", &rule.column);
        }
        self.filter.iter().for_each(|rule| named("filter", &rule.column));
        if let Some(rule) = &self.retain {
            problems.extend(rule.problem().map(|what| format!("retain: {what}")));
        }
        if self.opt_out.as_ref().is_some_and(|rule| rule.file.as_os_str().is_empty()) {
            problems.push("opt_out: `file` is missing".into());
        }
        for (number, rule) in self.filter.iter().enumerate() {
            problems.extend(rule.problem().map(|what| format!("filter {}: {what}", number + 1)));
        }
        if self.sample.as_ref().is_some_and(|rule| !(rule.share > 0.0 && rule.share <= 1.0)) {
            problems.push("sample: `share` is not above 0 and up to 1".into());
        }
        problems
    }

    /// Every `(column, tables)` that the rules read.
    pub(crate) fn columns(&self) -> Vec<(&str, &[String])> {
        let retain = self.retain.iter().map(|rule| (rule.column.as_str(), rule.tables.as_slice()));
        let filter = self.filter.iter().map(|rule| (rule.column.as_str(), rule.tables.as_slice()));
        let opt_out = self.opt_out.iter().map(|rule| (rule.column.as_str(), rule.tables.as_slice()));
        let sample = self.sample.iter();
        let sample = sample.filter_map(|rule| Some((rule.by.as_deref()?, rule.tables.as_slice())));
        retain.chain(filter).chain(opt_out).chain(sample).collect()
    }
}

impl Retain {
    fn problem(&self) -> Option<String> {
        match (self.days, &self.since) {
            (None, None) | (Some(_), Some(_)) => {
                return Some("give exactly one of `days` and `since`".into());
            }
            (None, Some(since)) if Cutoff::parse(since).is_none() => {
                return Some(
                    "`since` is neither a date (2024-01-31) nor a time with its zone (2024-01-31T00:00:00Z)"
                        .into(),
                );
            }
            _ => {}
        }
        let zone = self.zone.as_deref()?;
        date::zone(zone).is_none().then(|| "`zone` is neither UTC nor an offset such as +05:30".into())
    }
}
