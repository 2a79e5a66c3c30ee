//! What of a file's own metadata survives: an allow-list, never a copy.
//!
//! Footer keys, field metadata and statistics can hold personal data, so nothing is carried over unless it is
//! understood: the features of a Hugging Face data set, the index description of pandas, the time zone of a type.

mod features;
mod pandas;
mod retype;

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

use arrow::datatypes::{DataType, Field, FieldRef, Fields, Schema, UnionFields};

pub use retype::{conform, retype};

/// The only keys of a footer that are carried over, both rebuilt.
const HUGGING_FACE: &str = "huggingface";
const PANDAS: &str = "pandas";

/// Key of a field's number in table formats such as Iceberg.
const FIELD_ID: &str = "PARQUET:field_id";
/// Key of an extension type's name.
const EXTENSION: &str = "ARROW:extension:name";

/// The allowed part of a file's metadata.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FileMetadata {
    /// Footer keys to write, already cleaned.
    pub footer: BTreeMap<String, String>,
    /// Field delimiter of a delimited text file.
    pub delimiter: Option<u8>,
    /// Types of the file's columns: what was said about a column holds only while it keeps its type.
    pub types: BTreeMap<String, DataType>,
}

impl FileMetadata {
    /// The allowed part of a footer or of a schema's metadata, for a file of this (clean) schema.
    pub fn from_footer<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>, schema: &Schema) -> Self {
        let mut metadata = Self { types: types(schema), ..Self::default() };
        for (key, value) in pairs {
            let clean = match key {
                HUGGING_FACE => features::rebuild(value, schema),
                PANDAS => pandas::rebuild(value, schema),
                _ => None,
            };
            if let Some(clean) = clean {
                metadata.footer.insert(key.to_owned(), clean);
            }
        }
        metadata
    }

    /// What is left for an output of this schema: nothing is said about dropped or changed columns.
    #[must_use]
    pub fn for_output(&self, schema: &Schema) -> Self {
        let same =
            |field: &&FieldRef| self.types.get(field.name()).is_none_or(|before| before == field.data_type());
        let unchanged = Schema::new(schema.fields().iter().filter(same).cloned().collect::<Fields>());
        let rebuild = |(key, value): (&String, &String)| {
            let clean = match key.as_str() {
                HUGGING_FACE => features::rebuild(value, &unchanged)?,
                // Speaks of every column, and says of a changed one what it is now.
                PANDAS => pandas::rebuild(value, schema)?,
                _ => return None,
            };
            Some((key.clone(), clean))
        };
        let footer = self.footer.iter().filter_map(rebuild).collect();
        Self { footer, delimiter: self.delimiter, types: types(schema) }
    }
}

fn types(schema: &Schema) -> BTreeMap<String, DataType> {
    schema.fields().iter().map(|field| (field.name().clone(), field.data_type().clone())).collect()
}

/// The schema without any metadata but the allowed field metadata.
pub fn clean_schema(schema: &Schema) -> Schema {
    Schema::new(schema.fields().iter().map(clean_field).collect::<Fields>())
}

/// The field, and those below it, with nothing but allowed metadata.
fn clean_field(field: &FieldRef) -> FieldRef {
    let allowed = field.metadata().iter().filter(|(key, value)| is_allowed(key, value, field.data_type()));
    let metadata: HashMap<String, String> =
        allowed.map(|(key, value)| (key.clone(), value.clone())).collect();
    let data_type = clean_type(field.data_type());
    Arc::new(Field::clone(field).with_data_type(data_type).with_metadata(metadata))
}

/// A field number, or the name of an extension type that needs no metadata and still has its storage type.
fn is_allowed(key: &str, value: &str, data_type: &DataType) -> bool {
    match key {
        FIELD_ID => value.parse::<i32>().is_ok(),
        EXTENSION => match value {
            "arrow.uuid" => *data_type == DataType::FixedSizeBinary(16),
            "arrow.json" => matches!(data_type, DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View),
            "arrow.bool8" => *data_type == DataType::Int8,
            _ => false,
        },
        _ => false,
    }
}

fn clean_type(data_type: &DataType) -> DataType {
    use DataType as D;
    match data_type {
        D::List(field) => D::List(clean_field(field)),
        D::LargeList(field) => D::LargeList(clean_field(field)),
        D::ListView(field) => D::ListView(clean_field(field)),
        D::LargeListView(field) => D::LargeListView(clean_field(field)),
        D::FixedSizeList(field, size) => D::FixedSizeList(clean_field(field), *size),
        D::Struct(fields) => D::Struct(fields.iter().map(clean_field).collect()),
        D::Map(field, sorted) => D::Map(clean_field(field), *sorted),
        D::Dictionary(key, value) => D::Dictionary(key.clone(), Box::new(clean_type(value))),
        D::RunEndEncoded(ends, values) => D::RunEndEncoded(clean_field(ends), clean_field(values)),
        D::Union(fields, mode) => {
            let fields: UnionFields = fields.iter().map(|(id, field)| (id, clean_field(field))).collect();
            D::Union(fields, *mode)
        }
        other => other.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> HashMap<String, String> {
        HashMap::from([("spark".to_owned(), text.to_owned()), (FIELD_ID.to_owned(), "7".to_owned())])
    }

    #[test]
    fn nested_field_metadata_is_stripped_except_field_numbers() {
        let item = Field::new("item", DataType::Utf8, true).with_metadata(told("CANARY-7f3a"));
        let list =
            Field::new("list", DataType::List(Arc::new(item)), true).with_metadata(told("CANARY-7f3a"));
        let schema = Schema::new_with_metadata(vec![list], told("CANARY-7f3a"));
        let clean = clean_schema(&schema);
        assert!(!format!("{clean:?}").contains("CANARY"));
        assert_eq!(clean.field(0).metadata().get(FIELD_ID).map(String::as_str), Some("7"));
        assert!(clean.metadata().is_empty());
    }

    #[test]
    fn an_extension_name_goes_when_the_storage_type_changed() {
        let name = HashMap::from([(EXTENSION.to_owned(), "arrow.uuid".to_owned())]);
        let kept = Field::new("id", DataType::FixedSizeBinary(16), true).with_metadata(name.clone());
        let gone = Field::new("id2", DataType::Utf8, true).with_metadata(name);
        let clean = clean_schema(&Schema::new(vec![kept, gone]));
        assert_eq!(clean.field(0).metadata().len(), 1);
        assert!(clean.field(1).metadata().is_empty());
    }

    #[test]
    fn class_labels_survive_and_dropped_columns_do_not() {
        let footer = r#"{"info": {"description": "CANARY-7f3a", "features": {
            "label": {"names": ["neg", "pos"], "_type": "ClassLabel", "id": "CANARY-7f3a"},
            "secret": {"dtype": "string", "_type": "Value"},
            "turns": {"feature": {"role": {"dtype": "string", "_type": "Value"}}, "_type": "List"}}}, "fingerprint": "x"}"#;
        let turns = DataType::List(Arc::new(Field::new(
            "item",
            DataType::Struct(vec![Field::new("role", DataType::Utf8, true)].into()),
            true,
        )));
        let input = Schema::new(vec![
            Field::new("label", DataType::Int64, true),
            Field::new("secret", DataType::Utf8, true),
            Field::new("turns", turns.clone(), true),
        ]);
        let metadata = FileMetadata::from_footer([("huggingface", footer), ("other", "CANARY-7f3a")], &input);
        let output =
            Schema::new(vec![Field::new("label", DataType::Int64, true), Field::new("turns", turns, true)]);
        let out = metadata.for_output(&output);
        let text = out.footer.get("huggingface").expect("kept");
        assert_eq!(
            text,
            r#"{"info":{"features":{"label":{"names":["neg","pos"],"_type":"ClassLabel"},"turns":{"feature":{"role":{"dtype":"string","_type":"Value"}},"_type":"List"}}}}"#
        );
        // A label that became text is no class label any more.
        let changed = Schema::new(vec![Field::new("label", DataType::Utf8, true)]);
        assert!(!metadata.for_output(&changed).footer.contains_key("huggingface"));
    }

    #[test]
    fn pandas_is_rebuilt_without_statistics_or_creator() {
        let footer = r#"{"index_columns": ["idx", "gone", {"kind": "range", "name": "CANARY-7f3a", "start": 0, "stop": 9, "step": 1}],
            "columns": [{"name": "age", "field_name": "age", "pandas_type": "int64", "numpy_type": "Int64", "metadata": {"max": "CANARY-7f3a"}},
            {"name": "CANARY-7f3a", "field_name": "gone", "pandas_type": "unicode", "numpy_type": "object", "metadata": null}],
            "creator": {"library": "CANARY-7f3a", "version": "1"}, "pandas_version": "2.2.0"}"#;
        let schema = Schema::new(vec![
            Field::new("age", DataType::Int64, true),
            Field::new("idx", DataType::Utf8, true),
        ]);
        let metadata = FileMetadata::from_footer([("pandas", footer)], &schema);
        let text = metadata.footer.get("pandas").expect("kept");
        assert!(!text.contains("CANARY") && !text.contains("gone"));
        let value: serde_json::Value = serde_json::from_str(text).expect("json");
        assert_eq!(value["index_columns"], serde_json::json!(["idx"]));
        assert_eq!(value["columns"][0]["numpy_type"], "Int64");
        assert_eq!(value["columns"][1]["pandas_type"], "unicode");
        assert_eq!(metadata.for_output(&schema), metadata);
    }
}
