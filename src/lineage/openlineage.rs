//! `openlineage.ndjson`: the run as two OpenLineage 2-0-2 events, START and COMPLETE or FAIL.
//!
//! <https://openlineage.io/spec/2-0-2/OpenLineage.json>; each facet names the version of its own schema. Columns
//! are named by their path (`messages[*].content`), the same flat name in `schema` and in `columnLineage`.
//! The format has no field for the kind of protection: the operator is the description of a masking
//! transformation there, and all of it is in our own facet, `limpid_protection`.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use super::{
    LineageError,
    manifest::{ColumnRecord, InputRecord, Manifest, OutputRecord, ToolRecord},
};

const SPEC: &str = "https://openlineage.io/spec/";
/// Schema of our own facet; a tag URI (RFC 4151), the schema itself is in `tests/lineage`.
const PROTECTION: &str =
    "tag:limpid,2026:facets/1-0-0/LimpidProtectionDatasetFacet.json#/$defs/LimpidProtectionDatasetFacet";

/// What the consumer calls the job and the two sides.
///
/// A file keeps its name from input to output, so the two sides need different namespaces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Places {
    /// Namespace of the input files.
    pub input: String,
    /// Namespace of the output files.
    pub output: String,
    /// Name of the job, in the namespace `limpid`.
    pub job: String,
}

impl Default for Places {
    fn default() -> Self {
        Self { input: "limpid:input".into(), output: "limpid:output".into(), job: "run".into() }
    }
}

/// Renders the events of a run, one a line.
///
/// The manifest may be without side files: these events are one of them.
pub fn openlineage(manifest: &Manifest, places: &Places) -> Result<Vec<u8>, LineageError> {
    let mut made_from: BTreeMap<&str, Vec<&OutputRecord>> = BTreeMap::new();
    for file in &manifest.outputs {
        made_from.entry(&file.input).or_default().push(file);
    }
    let run = Announced {
        tool: &manifest.tool,
        run_id: &manifest.run_id,
        places,
        inputs: manifest.inputs.iter().map(|file| file.name.as_str()).collect(),
    };
    let emitter = Emitter { manifest, places, made_from, run };
    let mut bytes = Vec::new();
    for event in [emitter.start(), emitter.end()] {
        serde_json::to_writer(&mut bytes, &event)
            .map_err(|_| LineageError::Encode { what: "the OpenLineage events" })?;
        bytes.push(b'\n');
    }
    Ok(bytes)
}

/// What is known of a run before it is done: enough for the events of one that is still going on.
pub struct Announced<'a> {
    /// The program.
    pub tool: &'a ToolRecord,
    /// Names the run in every event.
    pub run_id: &'a str,
    /// What the consumer calls the job and its two sides.
    pub places: &'a Places,
    /// Names of the input files.
    pub inputs: Vec<&'a str>,
}

impl Announced<'_> {
    /// The event of a run that has begun, at `time`, RFC 3339.
    pub fn start(&self, time: &str) -> Value {
        self.event("START", time, Map::new(), (self.bare_inputs(), Vec::new()))
    }

    /// The event of a run that has failed.
    pub fn fail(&self, time: &str) -> Value {
        self.event("FAIL", time, self.failure(), (self.bare_inputs(), Vec::new()))
    }

    fn bare_inputs(&self) -> Vec<Value> {
        self.inputs.iter().map(|name| json!({"namespace": self.places.input, "name": name})).collect()
    }

    /// Fixed text: the message of the real error could name what it stumbled over.
    fn failure(&self) -> Map<String, Value> {
        let error = json!({"message": "the run did not complete", "programmingLanguage": "RUST"});
        Map::from_iter([self.facet("errorMessage", "1-0-1/ErrorMessageRunFacet", error)])
    }

    fn event(
        &self,
        kind: &str,
        time: &str,
        mut run_facets: Map<String, Value>,
        (inputs, outputs): (Vec<Value>, Vec<Value>),
    ) -> Value {
        let engine = json!({"version": self.tool.version, "name": self.tool.name});
        run_facets.extend([self.facet("processing_engine", "1-1-1/ProcessingEngineRunFacet", engine)]);
        let job = json!({"processingType": "BATCH", "integration": "LIMPID", "jobType": "COMMAND"});
        let job_facets = Map::from_iter([self.facet("jobType", "2-0-4/JobTypeJobFacet", job)]);
        json!({
            "eventTime": time,
            "eventType": kind,
            "producer": self.producer(),
            "schemaURL": format!("{SPEC}2-0-2/OpenLineage.json#/$defs/RunEvent"),
            "run": {"runId": self.run_id, "facets": run_facets},
            "job": {"namespace": "limpid", "name": self.places.job, "facets": job_facets},
            "inputs": inputs,
            "outputs": outputs,
        })
    }

    /// A URI for the program and its version; of the version only what a URI may hold.
    fn producer(&self) -> String {
        let plain = |c: &char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
        let version: String = self.tool.version.chars().filter(plain).collect();
        format!("tag:limpid,2026:limpid/{version}")
    }

    /// A facet of the specification: `schema` is version and type, as in its URL.
    fn facet(&self, name: &str, schema: &str, facet: Value) -> (String, Value) {
        let kind = schema.rsplit('/').next().unwrap_or(schema);
        self.with_head(name, &format!("{SPEC}facets/{schema}.json#/$defs/{kind}"), facet)
    }

    fn with_head(&self, name: &str, schema: &str, facet: Value) -> (String, Value) {
        let mut whole = json!({"_producer": self.producer(), "_schemaURL": schema});
        if let (Value::Object(whole), Value::Object(facet)) = (&mut whole, facet) {
            whole.extend(facet);
        }
        (name.to_owned(), whole)
    }
}

struct Emitter<'a> {
    manifest: &'a Manifest,
    places: &'a Places,
    made_from: BTreeMap<&'a str, Vec<&'a OutputRecord>>,
    run: Announced<'a>,
}

impl Emitter<'_> {
    fn start(&self) -> Value {
        self.run.event("START", &self.manifest.started, Map::new(), (self.inputs(), Vec::new()))
    }

    fn end(&self) -> Value {
        let outputs = self.manifest.outputs.iter().map(|file| self.output(file)).collect();
        let (kind, facets) =
            if self.manifest.complete { ("COMPLETE", Map::new()) } else { ("FAIL", self.run.failure()) };
        self.run.event(kind, &self.manifest.finished, facets, (self.inputs(), outputs))
    }

    fn inputs(&self) -> Vec<Value> {
        self.manifest.inputs.iter().map(|file| self.input(file)).collect()
    }

    fn facet(&self, name: &str, schema: &str, facet: Value) -> (String, Value) {
        self.run.facet(name, schema, facet)
    }

    fn input(&self, file: &InputRecord) -> Value {
        // Names without types: the record has the types as written, which need not be those read.
        let columns =
            self.made_from.get(file.name.as_str()).into_iter().flatten().flat_map(|output| &output.columns);
        let mut seen = BTreeSet::new();
        let names = columns.map(|column| column.path.as_str()).filter(|path| seen.insert(*path));
        let fields: Vec<_> = names.map(|name| json!({"name": name})).collect();
        let statistics = json!({"rowCount": file.rows, "size": file.bytes, "fileCount": 1});
        json!({
            "namespace": self.places.input,
            "name": file.name,
            "facets": Map::from_iter([
                self.facet("schema", "1-2-0/SchemaDatasetFacet", json!({"fields": fields})),
                self.storage(&file.format),
                self.version(&file.sha256),
            ]),
            "inputFacets": Map::from_iter([
                self.facet("inputStatistics", "1-0-0/InputStatisticsInputDatasetFacet", statistics),
            ]),
        })
    }

    fn output(&self, file: &OutputRecord) -> Value {
        let written = || file.columns.iter().filter(|column| column.action != "drop");
        let fields: Vec<_> =
            written().map(|column| json!({"name": column.path, "type": column.data_type})).collect();
        let lineage: Map<_, _> =
            written().map(|column| (column.path.clone(), self.lineage(file, column))).collect();
        let statistics = json!({"rowCount": file.rows, "size": file.bytes, "fileCount": 1});
        json!({
            "namespace": self.places.output,
            "name": file.name,
            "facets": Map::from_iter([
                self.facet("schema", "1-2-0/SchemaDatasetFacet", json!({"fields": fields})),
                self.facet("columnLineage", "1-2-0/ColumnLineageDatasetFacet", json!({"fields": lineage})),
                self.storage(&file.format),
                self.version(&file.sha256),
                self.protection(file),
            ]),
            "outputFacets": Map::from_iter([
                self.facet("outputStatistics", "1-0-2/OutputStatisticsOutputDatasetFacet", statistics),
            ]),
        })
    }

    fn lineage(&self, file: &OutputRecord, column: &ColumnRecord) -> Value {
        let transformation = json!({
            "type": "DIRECT",
            "subtype": if column.action == "keep" { "IDENTITY" } else { "TRANSFORMATION" },
            "description": column.action,
            "masking": column.masking,
        });
        json!({"inputFields": [{
            "namespace": self.places.input,
            "name": file.input,
            "field": column.path,
            "transformations": [transformation],
        }]})
    }

    fn protection(&self, file: &OutputRecord) -> (String, Value) {
        let Manifest { policy, plan, detectors, key, .. } = self.manifest;
        let columns = file.columns.iter().map(|column| {
            let mut entry = json!({"action": column.action, "masking": column.masking});
            if let (Some(class), Value::Object(entry)) = (&column.class, &mut entry) {
                entry.insert("class".into(), json!(class));
            }
            (column.path.clone(), entry)
        });
        let facet = json!({
            "policy": {"name": policy.name, "purpose": policy.purpose, "sha256": policy.sha256},
            "planSha256": plan.sha256,
            "detectorsDigest": detectors.digest,
            "key": {"id": key.id, "ephemeral": key.ephemeral},
            "columns": columns.collect::<Map<_, _>>(),
        });
        self.run.with_head("limpid_protection", PROTECTION, facet)
    }

    fn storage(&self, format: &str) -> (String, Value) {
        // The names the facet allows; Arrow IPC has none.
        let name = match format.split('.').next() {
            Some("parquet") => Some("parquet"),
            Some("jsonl") => Some("json"),
            Some("csv" | "tsv") => Some("csv"),
            Some("text") => Some("text"),
            _ => None,
        };
        let facet = match name {
            Some(name) => json!({"storageLayer": "file", "fileFormat": name}),
            None => json!({"storageLayer": "file"}),
        };
        self.facet("storage", "1-0-1/StorageDatasetFacet", facet)
    }

    fn version(&self, sha256: &str) -> (String, Value) {
        let facet = json!({"datasetVersion": format!("sha256:{sha256}")});
        self.facet("version", "1-0-1/DatasetVersionDatasetFacet", facet)
    }
}

#[cfg(test)]
mod tests {
    use super::{super::sample::manifest, *};

    fn events(manifest: &Manifest) -> Vec<Value> {
        let bytes = openlineage(manifest, &Places::default()).unwrap();
        String::from_utf8(bytes).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    #[test]
    fn a_run_starts_and_completes() {
        let events = events(&manifest());
        let kinds: Vec<_> = events.iter().map(|event| &event["eventType"]).collect();
        assert_eq!(kinds, ["START", "COMPLETE"]);
        assert_eq!(events[0]["eventTime"], "2026-11-20T10:00:00Z");
        assert_eq!(events[1]["eventTime"], "2026-11-20T10:01:30.250Z");
        assert_eq!(events[0]["run"]["runId"], events[1]["run"]["runId"]);
        assert_eq!(events[0]["outputs"], json!([]));
        assert_eq!(events[1]["inputs"][0]["inputFacets"]["inputStatistics"]["rowCount"], 1200);
        assert_eq!(events[1]["outputs"][0]["outputFacets"]["outputStatistics"]["rowCount"], 1190);
    }

    #[test]
    fn an_unfinished_run_fails_without_saying_why() {
        let events = events(&Manifest { complete: false, ..manifest() });
        assert_eq!(events[1]["eventType"], "FAIL");
        let message = &events[1]["run"]["facets"]["errorMessage"]["message"];
        assert_eq!(message, "the run did not complete");
    }

    #[test]
    fn a_run_is_announced_before_it_is_done() {
        let manifest = manifest();
        let places = Places::default();
        let run = Announced {
            tool: &manifest.tool,
            run_id: &manifest.run_id,
            places: &places,
            inputs: vec!["a.csv"],
        };
        let (start, fail) = (run.start("2026-11-20T10:00:00Z"), run.fail("2026-11-20T10:00:01Z"));
        assert_eq!((&start["eventType"], &fail["eventType"]), (&json!("START"), &json!("FAIL")));
        assert_eq!(start["run"]["runId"], events(&manifest)[0]["run"]["runId"]);
        assert_eq!(start["job"], events(&manifest)[0]["job"]);
        assert_eq!(fail["inputs"], json!([{"namespace": "limpid:input", "name": "a.csv"}]));
        assert_eq!(fail["run"]["facets"]["errorMessage"]["message"], "the run did not complete");
    }

    #[test]
    fn lineage_of_columns() {
        let events = events(&manifest());
        let facets = &events[1]["outputs"][0]["facets"];
        let field = |path: &str| facets["columnLineage"]["fields"][path]["inputFields"][0].clone();
        let masked = field("customer_name");
        assert_eq!(masked["namespace"], "limpid:input");
        assert_eq!(masked["name"], "tickets/part-0.parquet");
        let transformation = json!({"type": "DIRECT", "subtype": "TRANSFORMATION", "description": "surrogate", "masking": true});
        assert_eq!(masked["transformations"][0], transformation);
        assert_eq!(field("id")["transformations"][0]["subtype"], "IDENTITY");
        assert_eq!(field("id")["transformations"][0]["masking"], false);
    }

    #[test]
    fn a_dropped_column_is_in_the_input_only() {
        let events = events(&manifest());
        let names = |dataset: &Value| -> Vec<String> {
            let fields = dataset["facets"]["schema"]["fields"].as_array().unwrap().clone();
            fields.iter().map(|field| field["name"].as_str().unwrap().to_owned()).collect()
        };
        assert!(names(&events[1]["inputs"][0]).contains(&"internal_notes".to_owned()));
        assert!(!names(&events[1]["outputs"][0]).contains(&"internal_notes".to_owned()));
        let facets = &events[1]["outputs"][0]["facets"];
        assert_eq!(facets["columnLineage"]["fields"].get("internal_notes"), None);
        assert_eq!(facets["limpid_protection"]["columns"]["internal_notes"]["action"], "drop");
    }
}
