//! in-toto Statement v1 with the SLSA provenance v1 predicate: which outputs, made from which inputs, how.
//!
//! <https://github.com/in-toto/attestation/tree/main/spec/v1>, <https://slsa.dev/spec/v1.2/build-provenance>.
//! Parsers generated from the protobuf definitions refuse fields they do not know, so nothing of ours is a field:
//! it is in the parameters and in annotations. Digest sets hold SHA-256 only, which every verifier can compute;
//! BLAKE3 is an annotation. Numbers are left out: a protobuf `Struct` rounds those above 2^53.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::{FOLDER, LineageError, MANIFEST_FILE, digests, manifest::Manifest};

/// `_type` of a statement.
pub const STATEMENT_TYPE: &str = "https://in-toto.io/Statement/v1";
/// Type of the predicate.
pub const PREDICATE_TYPE: &str = "https://slsa.dev/provenance/v1";
/// What the parameters mean: `externalParameters` is what the user chose (policy, purpose, options),
/// `internalParameters` what limpid resolved from it. A tag URI (RFC 4151): a name, not an address.
pub const BUILD_TYPE: &str = "tag:limpid,2026:run/v1";
/// Who builds; SLSA level 1, since the user's own machine vouches for itself.
pub const BUILDER_ID: &str = "tag:limpid,2026:cli";

const BLAKE3: &str = "limpid_blake3";

/// A statement about files. Unknown fields are ignored, as the specification asks: they are signed all the same.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Statement {
    /// [`STATEMENT_TYPE`].
    #[serde(rename = "_type")]
    pub statement_type: String,
    /// Every output, then the manifest.
    pub subject: Vec<ResourceDescriptor>,
    /// [`PREDICATE_TYPE`].
    pub predicate_type: String,
    /// How they came to be.
    pub predicate: Provenance,
}

/// A file by name and digest.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ResourceDescriptor {
    /// Name, relative to the data set.
    pub name: String,
    /// Algorithm to lower-case hex.
    pub digest: BTreeMap<String, String>,
    /// Ours: the BLAKE3 digest.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub annotations: Map<String, Value>,
}

/// SLSA provenance v1.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Provenance {
    /// What went in.
    pub build_definition: BuildDefinition,
    /// What happened.
    pub run_details: RunDetails,
}

/// The inputs of a run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct BuildDefinition {
    /// [`BUILD_TYPE`].
    pub build_type: String,
    /// Under the user's control.
    pub external_parameters: Map<String, Value>,
    /// Resolved from them by limpid.
    #[serde(default)]
    pub internal_parameters: Map<String, Value>,
    /// The input files.
    #[serde(default)]
    pub resolved_dependencies: Vec<ResourceDescriptor>,
}

/// One execution.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RunDetails {
    /// Who ran it.
    pub builder: Builder,
    /// Which run, and when.
    pub metadata: BuildMetadata,
    /// The other files in `_limpid`.
    #[serde(default)]
    pub byproducts: Vec<ResourceDescriptor>,
}

/// Who ran it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Builder {
    /// [`BUILDER_ID`].
    pub id: String,
    /// Program to version.
    #[serde(default)]
    pub version: BTreeMap<String, String>,
}

/// Which run, and when.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct BuildMetadata {
    /// The run id.
    pub invocation_id: String,
    /// RFC 3339, `Z`.
    pub started_on: String,
    /// RFC 3339, `Z`.
    pub finished_on: String,
}

impl ResourceDescriptor {
    fn new(name: &str, sha256: &str, blake3: &str) -> Self {
        Self {
            name: name.to_owned(),
            digest: BTreeMap::from([("sha256".to_owned(), sha256.to_owned())]),
            annotations: Map::from_iter([(BLAKE3.to_owned(), Value::from(blake3))]),
        }
    }

    fn has(&self, sha256: &str, blake3: &str) -> bool {
        let annotated = self.annotations.get(BLAKE3).and_then(Value::as_str);
        self.digest.get("sha256").is_some_and(|own| own == sha256) && annotated == Some(blake3)
    }
}

impl Statement {
    /// The statement of a run; `manifest_bytes` are the bytes of `manifest.json` as written.
    pub fn of(manifest: &Manifest, manifest_bytes: &[u8]) -> Self {
        let (sha256, blake3) = digests(manifest_bytes);
        let outputs = manifest
            .outputs
            .iter()
            .map(|file| ResourceDescriptor::new(&file.name, &file.sha256, &file.blake3));
        let own = ResourceDescriptor::new(&side(MANIFEST_FILE), &sha256, &blake3);
        Self {
            statement_type: STATEMENT_TYPE.to_owned(),
            subject: outputs.chain([own]).collect(),
            predicate_type: PREDICATE_TYPE.to_owned(),
            predicate: Provenance { build_definition: definition(manifest), run_details: details(manifest) },
        }
    }

    /// Renders the statement: the payload of the envelope.
    pub fn to_json(&self) -> Result<Vec<u8>, LineageError> {
        serde_json::to_vec(self).map_err(|_| LineageError::Encode { what: "the statement" })
    }

    /// Reads a statement of ours; another type, predicate or kind of run is refused.
    pub fn from_json(bytes: &[u8]) -> Result<Self, LineageError> {
        let statement: Self = serde_json::from_slice(bytes)
            .map_err(|error| LineageError::malformed("the statement", &error))?;
        let types = [
            (&statement.statement_type, STATEMENT_TYPE, "_type"),
            (&statement.predicate_type, PREDICATE_TYPE, "predicateType"),
            (&statement.predicate.build_definition.build_type, BUILD_TYPE, "buildType"),
        ];
        for (found, wanted, field) in types {
            if found != wanted {
                return Err(LineageError::Invalid { what: "the statement", field });
            }
        }
        Ok(statement)
    }

    /// Whether exactly one subject has this name, and has the digests of these bytes.
    pub fn covers_bytes(&self, name: &str, bytes: &[u8]) -> Result<(), LineageError> {
        let (sha256, blake3) = digests(bytes);
        let mut named = self.subject.iter().filter(|subject| subject.name == name);
        match (named.next(), named.next()) {
            (Some(subject), None) if subject.has(&sha256, &blake3) => Ok(()),
            _ => Err(LineageError::Subject { name: name.to_owned() }),
        }
    }

    /// Whether the subjects other than the manifest are exactly its outputs, and the run is the same.
    pub fn covers_outputs(&self, manifest: &Manifest) -> Result<(), LineageError> {
        if self.predicate.run_details.metadata.invocation_id != manifest.run_id {
            return Err(LineageError::Invalid { what: "the statement", field: "run id" });
        }
        let outputs = manifest.outputs.iter();
        let mut expected: BTreeMap<_, _> =
            outputs.map(|file| (file.name.as_str(), (&file.sha256, &file.blake3))).collect();
        let own = side(MANIFEST_FILE);
        for subject in self.subject.iter().filter(|subject| subject.name != own) {
            // Taken out, so that a second subject of the same name is refused whatever its digests are.
            let known = expected.remove(subject.name.as_str());
            if !known.is_some_and(|(sha256, blake3)| subject.has(sha256, blake3)) {
                return Err(LineageError::Subject { name: subject.name.clone() });
            }
        }
        match expected.keys().next() {
            Some(name) => Err(LineageError::Subject { name: (*name).to_owned() }),
            None => Ok(()),
        }
    }
}

fn side(name: &str) -> String {
    format!("{FOLDER}/{name}")
}

fn definition(manifest: &Manifest) -> BuildDefinition {
    let Manifest { policy, plan, detectors, key, .. } = manifest;
    let external = [
        ("policy", json!({"name": policy.name, "sha256": policy.sha256, BLAKE3: policy.blake3})),
        ("purpose", json!(policy.purpose)),
        ("options", json!(manifest.options)),
    ];
    let internal = [
        ("plan", json!({"name": side(&plan.file), "sha256": plan.sha256, BLAKE3: plan.blake3})),
        ("detectors", json!({"digest": detectors.digest, "set": detectors.set})),
        ("key", json!({"id": key.id, "ephemeral": key.ephemeral})),
        ("complete", json!(manifest.complete)),
    ];
    let inputs =
        manifest.inputs.iter().map(|file| ResourceDescriptor::new(&file.name, &file.sha256, &file.blake3));
    BuildDefinition {
        build_type: BUILD_TYPE.to_owned(),
        external_parameters: external.map(|(name, value)| (name.to_owned(), value)).into_iter().collect(),
        internal_parameters: internal.map(|(name, value)| (name.to_owned(), value)).into_iter().collect(),
        resolved_dependencies: inputs.collect(),
    }
}

fn details(manifest: &Manifest) -> RunDetails {
    let files = manifest.side_files.iter();
    RunDetails {
        builder: Builder {
            id: BUILDER_ID.to_owned(),
            version: BTreeMap::from([(manifest.tool.name.clone(), manifest.tool.version.clone())]),
        },
        metadata: BuildMetadata {
            invocation_id: manifest.run_id.clone(),
            started_on: manifest.started.clone(),
            finished_on: manifest.finished.clone(),
        },
        byproducts: files
            .map(|file| ResourceDescriptor::new(&side(&file.name), &file.sha256, &file.blake3))
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::{super::sample::manifest, *};

    #[test]
    fn fields_of_the_statement() {
        let manifest = manifest();
        let bytes = manifest.to_json().unwrap();
        let statement: Value =
            serde_json::from_slice(&Statement::of(&manifest, &bytes).to_json().unwrap()).unwrap();
        assert_eq!(statement["_type"], STATEMENT_TYPE);
        assert_eq!(statement["predicateType"], PREDICATE_TYPE);
        let names: Vec<_> = statement["subject"].as_array().unwrap().iter().map(|s| &s["name"]).collect();
        assert_eq!(names, ["tickets/part-0.parquet", "notes.jsonl", "_limpid/manifest.json"]);
        assert_eq!(statement["subject"][0]["digest"]["sha256"], manifest.outputs[0].sha256.as_str());
        assert_eq!(statement["subject"][0]["annotations"][BLAKE3], manifest.outputs[0].blake3.as_str());
        assert_eq!(statement["subject"][2]["digest"]["sha256"], digests(&bytes).0.as_str());
        let predicate = &statement["predicate"];
        let definition = &predicate["buildDefinition"];
        assert_eq!(definition["buildType"], BUILD_TYPE);
        assert_eq!(definition["externalParameters"]["policy"]["name"], "training");
        assert_eq!(definition["externalParameters"]["purpose"], "fine-tuning");
        assert_eq!(definition["internalParameters"]["key"]["id"], "k-0123");
        assert_eq!(definition["resolvedDependencies"][0]["name"], "tickets/part-0.parquet");
        let details = &predicate["runDetails"];
        assert_eq!(details["builder"]["version"]["limpid"], "0.1.0");
        assert_eq!(details["metadata"]["invocationId"], manifest.run_id.as_str());
        assert_eq!(details["metadata"]["startedOn"], manifest.started.as_str());
        assert_eq!(details["byproducts"][0]["name"], "_limpid/plan.toml");
        let keys: Vec<_> = predicate.as_object().unwrap().keys().collect();
        assert_eq!(keys, ["buildDefinition", "runDetails"]);
    }

    #[test]
    fn only_our_kind_of_statement_is_read() {
        let bytes = manifest().to_json().unwrap();
        let text = String::from_utf8(Statement::of(&manifest(), &bytes).to_json().unwrap()).unwrap();
        assert!(Statement::from_json(text.as_bytes()).is_ok());
        let refused =
            [(STATEMENT_TYPE, "_type"), (PREDICATE_TYPE, "predicateType"), (BUILD_TYPE, "buildType")];
        for (kind, field) in refused {
            let other = text.replace(kind, "https://other.example/v1");
            let error = LineageError::Invalid { what: "the statement", field };
            assert_eq!(Statement::from_json(other.as_bytes()), Err(error));
        }
    }

    #[test]
    fn a_subject_missing_added_or_doubled_is_noticed() {
        let manifest = manifest();
        let statement = Statement::of(&manifest, b"bytes");
        assert_eq!(statement.covers_outputs(&manifest), Ok(()));
        let refused = |change: fn(&mut Statement)| {
            let mut changed = statement.clone();
            change(&mut changed);
            assert!(changed.covers_outputs(&manifest).is_err());
        };
        refused(|statement| drop(statement.subject.remove(0)));
        refused(|statement| statement.subject.push(ResourceDescriptor::new("more.csv", "", "")));
        refused(|statement| statement.subject.push(ResourceDescriptor::new("notes.jsonl", "", "")));
        refused(|statement| statement.subject[0].annotations.clear());
        refused(|statement| statement.subject[0].digest.clear());
        refused(|statement| statement.predicate.run_details.metadata.invocation_id.clear());
        assert!(statement.covers_bytes("_limpid/manifest.json", b"bytes").is_ok());
        assert!(statement.covers_bytes("_limpid/manifest.json", b"bytez").is_err());
    }
}
