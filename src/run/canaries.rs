//! Planting canaries, and the sealed list of them.

use std::{collections::BTreeMap, ops::Range};

use arrow::{array::RecordBatch, datatypes::SchemaRef};
use limpid_pipelines::{
    apply::Applier,
    canary::{CanaryMaker, canary_rows, share},
    error::Error,
    format::Format,
};

use super::{FileRecord, account::side_file, folder::Folder, prepare::Part};
use crate::lineage::manifest::SideFile;

/// The list of canaries in `_limpid`: JSON, sealed under the key of the run.
pub const FILE: &str = "canaries.sealed";
/// What the list is sealed for.
const PURPOSE: &str = "canaries";

/// Divides the canaries over the files of their table.
pub(super) struct Planting<'a> {
    applier: &'a Applier,
    files: BTreeMap<&'a str, u64>,
    done: u64,
}

impl<'a> Planting<'a> {
    pub(super) fn new(parts: &'a [Part], applier: &'a Applier) -> Self {
        let mut files = BTreeMap::new();
        for part in parts {
            *files.entry(part.table.as_str()).or_insert(0) += 1;
        }
        Self { applier, files, done: 0 }
    }

    /// The canaries of the next file; an error where it cannot hold one.
    pub(super) fn next(
        &mut self,
        part: &Part,
        format: Format,
        schema: &SchemaRef,
    ) -> Result<Range<u64>, Error> {
        let Some(plan) = self.applier.plan().canaries.as_ref().filter(|plan| plan.table == part.table) else {
            return Ok(0..0);
        };
        if format == Format::Text {
            return Err(Error::Plan {
                what: format!("no canary can be planted in table {}: a text file is one row", plan.table),
                hint: "name a table of rows: [canaries] table = \"…\"".into(),
            });
        }
        let files = self.files.get(part.table.as_str()).copied().unwrap_or(1);
        self.done += 1;
        let share = share(plan.count, self.done - 1, files);
        rows(self.applier, schema, share.clone(), part.file.format)?;
        Ok(share)
    }
}

/// The canaries of these numbers as rows of an output of a file of format `input`; `None` for none.
pub(super) fn rows(
    applier: &Applier,
    schema: &SchemaRef,
    numbers: Range<u64>,
    input: Format,
) -> Result<Option<RecordBatch>, Error> {
    let Some(plan) = applier.plan().canaries.as_ref().filter(|_| !numbers.is_empty()) else {
        return Ok(None);
    };
    let empty = matches!(input, Format::Csv | Format::Tsv);
    canary_rows(schema, plan, &texts(applier, numbers), empty).map(Some)
}

fn texts(applier: &Applier, numbers: Range<u64>) -> Vec<String> {
    let Some(plan) = &applier.plan().canaries else { return Vec::new() };
    let maker = CanaryMaker::new(applier.keys(), plan, &applier.plan().policy.name);
    numbers.map(|number| maker.canary(number)).collect()
}

/// Writes the list of what was planted.
pub(super) fn seal(
    folder: &Folder,
    applier: &Applier,
    records: &[FileRecord],
) -> Result<Option<SideFile>, Error> {
    let planted = records.iter().flat_map(|record| texts(applier, record.planted.clone()));
    let planted: Vec<String> = planted.collect();
    if planted.is_empty() {
        return Ok(None);
    }
    let list = serde_json::to_vec(&planted).map_err(|_| Error::Internal)?;
    let sealed = applier.keys().seal(PURPOSE, &list)?;
    folder.write_side(FILE, &sealed)?;
    Ok(Some(side_file(FILE, &sealed)))
}

/// Reads the list again.
pub fn unseal(sealed: &[u8], keys: &limpid_pipelines::key::KeyRing) -> Result<Vec<String>, Error> {
    serde_json::from_slice(&keys.open(PURPOSE, sealed)?).map_err(|_| Error::Internal)
}
