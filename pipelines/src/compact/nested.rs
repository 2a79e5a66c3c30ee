//! Arrays of arrays: what hangs below a slot that is not shown goes with it.

use std::{ops::Range, sync::Arc};

use arrow::{
    array::{
        Array, ArrayRef, AsArray, FixedSizeListArray, GenericListArray, GenericListViewArray, Int32Array,
        MapArray, OffsetSizeTrait, RunArray, StructArray, UInt64Array, UnionArray, make_array,
        new_empty_array, new_null_array,
    },
    buffer::{BooleanBuffer, NullBuffer, OffsetBuffer},
    compute::{cast, concat, take},
    datatypes::{DataType, FieldRef, Fields, Int16Type, Int32Type, Int64Type, RunEndIndexType, UnionFields},
    error::ArrowError,
};

use super::{Slots, rebuild};

type Rebuilt = Result<ArrayRef, ArrowError>;

/// The given ranges of an array, one after the other.
fn gather(values: &ArrayRef, ranges: &[Range<usize>]) -> Rebuilt {
    match ranges {
        [] => Ok(new_empty_array(values.data_type())),
        [range] => Ok(values.slice(range.start, range.len())),
        _ => {
            let pieces: Vec<ArrayRef> =
                ranges.iter().map(|range| values.slice(range.start, range.len())).collect();
            concat(&pieces.iter().map(AsRef::as_ref).collect::<Vec<_>>())
        }
    }
}

/// Lays the children of shown slots side by side; gives the length of each slot.
fn children(
    values: &ArrayRef,
    slots: &Slots,
    ranges: impl Iterator<Item = Range<usize>>,
    nullable: bool,
) -> Result<(ArrayRef, Vec<usize>), ArrowError> {
    let mut lengths = Vec::new();
    let mut kept: Vec<Range<usize>> = Vec::new();
    for (slot, range) in ranges.enumerate() {
        let range = if slots.shows(slot) { range } else { 0..0 };
        lengths.push(range.len());
        match kept.last_mut() {
            _ if range.is_empty() => {}
            Some(last) if last.end == range.start => last.end = range.end,
            _ => kept.push(range),
        }
    }
    Ok((rebuild(&gather(values, &kept)?, None, nullable)?, lengths))
}

pub(super) fn list<O: OffsetSizeTrait>(
    array: &GenericListArray<O>,
    field: &FieldRef,
    slots: Slots,
) -> Rebuilt {
    let ranges = array.offsets().windows(2).map(|pair| match pair {
        [start, end] => start.as_usize()..end.as_usize(),
        _ => 0..0,
    });
    let (values, lengths) = children(array.values(), &slots, ranges, field.is_nullable())?;
    let offsets = OffsetBuffer::<O>::from_lengths(lengths);
    Ok(Arc::new(GenericListArray::try_new(Arc::clone(field), offsets, values, slots.nulls)?))
}

pub(super) fn list_view<O: OffsetSizeTrait>(
    array: &GenericListViewArray<O>,
    field: &FieldRef,
    slots: Slots,
) -> Rebuilt {
    let ranges = array.offsets().iter().zip(array.sizes().iter());
    let ranges = ranges.map(|(start, size)| start.as_usize()..start.as_usize() + size.as_usize());
    let (values, lengths) = children(array.values(), &slots, ranges, field.is_nullable())?;
    let offsets: Vec<O> = OffsetBuffer::<O>::from_lengths(lengths.iter().copied()).iter().copied().collect();
    let offsets = offsets.get(..lengths.len()).unwrap_or_default().to_vec();
    let sizes: Vec<O> = lengths.into_iter().filter_map(O::from_usize).collect();
    let field = Arc::clone(field);
    Ok(Arc::new(GenericListViewArray::try_new(field, offsets.into(), sizes.into(), values, slots.nulls)?))
}

pub(super) fn map(array: &MapArray, field: &FieldRef, sorted: bool, slots: Slots) -> Rebuilt {
    let ranges = array.offsets().windows(2).map(|pair| match pair {
        [start, end] => usize::try_from(*start).unwrap_or(0)..usize::try_from(*end).unwrap_or(0),
        _ => 0..0,
    });
    let entries: ArrayRef = Arc::new(array.entries().clone());
    let (entries, lengths) = children(&entries, &slots, ranges, field.is_nullable())?;
    let entries = entries.as_struct().clone();
    let offsets = OffsetBuffer::<i32>::from_lengths(lengths);
    Ok(Arc::new(MapArray::try_new(Arc::clone(field), offsets, entries, slots.nulls, sorted)?))
}

pub(super) fn fixed_size_list(
    array: &FixedSizeListArray,
    field: &FieldRef,
    size: i32,
    slots: Slots,
) -> Rebuilt {
    let width = usize::try_from(size).unwrap_or(0);
    let shown = slots.shown.as_ref().map(|shown| {
        NullBuffer::new(BooleanBuffer::collect_bool(shown.len() * width, |child| {
            shown.is_valid(child / width.max(1))
        }))
    });
    let values = rebuild(array.values(), shown.as_ref(), field.is_nullable())?;
    let (field, len) = (Arc::clone(field), array.len());
    Ok(Arc::new(FixedSizeListArray::try_new_with_length(field, size, values, slots.nulls, len)?))
}

pub(super) fn structure(array: &StructArray, fields: &Fields, slots: Slots) -> Rebuilt {
    let children = array.columns().iter().zip(fields);
    let children = children.map(|(child, field)| rebuild(child, slots.shown.as_ref(), field.is_nullable()));
    let children = children.collect::<Result<Vec<_>, _>>()?;
    Ok(Arc::new(StructArray::try_new_with_length(fields.clone(), children, slots.nulls, array.len())?))
}

/// Keeps the entries that a shown slot uses, in their order, and renumbers the keys.
pub(super) fn dictionary(array: &ArrayRef, slots: &Slots) -> Rebuilt {
    let dictionary = array.as_any_dictionary();
    if dictionary.values().is_empty() {
        return Ok(new_null_array(array.data_type(), array.len()));
    }
    let keys = dictionary.normalized_keys();
    let mut used = vec![false; dictionary.values().len()];
    for (slot, key) in keys.iter().enumerate() {
        if slots.shows(slot)
            && let Some(used) = used.get_mut(*key)
        {
            *used = true;
        }
    }
    let kept: Vec<u64> =
        (0_u64..).zip(&used).filter_map(|(position, used)| used.then_some(position)).collect();
    let mut numbers = Vec::with_capacity(used.len());
    let mut next = 0_i64;
    for used in used {
        numbers.push(next);
        next += i64::from(used);
    }
    let values = if kept.is_empty() {
        // Every slot is hidden; keys of a column without nulls still have to point somewhere.
        new_null_array(dictionary.values().data_type(), usize::from(!array.is_empty()))
    } else {
        rebuild(&take(dictionary.values(), &UInt64Array::from(kept), None)?, None, true)?
    };
    let number = |(slot, key): (usize, &usize)| {
        let number = if slots.shows(slot) { numbers.get(*key).copied().unwrap_or(0) } else { 0 };
        (!slots.is_null(slot)).then_some(number)
    };
    let keys: arrow::array::Int64Array = keys.iter().enumerate().map(number).collect();
    let keys = cast(&keys, dictionary.keys().data_type())?;
    let keys = rebuild(&keys, None, true)?;
    let data = keys.to_data().into_builder().data_type(array.data_type().clone());
    Ok(make_array(data.child_data(vec![values.to_data()]).build()?))
}

pub(super) fn run(array: &ArrayRef, slots: &Slots) -> Rebuilt {
    let DataType::RunEndEncoded(ends, _) = array.data_type() else {
        return Err(ArrowError::InvalidArgumentError(String::new()));
    };
    match ends.data_type() {
        DataType::Int16 => run_of::<Int16Type>(array, slots),
        DataType::Int32 => run_of::<Int32Type>(array, slots),
        _ => run_of::<Int64Type>(array, slots),
    }
}

/// Keeps the runs inside the slice, and of these the values that a shown slot uses.
fn run_of<R: RunEndIndexType>(array: &ArrayRef, slots: &Slots) -> Rebuilt {
    use arrow::datatypes::ArrowNativeType;
    let wrong = || ArrowError::InvalidArgumentError(String::new());
    let run: &RunArray<R> = array.as_any().downcast_ref().ok_or_else(wrong)?;
    let DataType::RunEndEncoded(_, field) = array.data_type() else { return Err(wrong()) };
    let offset = run.run_ends().offset();
    let (mut positions, mut ends, mut shown) = (Vec::new(), Vec::new(), Vec::new());
    let mut start = 0;
    for (position, end) in (0_u64..).zip(run.run_ends().values()) {
        let end = end.as_usize().saturating_sub(offset).min(array.len());
        if end > start {
            positions.push(position);
            ends.push(R::Native::from_usize(end).ok_or_else(wrong)?);
            shown.push((start..end).any(|slot| slots.shows(slot)));
            start = end;
        }
    }
    let values = take(run.values(), &UInt64Array::from(positions), None)?;
    let values = rebuild(&values, Some(&NullBuffer::from(shown)), field.is_nullable())?;
    let ends = arrow::array::PrimitiveArray::<R>::new(ends.into(), None);
    let data = arrow::array::ArrayData::builder(array.data_type().clone())
        .len(array.len())
        .child_data(vec![ends.to_data(), values.to_data()]);
    Ok(make_array(data.build()?))
}

/// Keeps, of each child, what a shown slot selects.
pub(super) fn union(array: &UnionArray, fields: &UnionFields, slots: &Slots) -> Rebuilt {
    let ids = array.type_ids();
    let mut children = Vec::new();
    let mut offsets = array.offsets().map(|_| vec![0_i32; array.len()]);
    for (id, field) in fields.iter() {
        let child = array.child(id);
        let selects = |slot: usize| ids.get(slot) == Some(&id);
        children.push(if let Some(offsets) = &mut offsets {
            let mut positions = Vec::new();
            let mut shown = Vec::new();
            for slot in (0..array.len()).filter(|slot| selects(*slot)) {
                if let Some(offset) = offsets.get_mut(slot) {
                    *offset = i32::try_from(positions.len()).unwrap_or(i32::MAX);
                }
                positions.push(i32::try_from(array.value_offset(slot)).unwrap_or(i32::MAX));
                shown.push(slots.shows(slot));
            }
            let child = take(child, &Int32Array::from(positions), None)?;
            rebuild(&child, Some(&NullBuffer::from(shown)), field.is_nullable())?
        } else {
            let shown = BooleanBuffer::collect_bool(array.len(), |slot| selects(slot) && slots.shows(slot));
            rebuild(child, Some(&NullBuffer::new(shown)), field.is_nullable())?
        });
    }
    let ids = ids.iter().copied().collect();
    let union = UnionArray::try_new(fields.clone(), ids, offsets.map(Into::into), children)?;
    Ok(Arc::new(union))
}
