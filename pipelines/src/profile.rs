//! What a data set holds, as counts that add up: the profile of a union is the merge of the profiles.
//!
//! No value is kept. An example is a shape (`Aaaaa.Aaa@aaaa.aaa`), never the text.

mod distinct;
mod frequencies;
mod look;

use std::collections::{BTreeMap, HashMap};

use arrow::array::{Array, LargeStringArray, RecordBatch};
use limpid_detectors::{
    Engine, Entity, Finding, Header,
    cell::{is_choice, is_name_like, is_number},
};
use serde::{Deserialize, Serialize};

pub use distinct::Distinct;
use distinct::digest;
pub use frequencies::Frequencies;
use look::Sizes;
pub use look::shape;

use crate::{
    error::Error,
    known::{Detectors, Known, KnownList, Scratch},
    path::last_name,
    walk::{Decision, Kind, Leaf, Visitor, look_inside_json, walk},
};

/// Most shapes counted of a column.
const SHAPES: usize = 64;
/// Most words of a value that is read as a cell, not as running text.
const CELL_WORDS: usize = 5;
/// Longest value, in characters, of a column of such cells.
const LONGEST_CELL: u64 = 100;
/// First rows of a file, all of which the detectors search.
const THOROUGH: u64 = 1_000;
/// Of the rows behind them, one of so many is enough to tell what a column is.
const ONE_OF: u64 = 8;
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
    /// Characters of the longest value.
    pub longest: u64,
    /// Digits of all values.
    pub digits: u64,
    /// Words of all values, parted by white space.
    pub words: u64,
    /// Values that are a number.
    pub numbers: u64,
    /// Values written like a name: a few words of letters.
    pub names: u64,
    /// Values that are a status, a choice or a sign for nothing: `open`, `yes`, `*`.
    pub choices: u64,
    /// How many different values there are.
    pub distinct: Distinct,
    /// How often each of them occurs, while there are few.
    #[serde(default)]
    pub frequencies: Frequencies,
    /// Values that are JSON objects or lists.
    pub json: u64,
    /// Values that are not empty and that the detectors searched.
    pub searched: u64,
    /// Findings by entity, in the values that were searched.
    pub entities: BTreeMap<Entity, EntityCount>,
    /// How many values have a shape, for the 64 shapes that come first by a hash (its eight digits stand before them): a choice that merges, and whose
    /// counts are exact.
    pub shapes: BTreeMap<String, u64>,
}

/// Findings of one entity in one column.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntityCount {
    /// All findings.
    pub findings: u64,
    /// Values that are nothing but one finding.
    pub whole: u64,
    /// Values that the tagger reads as one of it: weaker evidence than a rule's.
    #[serde(default)]
    pub read: u64,
    /// Those of them whose check digits or structure were right.
    pub validated: u64,
}

impl ColumnProfile {
    /// Values that are neither empty nor null.
    pub fn filled(&self) -> u64 {
        self.texts + self.scalars - self.empty.min(self.texts + self.scalars)
    }

    /// Whether its texts are values of a few words, not running text.
    pub fn is_of_cells(&self) -> bool {
        self.texts > 0 && self.words <= self.filled() * CELL_WORDS as u64 && self.longest <= LONGEST_CELL
    }

    fn merge(&mut self, other: &Self) {
        self.order = self.order.min(other.order);
        self.scalars += other.scalars;
        self.texts += other.texts;
        self.empty += other.empty;
        self.chars += other.chars;
        self.longest = self.longest.max(other.longest);
        self.digits += other.digits;
        self.words += other.words;
        self.numbers += other.numbers;
        self.names += other.names;
        self.choices += other.choices;
        self.distinct.merge(&other.distinct);
        self.frequencies.merge(&other.frequencies);
        self.json += other.json;
        self.searched += other.searched;
        for (entity, count) in &other.entities {
            let own = self.entities.entry(entity.clone()).or_default();
            own.findings += count.findings;
            own.whole += count.whole;
            own.read += count.read;
            own.validated += count.validated;
        }
        for (shape, count) in &other.shapes {
            *self.shapes.entry(shape.clone()).or_insert(0) += count;
        }
        while self.shapes.len() > SHAPES {
            self.shapes.pop_last();
        }
    }

    fn add_shape(&mut self, shape: &str) {
        let hash = shape
            .bytes()
            .fold(0x811c_9dc5, |hash: u32, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
        let last = self.shapes.last_key_value().filter(|_| self.shapes.len() == SHAPES);
        let last = last.and_then(|(shape, _)| u32::from_str_radix(shape.get(..8)?, 16).ok());
        if last.is_some_and(|last| hash > last) {
            return;
        }
        *self.shapes.entry(format!("{hash:08x}{shape}")).or_insert(0) += 1;
        if self.shapes.len() > SHAPES {
            self.shapes.pop_last();
        }
    }

    /// The most frequent shapes and how many values have them, most first.
    pub fn top_shapes(&self, count: usize) -> Vec<(&str, u64)> {
        let mut shapes: Vec<(&str, u64)> =
            self.shapes.iter().map(|(shape, count)| (shape.get(8..).unwrap_or_default(), *count)).collect();
        shapes.sort_by(|left, right| right.1.cmp(&left.1).then_with(|| left.0.cmp(right.0)));
        shapes.truncate(count);
        shapes
    }

    /// About how many different values there are, never more than values.
    pub fn different(&self) -> u64 {
        self.distinct.estimate().min(self.filled())
    }
}

impl Profile {
    /// Adds the counts of another part of the data set.
    pub fn merge(&mut self, other: &Self) {
        for (name, theirs) in &other.tables {
            self.tables.entry(name.clone()).or_default().merge(theirs);
        }
    }
}

/// What is looked for, and where.
#[derive(Clone, Copy)]
pub struct Search<'a> {
    /// The detectors.
    pub engine: &'a Engine,
    /// Values that are known beforehand.
    pub list: Option<&'a KnownList>,
    /// Whose values are searched.
    pub rows: Searched,
}

/// The rows whose values the detectors search. All rows are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Searched {
    /// Every row: to tell what a data set holds.
    Every,
    /// The first thousand of a file and one of eight behind them: to tell what its columns are.
    Sample,
}

impl<'a> Search<'a> {
    /// Enough to tell what a column is.
    pub fn sample(engine: &'a Engine, list: Option<&'a KnownList>) -> Self {
        Self { engine, list, rows: Searched::Sample }
    }

    /// Enough to tell what a data set holds.
    pub fn every(engine: &'a Engine, list: Option<&'a KnownList>) -> Self {
        Self { engine, list, rows: Searched::Every }
    }
}

impl Searched {
    /// Whether the row of a file is one of them.
    fn holds(self, row: u64) -> bool {
        self == Self::Every || row < THOROUGH || row.is_multiple_of(ONE_OF)
    }
}

impl TableProfile {
    /// Adds the counts of another part of the table.
    pub fn merge(&mut self, other: &Self) {
        self.files += other.files;
        self.rows += other.rows;
        for (path, column) in &other.columns {
            match self.columns.get_mut(path) {
                Some(own) => own.merge(column),
                None => {
                    self.columns.insert(path.clone(), column.clone());
                }
            }
        }
    }

    /// Adds the counts of one batch, which begins with the row `first_row` of its file.
    pub fn observe(&mut self, batch: &RecordBatch, first_row: u64, search: Search<'_>) -> Result<(), Error> {
        self.rows += u64::try_from(batch.num_rows()).unwrap_or(u64::MAX);
        let mut observer = Observer {
            search,
            detectors: Detectors::of(search.engine),
            first_row,
            table: self,
            headers: HashMap::new(),
            scratch: Scratch::default(),
        };
        walk(batch, &mut observer).map(drop)
    }
}

struct Observer<'a> {
    search: Search<'a>,
    detectors: Detectors,
    first_row: u64,
    scratch: Scratch,
    table: &'a mut TableProfile,
    headers: HashMap<String, Headers>,
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
            .or_insert_with(|| Headers::of(engine, leaf.path))
            .clone();
        let Some(column) = self.table.columns.get_mut(leaf.path) else { return Ok(None) };
        let json_before = column.json;
        let known = Known { row: None, list: self.search.list };
        for (value, row) in leaf.values.iter().zip(leaf.rows) {
            let value = value.unwrap_or_default();
            if count(column, value, leaf.kind) && self.search.rows.holds(self.first_row + u64::from(*row)) {
                search(column, value, engine, &header, (known, self.detectors, &mut self.scratch));
            }
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
        self.search.engine.detect(key, &Header::of_key(key), &mut findings);
        (!findings.is_empty()).then(|| "*".to_owned())
    }
}

/// Counts a value; whether there is anything in it to search.
fn count(column: &mut ColumnProfile, value: &str, kind: Kind) -> bool {
    *(if kind == Kind::Text { &mut column.texts } else { &mut column.scalars }) += 1;
    let trimmed = value.trim();
    if trimmed.is_empty() {
        column.empty += 1;
        return false;
    }
    let Sizes { chars, digits, words } = Sizes::of(value);
    column.chars += chars;
    column.longest = column.longest.max(chars);
    column.digits += digits;
    column.words += words;
    column.numbers += u64::from(is_number(trimmed));
    column.names += u64::from(is_name_like(trimmed));
    column.choices += u64::from(is_choice(trimmed));
    let digest = digest(trimmed);
    column.distinct.add_digest(digest);
    column.frequencies.add(digest);
    column.json += u64::from(kind == Kind::Text && is_json(trimmed));
    column.add_shape(&shape(trimmed));
    true
}

/// Counts what the detectors find in a value that is not empty.
fn search(
    column: &mut ColumnProfile,
    value: &str,
    engine: &Engine,
    header: &Headers,
    (known, detectors, scratch): (Known<'_>, Detectors, &mut Scratch),
) {
    column.searched += 1;
    let trimmed = value.trim();
    let mut findings: Vec<Finding> = Vec::new();
    let cell = trimmed.split_whitespace().nth(CELL_WORDS).is_none();
    engine.detect(value, if cell { &header.cell } else { &header.prose }, &mut findings);
    known.add(value, detectors, |_| true, scratch, &mut findings);
    for finding in &findings {
        if let Some(entity) = engine.entity(finding) {
            let count = column.entities.entry(entity.clone()).or_default();
            count.findings += 1;
            let whole = finding.len() == trimmed.len();
            count.whole += u64::from(whole && !finding.evidence.is_tagged());
            count.read += u64::from(whole && finding.evidence.is_tagged());
            count.validated += u64::from(whole && finding.evidence.validated);
        }
    }
}

/// A column's name, read for its values and for its texts.
#[derive(Clone)]
struct Headers {
    cell: Header,
    prose: Header,
}

impl Headers {
    fn of(engine: &Engine, path: &str) -> Self {
        let prose = engine.header(last_name(path));
        Self { cell: prose.clone().of_cells(), prose }
    }
}

/// Whether a text is a JSON object or list.
fn is_json(text: &str) -> bool {
    text.starts_with(['{', '[']) && serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use arrow::array::StringArray;
    use limpid_detectors::Selection;

    use super::*;

    #[test]
    fn the_profile_of_a_whole_is_the_merge_of_its_parts() {
        let engine = Engine::embedded(&Selection::default()).expect("rules");
        let cell = |row: u32| match row % 5 {
            0 => format!("person{row}@example.com"),
            1 => String::new(),
            2 => "open".to_owned(),
            3 => "Aisha Khan".repeat(usize::try_from(row % 7).unwrap_or(0) + 1),
            _ => format!("{:x}-{}", row * 7919, "9".repeat(usize::try_from(row % 90).unwrap_or(0))),
        };
        let cells: StringArray = (0..1000).map(|row| Some(cell(row))).collect();
        let batch = RecordBatch::try_from_iter([("notes", Arc::new(cells) as _)]).expect("a batch");
        let of = |start: usize, length: usize| {
            let mut table = TableProfile::default();
            let search = Search::sample(&engine, None);
            let first_row = u64::try_from(start).expect("few rows") + THOROUGH - 500;
            table.observe(&batch.slice(start, length), first_row, search).expect("observed");
            Profile { tables: BTreeMap::from([("t".to_owned(), table)]) }
        };
        let whole = of(0, 1000);
        for cut in [1, 333, 999] {
            let mut first = of(0, cut);
            first.merge(&of(cut, 1000 - cut));
            assert_eq!(first, whole);
            let mut last = of(cut, 1000 - cut);
            last.merge(&of(0, cut));
            assert_eq!(last, whole);
        }
        let column = whole.tables.get("t").and_then(|table| table.columns.get("notes")).expect("seen");
        assert_eq!((column.choices, column.empty), (200, 200));
        // Four of five of the first 500 rows hold something, and of the others one of eight is searched.
        assert_eq!(
            column.searched,
            400 + (500..1000).filter(|row| (row + 500) % 8 == 0 && row % 5 != 1).count() as u64
        );
        let json = serde_json::to_string(&whole).expect("serializes");
        assert_eq!(serde_json::from_str::<Profile>(&json).expect("reads"), whole);
    }
}
