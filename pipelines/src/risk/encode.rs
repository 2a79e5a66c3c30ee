//! From a batch to records: on any thread, so that only counting is left for one.

use std::collections::HashMap;

use arrow::{
    array::{Array, LargeStringArray, LargeStringBuilder, RecordBatch, cast::AsArray},
    compute::cast,
    datatypes::DataType,
};

use super::Columns;
use crate::{
    error::{Error, Place},
    source::is_json_document,
    walk::{Decision, Kind, Leaf, Visitor, walk},
};

/// Turns batches into what [`Counter`](super::Counter) counts.
#[derive(Clone)]
pub struct Encoder {
    columns: Columns,
    key: [u8; 32],
    coded: bool,
}

/// The rows of a batch, encoded.
pub struct Encoded {
    pub(super) rows: usize,
    /// Keyed digest of the quasi-identifiers by row; empty where they are coded.
    pub(super) digests: Vec<[u8; 16]>,
    /// The quasi-identifiers, where they are coded, then the sensitive columns.
    pub(super) coded: Vec<Local>,
    /// Keyed digest of the subject by row.
    pub(super) subjects: Vec<[u8; 8]>,
    /// Paths that no document of the batch has.
    pub(super) missing: Vec<String>,
}

/// A column by the different values of the batch.
#[derive(Default)]
pub(super) struct Local {
    pub(super) values: Vec<Option<String>>,
    pub(super) codes: Vec<u32>,
}

impl Encoded {
    /// How many rows it holds.
    pub fn rows(&self) -> u64 {
        self.rows as u64
    }
}

impl Encoder {
    /// Digests are made with `key`; `coded`: the quasi-identifiers keep their values, in a dictionary.
    pub(super) fn new(columns: Columns, key: [u8; 32], coded: bool) -> Self {
        Self { columns, key, coded }
    }

    /// Encodes the rows of a batch.
    pub fn encode(&self, batch: &RecordBatch) -> Result<Encoded, Error> {
        let mut missing = Vec::new();
        let mut texts = |paths: &[String]| -> Result<Vec<LargeStringArray>, Error> {
            paths.iter().map(|path| or_nulls(batch, path, &mut missing)).collect()
        };
        let quasi = texts(&self.columns.quasi)?;
        let mut coded: Vec<Local> =
            if self.coded { quasi.iter().map(Local::of).collect() } else { Vec::new() };
        coded.extend(texts(&self.columns.sensitive)?.iter().map(Local::of));
        let rows = batch.num_rows();
        let digests = if self.coded { Vec::new() } else { self.digests(rows, &quasi) };
        let subjects = match &self.columns.subject {
            None => Vec::new(),
            Some(path) => {
                let subjects = texts(std::slice::from_ref(path))?;
                self.digests(rows, &subjects).iter().map(first).collect()
            }
        };
        Ok(Encoded { rows, digests, coded, subjects, missing })
    }

    /// A keyed BLAKE3 digest of each row; a null is a value of its own.
    fn digests(&self, rows: usize, columns: &[LargeStringArray]) -> Vec<[u8; 16]> {
        let mut bytes = Vec::new();
        let digest = |row| {
            bytes.clear();
            for column in columns {
                part(&mut bytes, column.is_valid(row).then(|| column.value(row)));
            }
            tuple_digest(&self.key, &bytes)
        };
        (0..rows).map(digest).collect()
    }
}

/// Appends one value of a tuple, so that no two tuples are the same bytes.
pub(crate) fn part(bytes: &mut Vec<u8>, value: Option<&str>) {
    match value {
        Some(value) => {
            bytes.extend_from_slice(&(value.len() as u64 + 1).to_le_bytes());
            bytes.extend_from_slice(value.as_bytes());
        }
        None => bytes.extend_from_slice(&[0; 8]),
    }
}

/// The first 16 bytes of the keyed BLAKE3 digest of a tuple.
pub(crate) fn tuple_digest(key: &[u8; 32], bytes: &[u8]) -> [u8; 16] {
    let digest = blake3::keyed_hash(key, bytes);
    std::array::from_fn(|index| digest.as_bytes()[index])
}

fn first(digest: &[u8; 16]) -> [u8; 8] {
    std::array::from_fn(|index| digest[index])
}

impl Local {
    fn of(column: &LargeStringArray) -> Self {
        let mut known: HashMap<Option<&str>, u32> = HashMap::new();
        let mut values = Vec::new();
        let codes = column.iter().map(|value| {
            let next = u32::try_from(known.len()).unwrap_or(u32::MAX);
            let code = *known.entry(value).or_insert(next);
            if code == next && values.len() < known.len() {
                values.push(value.map(str::to_owned));
            }
            code
        });
        let codes = codes.collect();
        Self { values, codes }
    }
}

/// The texts of a column; nulls where no document of the batch has it.
fn or_nulls(batch: &RecordBatch, path: &str, missing: &mut Vec<String>) -> Result<LargeStringArray, Error> {
    Ok(column(batch, path)?.unwrap_or_else(|| {
        missing.push(path.to_owned());
        LargeStringArray::new_null(batch.num_rows())
    }))
}

/// That a column is not there.
pub(super) fn no_column(path: &str) -> Error {
    Error::Plan { what: format!("there is no column {path}"), hint: "`limpid scan` shows the columns".into() }
}

/// The texts of a column, one a row; `None` where JSON documents may have it, but none does.
pub(crate) fn column(batch: &RecordBatch, path: &str) -> Result<Option<LargeStringArray>, Error> {
    let place = || Place { column: Some(path.to_owned()), ..Place::default() };
    let index = batch.schema_ref().index_of(path).ok();
    let top = index.filter(|index| !is_json_document(batch.schema_ref().field(*index)));
    if let Some(array) = top.map(|index| batch.column(index)) {
        return match array.data_type() {
            DataType::LargeUtf8 => Ok(Some(array.as_string::<i64>().clone())),
            DataType::Binary
            | DataType::LargeBinary
            | DataType::BinaryView
            | DataType::FixedSizeBinary(_) => {
                Err(Error::Unsupported { place: place(), what: "a binary column as quasi-identifier".into() })
            }
            _ => {
                cast(array, &DataType::LargeUtf8).map(|array| Some(array.as_string::<i64>().clone())).map_err(
                    |_| Error::Unsupported { place: place(), what: "a quasi-identifier of this type".into() },
                )
            }
        };
    }
    let mut finder = Finder { path, values: vec![None; batch.num_rows()], repeated: false, seen: false };
    walk(batch, &mut finder)?;
    if finder.repeated {
        return Err(Error::Unsupported {
            place: place(),
            what: "a quasi-identifier with several values a row".into(),
        });
    }
    if !finder.seen {
        let documents = batch.schema_ref().fields().iter().any(|field| is_json_document(field));
        return if documents { Ok(None) } else { Err(no_column(path)) };
    }
    let mut texts = LargeStringBuilder::new();
    finder.values.iter().for_each(|value| texts.append_option(value.as_deref()));
    Ok(Some(texts.finish()))
}

/// The texts of a column, one a row; nulls where no document of the batch has it.
pub fn table_column(batch: &RecordBatch, path: &str) -> Result<LargeStringArray, Error> {
    Ok(column(batch, path)?.unwrap_or_else(|| LargeStringArray::new_null(batch.num_rows())))
}

/// Finds the values of a nested path.
struct Finder<'a> {
    path: &'a str,
    values: Vec<Option<String>>,
    repeated: bool,
    seen: bool,
}

impl Visitor for Finder<'_> {
    fn decide(&mut self, path: &str, kind: Kind) -> Result<Decision, Error> {
        let wanted = path == self.path || (kind == Kind::Nested && self.path.starts_with(path));
        Ok(if wanted { Decision::Visit } else { Decision::Keep })
    }

    fn visit(&mut self, leaf: &Leaf<'_>) -> Result<Option<LargeStringArray>, Error> {
        self.seen = true;
        for (value, row) in leaf.values.iter().zip(leaf.rows) {
            let place = usize::try_from(*row).ok().and_then(|row| self.values.get_mut(row));
            if let (Some(place), Some(value)) = (place, value) {
                self.repeated |= place.is_some();
                *place = Some(value.to_owned());
            }
        }
        Ok(None)
    }

    fn json_key(&mut self, _: &str) -> Option<String> {
        None
    }
}
