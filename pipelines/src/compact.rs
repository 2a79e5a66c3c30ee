//! Rebuilds arrays so that they hold no byte that no reader shows.
//!
//! Arrow IPC and the C data interface hand over whole buffers: values under nulls, dictionary entries that no row
//! uses, the buffers behind views and slices. A masked value could still be among them.

use std::sync::Arc;

use arrow::{
    array::{
        Array, ArrayRef, FixedSizeListArray, GenericListArray, MapArray, OffsetSizeTrait, RecordBatch,
        RecordBatchOptions, StructArray, cast::AsArray, make_array, new_empty_array, new_null_array,
    },
    buffer::{NullBuffer, OffsetBuffer},
    compute::{cast, interleave},
    datatypes::{DataType, FieldRef},
};

use crate::error::{Error, Place};

/// Rebuilds every column.
pub fn compact(batch: &RecordBatch) -> Result<RecordBatch, Error> {
    let columns: Result<Vec<_>, _> = batch.columns().iter().map(rebuilt).collect();
    let options = RecordBatchOptions::new().with_row_count(Some(batch.num_rows()));
    RecordBatch::try_new_with_options(batch.schema(), columns?, &options).map_err(|_| Error::Internal)
}

fn rebuilt(array: &ArrayRef) -> Result<ArrayRef, Error> {
    match array.data_type() {
        DataType::Struct(fields) => structure(fields, array.as_struct()),
        DataType::List(field) => list(field, array.as_list::<i32>()),
        DataType::LargeList(field) => list(field, array.as_list::<i64>()),
        DataType::FixedSizeList(field, size) => fixed_list(field, *size, array),
        DataType::Map(field, sorted) => map(field, *sorted, array.as_map()),
        DataType::Dictionary(_, values) => {
            let dense = rebuilt(&cast(array, values).map_err(|_| unable())?)?;
            cast(&dense, array.data_type()).map_err(|_| unable())
        }
        DataType::Union(..) | DataType::RunEndEncoded(..) | DataType::ListView(_) | DataType::LargeListView(_) => {
            Err(unable())
        }
        DataType::Utf8View => through(array, &DataType::Utf8),
        DataType::BinaryView => through(array, &DataType::Binary),
        _ => picked(array),
    }
}

/// Views are rebuilt by way of the plain type.
fn through(array: &ArrayRef, plain: &DataType) -> Result<ArrayRef, Error> {
    let plain = picked(&cast(array, plain).map_err(|_| unable())?)?;
    cast(&plain, array.data_type()).map_err(|_| unable())
}

/// Copies value by value; a null copies from an empty value.
fn picked(array: &ArrayRef) -> Result<ArrayRef, Error> {
    let blank = new_null_array(array.data_type(), 1);
    let place = |index: usize| if array.is_null(index) { (1, 0) } else { (0, index) };
    let places: Vec<_> = (0..array.len()).map(place).collect();
    if places.is_empty() {
        return Ok(new_empty_array(array.data_type()));
    }
    interleave(&[array.as_ref(), blank.as_ref()], &places).map_err(|_| unable())
}

/// The array with everything null that is null around it.
fn under(array: &ArrayRef, parent: Option<&NullBuffer>) -> Result<ArrayRef, Error> {
    let nulls = NullBuffer::union(array.nulls(), parent);
    if matches!(array.data_type(), DataType::Null) {
        return Ok(Arc::clone(array));
    }
    Ok(make_array(array.to_data().into_builder().nulls(nulls).build().map_err(|_| unable())?))
}

fn structure(fields: &arrow::datatypes::Fields, array: &StructArray) -> Result<ArrayRef, Error> {
    let mut columns = Vec::with_capacity(array.num_columns());
    for (field, column) in fields.iter().zip(array.columns()) {
        let hidden = rebuilt(&under(column, array.nulls())?)?;
        // A field that may not be null keeps its blank values under the null struct.
        columns.push(if field.is_nullable() || hidden.null_count() == 0 { hidden } else { without_nulls(&hidden)? });
    }
    let rebuilt = StructArray::try_new_with_length(fields.clone(), columns, array.nulls().cloned(), array.len());
    Ok(Arc::new(rebuilt.map_err(|_| unable())?))
}

fn without_nulls(array: &ArrayRef) -> Result<ArrayRef, Error> {
    Ok(make_array(array.to_data().into_builder().nulls(None).build().map_err(|_| unable())?))
}

/// The elements of the lists that are not null, one after the other, and the length of every list.
fn used<O: OffsetSizeTrait>(
    values: &ArrayRef,
    offsets: &OffsetBuffer<O>,
    nulls: Option<&NullBuffer>,
) -> Result<(ArrayRef, Vec<usize>), Error> {
    let mut places = Vec::new();
    let mut lengths = Vec::with_capacity(offsets.len());
    for (index, pair) in offsets.windows(2).enumerate() {
        let (start, end) = (pair.first().map_or(0, |at| at.as_usize()), pair.last().map_or(0, |at| at.as_usize()));
        let shown = nulls.is_none_or(|nulls| nulls.is_valid(index));
        lengths.push(if shown { end - start } else { 0 });
        if shown {
            places.extend((start..end).map(|at| (0, at)));
        }
    }
    if places.is_empty() {
        return Ok((new_empty_array(values.data_type()), lengths));
    }
    let values = interleave(&[values.as_ref()], &places).map_err(|_| unable())?;
    Ok((rebuilt(&values)?, lengths))
}

fn list<O: OffsetSizeTrait>(field: &FieldRef, array: &GenericListArray<O>) -> Result<ArrayRef, Error> {
    let (values, lengths) = used(array.values(), array.offsets(), array.nulls())?;
    let offsets = OffsetBuffer::<O>::from_lengths(lengths);
    let rebuilt = GenericListArray::try_new(Arc::clone(field), offsets, values, array.nulls().cloned());
    Ok(Arc::new(rebuilt.map_err(|_| unable())?))
}

fn fixed_list(field: &FieldRef, size: i32, array: &ArrayRef) -> Result<ArrayRef, Error> {
    let list = array.as_fixed_size_list();
    let width = usize::try_from(size).unwrap_or(0);
    let parent = list.nulls().map(|nulls| nulls.expand(width));
    let values = rebuilt(&under(list.values(), parent.as_ref())?)?;
    let values = if field.is_nullable() || values.null_count() == 0 { values } else { without_nulls(&values)? };
    let rebuilt = FixedSizeListArray::try_new(Arc::clone(field), size, values, list.nulls().cloned());
    Ok(Arc::new(rebuilt.map_err(|_| unable())?))
}

fn map(field: &FieldRef, sorted: bool, array: &MapArray) -> Result<ArrayRef, Error> {
    let entries: ArrayRef = Arc::new(array.entries().clone());
    let (entries, lengths) = used(&entries, array.offsets(), array.nulls())?;
    let offsets = OffsetBuffer::<i32>::from_lengths(lengths);
    let entries = entries.as_struct().clone();
    let rebuilt = MapArray::try_new(Arc::clone(field), offsets, entries, array.nulls().cloned(), sorted);
    Ok(Arc::new(rebuilt.map_err(|_| unable())?))
}

fn unable() -> Error {
    Error::Unsupported { place: Place::file("output"), what: "a column of this type in Arrow IPC".into() }
}
