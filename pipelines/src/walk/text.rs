//! Leaves as text and back: whatever the type, a transform sees and gives text.

use std::sync::Arc;

use arrow::{
    array::{
        Array, ArrayRef, BinaryArray, FixedSizeBinaryArray, LargeBinaryArray, LargeStringArray,
        LargeStringBuilder, cast::AsArray, make_array, new_null_array,
    },
    compute::{CastOptions, cast, cast_with_options},
    datatypes::DataType,
};

use super::{Decision, Kind, Leaf, Visitor, json};
use crate::error::{Error, Place};

/// Shows the visitor one leaf and puts what it returns back into the leaf's type.
pub(super) fn leaf(
    path: &str,
    nullable: bool,
    kind: Kind,
    array: &ArrayRef,
    rows: &[u32],
    visitor: &mut dyn Visitor,
) -> Result<ArrayRef, Error> {
    let (values, undecodable) = to_text(path, array)?;
    let leaf = Leaf { path, kind, values: &values, rows, undecodable };
    match visitor.visit(&leaf)? {
        Some(treated) => from_text(path, &treated, array.data_type(), nullable),
        // What could not be read is not passed through: the nulls that stand for it are.
        None if undecodable > 0 => from_text(path, &values, array.data_type(), nullable),
        None => Ok(Arc::clone(array)),
    }
}

/// Shows the visitor what is inside a column of JSON texts.
pub(super) fn json_column(
    path: &str,
    array: &ArrayRef,
    rows: &[u32],
    visitor: &mut dyn Visitor,
) -> Result<ArrayRef, Error> {
    let (values, undecodable) = to_text(path, array)?;
    let mut treated = json::walk(path, &values, rows, visitor)?;
    if !treated.plain.is_empty() && visitor.decide(path, Kind::Text)? != Decision::Keep {
        // Cells that are no JSON are plain text.
        treated.visit_plain(path, &values, rows, visitor)?;
    }
    match treated.finish(&values) {
        Some(treated) => from_text(path, &treated, array.data_type(), true),
        None if undecodable > 0 => from_text(path, &values, array.data_type(), true),
        None => Ok(Arc::clone(array)),
    }
}

/// The values as text, and how many are binary that is no UTF-8 (they become null).
pub fn to_text(path: &str, array: &ArrayRef) -> Result<(LargeStringArray, u64), Error> {
    let unreadable = || Error::Unsupported {
        place: Place { column: Some(path.to_owned()), ..Place::default() },
        what: "a column of this type as text".into(),
    };
    match array.data_type() {
        DataType::Binary => Ok(binary_text(array.as_binary::<i32>().iter())),
        DataType::LargeBinary => Ok(binary_text(array.as_binary::<i64>().iter())),
        DataType::BinaryView => Ok(binary_text(array.as_binary_view().iter())),
        DataType::FixedSizeBinary(_) => {
            let values = array.as_any().downcast_ref::<FixedSizeBinaryArray>().ok_or_else(unreadable)?;
            Ok(binary_text(values.iter().map(|value| value.map(unpadded))))
        }
        DataType::Dictionary(_, values) => {
            let dense = cast(array, values).map_err(|_| unreadable())?;
            to_text(path, &dense)
        }
        _ => {
            let options = CastOptions { safe: false, ..CastOptions::default() };
            let text = cast_with_options(array, &DataType::LargeUtf8, &options).map_err(|_| unreadable())?;
            Ok((text.as_string::<i64>().clone(), 0))
        }
    }
}

fn binary_text<'a>(values: impl Iterator<Item = Option<&'a [u8]>>) -> (LargeStringArray, u64) {
    let mut undecodable = 0;
    let mut text = LargeStringBuilder::new();
    for value in values {
        let decoded = value.map(std::str::from_utf8);
        if matches!(decoded, Some(Err(_))) {
            undecodable += 1;
        }
        text.append_option(decoded.and_then(Result::ok));
    }
    (text.finish(), undecodable)
}

/// A fixed-size value without the zero bytes that fill it up.
fn unpadded(value: &[u8]) -> &[u8] {
    let end = value.iter().rposition(|byte| *byte != 0).map_or(0, |last| last + 1);
    value.get(..end).unwrap_or(value)
}

/// Puts text back into a type. What does not fit becomes null, or the type's zero where null is not allowed.
pub fn from_text(
    path: &str,
    text: &LargeStringArray,
    data_type: &DataType,
    nullable: bool,
) -> Result<ArrayRef, Error> {
    let unfit = || Error::Plan {
        what: format!("column {path}: the treated values do not fit the column's type"),
        hint: "choose another action for the column in the policy".into(),
    };
    let dense = match data_type {
        DataType::Dictionary(_, values) => from_text(path, text, values, nullable)?,
        _ => Arc::new(text.clone()),
    };
    let array: ArrayRef = match data_type {
        DataType::Binary => {
            Arc::new(text.iter().map(|value| value.map(str::as_bytes)).collect::<BinaryArray>())
        }
        DataType::LargeBinary => {
            Arc::new(text.iter().map(|value| value.map(str::as_bytes)).collect::<LargeBinaryArray>())
        }
        DataType::FixedSizeBinary(size) => {
            let width = usize::try_from(*size).unwrap_or(0);
            let padded = text.iter().map(|value| value.and_then(|value| padded(value.as_bytes(), width)));
            let array = FixedSizeBinaryArray::try_from_sparse_iter_with_size(padded, *size);
            Arc::new(array.map_err(|_| unfit())?)
        }
        _ => cast(&dense, data_type).map_err(|_| unfit())?,
    };
    if nullable || array.null_count() == 0 {
        return Ok(array);
    }
    without_nulls(&array).ok_or_else(unfit)
}

fn padded(value: &[u8], width: usize) -> Option<Vec<u8>> {
    let mut padded = value.to_vec();
    padded.resize(width.max(value.len()), 0);
    (padded.len() == width).then_some(padded)
}

/// Replaces nulls by the type's zero or empty value.
fn without_nulls(array: &ArrayRef) -> Option<ArrayRef> {
    let empty = new_null_array(array.data_type(), 1).to_data().into_builder().nulls(None).build().ok()?;
    let empty = make_array(empty);
    let indices = (0..array.len()).map(|index| if array.is_null(index) { (1, 0) } else { (0, index) });
    arrow::compute::interleave(&[array.as_ref(), empty.as_ref()], &indices.collect::<Vec<_>>()).ok()
}
