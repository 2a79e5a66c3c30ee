//! Rebuilds arrays so that no byte survives that no reader shows.
//!
//! Arrow keeps values under nulls, dictionary entries that no row uses, and whole view buffers behind a few views;
//! IPC and the C data interface hand all of that over. Everything that leaves as Arrow memory goes through here.

mod nested;

use std::sync::Arc;

use arrow::{
    array::{
        Array, ArrayRef, ArrowPrimitiveType, AsArray, BooleanArray, FixedSizeBinaryBuilder, GenericByteArray,
        GenericByteBuilder, GenericByteViewArray, GenericByteViewBuilder, PrimitiveArray, RecordBatch,
        RecordBatchOptions, downcast_primitive_array,
    },
    buffer::{BooleanBuffer, NullBuffer},
    datatypes::{
        BinaryViewType, ByteArrayType, ByteViewType, DataType, GenericBinaryType, GenericStringType,
        StringViewType,
    },
    error::ArrowError,
};

use crate::error::{Error, Place};

/// The batch with the same values and nothing else.
pub fn compact(batch: &RecordBatch) -> Result<RecordBatch, Error> {
    let schema = batch.schema();
    let mut columns = Vec::with_capacity(batch.num_columns());
    for (field, column) in schema.fields().iter().zip(batch.columns()) {
        columns.push(rebuild(column, None, field.is_nullable()).map_err(|_| Error::Unsupported {
            place: Place::column("batch", field.name()),
            what: format!("rebuilding the type {}", field.data_type()),
        })?);
    }
    let options = RecordBatchOptions::new().with_row_count(Some(batch.num_rows()));
    RecordBatch::try_new_with_options(schema, columns, &options)
        .map_err(|_| Error::Unsupported { place: Place::file("batch"), what: "rebuilding this batch".into() })
}

/// Rebuilds an array. `shown` is false where an ancestor is null: nothing of the slot may survive, yet a slot of
/// a column that is not `nullable` has to hold some value.
fn rebuild(array: &ArrayRef, shown: Option<&NullBuffer>, nullable: bool) -> Result<ArrayRef, ArrowError> {
    use DataType as D;
    let shown = NullBuffer::union(array.nulls(), shown).map(|shown| fresh(&shown));
    let nulls = if nullable { shown.clone() } else { array.nulls().map(fresh) };
    let slots = Slots { shown, nulls };
    let any: &dyn Array = array.as_ref();
    Ok(downcast_primitive_array! {
        any => primitive(any, slots),
        D::Null => Arc::clone(array),
        D::Boolean => {
            let values = array.as_boolean();
            let bits = BooleanBuffer::collect_bool(array.len(), |slot| slots.shows(slot) && values.value(slot));
            Arc::new(BooleanArray::new(bits, slots.nulls)) as ArrayRef
        },
        D::Utf8 => bytes::<GenericStringType<i32>>(array.as_bytes(), &slots, ""),
        D::LargeUtf8 => bytes::<GenericStringType<i64>>(array.as_bytes(), &slots, ""),
        D::Binary => bytes::<GenericBinaryType<i32>>(array.as_bytes(), &slots, b""),
        D::LargeBinary => bytes::<GenericBinaryType<i64>>(array.as_bytes(), &slots, b""),
        D::Utf8View => views::<StringViewType>(array.as_byte_view(), &slots, ""),
        D::BinaryView => views::<BinaryViewType>(array.as_byte_view(), &slots, b""),
        D::FixedSizeBinary(size) => {
            let values = array.as_fixed_size_binary();
            let zero = vec![0; usize::try_from(*size).unwrap_or(0)];
            let mut builder = FixedSizeBinaryBuilder::with_capacity(array.len(), *size);
            for slot in 0..array.len() {
                if slots.is_null(slot) {
                    builder.append_null();
                } else {
                    builder.append_value(if slots.shows(slot) { values.value(slot) } else { &zero })?;
                }
            }
            Arc::new(builder.finish()) as ArrayRef
        },
        D::List(field) => nested::list(array.as_list::<i32>(), field, slots)?,
        D::LargeList(field) => nested::list(array.as_list::<i64>(), field, slots)?,
        D::ListView(field) => nested::list_view(array.as_list_view::<i32>(), field, slots)?,
        D::LargeListView(field) => nested::list_view(array.as_list_view::<i64>(), field, slots)?,
        D::FixedSizeList(field, size) => nested::fixed_size_list(array.as_fixed_size_list(), field, *size, slots)?,
        D::Struct(fields) => nested::structure(array.as_struct(), fields, slots)?,
        D::Map(field, sorted) => nested::map(array.as_map(), field, *sorted, slots)?,
        D::Dictionary(..) => nested::dictionary(array, &slots)?,
        D::RunEndEncoded(..) => nested::run(array, &slots)?,
        D::Union(fields, _) => nested::union(array.as_union(), fields, &slots)?,
        other => return Err(ArrowError::NotYetImplemented(other.to_string())),
    })
}

/// What becomes of the slots of an array.
struct Slots {
    /// False: nothing of the slot may survive.
    shown: Option<NullBuffer>,
    /// False: the slot is null in the result.
    nulls: Option<NullBuffer>,
}

impl Slots {
    fn shows(&self, slot: usize) -> bool {
        self.shown.as_ref().is_none_or(|shown| shown.is_valid(slot))
    }

    fn is_null(&self, slot: usize) -> bool {
        self.nulls.as_ref().is_some_and(|nulls| nulls.is_null(slot))
    }
}

/// The same bits in a buffer that holds no others.
fn fresh(nulls: &NullBuffer) -> NullBuffer {
    NullBuffer::new(BooleanBuffer::collect_bool(nulls.len(), |slot| nulls.is_valid(slot)))
}

fn primitive<T: ArrowPrimitiveType>(array: &PrimitiveArray<T>, slots: Slots) -> ArrayRef {
    let value =
        |(slot, value): (usize, &T::Native)| if slots.shows(slot) { *value } else { T::Native::default() };
    let values: Vec<T::Native> = array.values().iter().enumerate().map(value).collect();
    Arc::new(PrimitiveArray::<T>::new(values.into(), slots.nulls).with_data_type(array.data_type().clone()))
}

fn bytes<T: ByteArrayType>(array: &GenericByteArray<T>, slots: &Slots, empty: &T::Native) -> ArrayRef {
    let mut builder = GenericByteBuilder::<T>::with_capacity(array.len(), array.value_data().len());
    for slot in 0..array.len() {
        if slots.is_null(slot) {
            builder.append_null();
        } else {
            builder.append_value(if slots.shows(slot) { array.value(slot) } else { empty });
        }
    }
    Arc::new(builder.finish())
}

fn views<T: ByteViewType>(array: &GenericByteViewArray<T>, slots: &Slots, empty: &T::Native) -> ArrayRef {
    let mut builder = GenericByteViewBuilder::<T>::with_capacity(array.len());
    for slot in 0..array.len() {
        if slots.is_null(slot) {
            builder.append_null();
        } else {
            builder.append_value(if slots.shows(slot) { array.value(slot) } else { empty });
        }
    }
    Arc::new(builder.finish())
}

#[cfg(test)]
mod tests;
