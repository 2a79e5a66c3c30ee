//! The rows of a batch that stay, and why the others go.

use std::{
    collections::{BTreeMap, HashSet},
    sync::Arc,
};

use arrow::{
    array::{BooleanArray, RecordBatch},
    compute::filter_record_batch,
};
use jiff::tz::TimeZone;

use super::{
    Cutoff, RowPlan, RowRules,
    date::{self, Unclear},
    reader,
};
use crate::{
    apply::BatchPlace,
    error::{Error, Place},
    key::{KeyRing, SubKey},
    source::is_json_document,
};

/// Decides about rows.
pub struct Selector {
    rules: RowRules,
    cutoff: Option<Cutoff>,
    zone: Option<TimeZone>,
    opted_out: HashSet<[u8; 16]>,
    sample: Option<SubKey>,
}

/// What stays of a batch.
pub struct Selected {
    /// The rows that stay.
    pub batch: RecordBatch,
    /// Where each stood in the batch; `None` when all stay.
    pub rows: Option<Vec<u32>>,
    /// How many went, by reason.
    pub dropped: BTreeMap<String, u64>,
}

impl Selected {
    /// Takes out the rows that do not stay.
    pub(crate) fn leave_out(&mut self, stay: &BooleanArray, reason: &str) -> Result<(), Error> {
        let gone = u64::try_from(stay.len() - stay.true_count()).unwrap_or(u64::MAX);
        *self.dropped.entry(reason.to_owned()).or_insert(0) += gone;
        let all = || (0u32..).take(stay.len()).collect();
        let rows = self.rows.take().unwrap_or_else(all);
        let stays = rows.into_iter().zip(stay).filter(|(_, stays)| *stays == Some(true));
        self.rows = Some(stays.map(|(row, _)| row).collect());
        self.batch = filter_record_batch(&self.batch, stay).map_err(|_| Error::Internal)?;
        Ok(())
    }
}

impl Selector {
    /// Prepares the rules of a plan.
    pub fn new(rules: &RowRules, plan: Option<&RowPlan>, keys: &KeyRing) -> Result<Self, Error> {
        let cutoff = match &rules.retain {
            None => None,
            Some(rule) => {
                let cutoff = Cutoff::of(rule, plan.and_then(|plan| plan.now.as_deref()));
                Some(cutoff.ok_or_else(|| Error::Plan {
                    what: "the plan says no time from which rows are retained".into(),
                    hint: "make a new plan with this version: limpid plan".into(),
                })?)
            }
        };
        let opted_out = plan.map(|plan| plan.opted_out.as_slice()).unwrap_or_default();
        let opted_out: Option<HashSet<[u8; 16]>> = opted_out.iter().map(|hex| fingerprint(hex)).collect();
        Ok(Self {
            zone: rules.retain.as_ref().and_then(|rule| date::zone(rule.zone.as_deref()?)),
            cutoff,
            opted_out: opted_out.ok_or_else(|| Error::Plan {
                what: "the plan holds a malformed fingerprint".into(),
                hint: "make a new plan: limpid plan".into(),
            })?,
            sample: rules.sample.as_ref().map(|_| keys.subkey("sample", "")),
            rules: rules.clone(),
        })
    }

    /// Whether all rows stay.
    pub(crate) fn is_idle(&self) -> bool {
        self.rules.is_empty()
    }

    /// Takes the rows that stay.
    pub fn select(
        &self,
        batch: RecordBatch,
        place: BatchPlace<'_>,
        keys: &KeyRing,
    ) -> Result<Selected, Error> {
        if self.is_idle() {
            return Ok(Selected { batch, rows: None, dropped: BTreeMap::new() });
        }
        self.refuse_missing_columns(&batch, place)?;
        let mut reasons: Vec<Option<Arc<str>>> = vec![None; batch.num_rows()];
        self.retain(&batch, place, &mut reasons)?;
        self.filter(&batch, place, &mut reasons)?;
        self.opt_out(&batch, place, keys, &mut reasons)?;
        self.sample(&batch, place, &mut reasons)?;
        let mut dropped: BTreeMap<String, u64> = BTreeMap::new();
        for reason in reasons.iter().flatten() {
            *dropped.entry(reason.to_string()).or_insert(0) += 1;
        }
        if dropped.is_empty() {
            return Ok(Selected { batch, rows: None, dropped });
        }
        let stays: BooleanArray = reasons.iter().map(|reason| Some(reason.is_none())).collect();
        let rows =
            (0u32..).zip(&reasons).filter(|(_, reason)| reason.is_none()).map(|(row, _)| row).collect();
        let batch = filter_record_batch(&batch, &stays).map_err(|_| Error::Internal)?;
        Ok(Selected { batch, rows: Some(rows), dropped })
    }

    /// A rule about a column that is not there would keep everything: the run stops. A JSON document may lack what
    /// others have.
    fn refuse_missing_columns(&self, batch: &RecordBatch, place: BatchPlace<'_>) -> Result<(), Error> {
        let schema = batch.schema_ref();
        if schema.fields().iter().any(|field| is_json_document(field)) {
            return Ok(());
        }
        for (path, tables) in self.rules.columns() {
            let first = path.split(['.', '[']).next().unwrap_or(path);
            if applies(tables, place.table)
                && schema.field_with_name(first).is_err()
                && schema.field_with_name(path).is_err()
            {
                return Err(no_column(place.table, path));
            }
        }
        Ok(())
    }

    fn retain(
        &self,
        batch: &RecordBatch,
        place: BatchPlace<'_>,
        reasons: &mut [Option<Arc<str>>],
    ) -> Result<(), Error> {
        let (Some(rule), Some(cutoff)) = (&self.rules.retain, self.cutoff) else { return Ok(()) };
        if !applies(&rule.tables, place.table) {
            return Ok(());
        }
        let old: Arc<str> = format!("retention: {}", rule.column).into();
        let undated: Arc<str> = format!("retention: {} is no date", rule.column).into();
        for ((reason, values), row) in reasons.iter_mut().zip(reader::read(batch, &rule.column)?).zip(0u64..)
        {
            let value = values.iter().map(|value| value.trim()).find(|value| !value.is_empty());
            match value
                .map_or(Err(Unclear::Unreadable), |value| cutoff.keeps(value, rule, self.zone.as_ref()))
            {
                Ok(true) => {}
                Ok(false) => *reason = Some(Arc::clone(&old)),
                Err(Unclear::Unreadable) => *reason = Some(Arc::clone(&undated)),
                Err(unclear) => {
                    let (what, hint) = unclear.explain();
                    let at =
                        Place { row: Some(place.first_row + row), ..Place::column(place.file, &rule.column) };
                    return Err(Error::Plan {
                        what: format!("{at}: retention by {what}"),
                        hint: hint.into(),
                    });
                }
            }
        }
        Ok(())
    }

    fn filter(
        &self,
        batch: &RecordBatch,
        place: BatchPlace<'_>,
        reasons: &mut [Option<Arc<str>>],
    ) -> Result<(), Error> {
        for rule in self.rules.filter.iter().filter(|rule| applies(&rule.tables, place.table)) {
            // The value compared with may itself say something about somebody: it is not repeated.
            let failed: Arc<str> = format!("filter: {} {}", rule.column, rule.op).into();
            for (reason, values) in reasons.iter_mut().zip(reader::read(batch, &rule.column)?) {
                let holds = if values.is_empty() {
                    rule.holds(None)
                } else {
                    values.iter().any(|value| rule.holds(Some(value)))
                };
                if reason.is_none() && !holds {
                    *reason = Some(Arc::clone(&failed));
                }
            }
        }
        Ok(())
    }

    fn opt_out(
        &self,
        batch: &RecordBatch,
        place: BatchPlace<'_>,
        keys: &KeyRing,
        reasons: &mut [Option<Arc<str>>],
    ) -> Result<(), Error> {
        let Some(rule) = self.rules.opt_out.as_ref().filter(|rule| applies(&rule.tables, place.table)) else {
            return Ok(());
        };
        let out: Arc<str> = format!("opt-out: {}", rule.column).into();
        for (reason, values) in reasons.iter_mut().zip(reader::read(batch, &rule.column)?) {
            let listed = |value: &String| self.opted_out.contains(&rule.fingerprint(keys, value));
            if reason.is_none() && values.iter().any(listed) {
                *reason = Some(Arc::clone(&out));
            }
        }
        Ok(())
    }

    fn sample(
        &self,
        batch: &RecordBatch,
        place: BatchPlace<'_>,
        reasons: &mut [Option<Arc<str>>],
    ) -> Result<(), Error> {
        let (Some(rule), Some(key)) = (&self.rules.sample, &self.sample) else { return Ok(()) };
        if !applies(&rule.tables, place.table) || rule.share >= 1.0 || batch.num_rows() == 0 {
            return Ok(());
        }
        let out: Arc<str> = "sample".into();
        let whole = reader::digest_rows(batch, key.bytes())?;
        let by = rule.by.as_deref().map(|path| reader::read(batch, path)).transpose()?;
        for (row, (reason, whole)) in reasons.iter_mut().zip(whole).enumerate() {
            let own = by.as_ref().and_then(|by| by.get(row)).filter(|values| !values.is_empty());
            let digest = match own {
                Some(values) => {
                    let parts: Vec<&[u8]> = values.iter().map(String::as_bytes).collect();
                    key.digest(&parts)
                }
                None => *whole.finalize().as_bytes(),
            };
            if reason.is_none() && fraction(&digest) >= rule.share {
                *reason = Some(Arc::clone(&out));
            }
        }
        Ok(())
    }
}

/// Whether a rule is for a table.
pub(super) fn applies(tables: &[String], table: &str) -> bool {
    tables.is_empty() || tables.iter().any(|one| one == table)
}

/// The error of a rule about a column that a table does not have.
pub(crate) fn no_column(table: &str, path: &str) -> Error {
    Error::Plan {
        what: format!("[rows] names column {path}, which table {table} does not have"),
        hint: "correct the column, or name the tables the rule is for: tables = [\"…\"]".into(),
    }
}

/// A digest as a number from 0 to below 1, of 53 bits.
fn fraction(digest: &[u8; 32]) -> f64 {
    let number = digest.iter().take(8).fold(0u64, |sum, byte| sum << 8 | u64::from(*byte)) >> 11;
    #[expect(clippy::cast_precision_loss, reason = "53 bits fit an f64 exactly")]
    let number = number as f64;
    number / 9_007_199_254_740_992.0
}

fn fingerprint(hex: &str) -> Option<[u8; 16]> {
    if hex.len() != 32 {
        return None;
    }
    let mut bytes = [0; 16];
    for (index, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(hex.get(index * 2..index * 2 + 2)?, 16).ok()?;
    }
    Some(bytes)
}
