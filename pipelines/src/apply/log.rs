//! What apply did, in counts and places: never a value.

use std::{collections::BTreeMap, sync::Arc};

use limpid_detectors::Entity;
use serde::{Deserialize, Serialize};

/// What a count counts.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct CountKey {
    /// Column path.
    pub column: String,
    /// Entity.
    pub entity: String,
    /// Operator.
    pub action: String,
}

/// How often something was done.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Count {
    /// Values or regions seen.
    pub found: u64,
    /// Values or regions the operator treated.
    pub treated: u64,
    /// Those it could not treat, which were redacted instead.
    pub redacted: u64,
}

/// One treated region of a text.
#[derive(Debug, Clone, PartialEq)]
pub struct LoggedFinding {
    /// Row in the file, from 0.
    pub row: u64,
    /// Row in the output file: others before it may have gone. Relative to the batch until the batches are joined.
    pub out_row: u64,
    /// Column path.
    pub column: Arc<str>,
    /// Number of the value within its row and column.
    pub item: u32,
    /// Entity.
    pub entity: Entity,
    /// Index of the detector in the engine.
    pub detector: u16,
    /// First code point in the input value.
    pub start: u32,
    /// One past the last code point in the input value.
    pub end: u32,
    /// The same in the output value.
    pub out_start: u32,
    /// The same in the output value.
    pub out_end: u32,
    /// How sure, 0 to 1.
    pub score: f32,
    /// Whether it is a known value of the row or of the list, rather than something a detector saw.
    pub known: bool,
    /// Operator.
    pub action: &'static str,
    /// Keyed fingerprint of the entity and the normalized value.
    pub fingerprint: [u8; 16],
}

/// What apply did with one batch.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Report {
    /// By column, entity and operator.
    pub counts: BTreeMap<CountKey, Count>,
    /// Regions treated inside texts, by row within a column. Whole columns are only counted.
    pub findings: Vec<LoggedFinding>,
    /// Where people stand in columns that are treated whole, so that they can be found again.
    pub subjects: Vec<SubjectEntry>,
    /// Rows left out, by reason.
    pub dropped: BTreeMap<String, u64>,
}

/// A value by which somebody can be found again, by its fingerprint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SubjectEntry {
    /// Row in the output file; relative to the batch until the batches are joined.
    pub out_row: u64,
    /// Column path.
    pub column: Arc<str>,
    /// Entity of the column.
    pub entity: Entity,
    /// Keyed fingerprint of the entity and the normalized value.
    pub fingerprint: [u8; 16],
}

impl Report {
    /// Adds the report of another batch; findings stay in batch order.
    pub fn merge(&mut self, other: Self) {
        for (key, count) in other.counts {
            let own = self.counts.entry(key).or_default();
            own.found += count.found;
            own.treated += count.treated;
            own.redacted += count.redacted;
        }
        self.findings.extend(other.findings);
        self.subjects.extend(other.subjects);
        for (reason, count) in other.dropped {
            *self.dropped.entry(reason).or_insert(0) += count;
        }
    }

    /// Moves everything by the rows that were written before.
    pub fn shift(&mut self, rows: u64) {
        self.findings.iter_mut().for_each(|finding| finding.out_row += rows);
        self.subjects.iter_mut().for_each(|subject| subject.out_row += rows);
    }

    /// Counts values seen and treated.
    pub(super) fn count(&mut self, column: &str, entity: &str, action: &str, count: Count) {
        let key = CountKey { column: column.into(), entity: entity.into(), action: action.into() };
        let own = self.counts.entry(key).or_default();
        own.found += count.found;
        own.treated += count.treated;
        own.redacted += count.redacted;
    }

    /// Counts binary values that are no text: they were removed.
    pub(super) fn undecodable(&mut self, column: &str, found: u64) {
        self.count(column, "UNDECODABLE", "redact", Count { found, treated: 0, redacted: found });
    }
}
