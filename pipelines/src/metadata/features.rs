//! The features of a Hugging Face data set: without them a class label is only a number.

use arrow::datatypes::{DataType, Fields, Schema};
use serde_json::{Map, Value, json};

/// What a feature may say about itself; `id`, descriptions and anything new is dropped.
const SAID: &[&str] = &[
    "_type",
    "dtype",
    "names",
    "num_classes",
    "length",
    "decode",
    "sampling_rate",
    "mono",
    "num_channels",
    "stream_index",
    "mode",
    "shape",
    "languages",
];
/// Features are not nested deeper than this.
const DEPTH: usize = 32;

/// The footer value with only the features of the schema's columns; `None` when nothing is left.
pub(super) fn rebuild(value: &str, schema: &Schema) -> Option<String> {
    let value: Value = serde_json::from_str(value).ok()?;
    let told = value.get("info")?.get("features")?.as_object()?;
    let features = of_fields(told, schema.fields(), DEPTH);
    (!features.is_empty()).then(|| json!({ "info": { "features": features } }).to_string())
}

fn of_fields(told: &Map<String, Value>, fields: &Fields, depth: usize) -> Map<String, Value> {
    let feature = |name: &String| {
        let feature =
            one(told.get(name)?, fields.iter().find(|field| field.name() == name)?.data_type(), depth)?;
        Some((name.clone(), feature))
    };
    fields.iter().filter_map(|field| feature(field.name())).collect()
}

/// One feature: an object with a `_type`, a list in brackets, or an object of features for a struct.
fn one(told: &Value, data_type: &DataType, depth: usize) -> Option<Value> {
    let depth = depth.checked_sub(1)?;
    match told {
        Value::Array(items) => Some(Value::Array(vec![one(items.first()?, item(data_type)?, depth)?])),
        Value::Object(told) if told.get("_type").is_some_and(Value::is_string) => {
            let mut feature = Map::new();
            for (key, value) in told {
                if key == "feature" {
                    let nested = match (item(data_type), data_type) {
                        (Some(item), _) => one(value, item, depth)?,
                        // The old `Sequence` of a struct is stored as a struct of lists.
                        (None, DataType::Struct(_)) => one(value, data_type, depth)?,
                        _ => return None,
                    };
                    feature.insert(key.clone(), nested);
                } else if SAID.contains(&key.as_str()) && is_plain(value) {
                    feature.insert(key.clone(), value.clone());
                }
            }
            Some(Value::Object(feature))
        }
        Value::Object(told) => match data_type {
            DataType::Struct(fields) => Some(Value::Object(of_fields(told, fields, depth))),
            _ => None,
        },
        _ => None,
    }
}

/// The type of a list's items. A feature of a list of structs may sit on a struct of lists: look through both.
fn item(data_type: &DataType) -> Option<&DataType> {
    match data_type {
        DataType::List(field)
        | DataType::LargeList(field)
        | DataType::ListView(field)
        | DataType::LargeListView(field)
        | DataType::FixedSizeList(field, _) => Some(field.data_type()),
        _ => None,
    }
}

fn is_plain(value: &Value) -> bool {
    match value {
        Value::Array(values) => values.iter().all(|value| !value.is_object() && !value.is_array()),
        Value::Object(_) => false,
        _ => true,
    }
}
