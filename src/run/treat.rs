//! One file through apply: from its source to a staged output with its record.

use std::{collections::BTreeMap, fs::File, io::BufWriter, ops::Range};

use arrow::datatypes::SchemaRef;
use limpid_detectors::Engine;
use limpid_pipelines::{
    apply::{Applier, BatchPlace, Report},
    driver::{Driver, Progress},
    error::{Error, Place},
    format::{FORMATS, Format},
    plan::Plan,
    sink::{Output, Sink, WriteOptions, create},
    source::{InputFile, ReadOptions, Source, open},
    walk::Kind,
};
use serde::{Deserialize, Serialize};

use super::{
    Counts, Job, OnError,
    canaries::{self, Planting},
    digest::{self, Digest},
    findings::FindingsPart,
    folder::Folder,
    prepare::Part,
    quarantine::Quarantine,
    subjects::SubjectsPart,
};

/// Where an input file goes.
pub struct OutputFile {
    /// Name relative to the output folder.
    pub relative: String,
    /// How it is written.
    pub format: Format,
    /// The canaries to plant, by number.
    pub planted: Range<u64>,
}

/// What was done with one file: kept while the run lasts, then part of the manifest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileRecord {
    /// Name of the input, relative.
    pub input_name: String,
    /// Its format.
    pub input_format: Format,
    /// Its digests.
    pub input: Digest,
    /// Name of the output, relative.
    pub output_name: String,
    /// Its format.
    pub output_format: Format,
    /// Its digests.
    pub output: Digest,
    /// Its table.
    pub table: String,
    /// Rows of the input.
    pub read: u64,
    /// Rows of the output.
    pub written: u64,
    /// Rows set aside.
    pub quarantined: u64,
    /// Rows left out, by reason.
    #[serde(default)]
    pub dropped: BTreeMap<String, u64>,
    /// Canaries planted after them, by number.
    #[serde(default)]
    pub planted: Range<u64>,
    /// Regions treated.
    pub findings: u64,
    /// By column, entity and operator.
    #[serde(with = "count_list")]
    pub counts: Counts,
    /// `(name, Arrow type)` of the output's top-level columns.
    pub columns: Vec<(String, String)>,
}

impl FileRecord {
    /// How many canaries the output holds.
    pub fn canaries(&self) -> u64 {
        self.planted.end - self.planted.start
    }
}

/// JSON has no maps with structured keys: the counts are a list there.
mod count_list {
    use limpid_pipelines::apply::{Count, CountKey};
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use super::Counts;

    pub(super) fn serialize<S: Serializer>(counts: &Counts, serializer: S) -> Result<S::Ok, S::Error> {
        counts.iter().collect::<Vec<_>>().serialize(serializer)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Counts, D::Error> {
        Ok(Vec::<(CountKey, Count)>::deserialize(deserializer)?.into_iter().collect())
    }
}

/// Names the outputs, and checks that the plan fits every table, before anything is written.
pub fn outputs(
    parts: &[Part],
    to: Option<Format>,
    applier: &Applier,
    options: &ReadOptions,
) -> Result<Vec<OutputFile>, Error> {
    let mut outputs: Vec<OutputFile> = Vec::with_capacity(parts.len());
    let mut shares = Planting::new(parts, applier);
    for part in parts {
        let format = to.unwrap_or(part.file.format);
        let relative = renamed(&part.file, format);
        if outputs.iter().any(|other| other.relative.eq_ignore_ascii_case(&relative)) {
            return Err(Error::Plan {
                what: format!("two inputs would be written to {relative}"),
                hint: "run them into separate outputs".into(),
            });
        }
        let mut source = open(&part.file, options)?;
        let schema = applier
            .output_schema(&part.table, &source.schema())
            .map_err(|error| within(error, &part.file.relative))?;
        try_rows(source.as_mut(), part, applier)?;
        let planted = shares.next(part, format, &schema)?;
        outputs.push(OutputFile { relative, format, planted });
    }
    Ok(outputs)
}

/// Decides about the first rows of a file: a date that could mean two things stops the run before it begins.
fn try_rows(source: &mut dyn Source, part: &Part, applier: &Applier) -> Result<(), Error> {
    if applier.plan().policy.rows.is_empty() {
        return Ok(());
    }
    let Some(chunk) = source.next_chunk().transpose()? else { return Ok(()) };
    for numbered in (chunk.decode)()?.batches {
        let place =
            BatchPlace { table: &part.table, file: &part.file.relative, first_row: numbered.first_row };
        applier.try_rows(&numbered.batch, place)?;
    }
    Ok(())
}

/// Adds the file to an error that only knows its column.
fn within(error: Error, file: &str) -> Error {
    match error {
        Error::Unsupported { place, what } => {
            Error::Unsupported { place: Place { file: file.to_owned(), ..place }, what }
        }
        other => other,
    }
}

/// The output's name: that of the input, with the extension of the format written.
fn renamed(file: &InputFile, format: Format) -> String {
    if format == file.format {
        return file.relative.clone();
    }
    let extensions = |wanted: Format| {
        FORMATS.iter().find(|(format, ..)| *format == wanted).map_or(&[][..], |(.., extensions)| *extensions)
    };
    let lower = file.relative.to_lowercase();
    let old = extensions(file.format).iter().find(|extension| lower.ends_with(**extension));
    let stem = old.and_then(|extension| file.relative.get(..file.relative.len() - extension.len()));
    let new = extensions(format).first().copied().unwrap_or_default();
    match stem {
        Some(stem) => format!("{stem}{new}"),
        None => format!("{}.{new}", file.relative),
    }
}

/// One file to treat.
pub(super) struct FileJob<'a> {
    pub(super) index: usize,
    pub(super) part: &'a Part,
    pub(super) output: &'a OutputFile,
    pub(super) job: &'a Job,
}

impl FileJob<'_> {
    /// Treats the file; `advance` is told `(bytes of the input done, rows, findings)`.
    pub(super) fn run(
        self,
        folder: &Folder,
        applier: &Applier,
        driver: &Driver,
        mut advance: impl FnMut(u64, u64, u64),
    ) -> Result<FileRecord, Error> {
        let Self { index, part, output, job } = self;
        let mut source = open(&part.file, &job.read)?;
        let staged = folder.stage(&output.relative)?;
        let schema = applier.output_schema(&part.table, &source.schema())?;
        let mut sink =
            create_sink(Box::new(staged.clone()), output.format, &schema, source.as_ref(), part, applier)?;
        let findings = folder.draft(&findings_part(index));
        let findings = File::create(findings).map_err(|error| Error::io("create", "findings", &error))?;
        let mut findings = FindingsPart::create(BufWriter::new(findings), &part.file.relative)?;
        let subjects = folder.draft(&subjects_part(index));
        let subjects = File::create(subjects).map_err(|error| Error::io("create", "subjects", &error))?;
        let mut subjects = SubjectsPart::create(BufWriter::new(subjects), &part.file.relative)?;
        let mut quarantine = Quarantine::new(folder, index, &part.file.relative, applier.keys());
        let total = source.rows();
        let mut sum = Progress::default();
        let mut found = 0;
        let file = part.file.relative.as_str();
        let size = part.file.size();
        let step = |progress: Progress| {
            if let Some(rejected) = progress.rejected.first()
                && job.on_error == OnError::Stop
            {
                return Err(Error::Malformed { place: Place::row(file, rejected.row), what: rejected.what });
            }
            let Progress { read, written, report, rejected } = progress;
            quarantine.set_aside(&rejected)?;
            let mut report = report;
            report.shift(sum.written);
            sum.read += read;
            sum.written += written;
            found += report.findings.len() as u64;
            findings.write(&report.findings, applier.engine())?;
            let count = report.findings.len() as u64;
            subjects.write(&report.subjects)?;
            sum.report.merge(Report { findings: Vec::new(), subjects: Vec::new(), ..report });
            let done = total.map_or(0, |total| scaled(size, sum.read, total));
            advance(done, read, count);
            Ok(())
        };
        let (input, treated) = driver.beside(
            || digest::of_input(&part.file),
            || driver.treat(source.as_mut(), applier, (&part.table, file), sink.as_mut(), step),
        );
        treated?;
        let input = input?;
        if let Some(canaries) = canaries::rows(applier, &schema, output.planted.clone(), part.file.format)? {
            sink.write(&canaries)?;
        }
        sink.finish()?;
        findings.finish()?;
        subjects.finish()?;
        folder.settle_draft(&findings_part(index))?;
        folder.settle_draft(&subjects_part(index))?;
        let quarantined = quarantine.finish()?;
        folder.settle(&output.relative, &staged)?;
        let digest = staged.digest().map_err(|error| Error::io("write", file, &error))?;
        Ok(FileRecord {
            input_name: part.file.relative.clone(),
            input_format: part.file.format,
            input,
            output_name: output.relative.clone(),
            output_format: output.format,
            output: digest,
            table: part.table.clone(),
            read: sum.read,
            written: sum.written + (output.planted.end - output.planted.start),
            planted: output.planted.clone(),
            quarantined,
            findings: found,
            dropped: sum.report.dropped,
            counts: sum.report.counts,
            columns: schema
                .fields()
                .iter()
                .map(|field| (field.name().clone(), field.data_type().to_string()))
                .collect(),
        })
    }
}

/// Name of the findings of one file while the run lasts.
pub(super) fn findings_part(index: usize) -> String {
    format!("parts/{index:06}.findings")
}

/// Name of the subjects of one file while the run lasts.
pub(super) fn subjects_part(index: usize) -> String {
    format!("parts/{index:06}.subjects")
}

/// `bytes * part / whole`.
fn scaled(bytes: u64, part: u64, whole: u64) -> u64 {
    let scaled = u128::from(bytes) * u128::from(part) / u128::from(whole.max(1));
    u64::try_from(scaled).unwrap_or(bytes)
}

pub(super) fn create_sink(
    output: Output,
    format: Format,
    schema: &SchemaRef,
    source: &dyn Source,
    part: &Part,
    applier: &Applier,
) -> Result<Box<dyn Sink>, Error> {
    let options = WriteOptions {
        format,
        schema: schema.clone(),
        metadata: source.metadata(),
        no_statistics: treated_columns(schema, &part.table, (applier.plan(), applier.engine()))?,
        own_metadata: vec![("limpid.version".to_owned(), env!("CARGO_PKG_VERSION").to_owned())],
    };
    create(output, &options)
}

/// Top-level columns that are not simply kept: extremes of treated values belong to nobody, so none are written.
pub fn treated_columns(
    schema: &SchemaRef,
    table: &str,
    (plan, engine): (&Plan, &Engine),
) -> Result<Vec<String>, Error> {
    let mut treated = Vec::new();
    for field in schema.fields() {
        let kind = if field.data_type().is_numeric() { Kind::Scalar } else { Kind::Text };
        let column = plan.leaf(engine, table, field.name(), kind)?;
        if column.action != limpid_pipelines::transform::Action::Keep {
            treated.push(field.name().clone());
        }
    }
    Ok(treated)
}
