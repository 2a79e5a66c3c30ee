//! `manifest.json`: what went in, what was done, what came out.
//!
//! Format version 1, JSON Schema draft 2020-12 by [`manifest_schema`]. Unknown fields are refused: what is not
//! understood is not vouched for. Every name is relative to the data set, `/` between the parts.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::LineageError;

const HEX: &str = "^[0-9a-f]{64}$";
const TIME: &str = r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?Z$";
const UUID: &str = "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$";

/// The version of the manifest's format.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum ManifestVersion {
    /// The first.
    #[default]
    #[serde(rename = "1")]
    V1,
}

/// The record of one run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("$id" = "tag:limpid,2026:manifest/v1"))]
pub struct Manifest {
    /// Version of this format.
    pub version: ManifestVersion,
    /// UUID of the run (RFC 9562), lower case with hyphens; the same in the other files.
    #[schemars(regex(pattern = UUID))]
    pub run_id: String,
    /// What made the outputs.
    pub tool: ToolRecord,
    /// When the run began, RFC 3339 in UTC (`Z`).
    #[schemars(regex(pattern = TIME))]
    pub started: String,
    /// When it ended, RFC 3339 in UTC (`Z`).
    #[schemars(regex(pattern = TIME))]
    pub finished: String,
    /// Which key the pseudonyms come from; never the key.
    pub key: KeyRecord,
    /// The policy as given.
    pub policy: PolicyRecord,
    /// The resolved plan.
    pub plan: PlanRecord,
    /// What looked for personal data.
    pub detectors: DetectorRecord,
    /// Options that change the outputs, by name; never a path or a key.
    #[serde(default)]
    pub options: BTreeMap<String, String>,
    /// Every file read.
    pub inputs: Vec<InputRecord>,
    /// Every file written, except those in `_limpid`.
    pub outputs: Vec<OutputRecord>,
    /// Inputs that could not be read and were set aside whole.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unreadable: Vec<String>,
    /// Where the rows went.
    pub rows: RowRecord,
    /// What was found and treated, by column, entity and operator.
    pub counts: Vec<CountRecord>,
    /// Whether the run came to its end.
    pub complete: bool,
    /// The other files in `_limpid`, named relative to it.
    pub side_files: Vec<SideFile>,
}

/// What made the outputs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ToolRecord {
    /// Name of the program.
    pub name: String,
    /// Its version.
    pub version: String,
}

/// The key that pseudonyms are derived from, by its id.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct KeyRecord {
    /// Id of the key; empty when nothing needed one.
    pub id: String,
    /// Whether the key was made for this run and thrown away: pseudonyms cannot be reversed or repeated.
    pub ephemeral: bool,
}

/// The policy as given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PolicyRecord {
    /// Its name.
    pub name: String,
    /// What the output is for; empty when not said.
    pub purpose: String,
    /// SHA-256 of the policy text.
    #[schemars(regex(pattern = HEX))]
    pub sha256: String,
    /// BLAKE3 of the policy text.
    #[schemars(regex(pattern = HEX))]
    pub blake3: String,
}

/// The resolved plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PlanRecord {
    /// Its file in `_limpid`.
    pub file: String,
    /// SHA-256 of that file.
    #[schemars(regex(pattern = HEX))]
    pub sha256: String,
    /// BLAKE3 of that file.
    #[schemars(regex(pattern = HEX))]
    pub blake3: String,
}

/// What looked for personal data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DetectorRecord {
    /// Digest of all rules and recognizers.
    pub digest: String,
    /// How many there were.
    pub count: u64,
    /// The named selection.
    pub set: String,
}

/// A file that was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct InputRecord {
    /// Name, relative to the data set.
    pub name: String,
    /// Format, as named on the command line.
    pub format: String,
    /// Size.
    pub bytes: u64,
    /// Rows read.
    pub rows: u64,
    /// SHA-256 of the file.
    #[schemars(regex(pattern = HEX))]
    pub sha256: String,
    /// BLAKE3 of the file.
    #[schemars(regex(pattern = HEX))]
    pub blake3: String,
}

/// A file that was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OutputRecord {
    /// Name, relative to the output folder.
    pub name: String,
    /// Format, as named on the command line.
    pub format: String,
    /// Size.
    pub bytes: u64,
    /// Rows written.
    pub rows: u64,
    /// Canaries among them: the last rows.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub planted: u64,
    /// SHA-256 of the file.
    #[schemars(regex(pattern = HEX))]
    pub sha256: String,
    /// BLAKE3 of the file.
    #[schemars(regex(pattern = HEX))]
    pub blake3: String,
    /// The input it was made from, by name.
    pub input: String,
    /// What happened to each column, dropped ones too.
    pub columns: Vec<ColumnRecord>,
}

/// What happened to a column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ColumnRecord {
    /// Column path, such as `messages[*].content`.
    pub path: String,
    /// Type as written (of a dropped column: as read).
    #[serde(rename = "type")]
    pub data_type: String,
    /// The entity the whole column was taken for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub class: Option<String>,
    /// The operator; `keep` when unchanged, `drop` when the column is not in the output.
    pub action: String,
    /// Whether the original can no longer be read off the output.
    pub masking: bool,
}

/// Where the rows went.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RowRecord {
    /// Rows read.
    pub read: u64,
    /// Rows written.
    pub written: u64,
    /// Canaries among them: rows that were not read.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub planted: u64,
    /// Rows left out on purpose, by reason.
    pub dropped: Vec<DroppedRecord>,
    /// Rows set aside because they could not be treated.
    pub quarantined: u64,
}

/// Rows left out for one reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DroppedRecord {
    /// The rule.
    pub reason: String,
    /// How many.
    pub count: u64,
}

/// What was found and treated in one column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CountRecord {
    /// The table, where inputs hold different ones.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub table: Option<String>,
    /// Column path.
    pub column: String,
    /// Entity.
    pub entity: String,
    /// Operator.
    pub action: String,
    /// Values or regions seen.
    pub found: u64,
    /// Those the operator treated.
    pub treated: u64,
    /// Those it could not treat, redacted instead.
    pub redacted_on_failure: u64,
}

/// A file in `_limpid`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SideFile {
    /// Name, relative to `_limpid`.
    pub name: String,
    /// SHA-256 of the file.
    #[schemars(regex(pattern = HEX))]
    pub sha256: String,
    /// BLAKE3 of the file.
    #[schemars(regex(pattern = HEX))]
    pub blake3: String,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
fn is_zero(number: &u64) -> bool {
    *number == 0
}

impl RowRecord {
    /// Whether every row read is accounted for; a total that overflows is not.
    pub fn is_balanced(&self) -> bool {
        let parts = self.dropped.iter().map(|dropped| dropped.count).chain([self.written, self.quarantined]);
        parts.into_iter().try_fold(0_u64, u64::checked_add)
            == self.read.checked_add(self.planted).filter(|_| self.planted <= self.written)
    }
}

impl Manifest {
    /// Renders `manifest.json`, after the same checks that reading it makes.
    pub fn to_json(&self) -> Result<Vec<u8>, LineageError> {
        self.check()?;
        let mut bytes =
            serde_json::to_vec_pretty(self).map_err(|_| LineageError::Encode { what: "the manifest" })?;
        bytes.push(b'\n');
        Ok(bytes)
    }

    /// Reads `manifest.json`; a name in the result is safe to join to the folder.
    pub fn from_json(bytes: &[u8]) -> Result<Self, LineageError> {
        let manifest: Self =
            serde_json::from_slice(bytes).map_err(|error| LineageError::malformed("the manifest", &error))?;
        manifest.check()?;
        Ok(manifest)
    }
}

/// The JSON Schema (draft 2020-12) of `manifest.json`.
pub fn manifest_schema() -> serde_json::Value {
    schemars::schema_for!(Manifest).to_value()
}

#[cfg(test)]
mod tests;
