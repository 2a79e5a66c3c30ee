//! The end of a run: findings joined, outputs published, the account written and signed. The manifest comes last.

use std::{collections::BTreeMap, fmt, io::BufWriter, path::Path};

use limpid_pipelines::{apply::Applier, driver::Driver, error::Error, plan::ColumnPlan, transform::Action};
use serde::Serialize;

use super::{
    FileRecord, Job, canaries,
    digest::{self, Digesting},
    findings,
    folder::{Folder, MANIFEST},
    quarantine::quarantine_part,
    subjects,
    treat::{findings_part, subjects_part},
};
use crate::{
    error::CliError,
    lineage::{
        CROISSANT_FILE, Manifest, OPENLINEAGE_FILE, PROVENANCE_FILE, PUBLIC_KEY_FILE, Places, croissant,
        manifest::{
            ColumnRecord, CountRecord, DetectorRecord, DroppedRecord, InputRecord, KeyRecord,
            ManifestVersion, OutputRecord, PlanRecord, PolicyRecord, RowRecord, SideFile,
        },
        openlineage, provenance,
        sign::SigningKey,
    },
};

/// Who signs, and when it is. The clock is read here and nowhere else.
pub struct Identity {
    signer: SigningKey,
    ephemeral_key: bool,
}

impl Identity {
    /// Reads the signing key, or makes one for this run.
    pub fn load(path: Option<&Path>, ephemeral_key: bool) -> Result<Self, CliError> {
        let signer = match path {
            Some(path) => {
                crate::secret::refuse_shared_file(path)?;
                let pem = std::fs::read_to_string(path)
                    .map_err(|error| Error::io("read", path.display().to_string(), &error))?;
                SigningKey::from_pem(&zeroize::Zeroizing::new(pem))?
            }
            None => SigningKey::from_seed(crate::secret::random_bytes()?),
        };
        Ok(Self { signer, ephemeral_key })
    }

    /// Who signs.
    pub(crate) fn signer(&self) -> &SigningKey {
        &self.signer
    }

    /// The time, RFC 3339 in UTC, to the second.
    pub fn now(&self) -> String {
        let now = jiff::Timestamp::now();
        let seconds = jiff::Timestamp::from_second(now.as_second()).unwrap_or(now);
        seconds.to_string()
    }
}

/// What a run comes to.
#[derive(Debug, Clone, Serialize)]
pub struct Summary {
    /// Files written.
    pub files: usize,
    /// Rows read.
    pub rows_read: u64,
    /// Rows written.
    pub rows_written: u64,
    /// Canaries among them.
    #[serde(skip_serializing_if = "is_none_planted")]
    pub planted: u64,
    /// Rows left out, by reason.
    pub dropped: BTreeMap<String, u64>,
    /// Rows set aside.
    pub quarantined: u64,
    /// Files that could not be read.
    pub unreadable: usize,
    /// Treated values and regions, by entity.
    pub treated: BTreeMap<String, u64>,
    /// Those that had to be redacted because their operator refused.
    pub redacted: u64,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
fn is_none_planted(planted: &u64) -> bool {
    *planted == 0
}

impl fmt::Display for Summary {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let treated: u64 = self.treated.values().sum();
        let files = if self.files == 1 { "file" } else { "files" };
        write!(formatter, "{} {files}, {} rows, {treated} values treated", self.files, self.rows_written)?;
        if self.redacted > 0 {
            write!(formatter, ", {} redacted because they could not be", self.redacted)?;
        }
        if self.planted > 0 {
            write!(formatter, ", {} canaries planted", self.planted)?;
        }
        for (reason, rows) in &self.dropped {
            write!(formatter, ", {rows} rows left out ({reason})")?;
        }
        if self.quarantined > 0 {
            write!(formatter, ", {} rows set aside", self.quarantined)?;
        }
        if self.unreadable > 0 {
            write!(formatter, ", {} files set aside", self.unreadable)?;
        }
        for (reason, count) in &self.dropped {
            write!(formatter, "\n  {count} rows left out, {reason}")?;
        }
        let mut most: Vec<_> = self.treated.iter().collect();
        most.sort_by_key(|(entity, count)| (std::cmp::Reverse(**count), (*entity).clone()));
        for (entity, count) in most {
            write!(formatter, "\n  {entity:<24} {count:>10}")?;
        }
        Ok(())
    }
}

/// What the account is made of.
pub(super) struct Context<'a> {
    pub(super) job: &'a Job,
    pub(super) run_id: &'a str,
    pub(super) applier: &'a Applier,
    pub(super) driver: &'a Driver,
    pub(super) records: &'a [FileRecord],
    /// Files begun, readable to their end or not.
    pub(super) files: usize,
    pub(super) unreadable: &'a [String],
    pub(super) plan_text: &'a str,
    pub(super) started: &'a str,
}

/// Publishes the outputs and writes the account; also returns the OpenLineage event of the end.
pub(super) fn finish(
    folder: &Folder,
    context: &Context<'_>,
    identity: &Identity,
) -> Result<(Summary, Vec<u8>), CliError> {
    let mut side_files = vec![side_file("plan.toml", context.plan_text.as_bytes())];
    let (findings, subjects) =
        context.driver.both(|| join_findings(folder, context.files), || join_subjects(folder, context.files));
    side_files.extend([findings?, subjects?]);
    side_files.extend(join_quarantine(folder, context.files)?);
    side_files.extend(canaries::seal(folder, context.applier, context.records)?);
    let mut manifest = manifest(context, identity, side_files)?;
    let lineage = openlineage(&manifest, &Places::default())?;
    folder.write_side(OPENLINEAGE_FILE, &lineage)?;
    manifest.side_files.push(side_file(OPENLINEAGE_FILE, &lineage));
    let card = croissant(&manifest)?;
    folder.write_side(CROISSANT_FILE, &card)?;
    manifest.side_files.push(side_file(CROISSANT_FILE, &card));
    let bytes = manifest.to_json()?;
    let statement = provenance(&bytes, &identity.signer)?;
    for record in context.records {
        folder.publish(&record.output_name)?;
    }
    folder.write_side(PUBLIC_KEY_FILE, identity.signer.verifying_key().to_pem().as_bytes())?;
    folder.write_side(PROVENANCE_FILE, &statement)?;
    folder.tidy()?;
    folder.write_side(MANIFEST, &bytes)?;
    let completed = lineage.trim_ascii_end().rsplit(|byte| *byte == b'\n').next().unwrap_or_default();
    Ok((summary(context), completed.to_vec()))
}

fn summary(context: &Context<'_>) -> Summary {
    let records = context.records;
    let mut treated = BTreeMap::new();
    let mut redacted = 0;
    for (key, count) in records.iter().flat_map(|record| &record.counts) {
        if count.treated + count.redacted > 0 {
            *treated.entry(key.entity.clone()).or_insert(0) += count.treated + count.redacted;
        }
        redacted += count.redacted;
    }
    Summary {
        files: records.len(),
        rows_read: records.iter().map(|record| record.read).sum(),
        rows_written: records.iter().map(|record| record.written).sum(),
        planted: records.iter().map(FileRecord::canaries).sum(),
        quarantined: records.iter().map(|record| record.quarantined).sum(),
        dropped: dropped(records).into_iter().map(|record| (record.reason, record.count)).collect(),
        unreadable: context.unreadable.len(),
        treated,
        redacted,
    }
}

/// The record of a file in `_limpid`.
pub(crate) fn side_file(name: &str, bytes: &[u8]) -> SideFile {
    let digest = digest::of_bytes(bytes);
    SideFile { name: name.to_owned(), sha256: digest.sha256, blake3: digest.blake3 }
}

fn join_findings(folder: &Folder, files: usize) -> Result<SideFile, Error> {
    join(folder, findings::FILE, (0..files).map(findings_part), |parts, file| {
        findings::join(parts, &findings::schema(), file).map(drop)
    })
}

fn join_subjects(folder: &Folder, files: usize) -> Result<SideFile, Error> {
    join(folder, subjects::FILE, (0..files).map(subjects_part), |parts, file| {
        findings::join(parts, &subjects::schema(), file).map(drop)
    })
}

/// Joins the parts of all files into one side file.
fn join(
    folder: &Folder,
    name: &'static str,
    parts: impl Iterator<Item = String>,
    write: impl FnOnce(&mut dyn Iterator<Item = &Path>, Digesting<BufWriter<std::fs::File>>) -> Result<(), Error>,
) -> Result<SideFile, Error> {
    let parts: Vec<_> = parts.map(|part| folder.side(&part)).filter(|part| part.exists()).collect();
    let hidden = folder.side(&format!(".{name}.part"));
    let failed = |error: std::io::Error| Error::io("write", name, &error);
    let file = Digesting::new(BufWriter::new(std::fs::File::create(&hidden).map_err(failed)?));
    write(&mut parts.iter().map(AsRef::as_ref), file.clone())?;
    file.with(|file| {
        std::io::Write::flush(file)?;
        file.get_ref().sync_all()
    })
    .map_err(failed)?;
    std::fs::rename(&hidden, folder.side(name)).map_err(failed)?;
    let digest = file.digest().map_err(failed)?;
    Ok(SideFile { name: name.to_owned(), sha256: digest.sha256, blake3: digest.blake3 })
}

fn join_quarantine(folder: &Folder, files: usize) -> Result<Option<SideFile>, Error> {
    let mut lines = Vec::new();
    for index in 0..files {
        let path = folder.side(&quarantine_part(index));
        if path.exists() {
            lines.extend(std::fs::read(&path).map_err(|error| Error::io("read", "quarantine", &error))?);
        }
    }
    if lines.is_empty() {
        return Ok(None);
    }
    folder.write_side("quarantine.jsonl", &lines)?;
    Ok(Some(side_file("quarantine.jsonl", &lines)))
}

fn manifest(
    context: &Context<'_>,
    identity: &Identity,
    side_files: Vec<SideFile>,
) -> Result<Manifest, Error> {
    let Context { job, applier, records, .. } = context;
    let plan = applier.plan();
    let policy_text = serde_json::to_vec(&plan.policy).map_err(|_| Error::Internal)?;
    let policy = digest::of_bytes(&policy_text);
    let plan_digest = digest::of_bytes(context.plan_text.as_bytes());
    let mut options = BTreeMap::from([("on_error".to_owned(), format!("{:?}", job.on_error).to_lowercase())]);
    if let Some(to) = job.to {
        options.insert("to".to_owned(), to.name().to_owned());
    }
    let sum = |of: fn(&FileRecord) -> u64| records.iter().map(of).sum();
    let mut counts: BTreeMap<(String, limpid_pipelines::apply::CountKey), limpid_pipelines::apply::Count> =
        BTreeMap::new();
    for record in *records {
        for (key, count) in &record.counts {
            let own = counts.entry((record.table.clone(), key.clone())).or_default();
            own.found += count.found;
            own.treated += count.treated;
            own.redacted += count.redacted;
        }
    }
    Ok(Manifest {
        version: ManifestVersion::V1,
        run_id: context.run_id.to_owned(),
        tool: super::tool(),
        started: context.started.to_owned(),
        finished: identity.now(),
        key: KeyRecord { id: applier.keys().id(), ephemeral: identity.ephemeral_key },
        policy: PolicyRecord {
            name: plan.policy.name.clone(),
            purpose: plan.policy.purpose.clone().unwrap_or_default(),
            sha256: policy.sha256,
            blake3: policy.blake3,
        },
        plan: PlanRecord {
            file: "plan.toml".to_owned(),
            sha256: plan_digest.sha256,
            blake3: plan_digest.blake3,
        },
        detectors: DetectorRecord {
            digest: plan.detectors.clone(),
            count: applier.engine().detectors().len() as u64,
            set: format!("{:?}", plan.policy.detect.selection.set).to_lowercase(),
        },
        options,
        inputs: records.iter().map(input).collect(),
        outputs: records.iter().map(|record| output(record, applier)).collect::<Result<_, _>>()?,
        unreadable: context.unreadable.to_vec(),
        rows: RowRecord {
            read: sum(|record| record.read),
            written: sum(|record| record.written),
            planted: sum(FileRecord::canaries),
            dropped: dropped(records),
            quarantined: sum(|record| record.quarantined),
        },
        counts: counts
            .into_iter()
            .map(|((table, key), count)| CountRecord {
                table: Some(table),
                column: key.column,
                entity: key.entity,
                action: key.action,
                found: count.found,
                treated: count.treated,
                redacted_on_failure: count.redacted,
            })
            .collect(),
        complete: true,
        side_files,
    })
}

/// Rows left out of all files, by reason.
fn dropped(records: &[FileRecord]) -> Vec<DroppedRecord> {
    let mut reasons: BTreeMap<&str, u64> = BTreeMap::new();
    for (reason, count) in records.iter().flat_map(|record| &record.dropped) {
        *reasons.entry(reason).or_insert(0) += count;
    }
    reasons.into_iter().map(|(reason, count)| DroppedRecord { reason: reason.to_owned(), count }).collect()
}

fn input(record: &FileRecord) -> InputRecord {
    InputRecord {
        name: record.input_name.clone(),
        format: record.input_format.name().to_owned(),
        bytes: record.input.bytes,
        rows: record.read,
        sha256: record.input.sha256.clone(),
        blake3: record.input.blake3.clone(),
    }
}

fn output(record: &FileRecord, applier: &Applier) -> Result<OutputRecord, Error> {
    Ok(OutputRecord {
        name: record.output_name.clone(),
        format: record.output_format.name().to_owned(),
        bytes: record.output.bytes,
        rows: record.written,
        planted: record.canaries(),
        sha256: record.output.sha256.clone(),
        blake3: record.output.blake3.clone(),
        input: record.input_name.clone(),
        columns: columns(record, applier)?,
    })
}

/// The planned leaves of the file, and its top-level columns that the plan does not go into.
fn columns(record: &FileRecord, applier: &Applier) -> Result<Vec<ColumnRecord>, Error> {
    let planned =
        applier.plan().tables.get(&record.table).map(|table| table.columns.as_slice()).unwrap_or_default();
    let types: BTreeMap<&str, &str> =
        record.columns.iter().map(|(name, data_type)| (name.as_str(), data_type.as_str())).collect();
    let column = |column: &ColumnPlan| ColumnRecord {
        path: column.path.clone(),
        data_type: types
            .get(column.path.as_str())
            .map_or_else(|| "nested".to_owned(), |known| (*known).to_owned()),
        class: column.class.as_ref().map(ToString::to_string),
        action: column.action.name().to_owned(),
        masking: column.action == Action::Detect || column.action.masks(),
    };
    let kept = planned.iter().filter(|column| column.action != Action::Drop);
    Ok(kept.map(column).collect())
}
