//! What of a file's own metadata survives: an allow-list, never a copy.
//!
//! Footer keys, field metadata and statistics can hold personal data (Spark keeps examples there), so nothing is
//! carried over unless it is understood: the features of a Hugging Face data set, the index description of pandas.

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

use arrow::datatypes::{DataType, Field, FieldRef, Fields, Schema};
use serde_json::{Map, Value, json};

/// Field metadata that says something about the type, not about the data.
const FIELD_KEYS: &[&str] = &["PARQUET:field_id", "ARROW:extension:name"];
const HUGGING_FACE: &str = "huggingface";
const PANDAS: &str = "pandas";

/// The allowed part of a file's metadata.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FileMetadata {
    /// Footer keys to write, already cleaned.
    pub footer: BTreeMap<String, String>,
    /// Field delimiter of a delimited text file.
    pub delimiter: Option<u8>,
}

impl FileMetadata {
    /// Keeps what is understood of a file's footer.
    pub fn from_footer<'a>(pairs: impl Iterator<Item = (&'a str, &'a str)>) -> Self {
        let clean = |(key, value): (&str, &str)| {
            let value: Value = serde_json::from_str(value).ok()?;
            let clean = match key {
                HUGGING_FACE => json!({"info": {"features": value.get("info")?.get("features")?}}),
                PANDAS => json!({}),
                _ => return None,
            };
            Some((key.to_owned(), clean.to_string()))
        };
        Self { footer: pairs.filter_map(clean).collect(), delimiter: None }
    }

    /// The footer of a file with these columns: what a dropped column had is gone, the rest is rebuilt.
    pub fn footer_for(&self, schema: &Schema) -> BTreeMap<String, String> {
        let mut footer = BTreeMap::new();
        if let Some(value) = self.footer.get(HUGGING_FACE)
            && let Ok(mut value) = serde_json::from_str::<Value>(value)
            && let Some(features) = value.pointer_mut("/info/features").and_then(Value::as_object_mut)
        {
            features.retain(|name, _| schema.column_with_name(name).is_some());
            footer.insert(HUGGING_FACE.to_owned(), value.to_string());
        }
        if self.footer.contains_key(PANDAS) {
            footer.insert(PANDAS.to_owned(), pandas(schema).to_string());
        }
        footer
    }
}

/// The description pandas reads, made from the schema alone.
fn pandas(schema: &Schema) -> Value {
    let column = |field: &FieldRef| {
        let (pandas_type, numpy_type) = match field.data_type() {
            DataType::Boolean => ("bool", "bool"),
            DataType::Int64 => ("int64", "int64"),
            DataType::Int32 => ("int32", "int32"),
            DataType::Float64 => ("float64", "float64"),
            DataType::Float32 => ("float32", "float32"),
            DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View => ("unicode", "object"),
            _ => ("object", "object"),
        };
        json!({
            "name": field.name(), "field_name": field.name(), "pandas_type": pandas_type,
            "numpy_type": numpy_type, "metadata": null,
        })
    };
    let columns: Vec<Value> = schema.fields().iter().map(column).collect();
    let index: Vec<&String> =
        schema.fields().iter().map(|field| field.name()).filter(|name| name.starts_with("__index_level_")).collect();
    let mut description = Map::new();
    description.insert("index_columns".into(), json!(index));
    description.insert("column_indexes".into(), json!([]));
    description.insert("columns".into(), json!(columns));
    Value::Object(description)
}

/// The schema without metadata that is not understood.
pub fn clean_schema(schema: &Schema) -> Schema {
    Schema::new(schema.fields().iter().map(clean_field).collect::<Fields>())
}

fn clean_field(field: &FieldRef) -> FieldRef {
    let kept = field.metadata().iter().filter(|(key, _)| FIELD_KEYS.contains(&key.as_str()));
    let kept: HashMap<String, String> = kept.map(|(key, value)| (key.clone(), value.clone())).collect();
    let clean = Field::clone(field).with_data_type(clean_type(field.data_type())).with_metadata(kept);
    Arc::new(clean)
}

fn clean_type(data_type: &DataType) -> DataType {
    match data_type {
        DataType::List(field) => DataType::List(clean_field(field)),
        DataType::LargeList(field) => DataType::LargeList(clean_field(field)),
        DataType::FixedSizeList(field, size) => DataType::FixedSizeList(clean_field(field), *size),
        DataType::Struct(fields) => DataType::Struct(fields.iter().map(clean_field).collect()),
        DataType::Map(field, sorted) => DataType::Map(clean_field(field), *sorted),
        DataType::Dictionary(key, value) => DataType::Dictionary(key.clone(), Box::new(clean_type(value))),
        other => other.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn features_survive_without_those_of_dropped_columns_and_nothing_else_does() {
        let features = r#"{"info":{"features":{"label":{"names":["no","yes"],"_type":"ClassLabel"},"ssn":{}},"x":1}}"#;
        let pairs = [("huggingface", features), ("org.apache.spark.sql.parquet.row.metadata", "{}"), ("note", "\"x\"")];
        let metadata = FileMetadata::from_footer(pairs.into_iter());
        let schema = Schema::new(vec![Field::new("label", DataType::Int64, false)]);
        let footer = metadata.footer_for(&schema);
        assert_eq!(footer.len(), 1);
        let expected = r#"{"info":{"features":{"label":{"names":["no","yes"],"_type":"ClassLabel"}}}}"#;
        assert_eq!(footer.get("huggingface").map(String::as_str), Some(expected));
    }

    #[test]
    fn field_metadata_is_cleaned_at_every_depth() {
        let told: HashMap<String, String> = [("comment".to_owned(), "e.g. canary".to_owned()), ("PARQUET:field_id".to_owned(), "3".to_owned())].into();
        let inner = Field::new("inner", DataType::Utf8, true).with_metadata(told.clone());
        let outer = Field::new("outer", DataType::Struct(vec![inner].into()), true).with_metadata(told);
        let list = Field::new("list", DataType::List(Arc::new(outer)), true);
        let clean = clean_schema(&Schema::new(vec![list]));
        assert!(!format!("{clean:?}").contains("canary"));
        assert!(format!("{clean:?}").contains("field_id"));
    }
}
