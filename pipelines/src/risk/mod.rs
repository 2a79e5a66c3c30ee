//! How easily a row is found again: counts of quasi-identifier tuples, and every model that reads them.
//!
//! A [`Counter`] is a monoid: what two machines counted adds up to what one would have. It keeps how many rows share
//! the same quasi-identifiers (an equivalence class), how the sensitive values spread inside each, and how many
//! subjects are behind them. [`measure()`] reads all models off it in one pass.

pub mod attack;
mod closeness;
mod dictionary;
mod encode;
mod frequency;
mod hierarchy;
mod lattice;
mod measure;
mod partial;
mod requirement;
mod sealed;
mod sensitive;
mod table;
mod uniqueness;

use serde::{Deserialize, Serialize};

pub use dictionary::Dictionary;
pub use encode::{Encoded, Encoder};
pub use frequency::{RankAttack, rank_attack};
pub use hierarchy::{ANY, DateLevel, Generalizations, Hierarchy, Ladder};
pub use lattice::{Cut, Lattice, Solution};
pub use measure::{PopulationRisk, Risk, SensitiveRisk, measure, measure_with};
pub use partial::{Partial, tuple_key};
pub use requirement::{Closeness, Diversity, Models, Recursive};
pub use sealed::{SealedReader, SealedWriter};
pub use sensitive::{Distribution, Tree};
pub use table::{Class, Layout, TupleTable};
pub use uniqueness::{Estimator, PopulationUniques, population_uniques};

pub use encode::table_column;
pub(crate) use encode::{column, part, tuple_digest};

use crate::error::Error;

/// Which columns play which part. Paths of columns that hold one value a row.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Columns {
    /// What others may know about a person, in this order.
    pub quasi: Vec<String>,
    /// What nobody should learn.
    pub sensitive: Vec<String>,
    /// Who a row is about, where one subject has many rows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
}

impl Columns {
    /// Every column.
    pub fn all(&self) -> impl Iterator<Item = &String> {
        self.quasi.iter().chain(&self.sensitive).chain(&self.subject)
    }
}

/// Whose rows are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// The table at hand.
    Sample,
    /// The population it was taken from.
    Population,
}

/// Bytes of a code.
const CODE: usize = 4;
/// Bytes of a digest of quasi-identifiers.
const DIGEST: usize = 16;
/// Bytes of a subject's digest.
const SUBJECT: usize = 8;

/// Counts rows by quasi-identifiers, sensitive values and subject.
///
/// A record of its table: digest or codes of the quasi-identifiers · codes of the sensitive values · digest of the
/// subject · one byte of origin.
pub struct Counter {
    columns: Columns,
    encoder: Encoder,
    table: TupleTable,
    quasi: Vec<Dictionary>,
    sensitive: Vec<Dictionary>,
    coded: bool,
    rows: u64,
    population: u64,
    /// Columns that some batch had.
    seen: std::collections::BTreeSet<String>,
}

impl Counter {
    /// Counts for a report: the quasi-identifiers are only digests under `key`, of any cardinality.
    pub fn digests(columns: Columns, key: [u8; 32], budget: usize) -> Self {
        Self::new(columns, key, false, budget)
    }

    /// Counts for a search of generalizations: the values of the quasi-identifiers are kept in dictionaries.
    pub fn coded(columns: Columns, key: [u8; 32], budget: usize) -> Self {
        Self::new(columns, key, true, budget)
    }

    fn new(columns: Columns, key: [u8; 32], coded: bool, budget: usize) -> Self {
        let class = if coded { CODE * columns.quasi.len() } else { DIGEST };
        let subject = if columns.subject.is_some() { SUBJECT } else { 0 };
        let inside = CODE * columns.sensitive.len() + subject;
        let layout = Layout { class, width: class + inside };
        let quasi = if coded { columns.quasi.len() } else { 0 };
        Self {
            encoder: Encoder::new(columns.clone(), key, coded),
            table: TupleTable::new(layout, budget),
            quasi: vec![Dictionary::default(); quasi],
            sensitive: vec![Dictionary::default(); columns.sensitive.len()],
            columns,
            coded,
            rows: 0,
            population: 0,
            seen: std::collections::BTreeSet::new(),
        }
    }

    /// Makes room for a population beside the sample. To be called before anything is counted.
    #[must_use]
    pub fn with_population(mut self) -> Self {
        let Layout { class, width } = self.table.layout();
        self.table = TupleTable::new(Layout { class, width: width + 1 }, self.table.budget());
        self
    }

    /// Encodes batches for this counter, on any thread.
    pub fn encoder(&self) -> Encoder {
        self.encoder.clone()
    }

    /// Which columns are counted.
    pub fn columns(&self) -> &Columns {
        &self.columns
    }

    /// An error where a column was in none of the rows.
    pub fn check_columns(&self) -> Result<(), Error> {
        let counted = self.rows + self.population > 0;
        match self.columns.all().find(|path| counted && !self.seen.contains(*path)) {
            Some(path) => Err(encode::no_column(path)),
            None => Ok(()),
        }
    }

    /// Rows of the sample.
    pub fn rows(&self) -> u64 {
        self.rows
    }

    /// Bytes that went to disk.
    pub fn spilled(&self) -> u64 {
        self.table.spilled()
    }

    /// The values of the quasi-identifiers, where they are coded.
    pub fn quasi(&self) -> &[Dictionary] {
        &self.quasi
    }

    /// The values of the sensitive columns.
    pub fn sensitive(&self) -> &[Dictionary] {
        &self.sensitive
    }

    /// The counts by record.
    pub fn table(&mut self) -> &mut TupleTable {
        &mut self.table
    }

    fn has_population(&self) -> bool {
        let inside = CODE * self.columns.sensitive.len();
        let subject = if self.columns.subject.is_some() { SUBJECT } else { 0 };
        self.table.layout().width > self.table.layout().class + inside + subject
    }

    /// Counts encoded rows.
    pub fn add(&mut self, encoded: &Encoded, origin: Origin) -> Result<(), Error> {
        // The codes of the batch become those of all.
        let mut global = Vec::with_capacity(encoded.coded.len());
        let dictionaries = self.quasi.iter_mut().chain(&mut self.sensitive);
        for (dictionary, local) in dictionaries.zip(&encoded.coded) {
            let codes: Result<Vec<u32>, Error> =
                local.values.iter().map(|value| dictionary.code(value.as_deref())).collect();
            let codes = codes?;
            let mut counts = vec![0_u64; codes.len()];
            for code in &local.codes {
                counts[index(*code)] += 1;
            }
            if origin == Origin::Sample {
                codes.iter().zip(counts).for_each(|(code, count)| dictionary.count(*code, count));
            }
            global.push(codes);
        }
        for path in self.columns.all().filter(|path| !encoded.missing.contains(path)) {
            if encoded.rows > 0 && !self.seen.contains(path) {
                self.seen.insert(path.clone());
            }
        }
        let population = self.has_population();
        let mut record = Vec::with_capacity(self.table.layout().width);
        for row in 0..encoded.rows {
            record.clear();
            if let Some(digest) = encoded.digests.get(row) {
                record.extend_from_slice(digest);
            }
            for (local, codes) in encoded.coded.iter().zip(&global) {
                record.extend_from_slice(&codes[index(local.codes[row])].to_be_bytes());
            }
            if let Some(subject) = encoded.subjects.get(row) {
                record.extend_from_slice(subject);
            }
            if population {
                record.push(u8::from(origin == Origin::Population));
            }
            self.table.add(&record, 1)?;
        }
        let rows = encoded.rows as u64;
        match origin {
            Origin::Sample => self.rows += rows,
            Origin::Population => self.population += rows,
        }
        Ok(())
    }

    /// Adds what another counter of the same columns and key counted.
    pub fn merge(&mut self, other: &mut Self) -> Result<(), Error> {
        let Self { table, quasi, sensitive, .. } = self;
        let mut maps = Vec::new();
        let theirs = other.quasi.iter().chain(&other.sensitive);
        for (ours, theirs) in quasi.iter_mut().chain(sensitive).zip(theirs) {
            let mut codes = Vec::with_capacity(theirs.values().len());
            for (value, count) in theirs.values().iter().zip(theirs.counts()) {
                let code = ours.code(value.as_deref())?;
                ours.count(code, *count);
                codes.push(code);
            }
            maps.push(codes);
        }
        let first = if other.coded { 0 } else { DIGEST };
        let mut renumbered = Vec::new();
        other.table.for_each_record(|record, count| {
            renumbered.clear();
            renumbered.extend_from_slice(record);
            for (place, codes) in maps.iter().enumerate() {
                let at = first + CODE * place;
                let code = codes[index(code_at(record, at))];
                renumbered[at..at + CODE].copy_from_slice(&code.to_be_bytes());
            }
            table.add(&renumbered, count)
        })?;
        self.seen.extend(other.seen.iter().cloned());
        self.rows += other.rows;
        self.population += other.population;
        Ok(())
    }
}

/// The code at a place of a record.
fn code_at(record: &[u8], at: usize) -> u32 {
    record.get(at..at + CODE).and_then(|bytes| bytes.try_into().ok()).map_or(0, u32::from_be_bytes)
}

fn index(code: u32) -> usize {
    usize::try_from(code).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests;
