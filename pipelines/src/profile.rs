//! What a data set holds, as counts that add up: the profile of a union is the merge of the profiles.
//!
//! No value is kept. An example is a shape (`Aaaaa.Aaa@aaaa.aaa`), never the text.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use arrow::array::{Array, LargeStringArray, RecordBatch};
use limpid_detectors::{Engine, Entity, Finding, Header};
use serde::{Deserialize, Serialize};

use crate::{
    error::Error,
    known::{Detectors, Known, KnownList, Scratch},
    path::last_name,
    walk::{Decision, Kind, Leaf, Visitor, look_inside_json, walk},
};

/// Most example shapes kept of a column.
const SHAPES: usize = 3;
/// Longest example shape, in characters.
const SHAPE_LENGTH: usize = 24;
/// Most columns (JSON paths among them) of a table: more is an attack or a mistake.
pub const MOST_COLUMNS: usize = 10_000;

/// Counts of a data set, by table.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Profile {
    /// By table name.
    pub tables: BTreeMap<String, TableProfile>,
}

/// Counts of the files that form one table.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableProfile {
    /// Files looked at.
    pub files: u64,
    /// Rows looked at.
    pub rows: u64,
    /// By column path.
    pub columns: BTreeMap<String, ColumnProfile>,
}

/// Counts of one column.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ColumnProfile {
    /// Place among the columns, as first seen.
    pub order: u64,
    /// Values that are numbers, dates or times rather than text.
    pub scalars: u64,
    /// Values that are text.
    pub texts: u64,
    /// Values that are empty or null.
    pub empty: u64,
    /// Characters of all values.
    pub chars: u64,
    /// Values that are JSON objects or lists.
    pub json: u64,
    /// Findings by entity.
    pub entities: BTreeMap<Entity, EntityCount>,
    /// The smallest example shapes, in order: a choice that merges.
    pub shapes: BTreeSet<String>,
}

/// Findings of one entity in one column.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntityCount {
    /// All findings.
    pub findings: u64,
    /// Values that are nothing but one finding.
    pub whole: u64,
}

impl ColumnProfile {
    /// Values that are neither empty nor null.
    pub fn filled(&self) -> u64 {
        self.texts + self.scalars - self.empty.min(self.texts + self.scalars)
    }

    fn merge(&mut self, other: &Self) {
        self.order = self.order.min(other.order);
        self.scalars += other.scalars;
        self.texts += other.texts;
        self.empty += other.empty;
        self.chars += other.chars;
        self.json += other.json;
        for (entity, count) in &other.entities {
            let own = self.entities.entry(entity.clone()).or_default();
            own.findings += count.findings;
            own.whole += count.whole;
        }
        for shape in &other.shapes {
            self.add_shape(shape.clone());
        }
    }

    fn add_shape(&mut self, shape: String) {
        self.shapes.insert(shape);
        if self.shapes.len() > SHAPES {
            self.shapes.pop_last();
        }
    }
}

impl Profile {
    /// Adds the counts of another part of the data set.
    pub fn merge(&mut self, other: &Self) {
        for (name, theirs) in &other.tables {
            let ours = self.tables.entry(name.clone()).or_default();
            ours.files += theirs.files;
            ours.rows += theirs.rows;
            for (path, column) in &theirs.columns {
                match ours.columns.get_mut(path) {
                    Some(own) => own.merge(column),
                    None => {
                        ours.columns.insert(path.clone(), column.clone());
                    }
                }
            }
        }
    }
}

impl TableProfile {
    /// Adds the counts of one batch.
    pub fn observe(
        &mut self,
        batch: &RecordBatch,
        engine: &Engine,
        list: Option<&KnownList>,
    ) -> Result<(), Error> {
        self.rows += u64::try_from(batch.num_rows()).unwrap_or(u64::MAX);
        let mut observer = Observer {
            search: Search { engine, detectors: Detectors::of(engine), known: Known { row: None, list } },
            table: self,
            headers: HashMap::new(),
            scratch: Scratch::default(),
        };
        walk(batch, &mut observer).map(drop)
    }
}

/// What is looked for.
#[derive(Clone, Copy)]
struct Search<'a> {
    engine: &'a Engine,
    detectors: Detectors,
    known: Known<'a>,
}

struct Observer<'a> {
    search: Search<'a>,
    scratch: Scratch,
    table: &'a mut TableProfile,
    headers: HashMap<String, Header>,
}

impl Visitor for Observer<'_> {
    fn decide(&mut self, path: &str, kind: Kind) -> Result<Decision, Error> {
        if !self.table.columns.contains_key(path) && !path.is_empty() {
            if self.table.columns.len() >= MOST_COLUMNS {
                return Ok(Decision::Keep);
            }
            let order = u64::try_from(self.table.columns.len()).unwrap_or(u64::MAX);
            if kind != Kind::Nested {
                let column = ColumnProfile { order, ..ColumnProfile::default() };
                self.table.columns.insert(path.to_owned(), column);
            }
        }
        Ok(if kind == Kind::Opaque { Decision::Keep } else { Decision::Visit })
    }

    fn visit(&mut self, leaf: &Leaf<'_>) -> Result<Option<LargeStringArray>, Error> {
        let engine = self.search.engine;
        let header = (self.headers.entry(leaf.path.to_owned()))
            .or_insert_with(|| engine.header(last_name(leaf.path)))
            .clone();
        let Some(column) = self.table.columns.get_mut(leaf.path) else { return Ok(None) };
        let json_before = column.json;
        for value in leaf.values {
            count(column, value.unwrap_or_default(), leaf.kind, self.search, &header, &mut self.scratch);
        }
        let json = column.json - json_before;
        let cells = u64::try_from(leaf.values.len() - leaf.values.null_count()).unwrap_or(0);
        if json > 0 && json * 10 >= cells * 9 {
            look_inside_json(leaf.path, leaf.values, leaf.rows, self)?;
        }
        Ok(None)
    }

    fn json_key(&mut self, key: &str) -> Option<String> {
        let mut findings = Vec::new();
        self.search.engine.detect(key, &Header::none(), &mut findings);
        (!findings.is_empty()).then(|| "*".to_owned())
    }
}

fn count(
    column: &mut ColumnProfile,
    value: &str,
    kind: Kind,
    Search { engine, detectors, known }: Search<'_>,
    header: &Header,
    scratch: &mut Scratch,
) {
    *(if kind == Kind::Text { &mut column.texts } else { &mut column.scalars }) += 1;
    let trimmed = value.trim();
    if trimmed.is_empty() {
        column.empty += 1;
        return;
    }
    column.chars += u64::try_from(value.chars().count()).unwrap_or(u64::MAX);
    column.json += u64::from(kind == Kind::Text && is_json(trimmed));
    column.add_shape(shape(trimmed));
    let mut findings: Vec<Finding> = Vec::new();
    engine.detect(value, header, &mut findings);
    known.add(value, detectors, |_| true, scratch, &mut findings);
    for finding in &findings {
        if let Some(entity) = engine.entity(finding) {
            let count = column.entities.entry(entity.clone()).or_default();
            count.findings += 1;
            count.whole += u64::from(finding.len() == trimmed.len());
        }
    }
}

/// Whether a text is a JSON object or list.
fn is_json(text: &str) -> bool {
    text.starts_with(['{', '[']) && serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok()
}

/// What a value looks like: letters and digits by kind, the rest as it is.
pub fn shape(value: &str) -> String {
    let kind = |letter: char| match letter {
        letter if letter.is_uppercase() => 'A',
        letter if letter.is_alphabetic() => 'a',
        letter if letter.is_numeric() => '9',
        letter if letter.is_ascii_punctuation() || letter == ' ' => letter,
        _ => '·',
    };
    let mut shape: String = value.chars().take(SHAPE_LENGTH).map(kind).collect();
    if value.chars().nth(SHAPE_LENGTH).is_some() {
        shape.push('…');
    }
    shape
}
