//! `RecordBatch → RecordBatch`: a pure function of the batch, its place, the plan and the key.

mod anonymity;
mod learn;
mod log;
mod memo;
mod remedy;
mod rewrite;

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

use arrow::{
    array::{Array, LargeStringArray, RecordBatch},
    datatypes::SchemaRef,
};
use limpid_detectors::{Engine, Entity, Header};

use anonymity::{Enforcer, Labels};
use learn::Learned;
pub use log::{Count, CountKey, LoggedFinding, Report, SubjectEntry};
use memo::Memo;
use remedy::Remedy;

use crate::{
    error::Error,
    key::KeyRing,
    known::{Detectors, Known, KnownList, RowValues, Scratch},
    plan::{ColumnPlan, Plan},
    policy::AllowList,
    profile::MOST_COLUMNS,
    rows::{Selector, read_column},
    transform::{Action, Transform, build},
    walk::{Decision, Kind, Leaf, Visitor, walk},
};

/// The entity of a column that the policy treats without saying what it is.
const VALUE: &str = "VALUE";

/// Everything apply needs, shared by all threads.
pub struct Applier {
    plan: Plan,
    engine: Arc<Engine>,
    keys: Arc<KeyRing>,
    allow: AllowList,
    /// By action and entity.
    transforms: Vec<(Action, HashMap<Entity, Arc<dyn Transform>>)>,
    value: Entity,
    list: Option<Arc<KnownList>>,
    detectors: Detectors,
    /// By detector: what the policy does with its findings.
    remedies: Vec<Remedy>,
    selector: Selector,
    enforcer: Enforcer,
}

/// Where a batch stands.
#[derive(Debug, Clone, Copy)]
pub struct BatchPlace<'a> {
    /// Table of the file.
    pub table: &'a str,
    /// File, relative to the input.
    pub file: &'a str,
    /// Row in the file of the batch's first row.
    pub first_row: u64,
}

impl Applier {
    /// Prepares a plan; every transform is built now, so that what cannot work fails before any data is read.
    ///
    /// Detectors, keys and list may be shared with other plans.
    pub fn new(
        plan: Plan,
        engine: impl Into<Arc<Engine>>,
        keys: impl Into<Arc<KeyRing>>,
        list: Option<Arc<KnownList>>,
    ) -> Result<Self, Error> {
        let (engine, keys) = (engine.into(), keys.into());
        plan.admits(list.as_deref(), &keys)?;
        let value =
            Entity::new(VALUE).map_err(|_| Error::Plan { what: String::new(), hint: String::new() })?;
        let mut entities: Vec<Entity> =
            engine.detectors().iter().map(|one| one.rule.entity.clone()).collect();
        entities.push(value.clone());
        let selector = Selector::new(&plan.policy.rows, plan.rows.as_ref(), &keys)?;
        let enforcer = Enforcer::new(&plan, &keys)?;
        let mut applier = Self {
            selector,
            detectors: Detectors::of(&engine),
            plan,
            engine,
            keys,
            allow: AllowList::default(),
            transforms: Vec::new(),
            value,
            list,
            remedies: Vec::new(),
            enforcer,
        };
        applier.allow = applier.plan.policy.allow_list();
        let policy = &applier.plan.policy;
        let mut actions: Vec<Action> = vec![Action::Redact, policy.default_action.clone()];
        actions.extend(policy.entities.values().cloned());
        actions.extend(policy.columns.iter().map(|rule| rule.action.clone()));
        let planned = applier.plan.tables.values().flat_map(|table| &table.columns);
        actions.extend(planned.map(|column| column.action.clone()));
        for action in actions {
            if action.masks()
                && !matches!(action, Action::Drop | Action::Hierarchy { .. })
                && applier.transforms.iter().all(|(known, _)| *known != action)
            {
                let mut built = HashMap::new();
                for entity in &entities {
                    built.insert(entity.clone(), build(&action, entity, &applier.keys)?.into());
                }
                applier.transforms.push((action, built));
            }
        }
        let entities = applier.engine.detectors().iter().map(|one| &one.rule.entity);
        applier.remedies =
            entities.map(|entity| applier.remedy(entity, applier.plan.policy.action(entity))).collect();
        Ok(applier)
    }

    /// The plan that is applied.
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// The detectors of the plan.
    pub fn engine(&self) -> &Engine {
        &self.engine
    }

    /// The keys values are derived from.
    pub fn keys(&self) -> &KeyRing {
        &self.keys
    }

    /// The schema that batches of `schema` have when treated.
    pub fn output_schema(&self, table: &str, schema: &SchemaRef) -> Result<SchemaRef, Error> {
        let place = BatchPlace { table, file: "", first_row: 0 };
        let (batch, _) = self.apply(&RecordBatch::new_empty(Arc::clone(schema)), place)?;
        Ok(batch.schema())
    }

    /// Treats a batch.
    pub fn apply(&self, batch: &RecordBatch, place: BatchPlace<'_>) -> Result<(RecordBatch, Report), Error> {
        self.refuse_telling_names(batch)?;
        if batch.num_rows() == 0 {
            return self.treat(batch, place, None);
        }
        let mut selected = self.selector.select(batch.clone(), place, &self.keys)?;
        if let Some((stay, reason)) = self.enforcer.stay(place.table, &selected.batch)? {
            selected.leave_out(&stay, reason)?;
        }
        let (treated, mut report) = self.treat(&selected.batch, place, selected.rows.as_deref())?;
        report.dropped = selected.dropped;
        Ok((treated, report))
    }

    /// Decides which rows stay, and nothing else: what is unclear about them shows before anything is written.
    pub fn try_rows(&self, batch: &RecordBatch, place: BatchPlace<'_>) -> Result<(), Error> {
        if self.selector.is_idle() {
            return Ok(());
        }
        self.selector.select(batch.clone(), place, &self.keys).map(drop)
    }

    /// Treats rows that stay; `rows` says where each stood in the batch.
    fn treat(
        &self,
        batch: &RecordBatch,
        place: BatchPlace<'_>,
        rows: Option<&[u32]>,
    ) -> Result<(RecordBatch, Report), Error> {
        let subjects = self.subjects(batch, place)?;
        let labels = self.enforcer.labels(place.table, batch)?;
        let mut treatment = Treatment {
            applier: self,
            place,
            rows,
            subjects: &subjects,
            labels: &labels,
            columns: HashMap::new(),
            report: Report::default(),
            tally: BTreeMap::new(),
            learned: Learned::default(),
            memo: Memo::default(),
            scratch: Scratch::default(),
            document: [place.file.as_bytes(), &[0; size_of::<u64>()]].concat(),
        };
        if batch.num_rows() > 0 {
            treatment.learn(batch)?;
        }
        let treated = walk(batch, &mut treatment)?;
        if batch.num_rows() > 0 {
            treatment.index_subjects(batch)?;
        }
        let report = treatment.report;
        Ok((treated, report))
    }

    /// A column name that is itself personal data (a delimited file without header line, say) is no name.
    fn refuse_telling_names(&self, batch: &RecordBatch) -> Result<(), Error> {
        for (index, field) in batch.schema_ref().fields().iter().enumerate() {
            let mut findings = Vec::new();
            self.engine.detect(field.name(), &Header::of_key(field.name()), &mut findings);
            if let Some(entity) = findings.first().and_then(|finding| self.engine.entity(finding)) {
                return Err(Error::Plan {
                    what: format!("the name of column {} holds personal data ({entity})", index + 1),
                    hint: "rename the column; a file without a header line needs one".into(),
                });
            }
        }
        Ok(())
    }

    /// Values of the columns that dates are shifted by, per column and row.
    fn subjects(&self, batch: &RecordBatch, place: BatchPlace<'_>) -> Result<Subjects, Error> {
        let mut wanted: Vec<&str> =
            self.transforms.iter().filter_map(|(action, _)| action.subject()).collect();
        wanted.sort_unstable();
        wanted.dedup();
        let mut subjects = Subjects::new();
        for path in wanted {
            let mut finder = SubjectFinder { path, values: vec![None; batch.num_rows()], seen: false };
            walk(batch, &mut finder)?;
            if !finder.seen && batch.num_rows() > 0 {
                return Err(Error::Plan {
                    what: format!("{}: there is no column {path} to shift dates by", place.file),
                    hint: "correct `per` in the policy".into(),
                });
            }
            subjects.insert(path.to_owned(), finder.values);
        }
        Ok(subjects)
    }

    /// Whether the policy treats findings of the detector.
    fn masks(&self, detector: u16) -> bool {
        self.remedies.get(usize::from(detector)).is_none_or(|remedy| remedy.masks)
    }

    /// What is known about a text of the row.
    fn known<'a>(&'a self, row: Option<&'a RowValues>) -> Known<'a> {
        Known { row, list: self.list.as_deref() }
    }

    fn remedy(&self, entity: &Entity, action: &Action) -> Remedy {
        let built = self.transforms.iter().find(|(known, _)| known == action);
        Remedy::new(entity, action, built.and_then(|(_, built)| built.get(entity).cloned()))
    }
}

/// Subject value of each row, by the path of the subject column.
type Subjects = BTreeMap<String, Vec<Option<String>>>;

struct SubjectFinder<'a> {
    path: &'a str,
    values: Vec<Option<String>>,
    seen: bool,
}

impl Visitor for SubjectFinder<'_> {
    fn decide(&mut self, path: &str, kind: Kind) -> Result<Decision, Error> {
        let wanted = path == self.path || (kind == Kind::Nested && self.path.starts_with(path));
        Ok(if wanted { Decision::Visit } else { Decision::Keep })
    }

    fn visit(&mut self, leaf: &Leaf<'_>) -> Result<Option<LargeStringArray>, Error> {
        self.seen = true;
        for (value, row) in leaf.values.iter().zip(leaf.rows) {
            if let Some(place) = usize::try_from(*row).ok().and_then(|row| self.values.get_mut(row)) {
                *place = place.take().or_else(|| value.map(str::to_owned));
            }
        }
        Ok(None)
    }

    fn json_key(&mut self, _: &str) -> Option<String> {
        None
    }
}

/// A column's plan with what is worked out once per batch.
struct Column {
    plan: ColumnPlan,
    /// What is done with it where it is treated whole.
    remedy: Remedy,
    header: Header,
    path: Arc<str>,
}

struct Treatment<'a> {
    applier: &'a Applier,
    place: BatchPlace<'a>,
    rows: Option<&'a [u32]>,
    subjects: &'a Subjects,
    labels: &'a Labels,
    columns: HashMap<(String, Kind), Arc<Column>>,
    report: Report,
    /// Findings of the leaf that is being treated, by detector and whether they are kept.
    tally: BTreeMap<(u16, bool), Count>,
    learned: Learned,
    memo: Memo,
    scratch: Scratch,
    /// Names the document: the file, then the row.
    document: Vec<u8>,
}

impl Treatment<'_> {
    /// A quasi-identifier on its level.
    fn climbed(&mut self, column: &Column, leaf: &Leaf<'_>) -> Option<LargeStringArray> {
        let labelled = self.labels.get(&*column.path).map(|labels| {
            let cell = |row: &u32| usize::try_from(*row).ok().and_then(|row| labels.get(row)?.as_deref());
            leaf.rows.iter().map(cell).collect::<LargeStringArray>()
        });
        let climbed =
            labelled.or_else(|| self.applier.enforcer.climbed(self.place.table, &column.path, leaf.values));
        let rows = u64::try_from(leaf.values.len()).unwrap_or(u64::MAX);
        let count = Count { found: rows, treated: rows, redacted: 0 };
        self.report.count(&column.path, column.remedy.entity.as_str(), column.remedy.name, count);
        // A plan that names levels without a table to take them from is refused before any data is read.
        Some(climbed.unwrap_or_else(|| LargeStringArray::new_null(leaf.values.len())))
    }

    /// The row of the input file that a row of the batch was.
    fn input_row(&self, row: u32) -> u64 {
        let rows = self.rows.and_then(|rows| rows.get(usize::try_from(row).ok()?));
        self.place.first_row + u64::from(rows.copied().unwrap_or(row))
    }

    /// Whether the policy says that people are found again by this column.
    fn is_subject(&self, path: &str) -> bool {
        self.applier.plan.policy.subjects.iter().any(|subject| subject == path)
    }

    /// Fingerprints the columns by which people are found again, whatever happens to them.
    fn index_subjects(&mut self, batch: &RecordBatch) -> Result<(), Error> {
        let applier = self.applier;
        for path in &applier.plan.policy.subjects {
            let column: Arc<str> = path.as_str().into();
            let class = applier.plan.leaf(&applier.engine, self.place.table, path, Kind::Text)?.class;
            let entity = class.unwrap_or_else(|| applier.value.clone());
            for (values, out_row) in read_column(batch, path)?.iter().zip(0..) {
                for value in values.iter().filter(|value| !value.trim().is_empty()) {
                    self.report.subjects.push(SubjectEntry {
                        out_row,
                        column: Arc::clone(&column),
                        entity: entity.clone(),
                        fingerprint: applier.keys.fingerprint(&entity, value),
                    });
                }
            }
        }
        Ok(())
    }

    fn column(&mut self, path: &str, kind: Kind) -> Result<Arc<Column>, Error> {
        let key = (path.to_owned(), kind);
        if let Some(column) = self.columns.get(&key) {
            return Ok(Arc::clone(column));
        }
        if self.columns.len() >= MOST_COLUMNS {
            return Err(Error::Limit {
                place: crate::error::Place::file(self.place.file),
                what: "more than 10000 different JSON paths in one batch",
            });
        }
        let engine = &self.applier.engine;
        let plan = self.applier.plan.leaf(engine, self.place.table, path, kind)?;
        let remedy = self.applier.remedy(plan.class.as_ref().unwrap_or(&self.applier.value), &plan.action);
        let column = Arc::new(Column { header: plan.header(engine), plan, remedy, path: path.into() });
        self.columns.insert(key, Arc::clone(&column));
        Ok(column)
    }
}

impl Visitor for Treatment<'_> {
    fn decide(&mut self, path: &str, kind: Kind) -> Result<Decision, Error> {
        if matches!(kind, Kind::Nested | Kind::Inert | Kind::Opaque) {
            return Ok(match self.applier.plan.node(path, kind)? {
                Action::Drop => Decision::Drop,
                Action::Keep => Decision::Keep,
                _ => Decision::Visit,
            });
        }
        let column = self.column(path, kind)?;
        Ok(match &column.plan.action {
            Action::Drop => Decision::Drop,
            Action::Keep | Action::Hierarchy { level: 0 } => Decision::Keep,
            _ if column.plan.json && kind == Kind::Text => Decision::Json,
            _ => Decision::Visit,
        })
    }

    fn visit(&mut self, leaf: &Leaf<'_>) -> Result<Option<LargeStringArray>, Error> {
        let column = self.column(leaf.path, leaf.kind)?;
        if leaf.undecodable > 0 {
            self.report.undecodable(&column.path, leaf.undecodable);
        }
        Ok(match &column.plan.action {
            Action::Detect => self.spans(&column, leaf),
            Action::Hierarchy { .. } => self.climbed(&column, leaf),
            _ => Some(self.whole(&column, leaf)),
        })
    }

    fn json_key(&mut self, key: &str) -> Option<String> {
        let (hidden, entities) = self.key(key)?;
        for entity in entities {
            let count = Count { found: 1, treated: 1, redacted: 0 };
            self.report.count("*", entity.as_str(), "replace", count);
        }
        Some(hidden)
    }
}
