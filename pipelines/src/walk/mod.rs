//! The way through a batch: every leaf that can hold text, wherever it is nested.
//!
//! Readers (profile, verify) and the writer (apply) take the same way, so nothing that one sees can be hidden
//! from the other: lists, structs, maps and their keys, dictionaries, binary that is text, JSON kept in strings.

mod array;
mod json;
mod text;

use std::sync::Arc;

use arrow::{
    array::{ArrayRef, LargeStringArray, RecordBatch, RecordBatchOptions},
    datatypes::{Field, Schema},
};

pub use text::{from_text, to_text};

use crate::{error::Error, source::is_json_document};

/// What a node of the schema holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Other nodes: a struct, list, map, or a JSON object.
    Nested,
    /// Text, or binary that may be text.
    Text,
    /// A number, date, time or JSON number: seen as text when visited.
    Scalar,
    /// Nothing that could hold personal data: booleans, nulls, intervals.
    Inert,
    /// A type that limpid cannot look into.
    Opaque,
}

/// What to do with a node.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// Remove it.
    Drop,
    /// Leave it and everything inside as it is.
    Keep,
    /// Go inside, or visit the leaf.
    Visit,
    /// The text is JSON: go inside it.
    Json,
}

/// All values of one leaf in a batch.
pub struct Leaf<'a> {
    /// Path of the leaf.
    pub path: &'a str,
    /// `Text` or `Scalar`.
    pub kind: Kind,
    /// The values as text. Null: no value, or binary that is no text (see `undecodable`).
    pub values: &'a LargeStringArray,
    /// Row in the batch of each value, ascending.
    pub rows: &'a [u32],
    /// How many values are binary and no text: never passed through.
    pub undecodable: u64,
}

/// Goes along and may change what it sees.
pub trait Visitor {
    /// Decides about a node before anything of it is decoded.
    fn decide(&mut self, path: &str, kind: Kind) -> Result<Decision, Error>;
    /// Sees a leaf; returns its new values (same length), or `None` to leave it.
    fn visit(&mut self, leaf: &Leaf<'_>) -> Result<Option<LargeStringArray>, Error>;
    /// Sees a key of a JSON object; returns its replacement, or `None` to leave it.
    fn json_key(&mut self, key: &str) -> Option<String>;
}

/// Leads `visitor` through a column of JSON texts without changing it.
pub fn look_inside_json(
    path: &str,
    documents: &LargeStringArray,
    rows: &[u32],
    visitor: &mut dyn Visitor,
) -> Result<(), Error> {
    json::walk(path, documents, rows, visitor).map(drop)
}

/// Leads `visitor` through the batch and returns the batch as it left it.
pub fn walk(batch: &RecordBatch, visitor: &mut dyn Visitor) -> Result<RecordBatch, Error> {
    let rows: Vec<u32> = (0..u32::try_from(batch.num_rows()).unwrap_or(u32::MAX)).collect();
    let mut fields: Vec<Field> = Vec::with_capacity(batch.num_columns());
    let mut columns: Vec<ArrayRef> = Vec::with_capacity(batch.num_columns());
    let schema = batch.schema();
    for (field, column) in schema.fields().iter().zip(batch.columns()) {
        let walked = if is_json_document(field) {
            Some(text::json_column("", column, &rows, visitor)?)
        } else {
            array::node(field.name(), field.is_nullable(), column, &rows, visitor)?
        };
        if let Some(column) = walked {
            let nullable = field.is_nullable() || column.null_count() > 0;
            fields.push(
                field.as_ref().clone().with_data_type(column.data_type().clone()).with_nullable(nullable),
            );
            columns.push(column);
        }
    }
    let schema = Arc::new(Schema::new_with_metadata(fields, schema.metadata().clone()));
    let options = RecordBatchOptions::new().with_row_count(Some(batch.num_rows()));
    RecordBatch::try_new_with_options(schema, columns, &options).map_err(|_| Error::Plan {
        what: "a treated batch does not fit its schema".into(),
        hint: "this is a bug in limpid; please report it with the schema".into(),
    })
}
