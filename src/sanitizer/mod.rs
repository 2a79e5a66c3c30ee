//! Policy, key and plan as one value that treats batches: what a stage of somebody else's pipeline holds.
//!
//! The same five steps as `limpid run`, cut where another engine takes over: profiles of parts add up, a plan is made
//! of them once, and a [`Planned`] sanitizer is a pure function of batch, plan and key on any machine.

mod plan;
mod stream;

use std::{collections::VecDeque, path::PathBuf, sync::Arc};

use arrow::{array::RecordBatchReader, datatypes::SchemaRef};
use limpid_detectors::Engine;
use limpid_pipelines::{
    apply::Applier,
    error::Error,
    key::{KeyRing, MasterKey},
    known::{KnownList, read_list},
    metadata::clean_schema,
    plan::Plan,
    policy::Policy,
    risk::Partial,
    rows::clock,
    transform::{Action, Scope},
};

pub use plan::write_profile;
pub use stream::{Sums, Totals, Treated};

use crate::{
    error::CliError,
    run::{bind, treated_columns},
    secret::random_bytes,
};

/// The table that data without a file belongs to.
pub const TABLE: &str = "data";
/// Rows that classify the columns, where nothing else is said: as many as `limpid run` looks at.
pub const PROFILE_ROWS: u64 = 10_000;
/// Bytes that counts of quasi-identifiers may take.
pub const BUDGET: usize = 640 << 20;

/// A policy and a key, before there is a plan.
pub struct Sanitizer {
    policy: Policy,
    keys: KeyRing,
    ephemeral: bool,
    known_values: Option<PathBuf>,
    now: String,
    table: String,
}

impl Sanitizer {
    /// Takes a policy and a key; without a key, one is made that ends with the process.
    ///
    /// `now` is the time that counts for retention (RFC 3339), the clock's where it is not given.
    pub fn new(
        policy: Policy,
        key: Option<MasterKey>,
        known_values: Option<PathBuf>,
        now: Option<&str>,
    ) -> Result<Self, CliError> {
        let ephemeral = key.is_none();
        let key = key.map_or_else(ephemeral_key, Ok)?;
        let given = now.map_or_else(|| jiff::Timestamp::now().to_string(), str::to_owned);
        let now = clock(&given).ok_or_else(|| {
            CliError::usage("`now` is no time with its zone", "write 2026-01-31T00:00:00Z, say")
        })?;
        let keys = KeyRing::of(key, &policy);
        let known_values = known_values.or_else(|| policy.detect.known_values.clone());
        Ok(Self { policy, keys, ephemeral, known_values, now, table: TABLE.to_owned() })
    }

    /// The same where rows have no place in a file: dates that would move with their row's place move with the value of
    /// this column instead.
    #[must_use]
    pub fn with_document(mut self, column: &str) -> Self {
        let policy = &mut self.policy;
        let columns = policy.columns.iter_mut().map(|rule| &mut rule.action);
        for action in policy.entities.values_mut().chain(columns).chain([&mut policy.default_action]) {
            if let Action::DateShift { per: per @ None, .. } = action {
                *per = Some(column.to_owned());
            }
        }
        self
    }

    /// The same with another name for the table that is planned: that of files which are to be treated alike.
    #[must_use]
    pub fn with_table(self, name: &str) -> Self {
        Self { table: name.to_owned(), ..self }
    }

    /// Writes what was counted, for [`read_profiles`](Self::read_profiles).
    pub fn write_profile(&self, counted: &mut Partial) -> Result<Vec<u8>, CliError> {
        write_profile(counted, &self.keys)
    }

    /// Compiles the detectors of the policy.
    pub fn engine(&self) -> Result<Engine, CliError> {
        Ok(self.policy.engine()?)
    }

    /// Names the key without telling anything about it.
    pub fn key_id(&self) -> String {
        self.keys.id()
    }

    /// Whether the key ends with the process.
    pub fn is_ephemeral(&self) -> bool {
        self.ephemeral
    }

    /// BLAKE3 of the resolved policy, in hex: another policy is another digest.
    pub fn policy_digest(&self) -> Result<String, Error> {
        let text = serde_json::to_vec(&self.policy).map_err(|_| Error::Internal)?;
        Ok(blake3::hash(&text).to_hex().to_string())
    }

    /// Fixes a plan, made here or elsewhere, for the files of one of its tables: the only one where none is named.
    pub fn planned(&self, plan: Plan, table: Option<&str>, threads: usize) -> Result<Planned, CliError> {
        let table = the_table(&plan, table)?;
        let engine = plan.policy.engine()?;
        let list = self.list(&engine)?;
        let plan = bind(plan, &engine, &self.keys, list.as_ref())?;
        let applier = Applier::new(plan, engine, self.keys.clone(), list.map(Arc::new))?;
        Ok(Planned { applier: Arc::new(applier), table, pool: stream::pool(threads)? })
    }

    /// Plans from the first rows of a stream, and treats all of it: for data that is seen once.
    pub fn treat(
        &self,
        mut input: Box<dyn RecordBatchReader + Send>,
        (file, threads): (&str, usize),
    ) -> Result<(Planned, Treated, Totals), CliError> {
        if self.policy.anonymity.is_some() {
            return Err(CliError::unfit(
                "a policy with [anonymity] counts all rows before it treats the first",
                "make the plan first, from data that can be read twice",
            ));
        }
        let mut first = VecDeque::new();
        let counted = self.look(input.as_mut(), Some(PROFILE_ROWS), &mut |batch| first.push_back(batch))?;
        let planned = self.planned(self.plan(counted)?, None, threads)?;
        let (treated, totals) = planned.treat(Box::new(stream::Replayed { first, rest: input }), file)?;
        Ok((planned, treated, totals))
    }

    fn list(&self, engine: &Engine) -> Result<Option<KnownList>, Error> {
        self.known_values.as_ref().map(|path| read_list(path, engine)).transpose()
    }
}

/// A key that ends with the process.
pub fn ephemeral_key() -> Result<MasterKey, CliError> {
    Ok(MasterKey::ephemeral(random_bytes()?))
}

/// Which table of the plan the data belongs to.
fn the_table(plan: &Plan, named: Option<&str>) -> Result<String, CliError> {
    let known = || plan.tables.keys().map(String::as_str).collect::<Vec<_>>().join(", ");
    let mut names = plan.tables.keys();
    match (named, names.next(), names.next()) {
        (Some(name), ..) if plan.tables.contains_key(name) => Ok(name.to_owned()),
        (Some(name), ..) => Err(CliError::unfit(
            format!("the plan has no table {name}"),
            format!("its tables are: {}", known()),
        )),
        (None, None, _) => Ok(TABLE.to_owned()),
        (None, Some(only), None) => Ok(only.clone()),
        (None, ..) => {
            Err(CliError::unfit("the plan has several tables", format!("name one of them: {}", known())))
        }
    }
}

/// A sanitizer with its plan: treats any number of streams, on any thread.
#[derive(Clone)]
pub struct Planned {
    applier: Arc<Applier>,
    table: String,
    pool: Option<Arc<rayon::ThreadPool>>,
}

impl Planned {
    /// The plan that is applied.
    pub fn plan(&self) -> &Plan {
        self.applier.plan()
    }

    /// The schema that data of `schema` has when treated. A type that is refused, a column that the plan does not know
    /// and one that it needs show here, before anything is read.
    pub fn output_schema(&self, schema: &SchemaRef) -> Result<SchemaRef, CliError> {
        self.knows(schema)?;
        let clean = Arc::new(clean_schema(schema));
        Ok(stream::output_schema(self, schema, &clean)?)
    }

    /// Treats a stream, as it is read. Rows count from 0, in a file of this name: dates that move with their row's place
    /// move as those of that file would.
    pub fn treat(
        &self,
        input: Box<dyn RecordBatchReader + Send>,
        file: &str,
    ) -> Result<(Treated, Totals), CliError> {
        let schema = self.output_schema(&input.schema())?;
        Ok(Treated::new(self.clone(), input, schema, file))
    }

    /// Refuses a plan under which a value depends on its row's place in a file: an engine that moves rows about knows
    /// no places, and a batch that counts from 0 would repeat them.
    pub fn without_places(&self) -> Result<(), CliError> {
        let plan = self.plan();
        let policy = &plan.policy;
        let columns = policy.columns.iter().map(|rule| &rule.action);
        let planned = plan.tables.get(&self.table).into_iter().flat_map(|table| &table.columns);
        let actions = policy.entities.values().chain([&policy.default_action]).chain(columns);
        let mut actions = actions.chain(planned.map(|column| &column.action));
        let hint = match actions.find(|action| needs_place(action)) {
            None => return Ok(()),
            Some(Action::DateShift { .. }) => {
                "say per whom dates move: `date_shift = { per = \"column\" }`, or the option `document`"
            }
            Some(_) => "set scope = \"dataset\", or treat files with `limpid run`",
        };
        Err(CliError::Misplaced {
            what: "the policy treats values by their row's place in a file".into(),
            hint,
        })
    }

    /// Refuses data with columns that the plan has not seen: they would be treated by their names alone.
    fn knows(&self, schema: &SchemaRef) -> Result<(), CliError> {
        let planned = self.plan().tables.get(&self.table).map(|table| table.columns.as_slice());
        let planned = planned.unwrap_or_default();
        let holds = |name: &str, path: &str| {
            path.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
        };
        let known = |name: &str| planned.iter().any(|column| holds(name, &column.path));
        let field = schema.fields().iter().find(|field| !planned.is_empty() && !known(field.name()));
        match field {
            Some(field) => Err(CliError::unfit(
                format!("column {} is not in the plan", field.name()),
                "make the plan from data that has it, or leave the column out",
            )),
            None => Ok(()),
        }
    }
}

/// Whether what the action does to a value depends on where its row stands.
fn needs_place(action: &Action) -> bool {
    match action {
        Action::DateShift { per, .. } => per.is_none(),
        Action::Hash { scope, .. } | Action::Tokenize { scope } | Action::Surrogate { scope } => {
            *scope != Scope::Dataset
        }
        _ => false,
    }
}

/// Columns of which the treatment may empty a cell.
fn emptied(planned: &Planned, schema: &SchemaRef) -> Result<Vec<String>, Error> {
    treated_columns(schema, &planned.table, (planned.plan(), planned.applier.engine()))
}

#[cfg(test)]
mod tests;
