//! The first of two ways through a batch: what does each row know, and what do the detectors find?
//!
//! Nothing is changed. What the detectors found is kept for the second way, so no text is searched twice.

use std::{
    collections::{BTreeMap, VecDeque},
    sync::Arc,
};

use arrow::array::{Array, LargeStringArray, RecordBatch};
use limpid_detectors::Finding;

use super::{Column, Treatment};
use crate::{
    error::Error,
    known::{RowValues, SURE},
    transform::{Action, MOST_PEOPLE},
    walk::{Decision, Kind, Leaf, Visitor, walk},
};

/// What the first way learned.
#[derive(Default)]
pub(super) struct Learned {
    rows: BTreeMap<u32, RowValues>,
    /// Full names by row, in the order in which they are met.
    people: BTreeMap<u32, Vec<String>>,
    /// In the order in which the leaves are visited.
    leaves: VecDeque<Detected>,
}

/// Findings of one leaf, value after value.
pub(super) struct Detected {
    path: Arc<str>,
    findings: Vec<Finding>,
    /// How many findings each value has that is not null.
    counts: Vec<u32>,
    value: usize,
    finding: usize,
}

impl Learned {
    /// What is known about a row.
    pub(super) fn row(&self, row: u32) -> Option<&RowValues> {
        self.rows.get(&row)
    }

    /// The full names of a row.
    pub(super) fn people(&self, row: u32) -> &[String] {
        self.people.get(&row).map_or(&[], Vec::as_slice)
    }

    /// Takes in a name of more than one word.
    fn meet(&mut self, row: u32, entity: &str, name: &str) {
        if entity == "PERSON" && name.split([' ', ',', '\u{a0}']).nth(1).is_some() {
            let people = self.people.entry(row).or_default();
            if people.len() < MOST_PEOPLE && people.iter().all(|known| known != name) {
                people.push(name.to_owned());
            }
        }
    }

    /// The findings of the next leaf, which must be that of `path`.
    pub(super) fn detected(&mut self, path: &str) -> Option<Detected> {
        self.leaves.pop_front().filter(|leaf| *leaf.path == *path)
    }
}

impl Detected {
    /// Appends the findings of the next value that is not null.
    pub(super) fn next(&mut self, findings: &mut Vec<Finding>) {
        let count = self.counts.get(self.value).copied().unwrap_or(0);
        let end = self.finding + usize::try_from(count).unwrap_or(0);
        findings.extend_from_slice(self.findings.get(self.finding..end).unwrap_or_default());
        self.finding = end;
        self.value += 1;
    }
}

impl Treatment<'_> {
    /// Goes through the batch and remembers, until the batch is treated.
    pub(super) fn learn(&mut self, batch: &RecordBatch) -> Result<(), Error> {
        let mut learner = Learner { treatment: self, learned: Learned::default() };
        walk(batch, &mut learner)?;
        let mut learned = learner.learned;
        for row in learned.rows.values_mut() {
            row.settle();
        }
        self.learned = learned;
        Ok(())
    }
}

struct Learner<'a, 'b> {
    treatment: &'a mut Treatment<'b>,
    learned: Learned,
}

/// Whether the column's values are looked for in the texts of their rows.
fn teaches(column: &Column) -> bool {
    column.remedy.masks && column.plan.class.is_some() && column.remedy.identifies
}

impl Learner<'_, '_> {
    fn learn_column(&mut self, column: &Column, leaf: &Leaf<'_>) {
        let applier = self.treatment.applier;
        let class = column.plan.class.as_ref();
        let detector = class.and_then(|class| crate::known::detector_of(&applier.engine, class.as_str()));
        let (Some(class), Some(detector)) = (class, detector) else { return };
        for (value, row) in leaf.values.iter().zip(leaf.rows) {
            if let Some(value) = value.filter(|value| !applier.allow.holds(value)) {
                self.learned.meet(*row, class.as_str(), value);
                let known = self.learned.rows.entry(*row).or_default();
                known.learn(class.as_str(), detector, value, applier.detectors);
            }
        }
    }

    fn learn_texts(&mut self, column: &Column, leaf: &Leaf<'_>) {
        let applier = self.treatment.applier;
        let mut detected = Detected {
            path: Arc::clone(&column.path),
            findings: Vec::new(),
            counts: Vec::with_capacity(leaf.values.len()),
            value: 0,
            finding: 0,
        };
        for (value, row) in leaf.values.iter().zip(leaf.rows) {
            let Some(value) = value else { continue };
            let first = detected.findings.len();
            applier.engine.detect(value, &column.header, &mut detected.findings);
            let found = detected.findings.get(first..).unwrap_or_default();
            detected.counts.push(u32::try_from(found.len()).unwrap_or(u32::MAX));
            for finding in found {
                let Some(remedy) = applier.remedies.get(usize::from(finding.detector)) else { continue };
                let Some(text) = value.get(finding.start..finding.end) else { continue };
                if !remedy.masks || applier.allow.holds(text) {
                    continue;
                }
                self.learned.meet(*row, remedy.entity.as_str(), text);
                if finding.score >= SURE && remedy.identifies {
                    let known = self.learned.rows.entry(*row).or_default();
                    known.learn(remedy.entity.as_str(), finding.detector, text, applier.detectors);
                }
            }
        }
        self.learned.leaves.push_back(detected);
    }
}

impl Visitor for Learner<'_, '_> {
    fn decide(&mut self, path: &str, kind: Kind) -> Result<Decision, Error> {
        let decision = self.treatment.decide(path, kind)?;
        if matches!(kind, Kind::Nested | Kind::Inert | Kind::Opaque) {
            return Ok(decision);
        }
        let column = self.treatment.column(path, kind)?;
        Ok(match &column.plan.action {
            Action::Detect => decision,
            _ if teaches(&column) => Decision::Visit,
            _ => Decision::Keep,
        })
    }

    fn visit(&mut self, leaf: &Leaf<'_>) -> Result<Option<LargeStringArray>, Error> {
        let column = self.treatment.column(leaf.path, leaf.kind)?;
        match &column.plan.action {
            Action::Detect => self.learn_texts(&column, leaf),
            _ => self.learn_column(&column, leaf),
        }
        Ok(None)
    }

    fn json_key(&mut self, key: &str) -> Option<String> {
        self.treatment.key(key).map(|(hidden, _)| hidden)
    }
}
