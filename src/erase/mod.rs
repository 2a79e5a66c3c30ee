//! Finding a person again in an output, and erasing them from it.
//!
//! People are found by keyed fingerprints, in `findings.parquet` (regions of texts) and in `subjects.parquet` (columns
//! treated whole): nothing here holds a value longer than it takes to fingerprint it. A row in which somebody stands is
//! erased whole. What was erased is recorded by fingerprint in `erasures.json`, so that anybody can check that the index
//! shows nobody of them any more.

mod index;
mod record;
mod revision;
mod rewrite;
mod subjects;

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use limpid_pipelines::{
    driver::Driver,
    error::{Error, Place},
    key::{KeyRing, MasterKey},
    plan::Plan,
    source::discover,
};

pub use index::{Found, Index};
pub use record::{ERASURES_FILE, Erased, Erasure, Erasures};
pub use revision::recover;
pub use subjects::{Subject, read_subjects};

use crate::{
    error::CliError,
    lineage::{
        CROISSANT_FILE, FOLDER, MANIFEST_FILE, Manifest, OPENLINEAGE_FILE, Places, croissant,
        manifest::DroppedRecord, openlineage,
    },
    run::{Identity, digest, findings, side_file, subjects as subject_index},
};
use revision::Revision;

/// An output that limpid wrote, with the key of its run.
pub struct Output<'a> {
    root: &'a Path,
    /// The account of the run.
    pub manifest: Manifest,
    /// The plan of the run.
    pub plan: Plan,
    /// The keys of the run.
    pub keys: KeyRing,
}

/// What an erasure came to.
#[derive(Debug, Clone, serde::Serialize)]
pub struct Outcome {
    /// Subjects asked for.
    pub subjects: usize,
    /// Those of them that stood somewhere.
    pub found: usize,
    /// Rows erased.
    pub rows: u64,
    /// Files rewritten.
    pub files: usize,
    /// Files of the output.
    pub of_files: usize,
    /// Places of the subjects that the index still shows.
    pub left: usize,
}

impl<'a> Output<'a> {
    /// Opens an output with the key of its run. An erasure that was interrupted is finished first.
    pub fn open(root: &'a Path, key: MasterKey) -> Result<Self, CliError> {
        recover(root)?;
        let name = root.display().to_string();
        let read = |file: &str| {
            fs::read(root.join(FOLDER).join(file))
                .map_err(|error| Error::io("open", format!("{name}/{FOLDER}/{file}"), &error))
        };
        let manifest = Manifest::from_json(&read(MANIFEST_FILE)?)?;
        let plan =
            String::from_utf8(read("plan.toml")?).ok().and_then(|text| toml::from_str::<Plan>(&text).ok());
        let plan =
            plan.ok_or(Error::Malformed { place: Place::file(&name), what: "the plan cannot be read" })?;
        let keys = KeyRing::of(key, &plan.policy);
        if keys.id() != manifest.key.id {
            return Err(CliError::usage(
                "this is not the key of the run",
                "fingerprints, tokens and lists were made under the key of the output: give that one",
            ));
        }
        Ok(Self { root, manifest, plan, keys })
    }

    /// Where the subjects stand.
    pub fn locate(&self, subjects: &[Subject]) -> Result<Vec<Found>, CliError> {
        Index::of(self.root).locate(&self.manifest, subjects, &self.keys)
    }

    /// Erases every row in which one of the subjects stands: whole or not at all.
    pub fn forget(
        &self,
        subjects: &[Subject],
        identity: &Identity,
        threads: usize,
    ) -> Result<Outcome, CliError> {
        let index = Index::of(self.root);
        let found = index.locate(&self.manifest, subjects, &self.keys)?;
        let mut rows: BTreeMap<String, BTreeSet<u64>> = BTreeMap::new();
        for place in &found {
            rows.entry(place.file.clone()).or_default().insert(place.row);
        }
        let seen: BTreeSet<usize> = found.iter().map(|place| place.subject).collect();
        let outcome = Outcome {
            subjects: subjects.len(),
            found: seen.len(),
            rows: rows.values().map(|rows| rows.len() as u64).sum(),
            files: rows.len(),
            of_files: self.manifest.outputs.len(),
            left: 0,
        };
        if found.is_empty() {
            return Ok(outcome);
        }
        let revision = Revision::begin(self.root)?;
        let mut manifest = self.manifest.clone();
        let driver = Driver::new(threads)?;
        let engine = self.plan.policy.engine()?;
        let files = discover(&[self.root.display().to_string()], None, true)?;
        let mut erased = Vec::new();
        for (name, rows) in &rows {
            let record =
                manifest.outputs.iter_mut().find(|record| record.name == *name).ok_or(Error::Internal)?;
            let before = record.sha256.clone();
            let file = files
                .iter()
                .find(|file| file.relative == *name)
                .ok_or(Error::Malformed { place: Place::file(name), what: "the file is missing" })?;
            if digest::of_file(&file.path, name)?.sha256 != before {
                return Err(Error::Malformed {
                    place: Place::file(name),
                    what: "the file was changed since the run",
                }
                .into());
            }
            let digest =
                rewrite::without_rows(file, record, rows, (&self.plan, &engine), &driver, &revision)?;
            let rows_before = record.rows;
            record.rows -= rows.len() as u64;
            (record.bytes, record.sha256, record.blake3) = (digest.bytes, digest.sha256, digest.blake3);
            erased.push(Erased {
                name: name.clone(),
                rows_before,
                rows_after: record.rows,
                sha256_before: before,
                sha256_after: record.sha256.clone(),
            });
        }
        let removed = index::by_input(&manifest, &rows);
        let mut side = BTreeMap::new();
        for (name, schema) in
            [(findings::FILE, findings::schema()), (subject_index::FILE, subject_index::schema())]
        {
            if manifest.side_files.iter().any(|file| file.name == name) {
                let bytes = index.without_rows(name, &schema, &removed)?;
                revision.write(&format!("{FOLDER}/{name}"), &bytes)?;
                side.insert(name, side_file(name, &bytes));
            }
        }
        let mut erasures = Erasures::read(self.root)?;
        erasures.erasures.push(Erasure {
            id: uuid::Uuid::now_v7().to_string(),
            time: identity.now(),
            key_id: self.keys.id(),
            manifest_before: digest::of_bytes(&self.manifest.to_json()?).sha256,
            rows: outcome.rows,
            fingerprints: index.fingerprints(subjects, &self.keys)?,
            files: erased,
        });
        let text = erasures.to_json()?;
        revision.write(&format!("{FOLDER}/{ERASURES_FILE}"), &text)?;
        side.insert(ERASURES_FILE, side_file(ERASURES_FILE, &text));
        manifest.rows.written -= outcome.rows;
        add_dropped(&mut manifest.rows.dropped, outcome.rows);
        manifest
            .side_files
            .retain(|file| !side.contains_key(file.name.as_str()) && file.name != OPENLINEAGE_FILE);
        manifest.side_files.extend(side.into_values());
        let lineage = openlineage(&manifest, &Places::default())?;
        revision.write(&format!("{FOLDER}/{OPENLINEAGE_FILE}"), &lineage)?;
        manifest.side_files.push(side_file(OPENLINEAGE_FILE, &lineage));
        manifest.side_files.retain(|file| file.name != CROISSANT_FILE);
        let card = croissant(&manifest)?;
        revision.write(&format!("{FOLDER}/{CROISSANT_FILE}"), &card)?;
        manifest.side_files.push(side_file(CROISSANT_FILE, &card));
        revision.sign(&manifest, identity)?;
        revision.commit()?;
        let left = Index::of(self.root).locate(&manifest, subjects, &self.keys)?.len();
        Ok(Outcome { left, ..outcome })
    }
}

/// The reason under which erased rows are counted.
const REASON: &str = "erasure";

fn add_dropped(dropped: &mut Vec<DroppedRecord>, rows: u64) {
    match dropped.iter_mut().find(|record| record.reason == REASON) {
        Some(record) => record.count += rows,
        None => dropped.push(DroppedRecord { reason: REASON.to_owned(), count: rows }),
    }
}
