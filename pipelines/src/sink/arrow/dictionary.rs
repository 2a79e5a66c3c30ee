//! One dictionary for a whole file: each batch's values are added to it, and its keys are renumbered.

use std::{
    collections::{HashMap, hash_map::Entry},
    sync::Arc,
};

use arrow::{
    array::{Array, ArrayRef, AsArray, Int64Array, RecordBatch, RecordBatchOptions, UInt64Array, make_array},
    compute::{cast, concat, take},
    datatypes::{DataType, Field, FieldRef, Schema, SchemaRef},
    row::{RowConverter, SortField},
};

use super::super::{place, unsupported};
use crate::error::Error;

/// Most bytes of a file's dictionary.
const LARGEST: usize = 256 << 20;

/// The growing dictionaries of a file.
pub(super) struct Unifier {
    schema: SchemaRef,
    columns: HashMap<usize, Unified>,
}

/// A dictionary and where to find a value in it.
struct Unified {
    values: ArrayRef,
    rows: RowConverter,
    index: HashMap<Box<[u8]>, i64>,
    bytes: usize,
}

impl Unifier {
    pub(super) fn new(schema: SchemaRef) -> Self {
        Self { schema, columns: HashMap::new() }
    }

    /// The batch under the written schema, every dictionary an extension of that of the batch before.
    pub(super) fn unify(&mut self, batch: &RecordBatch) -> Result<RecordBatch, Error> {
        let mut columns = Vec::with_capacity(batch.num_columns());
        for (index, (column, field)) in batch.columns().iter().zip(self.schema.fields()).enumerate() {
            let refuse = || unsupported(field.name(), "this dictionary in an Arrow file");
            columns.push(match field.data_type() {
                DataType::Dictionary(key, value) => {
                    let unified = match self.columns.entry(index) {
                        Entry::Occupied(known) => known.into_mut(),
                        Entry::Vacant(new) => new.insert(Unified::new(value).ok_or_else(refuse)?),
                    };
                    let keys = unified.keys(column).ok_or_else(refuse)?;
                    if unified.bytes > LARGEST {
                        return Err(too_large());
                    }
                    let keys = cast(&keys, key).ok().filter(|cast| cast.null_count() == keys.null_count());
                    dictionary(&keys.ok_or_else(too_large)?, &unified.values, field.data_type())
                        .ok_or_else(refuse)?
                }
                wanted if column.data_type() == wanted => Arc::clone(column),
                wanted => cast(column, wanted).map_err(|_| refuse())?,
            });
        }
        let options = RecordBatchOptions::new().with_row_count(Some(batch.num_rows()));
        RecordBatch::try_new_with_options(Arc::clone(&self.schema), columns, &options)
            .map_err(|_| unsupported("", "this dictionary in an Arrow file"))
    }
}

fn too_large() -> Error {
    let what = "a dictionary has too many values for an Arrow file; write an Arrow stream or Parquet";
    Error::Limit { place: place(), what }
}

impl Unified {
    fn new(value: &DataType) -> Option<Self> {
        let rows = RowConverter::new(vec![SortField::new(value.clone())]).ok()?;
        let values = arrow::array::new_empty_array(value);
        Some(Self { values, rows, index: HashMap::new(), bytes: 0 })
    }

    /// Takes in the values of a column; returns its keys in the common dictionary.
    fn keys(&mut self, column: &ArrayRef) -> Option<ArrayRef> {
        let dictionary = column.as_any_dictionary_opt()?;
        let rows = self.rows.convert_columns(&[Arc::clone(dictionary.values())]).ok()?;
        let mut added = Vec::new();
        let mut numbers = Vec::with_capacity(rows.num_rows());
        for (position, row) in rows.iter().enumerate() {
            let next = i64::try_from(self.index.len()).ok()?;
            let bytes = row.as_ref();
            let number = if let Some(number) = self.index.get(bytes) {
                *number
            } else {
                self.index.insert(bytes.into(), next);
                self.bytes += bytes.len();
                added.push(position as u64);
                next
            };
            numbers.push(number);
        }
        if !added.is_empty() {
            let added = take(dictionary.values(), &UInt64Array::from(added), None).ok()?;
            // A new array only when there is something new: the writer knows an unchanged one by its address.
            self.values = concat(&[self.values.as_ref(), added.as_ref()]).ok()?;
        }
        let old = cast(dictionary.keys(), &DataType::Int64).ok()?;
        take(&Int64Array::from(numbers), &old, None).ok()
    }
}

fn dictionary(keys: &ArrayRef, values: &ArrayRef, data_type: &DataType) -> Option<ArrayRef> {
    let data = keys.to_data().into_builder().data_type(data_type.clone()).child_data(vec![values.to_data()]);
    Some(make_array(data.build().ok()?))
}

/// The schema with plain values in place of dictionaries below the top level.
pub(super) fn plain_nested(schema: &Schema) -> Schema {
    let plain = |field: &FieldRef| match field.data_type() {
        DataType::Dictionary(..) => Arc::clone(field),
        _ => plain_field(field),
    };
    Schema::new(schema.fields().iter().map(plain).collect::<Vec<_>>())
}

fn plain_field(field: &FieldRef) -> FieldRef {
    use DataType as D;
    let data_type = match field.data_type() {
        D::Dictionary(_, value) => value.as_ref().clone(),
        D::List(item) => D::List(plain_field(item)),
        D::LargeList(item) => D::LargeList(plain_field(item)),
        D::FixedSizeList(item, size) => D::FixedSizeList(plain_field(item), *size),
        D::Struct(fields) => D::Struct(fields.iter().map(plain_field).collect()),
        D::Map(entries, sorted) => D::Map(plain_field(entries), *sorted),
        other => other.clone(),
    };
    Arc::new(Field::new(field.name(), data_type, field.is_nullable()).with_metadata(field.metadata().clone()))
}
