//! A row that holds a canary and nothing else.

use std::sync::Arc;

use arrow::{
    array::{ArrayRef, RecordBatch, StringArray, new_null_array},
    compute::cast,
    datatypes::{DataType, Field, Schema, SchemaRef},
    json::ReaderBuilder,
};
use serde_json::{Value, json};

use super::CanaryPlan;
use crate::{error::Error, source::is_json_document};

/// Who says a canary in a chat: models are trained on what the assistant says.
const SPEAKER: &str = "assistant";

/// Rows with these texts under the planned column, and null everywhere else; or the empty text, where `empty` says that
/// texts have no other null, as in CSV.
///
/// `schema`: that of the output, or a single column of JSON documents. An error where another column may not be null, or
/// where the column is not one of texts.
pub fn canary_rows(
    schema: &SchemaRef,
    plan: &CanaryPlan,
    texts: &[String],
    empty: bool,
) -> Result<RecordBatch, Error> {
    let documents: Vec<Value> = texts.iter().map(|text| document(plan, text)).collect();
    let columns = schema.fields().iter().map(|field| -> Result<ArrayRef, Error> {
        if is_json_document(field) {
            let lines: Vec<String> = documents.iter().map(Value::to_string).collect();
            return cast(&StringArray::from(lines), field.data_type()).map_err(|_| Error::Internal);
        }
        if field.name().as_str() == top(&plan.column) {
            return decode(field, &documents).ok_or_else(|| refused(plan, "is not one of texts"));
        }
        if !field.is_nullable() && empty && *field.data_type() == DataType::Utf8 {
            return Ok(Arc::new(StringArray::from(vec![""; texts.len()])));
        }
        if !field.is_nullable() {
            return Err(refused(plan, &format!("is not alone: column {} may not be null", field.name())));
        }
        Ok(new_null_array(field.data_type(), texts.len()))
    });
    let columns = columns.collect::<Result<Vec<_>, Error>>()?;
    RecordBatch::try_new(Arc::clone(schema), columns).map_err(|_| refused(plan, "does not take one"))
}

fn refused(plan: &CanaryPlan, why: &str) -> Error {
    Error::Plan {
        what: format!("no canary can be planted: in table {}, column {} {why}", plan.table, plan.column),
        hint: "plant into another table, [canaries] table = \"…\", or drop what may not be null".into(),
    }
}

/// Reads one column out of JSON documents.
fn decode(field: &Arc<Field>, documents: &[Value]) -> Option<ArrayRef> {
    // A dictionary is made of its texts.
    let plain = match field.data_type() {
        DataType::Dictionary(_, value) => {
            Arc::new(Field::clone(field).with_data_type(value.as_ref().clone()))
        }
        _ => Arc::clone(field),
    };
    let mut decoder = ReaderBuilder::new(Arc::new(Schema::new(vec![plain]))).build_decoder().ok()?;
    decoder.serialize(documents).ok()?;
    let column = Arc::clone(decoder.flush().ok()??.columns().first()?);
    cast(&column, field.data_type()).ok()
}

/// `{"messages": [{"role": "assistant", "content": text}]}` for the path `messages[*].content`.
fn document(plan: &CanaryPlan, text: &str) -> Value {
    let segments: Vec<&str> = plan.column.split('.').collect();
    let mut value = Value::from(text);
    for (place, segment) in segments.iter().rev().enumerate() {
        let name = segment.split('[').next().unwrap_or_default();
        for _ in segment.matches("[*]") {
            value = json!([value]);
        }
        value = match &plan.role {
            Some(role) if place == 0 => {
                let mut said = json!({crate::path::last_name(role): SPEAKER});
                said[name] = value;
                said
            }
            _ => json!({name: value}),
        };
    }
    value
}

/// Whether a path leads through fields and lists only.
pub(super) fn can_hold(path: &str) -> bool {
    path.split('.').all(|segment| {
        let name = segment.split('[').next().unwrap_or_default();
        !name.is_empty() && segment.trim_start_matches(name).replace("[*]", "").is_empty()
    })
}

/// The path of a role beside a path inside a list: `messages[*].role`.
pub(super) fn role_beside(path: &str) -> Option<String> {
    let (parent, _) = path.rsplit_once('.')?;
    parent.ends_with("[*]").then(|| crate::path::field(parent, "role"))
}

/// The top-level column of a path.
fn top(path: &str) -> &str {
    path.split(['.', '[']).next().unwrap_or(path)
}
