//! Quasi-identifiers on their levels, and the rows of small classes left out: a pure function of batch, plan and key.

use std::collections::{BTreeMap, HashMap};

use arrow::array::{Array, BooleanArray, LargeStringArray, LargeStringBuilder, RecordBatch};

use crate::{
    error::Error,
    key::KeyRing,
    plan::{CLASS, Extent, Plan, QuasiPlan, Region, class_digest, class_key, extents, region_of},
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
    /// Where each region is generalized for itself.
    regions: Option<Regions>,
}

/// Regions, and what each class shows.
struct Regions {
    tree: Vec<Region>,
    extents: Vec<Option<Vec<Extent>>>,
}

/// Cells of quasi-identifiers by path, for each row of a batch.
pub(super) type Labels = BTreeMap<String, Vec<Option<String>>>;

impl Table {
    /// The quasi-identifiers of a batch.
    fn values(&self, batch: &RecordBatch) -> Result<Vec<LargeStringArray>, Error> {
        let nulls = || LargeStringArray::new_null(batch.num_rows());
        self.columns.iter().map(|(path, ..)| Ok(column(batch, path)?.unwrap_or_else(nulls))).collect()
    }

    /// The region of each row; `None` where a value lies in none.
    fn regions_of(&self, tree: &[Region], values: &[LargeStringArray], rows: usize) -> Vec<Option<usize>> {
        let ladders: Vec<&Ladder> = self.columns.iter().map(|(.., ladder)| ladder).collect();
        let mut row = Vec::with_capacity(values.len());
        let mut of = |number: usize| {
            row.clear();
            row.extend(values.iter().map(|values| values.is_valid(number).then(|| values.value(number))));
            region_of(tree, &ladders, &row)
        };
        (0..rows).map(&mut of).collect()
    }
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
            let regions = if anonymity.regions.is_empty() {
                None
            } else {
                let whole = anonymity.quasi_identifiers.iter().map(QuasiPlan::whole).collect();
                let extents = extents(&anonymity.regions, whole)?;
                Some(Regions { tree: anonymity.regions.clone(), extents })
            };
            tables
                .insert(name.clone(), Table { key: class_key(keys, name), kept, columns: columns?, regions });
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

    /// The cells of a table's quasi-identifiers, row by row, where each region is generalized for itself.
    pub(super) fn labels(&self, table: &str, batch: &RecordBatch) -> Result<Labels, Error> {
        let mut labels = Labels::new();
        let Some(table) = self.tables.get(table) else { return Ok(labels) };
        let Some(regions) = &table.regions else { return Ok(labels) };
        let values = table.values(batch)?;
        let found = table.regions_of(&regions.tree, &values, batch.num_rows());
        for (place, (path, _, ladder)) in table.columns.iter().enumerate() {
            let cell = |(row, region): (usize, &Option<usize>)| {
                let extent = regions.extents.get((*region)?)?.as_ref()?.get(place)?;
                let values = values.get(place)?;
                extent.label(values.is_valid(row).then(|| values.value(row)), ladder)
            };
            labels.insert(path.clone(), found.iter().enumerate().map(cell).collect());
        }
        Ok(labels)
    }

    /// Which rows stay, and the reason why others do not; `None` where all do.
    pub(super) fn stay(
        &self,
        table: &str,
        batch: &RecordBatch,
    ) -> Result<Option<(BooleanArray, &'static str)>, Error> {
        let Some(table) = self.tables.get(table) else { return Ok(None) };
        if let Some(regions) = &table.regions {
            let found = table.regions_of(&regions.tree, &table.values(batch)?, batch.num_rows());
            let stay: BooleanArray = found.iter().map(|region| Some(region.is_some())).collect();
            return Ok((stay.true_count() < stay.len()).then_some((stay, REASON)));
        }
        let Table { key, kept, columns, .. } = table;
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
