//! Gives arrays a cleaned type: nested field metadata is part of an Arrow type, so it cannot just be left out.

use std::sync::Arc;

use arrow::{
    array::{
        Array, ArrayRef, AsArray, FixedSizeListArray, GenericListArray, GenericListViewArray, MapArray,
        OffsetSizeTrait, RecordBatch, RecordBatchOptions, RunArray, StructArray, UnionArray, make_array,
    },
    datatypes::{DataType, FieldRef, Int16Type, Int32Type, Int64Type, RunEndIndexType, SchemaRef},
    error::ArrowError,
};

/// The batch under `schema`, which differs from its own in metadata and nullability only.
pub fn conform(batch: &RecordBatch, schema: &SchemaRef) -> Result<RecordBatch, ArrowError> {
    let columns =
        batch.columns().iter().zip(schema.fields()).map(|(column, field)| retype(column, field.data_type()));
    let columns = columns.collect::<Result<Vec<_>, _>>()?;
    let options = RecordBatchOptions::new().with_row_count(Some(batch.num_rows()));
    if batch.num_columns() != schema.fields().len() {
        return Err(ArrowError::SchemaError(String::new()));
    }
    RecordBatch::try_new_with_options(Arc::clone(schema), columns, &options)
}

/// The array as `wanted`, which differs from its type in the metadata of nested fields only.
pub fn retype(array: &ArrayRef, wanted: &DataType) -> Result<ArrayRef, ArrowError> {
    use DataType as D;
    if array.data_type() == wanted {
        return Ok(Arc::clone(array));
    }
    match (array.data_type(), wanted) {
        (D::List(_), D::List(field)) => list::<i32>(array, field),
        (D::LargeList(_), D::LargeList(field)) => list::<i64>(array, field),
        (D::ListView(_), D::ListView(field)) => list_view::<i32>(array, field),
        (D::LargeListView(_), D::LargeListView(field)) => list_view::<i64>(array, field),
        (D::FixedSizeList(_, size), D::FixedSizeList(field, wanted_size)) if size == wanted_size => {
            let list = array.as_fixed_size_list();
            let values = retype(list.values(), field.data_type())?;
            let nulls = list.nulls().cloned();
            let len = list.len();
            Ok(Arc::new(FixedSizeListArray::try_new_with_length(
                Arc::clone(field),
                *size,
                values,
                nulls,
                len,
            )?))
        }
        (D::Struct(from), D::Struct(fields)) if from.len() == fields.len() => {
            let parent = array.as_struct();
            let columns =
                parent.columns().iter().zip(fields).map(|(column, field)| retype(column, field.data_type()));
            let columns = columns.collect::<Result<Vec<_>, _>>()?;
            let nulls = parent.nulls().cloned();
            Ok(Arc::new(StructArray::try_new_with_length(fields.clone(), columns, nulls, parent.len())?))
        }
        (D::Map(..), D::Map(field, sorted)) => {
            let map = array.as_map();
            let entries: ArrayRef = Arc::new(map.entries().clone());
            let entries = retype(&entries, field.data_type())?.as_struct().clone();
            let (offsets, nulls) = (map.offsets().clone(), map.nulls().cloned());
            Ok(Arc::new(MapArray::try_new(Arc::clone(field), offsets, entries, nulls, *sorted)?))
        }
        (D::Dictionary(from, _), D::Dictionary(key, value)) if from == key => {
            let dictionary = array.as_any_dictionary();
            Ok(dictionary.with_values(retype(dictionary.values(), value)?))
        }
        (D::RunEndEncoded(ends, _), D::RunEndEncoded(_, values)) => match ends.data_type() {
            D::Int16 => run::<Int16Type>(array, values, wanted),
            D::Int32 => run::<Int32Type>(array, values, wanted),
            _ => run::<Int64Type>(array, values, wanted),
        },
        (D::Union(..), D::Union(fields, _)) => {
            let union = array.as_union();
            let children = fields.iter().map(|(id, field)| retype(union.child(id), field.data_type()));
            let children = children.collect::<Result<Vec<_>, _>>()?;
            let (ids, offsets) = (union.type_ids().clone(), union.offsets().cloned());
            Ok(Arc::new(UnionArray::try_new(fields.clone(), ids, offsets, children)?))
        }
        _ => Err(ArrowError::SchemaError(String::new())),
    }
}

fn list<O: OffsetSizeTrait>(array: &ArrayRef, field: &FieldRef) -> Result<ArrayRef, ArrowError> {
    let list = array.as_list::<O>();
    let values = retype(list.values(), field.data_type())?;
    let (offsets, nulls) = (list.offsets().clone(), list.nulls().cloned());
    Ok(Arc::new(GenericListArray::try_new(Arc::clone(field), offsets, values, nulls)?))
}

fn list_view<O: OffsetSizeTrait>(array: &ArrayRef, field: &FieldRef) -> Result<ArrayRef, ArrowError> {
    let list = array.as_list_view::<O>();
    let values = retype(list.values(), field.data_type())?;
    let (offsets, sizes, nulls) = (list.offsets().clone(), list.sizes().clone(), list.nulls().cloned());
    Ok(Arc::new(GenericListViewArray::try_new(Arc::clone(field), offsets, sizes, values, nulls)?))
}

fn run<R: RunEndIndexType>(
    array: &ArrayRef,
    values: &FieldRef,
    wanted: &DataType,
) -> Result<ArrayRef, ArrowError> {
    let Some(run) = array.as_any().downcast_ref::<RunArray<R>>() else {
        return Err(ArrowError::SchemaError(String::new()));
    };
    let values = retype(run.values(), values.data_type())?;
    let data = run.to_data();
    let ends = data.child_data().first().cloned().ok_or_else(|| ArrowError::SchemaError(String::new()))?;
    let data =
        data.into_builder().data_type(wanted.clone()).child_data(vec![ends, values.to_data()]).build()?;
    Ok(make_array(data))
}
