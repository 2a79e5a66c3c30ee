//! `croissant.json`: the output as ML tools read data sets, Croissant 1.1 with the RAI 1.0 vocabulary.
//!
//! <https://docs.mlcommons.org/croissant/docs/croissant-spec-1.1.html>, <https://docs.mlcommons.org/croissant/docs/croissant-rai-spec.html>.
//! RAI has no structured field for what was done to personal data: it is told in words, each made of the manifest.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{
    FOLDER, LineageError, MANIFEST_FILE,
    manifest::{ColumnRecord, Manifest, OutputRecord},
};

/// Renders `croissant.json`. The license is the owner's to name: none is claimed.
pub fn croissant(manifest: &Manifest) -> Result<Vec<u8>, LineageError> {
    let Manifest { policy, rows, .. } = manifest;
    let name = if policy.name.is_empty() { "limpid output" } else { &policy.name };
    let files: Vec<Value> = manifest
        .outputs
        .iter()
        .map(|file| {
            json!({
                "@type": "cr:FileObject",
                "@id": file.name,
                "name": file.name,
                // Relative to the card, which lies in a folder beside the files.
                "contentUrl": format!("../{}", file.name),
                "contentSize": format!("{} B", file.bytes),
                "encodingFormat": media_type(&file.format),
                "sha256": file.sha256,
            })
        })
        .collect();
    let document = json!({
        "@context": context(),
        "@type": "sc:Dataset",
        "conformsTo": ["http://mlcommons.org/croissant/1.1", "http://mlcommons.org/croissant/RAI/1.0"],
        "name": name,
        "description": format!(
            "A copy made by limpid {} under the policy \"{name}\": {} rows in {} files.",
            manifest.tool.version, rows.written, manifest.outputs.len()
        ),
        "datePublished": manifest.finished.get(..10).unwrap_or_default(),
        "version": "1.0.0",
        "isLiveDataset": false,
        "distribution": files,
        "recordSet": manifest.outputs.iter().filter_map(records).collect::<Vec<_>>(),
        "rai:personalSensitiveInformation": personal(manifest),
        "rai:dataPreprocessingProtocol": [minimized(manifest)],
        "rai:dataManipulationProtocol": format!(
            "Every value was treated as {FOLDER}/{} says; {FOLDER}/{MANIFEST_FILE} counts what was done, signed. \
             `limpid verify` checks both against the data.",
            manifest.plan.file
        ),
        "rai:dataUseCases": [if policy.purpose.is_empty() { "not stated" } else { &policy.purpose }],
        "rai:dataLimitations": [
            "Detection is not perfect: what no detector sees is left as it was.",
            "People can be found by what is left of a row together with what is known elsewhere.",
        ],
    });
    let mut bytes =
        serde_json::to_vec_pretty(&document).map_err(|_| LineageError::Encode { what: "croissant.json" })?;
    bytes.push(b'\n');
    Ok(bytes)
}

/// The rows of a file: a field for each column of the output, with where it is read and what happened to it. `None` for a
/// file without any.
fn records(file: &OutputRecord) -> Option<Value> {
    let id = format!("records/{}", file.name);
    let field = |column: &ColumnRecord| {
        let mut source = json!({"fileObject": {"@id": file.name}});
        let (extract, transform) = read(&file.format, &column.path);
        source["extract"] = extract;
        if let Some(transform) = transform {
            source["transform"] = transform;
        }
        let class = column.class.as_ref().map(|class| format!("{class}, ")).unwrap_or_default();
        let mut field = json!({
            "@type": "cr:Field",
            "@id": format!("{id}/{}", column.path),
            "name": column.path,
            "description": format!("{class}{}", column.action),
            "dataType": data_type(&column.data_type),
            "source": source,
        });
        if column.path.contains('[') {
            field["repeated"] = json!(true);
        }
        field
    };
    // Keys and values of maps have no path that a reader of cells knows.
    let is_map = |path: &str| path.contains("[key]") || path.contains("[value]");
    let columns = file.columns.iter().filter(|column| column.action != "drop" && !is_map(&column.path));
    let fields: Vec<Value> = columns.map(field).collect();
    (!fields.is_empty()).then(|| json!({"@type": "cr:RecordSet", "@id": id, "name": id, "field": fields}))
}

/// Where a reader finds a column: by its name, and inside its cells. Keys of documents are columns to Croissant's readers.
fn read(format: &str, path: &str) -> (Value, Option<Value>) {
    let (top, inside) = path.split_at(path.find(['.', '[']).unwrap_or(path.len()));
    match format {
        "text" | "txt" => (json!({"fileProperty": "content"}), None),
        _ if inside.is_empty() => (json!({"column": top}), None),
        _ => (json!({"column": top}), Some(json!({"jsonPath": format!("${inside}")}))),
    }
}

/// The type of a column by its Arrow type; what stands inside documents and cells is text to Croissant.
fn data_type(arrow: &str) -> &'static str {
    match arrow {
        "Boolean" => "sc:Boolean",
        "Date32" | "Date64" => "sc:Date",
        _ if arrow.starts_with("Int") || arrow.starts_with("UInt") => "sc:Integer",
        _ if arrow.starts_with("Float") || arrow.starts_with("Decimal") => "sc:Float",
        _ if arrow.starts_with("Timestamp") => "sc:DateTime",
        _ => "sc:Text",
    }
}

/// What was found, by entity, and what was done to it.
fn personal(manifest: &Manifest) -> Vec<String> {
    let mut entities: BTreeMap<(&str, &str), u64> = BTreeMap::new();
    for count in &manifest.counts {
        *entities.entry((&count.entity, &count.action)).or_insert(0) += count.found;
    }
    if entities.is_empty() {
        return vec!["none was found".to_owned()];
    }
    entities
        .into_iter()
        .map(|((entity, action), found)| format!("{entity}: {found} found, {action}"))
        .collect()
}

/// What was left out.
fn minimized(manifest: &Manifest) -> String {
    let rows = &manifest.rows;
    let mut text = format!("Of {} rows read {} were written.", rows.read, rows.written);
    for dropped in &rows.dropped {
        text += &format!(" {} left out: {}.", dropped.count, dropped.reason);
    }
    if rows.quarantined > 0 {
        text += &format!(" {} could not be read and were set aside.", rows.quarantined);
    }
    text
}

fn media_type(format: &str) -> &'static str {
    match format {
        "parquet" => "application/x-parquet",
        "csv" => "text/csv",
        "tsv" => "text/tab-separated-values",
        "jsonl" => "application/jsonlines",
        "txt" | "text" => "text/plain",
        _ if format.starts_with("jsonl") => "application/gzip",
        _ => "application/octet-stream",
    }
}

/// Terms of the context that are names of Croissant's own.
const TERMS: &[&str] = &[
    "arrayShape",
    "citeAs",
    "column",
    "containedIn",
    "dataBiases",
    "dataCollection",
    "equivalentProperty",
    "extract",
    "field",
    "fileObject",
    "fileProperty",
    "fileSet",
    "format",
    "includes",
    "isArray",
    "isLiveDataset",
    "jsonPath",
    "key",
    "md5",
    "parentField",
    "path",
    "personalSensitiveInformation",
    "recordSet",
    "references",
    "regex",
    "repeated",
    "replace",
    "samplingRate",
    "separator",
    "source",
    "subField",
    "transform",
];

/// The context that the specification's readers ask for.
fn context() -> Value {
    let mut context = json!({
        "@language": "en",
        "@vocab": "https://schema.org/",
        "conformsTo": "dct:conformsTo",
        "cr": "http://mlcommons.org/croissant/",
        "data": {"@id": "cr:data", "@type": "@json"},
        "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
        "dct": "http://purl.org/dc/terms/",
        "examples": {"@id": "cr:examples", "@type": "@json"},
        "rai": "http://mlcommons.org/croissant/RAI/",
        "sc": "https://schema.org/",
    });
    if let Some(terms) = context.as_object_mut() {
        terms.extend(TERMS.iter().map(|term| ((*term).to_owned(), json!(format!("cr:{term}")))));
    }
    context
}

#[cfg(test)]
mod tests {
    use super::{super::sample::manifest, *};

    #[test]
    fn every_output_is_there_with_its_digest_and_what_was_done_is_told() {
        let manifest = manifest();
        let document: Value = serde_json::from_slice(&croissant(&manifest).unwrap()).unwrap();
        let files = document["distribution"].as_array().unwrap();
        assert_eq!(files.len(), manifest.outputs.len());
        assert_eq!(files[0]["sha256"], manifest.outputs[0].sha256.as_str());
        let records = document["recordSet"].as_array().unwrap();
        let fields = records[0]["field"].as_array().unwrap();
        let names: Vec<_> = fields.iter().map(|field| field["name"].as_str().unwrap()).collect();
        assert!(!names.contains(&"internal_notes") && names.contains(&"messages[*].content"), "{names:?}");
        assert!(fields[1]["description"].as_str().unwrap().contains("PERSON, surrogate"), "{}", fields[1]);
        assert_eq!(fields[0]["source"]["fileObject"]["@id"], files[0]["@id"]);
        assert_eq!(document["rai:dataUseCases"][0], "fine-tuning");
        let left_out = document["rai:dataPreprocessingProtocol"][0].as_str().unwrap();
        assert!(left_out.contains("10 left out: retain."), "{left_out}");
        assert!(document.get("license").is_none());
    }
}
