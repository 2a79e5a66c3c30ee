//! From data, profiles or a schema to a plan.

use std::{collections::BTreeMap, sync::Arc};

use arrow::{
    array::{RecordBatch, RecordBatchOptions, RecordBatchReader, new_null_array},
    datatypes::{Field, Schema, SchemaRef},
};
use limpid_pipelines::{
    apply::BatchPlace,
    error::Error,
    key::KeyRing,
    metadata::{clean_schema, conform},
    plan::Plan,
    profile::{Profile, Search, TableProfile},
    risk::{Counter, Origin, Partial, tuple_key},
    rows::{RowPlan, Selector},
};

use super::{BUDGET, Sanitizer, TABLE, stream::next_batch};
use crate::error::CliError;

impl Sanitizer {
    /// Counts a stream: the first `rows` rows classify its columns, all of them where none are given. A policy with
    /// `[anonymity]` counts every row.
    pub fn profile(&self, input: &mut dyn RecordBatchReader, rows: Option<u64>) -> Result<Partial, CliError> {
        self.look(input, rows, &mut |_| {})
    }

    /// The same, and shows every batch that was read.
    pub(super) fn look(
        &self,
        input: &mut dyn RecordBatchReader,
        rows: Option<u64>,
        seen: &mut dyn FnMut(RecordBatch),
    ) -> Result<Partial, CliError> {
        let engine = self.policy.engine()?;
        let list = self.list(&engine)?;
        let search = Search::sample(&engine, list.as_ref());
        let schema: SchemaRef = Arc::new(clean_schema(&input.schema()));
        let mut table = TableProfile { files: 1, ..TableProfile::default() };
        let mut counter =
            self.policy.anonymity.as_ref().map(|anonymity| {
                Counter::coded(anonymity.columns(), tuple_key(&self.keys, &self.table), BUDGET)
            });
        let row_plan = RowPlan::resolve(&self.policy, &self.now, Some(&self.keys))?;
        let selector = Selector::new(&self.policy.rows, row_plan.as_ref(), &self.keys)?;
        let encoder = counter.as_ref().map(Counter::encoder);
        let mut first_row = 0;
        let limit = rows.unwrap_or(u64::MAX);
        // A table without rows has columns, too.
        table.observe(&RecordBatch::new_empty(Arc::clone(&schema)), 0, search)?;
        while counter.is_some() || first_row < limit {
            let Some(batch) = next_batch(input)? else { break };
            let clean = conform(&batch, &schema).map_err(|_| Error::Internal)?;
            let left = usize::try_from(limit.saturating_sub(first_row)).unwrap_or(usize::MAX);
            let looked_at = clean.slice(0, clean.num_rows().min(left));
            table.observe(&looked_at, first_row, search)?;
            if let Some((counter, encoder)) = counter.as_mut().zip(encoder.as_ref()) {
                let place = BatchPlace { table: &self.table, file: TABLE, first_row };
                let stay = selector.select(clean, place, &self.keys)?.batch;
                counter.add(&encoder.encode(&stay)?, Origin::Sample)?;
            }
            first_row += u64::try_from(batch.num_rows()).unwrap_or(u64::MAX);
            seen(batch);
        }
        let name = || self.table.clone();
        let profile = Profile { tables: BTreeMap::from([(name(), table)]) };
        let counters = counter.map(|counter| (name(), counter)).into_iter().collect();
        Ok(Partial { profile, counters, rows: row_plan })
    }

    /// What a schema alone tells: columns by their names, texts to be searched.
    pub fn profile_of_schema(&self, schema: &Schema) -> Result<Partial, CliError> {
        let engine = self.policy.engine()?;
        let list = self.list(&engine)?;
        let nullable = |field: &Arc<Field>| field.as_ref().clone().with_nullable(true);
        let schema: SchemaRef =
            Arc::new(Schema::new(clean_schema(schema).fields().iter().map(nullable).collect::<Vec<_>>()));
        let columns = schema.fields().iter().map(|field| new_null_array(field.data_type(), 1)).collect();
        let options = RecordBatchOptions::new().with_row_count(Some(1));
        let row =
            RecordBatch::try_new_with_options(schema, columns, &options).map_err(|_| Error::Internal)?;
        let mut table = TableProfile::default();
        table.observe(&row, 0, Search::sample(&engine, list.as_ref()))?;
        // Nothing is known to be empty.
        table.columns.values_mut().for_each(|column| column.empty = 0);
        Ok(Partial {
            profile: Profile { tables: BTreeMap::from([(self.table.clone(), table)]) },
            counters: BTreeMap::new(),
            rows: None,
        })
    }

    /// Resolves the policy against what was counted.
    pub fn plan(&self, mut counted: Partial) -> Result<Plan, CliError> {
        let engine = self.policy.engine()?;
        let list = self.list(&engine)?;
        let anonymous = self.policy.anonymity.is_some();
        if anonymous && counted.counters.is_empty() {
            return Err(CliError::unfit(
                "a policy with [anonymity] needs counts of all rows",
                "plan from the data, or from profiles made with this policy and key",
            ));
        }
        let plan = Plan::resolve(&self.policy, &counted.profile, &engine, &self.keys.id())?;
        let mut plan = plan.with_list(list.as_ref(), Some(&self.keys));
        plan.rows = self.counted_rows(&counted)?;
        for (table, counter) in &mut counted.counters {
            plan.anonymize(table, counter, &self.keys)?;
        }
        Ok(plan)
    }

    /// The row rules of the plan: what was counted must be what stays, so the time of the profiles is that of the plan.
    fn counted_rows(&self, counted: &Partial) -> Result<Option<RowPlan>, CliError> {
        let own = RowPlan::resolve(&self.policy, &self.now, Some(&self.keys))?;
        let opted_out = |rows: &Option<RowPlan>| rows.as_ref().map(|rows| rows.opted_out.clone());
        match counted.counters.is_empty() {
            true => Ok(own),
            false if opted_out(&own) == opted_out(&counted.rows) => Ok(counted.rows.clone()),
            false => Err(CliError::unfit(
                "the profiles were counted with other [rows]",
                "profile every part anew with the policy of the plan, and the same `now`",
            )),
        }
    }

    /// Reads what [`write_profile`] or `limpid profile` wrote, and adds it up.
    pub fn read_profiles<'a>(&self, parts: impl Iterator<Item = &'a [u8]>) -> Result<Partial, CliError> {
        let mut sum = Partial { profile: Profile::default(), counters: BTreeMap::new(), rows: None };
        for part in parts {
            sum.merge(match serde_json::from_slice::<Profile>(part) {
                Ok(profile) => Partial { profile, counters: BTreeMap::new(), rows: None },
                Err(_) => Partial::read(part, "the profile", &self.keys, BUDGET)?,
            })?;
        }
        Ok(sum)
    }
}

/// Writes what was counted: as JSON where it holds no value, sealed under the key where it does.
pub fn write_profile(counted: &mut Partial, keys: &KeyRing) -> Result<Vec<u8>, CliError> {
    if counted.counters.is_empty() {
        let json = serde_json::to_vec(&counted.profile);
        return json.map_err(|_| CliError::Internal("a profile is no JSON"));
    }
    let mut sealed = Vec::new();
    counted.write(&mut sealed, keys)?;
    Ok(sealed)
}
