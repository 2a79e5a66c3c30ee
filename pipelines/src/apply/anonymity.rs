//! Quasi-identifiers on their levels, and the rows of small classes left out: a pure function of batch, plan and key.

use std::collections::{BTreeMap, HashMap};

use arrow::array::{Array, BooleanArray, LargeStringArray, LargeStringBuilder, RecordBatch};

use crate::{
    error::Error,
    key::KeyRing,
    plan::{CLASS, Plan, class_digest, class_key},
    risk::{Ladder, column},
};

/// The reason in the account for rows that are left out.
const REASON: &str = "anonymity";

/// The anonymous tables of a plan.
#[derive(Default)]
pub(super) struct Enforcer {
    tables: BTreeMap<String, Table>,
}

struct Table {
    key: [u8; 32],
    /// Ascending.
    kept: Vec<[u8; CLASS]>,
    columns: Vec<(String, usize, Ladder)>,
}

impl Enforcer {
    pub(super) fn new(plan: &Plan, keys: &KeyRing) -> Result<Self, Error> {
        let mut tables = BTreeMap::new();
        for (name, table) in &plan.tables {
            let Some(anonymity) = &table.anonymity else { continue };
            let column =
                |quasi: &crate::plan::QuasiPlan| Ok((quasi.path.clone(), quasi.level, quasi.load()?));
            let columns: Result<Vec<_>, Error> = anonymity.quasi_identifiers.iter().map(column).collect();
            let mut kept = anonymity.kept()?;
            kept.sort_unstable();
            tables.insert(name.clone(), Table { key: class_key(keys, name), kept, columns: columns? });
        }
        let wanted = plan.policy.anonymity.is_some();
        if wanted && tables.is_empty() {
            return Err(Error::Plan {
                what: "the policy has an [anonymity] section, and the plan no levels".into(),
                hint: "all rows must be counted first: run on files, or make a plan with `limpid plan`"
                    .into(),
            });
        }
        Ok(Self { tables })
    }

    /// The values of a quasi-identifier on its level; `None` for other columns. What cannot be climbed becomes null: its
    /// row falls.
    pub(super) fn climbed(
        &self,
        table: &str,
        path: &str,
        values: &LargeStringArray,
    ) -> Option<LargeStringArray> {
        let (_, level, ladder) = self.tables.get(table)?.columns.iter().find(|(known, ..)| known == path)?;
        let mut out = LargeStringBuilder::with_capacity(values.len(), values.len() * 4);
        let mut known: HashMap<Option<&str>, Option<String>> = HashMap::new();
        for value in values {
            out.append_option(
                known.entry(value).or_insert_with(|| ladder.climb(value, *level).flatten()).as_deref(),
            );
        }
        Some(out.finish())
    }

    /// Which rows stay, and the reason why others do not; `None` where all do.
    pub(super) fn stay(
        &self,
        table: &str,
        batch: &RecordBatch,
    ) -> Result<Option<(BooleanArray, &'static str)>, Error> {
        let Some(Table { key, kept, columns }) = self.tables.get(table) else { return Ok(None) };
        let mut climbed = Vec::with_capacity(columns.len());
        for (path, level, ladder) in columns {
            let nulls = || LargeStringArray::new_null(batch.num_rows());
            let values = column(batch, path)?.unwrap_or_else(nulls);
            let mut known: HashMap<Option<String>, Option<Option<String>>> = HashMap::new();
            let groups: Vec<Option<Option<String>>> = values
                .iter()
                .map(|value| {
                    let value = value.map(str::to_owned);
                    known
                        .entry(value)
                        .or_insert_with_key(|value| ladder.climb(value.as_deref(), *level))
                        .clone()
                })
                .collect();
            climbed.push(groups);
        }
        let mut bytes = Vec::new();
        let mut stays = |row: usize| {
            let groups: Option<Vec<Option<&str>>> =
                climbed.iter().map(|groups| groups[row].as_ref().map(Option::as_deref)).collect();
            groups.is_some_and(|groups| {
                kept.binary_search(&class_digest(key, &mut bytes, groups.into_iter())).is_ok()
            })
        };
        let stay: BooleanArray = (0..batch.num_rows()).map(|row| Some(stays(row))).collect();
        Ok((stay.true_count() < stay.len()).then_some((stay, REASON)))
    }
}
