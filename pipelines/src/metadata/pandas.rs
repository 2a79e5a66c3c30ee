//! The index description of pandas: without it an index comes back as an ordinary column.

use arrow::datatypes::{DataType, Field, Schema, TimeUnit};
use serde_json::{Value, json};

/// Types that only pandas' own name tells apart from the plain one (`Int64` has nulls, `int64` has none).
const DTYPES: &[&str] = &[
    "Int8", "Int16", "Int32", "Int64", "UInt8", "UInt16", "UInt32", "UInt64", "Float32", "Float64",
    "boolean", "string", "str", "category", "object",
];

/// Rebuilds the footer value from the schema; of the old one only column names and known type names are used.
pub(super) fn rebuild(value: &str, schema: &Schema) -> Option<String> {
    let value: Value = serde_json::from_str(value).ok()?;
    let told = value.as_object()?;
    let known = |name: &str| schema.fields().iter().any(|field| field.name() == name);
    // A range index is what pandas makes up anyway; its numbers would be wrong once a row is dropped.
    let index = told.get("index_columns").and_then(Value::as_array);
    let index: Vec<&str> =
        index.into_iter().flatten().filter_map(Value::as_str).filter(|name| known(name)).collect();
    let described = told.get("columns").and_then(Value::as_array);
    let dtype = |name: &str| {
        let column = described?
            .iter()
            .find(|column| column.get("field_name").and_then(Value::as_str) == Some(name))?;
        let dtype = column.get("numpy_type")?.as_str()?;
        DTYPES.iter().find(|known| **known == dtype).copied()
    };
    let columns: Vec<Value> =
        schema.fields().iter().map(|field| column(field, dtype(field.name()))).collect();
    Some(json!({ "index_columns": index, "column_indexes": [], "columns": columns }).to_string())
}

fn column(field: &Field, dtype: Option<&str>) -> Value {
    let name = (!field.name().starts_with("__index_level_")).then(|| field.name());
    let (pandas, numpy) = names(field.data_type());
    let fits = |dtype: &&str| {
        let lower = dtype.to_lowercase();
        match pandas {
            "bool" => lower == "boolean",
            "unicode" => matches!(*dtype, "string" | "str" | "object"),
            "categorical" => *dtype == "category",
            _ => lower == pandas,
        }
    };
    let metadata = match field.data_type() {
        DataType::Timestamp(_, Some(zone)) => json!({ "timezone": zone.as_ref() }),
        _ => Value::Null,
    };
    json!({
        "name": name,
        "field_name": field.name(),
        "pandas_type": pandas,
        "numpy_type": dtype.filter(fits).unwrap_or(numpy),
        "metadata": metadata,
    })
}

/// What pandas calls an Arrow type, and its numpy type.
fn names(data_type: &DataType) -> (&'static str, &'static str) {
    match data_type {
        DataType::Boolean => ("bool", "bool"),
        DataType::Int8 => ("int8", "int8"),
        DataType::Int16 => ("int16", "int16"),
        DataType::Int32 => ("int32", "int32"),
        DataType::Int64 => ("int64", "int64"),
        DataType::UInt8 => ("uint8", "uint8"),
        DataType::UInt16 => ("uint16", "uint16"),
        DataType::UInt32 => ("uint32", "uint32"),
        DataType::UInt64 => ("uint64", "uint64"),
        DataType::Float16 => ("float16", "float16"),
        DataType::Float32 => ("float32", "float32"),
        DataType::Float64 => ("float64", "float64"),
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View => ("unicode", "object"),
        DataType::Binary | DataType::LargeBinary | DataType::BinaryView | DataType::FixedSizeBinary(_) => {
            ("bytes", "object")
        }
        DataType::Date32 | DataType::Date64 => ("date", "object"),
        DataType::Timestamp(unit, zone) => {
            let numpy = match unit {
                TimeUnit::Second => "datetime64[s]",
                TimeUnit::Millisecond => "datetime64[ms]",
                TimeUnit::Microsecond => "datetime64[us]",
                TimeUnit::Nanosecond => "datetime64[ns]",
            };
            (if zone.is_some() { "datetimetz" } else { "datetime" }, numpy)
        }
        DataType::Dictionary(..) => ("categorical", "object"),
        _ => ("object", "object"),
    }
}
