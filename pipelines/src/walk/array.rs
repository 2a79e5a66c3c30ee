//! The way through Arrow arrays: nested types are rebuilt around their treated children.

use std::sync::Arc;

use arrow::{
    array::{
        Array, ArrayRef, FixedSizeListArray, GenericListArray, MapArray, OffsetSizeTrait, StructArray,
        cast::AsArray,
    },
    buffer::OffsetBuffer,
    compute::cast,
    datatypes::{DataType, Field, FieldRef},
};

use super::{Decision, Kind, Visitor, text};
use crate::{
    error::{Error, Place},
    path,
};

/// Walks one node; `None` when it was dropped.
pub(super) fn node(
    path: &str,
    nullable: bool,
    array: &ArrayRef,
    rows: &[u32],
    visitor: &mut dyn Visitor,
) -> Result<Option<ArrayRef>, Error> {
    let kind = kind(array.data_type());
    match visitor.decide(path, kind)? {
        Decision::Drop => Ok(None),
        Decision::Keep => Ok(Some(Arc::clone(array))),
        Decision::Json if kind == Kind::Text => text::json_column(path, array, rows, visitor).map(Some),
        Decision::Visit | Decision::Json => match kind {
            Kind::Nested => nested(path, array, rows, visitor).map(Some),
            Kind::Text | Kind::Scalar => text::leaf(path, nullable, kind, array, rows, visitor).map(Some),
            Kind::Inert => Ok(Some(Arc::clone(array))),
            Kind::Opaque => Err(unsupported(path, array.data_type())),
        },
    }
}

/// Sorts the Arrow types by what they can hold.
pub(super) fn kind(data_type: &DataType) -> Kind {
    use DataType as T;
    match data_type {
        T::Utf8 | T::LargeUtf8 | T::Utf8View => Kind::Text,
        T::Binary | T::LargeBinary | T::BinaryView | T::FixedSizeBinary(_) => Kind::Text,
        T::Dictionary(_, values) => kind(values),
        T::Struct(_) | T::List(_) | T::LargeList(_) | T::FixedSizeList(..) | T::Map(..) => Kind::Nested,
        T::Null | T::Boolean | T::Interval(_) | T::Duration(_) => Kind::Inert,
        T::Union(..) | T::RunEndEncoded(..) | T::ListView(_) | T::LargeListView(_) => Kind::Opaque,
        _ => Kind::Scalar,
    }
}

fn nested(path: &str, array: &ArrayRef, rows: &[u32], visitor: &mut dyn Visitor) -> Result<ArrayRef, Error> {
    match array.data_type() {
        DataType::Struct(_) => structure(path, array.as_struct(), rows, visitor),
        DataType::List(field) => list(path, field, array.as_list::<i32>(), rows, visitor),
        DataType::LargeList(field) => list(path, field, array.as_list::<i64>(), rows, visitor),
        DataType::FixedSizeList(field, size) => fixed_list(path, field, *size, array, rows, visitor),
        DataType::Map(field, sorted) => map(path, field, *sorted, array.as_map(), rows, visitor),
        DataType::Dictionary(_, values) => {
            let dense = cast(array, values).map_err(|_| unsupported(path, array.data_type()))?;
            nested(path, &dense, rows, visitor)
        }
        other => Err(unsupported(path, other)),
    }
}

fn structure(
    path: &str,
    array: &StructArray,
    rows: &[u32],
    visitor: &mut dyn Visitor,
) -> Result<ArrayRef, Error> {
    let mut fields = Vec::with_capacity(array.num_columns());
    let mut columns = Vec::with_capacity(array.num_columns());
    for (field, column) in array.fields().iter().zip(array.columns()) {
        let child = path::field(path, field.name());
        if let Some(column) = node(&child, field.is_nullable(), column, rows, visitor)? {
            fields.push(renewed(field, &column));
            columns.push(column);
        }
    }
    let rebuilt =
        StructArray::try_new_with_length(fields.into(), columns, array.nulls().cloned(), array.len());
    Ok(Arc::new(rebuilt.map_err(|_| mismatch(path))?))
}

fn list<O: OffsetSizeTrait>(
    path: &str,
    field: &FieldRef,
    array: &GenericListArray<O>,
    rows: &[u32],
    visitor: &mut dyn Visitor,
) -> Result<ArrayRef, Error> {
    let (values, lengths) = used_values(array.values(), array.offsets());
    let child_rows = spread(rows, &lengths);
    let child = path::element(path);
    let walked = node(&child, field.is_nullable(), &values, &child_rows, visitor)?;
    let values = walked.ok_or_else(|| dropped(&child))?;
    let offsets = OffsetBuffer::<O>::from_lengths(lengths);
    let rebuilt = GenericListArray::try_new(renewed(field, &values), offsets, values, array.nulls().cloned());
    Ok(Arc::new(rebuilt.map_err(|_| mismatch(path))?))
}

fn fixed_list(
    path: &str,
    field: &FieldRef,
    size: i32,
    array: &ArrayRef,
    rows: &[u32],
    visitor: &mut dyn Visitor,
) -> Result<ArrayRef, Error> {
    let list = array.as_fixed_size_list();
    let lengths = vec![usize::try_from(size).unwrap_or(0); list.len()];
    let child = path::element(path);
    let walked = node(&child, field.is_nullable(), list.values(), &spread(rows, &lengths), visitor)?;
    let values = walked.ok_or_else(|| dropped(&child))?;
    let rebuilt = FixedSizeListArray::try_new(renewed(field, &values), size, values, list.nulls().cloned());
    Ok(Arc::new(rebuilt.map_err(|_| mismatch(path))?))
}

fn map(
    path: &str,
    field: &FieldRef,
    sorted: bool,
    array: &MapArray,
    rows: &[u32],
    visitor: &mut dyn Visitor,
) -> Result<ArrayRef, Error> {
    let entries: ArrayRef = Arc::new(array.entries().clone());
    let (entries, lengths) = used_values(&entries, array.offsets());
    let entries = entries.as_struct();
    let child_rows = spread(rows, &lengths);
    let paths = [path::map_key(path), path::map_value(path)];
    let mut fields = Vec::with_capacity(2);
    let mut columns = Vec::with_capacity(2);
    for ((child, field), column) in paths.iter().zip(entries.fields()).zip(entries.columns()) {
        let walked = node(child, field.is_nullable(), column, &child_rows, visitor)?;
        let column = walked.ok_or_else(|| dropped(child))?;
        fields.push(renewed(field, &column));
        columns.push(column);
    }
    let entries = StructArray::try_new(fields.into(), columns, None).map_err(|_| mismatch(path))?;
    let field = Arc::new(field.as_ref().clone().with_data_type(entries.data_type().clone()));
    let offsets = OffsetBuffer::<i32>::from_lengths(lengths);
    let rebuilt = MapArray::try_new(field, offsets, entries, array.nulls().cloned(), sorted);
    Ok(Arc::new(rebuilt.map_err(|_| mismatch(path))?))
}

/// The part of `values` that the offsets point at, and the length of each list.
fn used_values<O: OffsetSizeTrait>(values: &ArrayRef, offsets: &OffsetBuffer<O>) -> (ArrayRef, Vec<usize>) {
    let first = offsets.first().as_usize();
    let last = offsets.last().as_usize();
    (values.slice(first, last - first), offsets.lengths().collect())
}

/// Repeats each row for the elements of its list.
fn spread(rows: &[u32], lengths: &[usize]) -> Vec<u32> {
    rows.iter().zip(lengths).flat_map(|(row, length)| std::iter::repeat_n(*row, *length)).collect()
}

/// The field with the type and nullability its treated column has.
fn renewed(field: &Field, column: &ArrayRef) -> FieldRef {
    let nullable = field.is_nullable() || column.null_count() > 0;
    Arc::new(field.clone().with_data_type(column.data_type().clone()).with_nullable(nullable))
}

fn unsupported(path: &str, data_type: &DataType) -> Error {
    let kind = match data_type {
        DataType::Union(..) => "a union type",
        DataType::RunEndEncoded(..) => "a run-end encoded type",
        _ => "this type",
    };
    Error::Unsupported {
        place: Place { column: Some(path.to_owned()), ..Place::default() },
        what: kind.into(),
    }
}

fn dropped(path: &str) -> Error {
    Error::Plan {
        what: format!("column {path}: the elements of a list or map cannot be dropped"),
        hint: "drop the list itself, or a field inside its elements".into(),
    }
}

fn mismatch(path: &str) -> Error {
    Error::Plan {
        what: format!("column {path}: the treated values do not fit the column's type"),
        hint: "choose another action for the column in the policy".into(),
    }
}
