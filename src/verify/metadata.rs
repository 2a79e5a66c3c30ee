//! Nothing about the data stands in footers: statistics of treated columns, foreign keys, comments.

use std::fs::File;

use limpid_detectors::{Engine, Header};
use limpid_pipelines::format::Format;
use parquet::{
    file::{
        metadata::ParquetMetaData,
        reader::{FileReader, SerializedFileReader},
    },
    schema::types::Type,
};

use super::{Findings, Subject};
use crate::error::CliError;

/// Footer keys that limpid writes or rebuilds.
const KEYS: &[&str] = &["ARROW:schema", "huggingface", "pandas", "limpid.version"];

pub(super) fn check(subject: &Subject<'_>) -> Result<Findings, CliError> {
    let files = subject.files.iter().filter(|file| file.format == Format::Parquet);
    let files: Vec<_> = files.collect();
    let mut findings = Findings::looked_at(format!("{} Parquet footers", files.len()));
    let engine = subject.engine()?;
    for file in files {
        let name = &file.relative;
        let footer = File::open(&file.path).ok().and_then(|file| SerializedFileReader::new(file).ok());
        let Some(footer) = footer else {
            findings.problem(format!("{name}: the footer cannot be read"));
            continue;
        };
        let treated = treated_columns(subject, name);
        look_at(footer.metadata(), name, &treated, subject.manifest.is_some(), &engine, &mut findings);
    }
    Ok(findings)
}

/// Top-level columns the manifest says were treated; none is known without one.
fn treated_columns(subject: &Subject<'_>, file: &str) -> Vec<String> {
    let record = subject
        .manifest
        .as_ref()
        .and_then(|manifest| manifest.outputs.iter().find(|record| record.name == file));
    let treated = record.map(|record| record.columns.iter().filter(|column| column.masking));
    let top = |path: &str| path.split(['.', '[']).next().unwrap_or_default().to_owned();
    treated.map(|columns| columns.map(|column| top(&column.path)).collect()).unwrap_or_default()
}

fn look_at(
    metadata: &ParquetMetaData,
    name: &str,
    treated: &[String],
    ours: bool,
    engine: &Engine,
    findings: &mut Findings,
) {
    let mut telling = |text: &str, place: String| {
        let mut found = Vec::new();
        engine.detect(text, &Header::of_key(text), &mut found);
        if let Some(entity) = found.first().and_then(|first| engine.entity(first)) {
            findings.problem(format!("{name}: {place} holds {entity}"));
        }
    };
    for pair in metadata.file_metadata().key_value_metadata().into_iter().flatten() {
        if !KEYS.contains(&pair.key.as_str()) {
            telling(&pair.key, "a footer key".into());
            telling(pair.value.as_deref().unwrap_or_default(), "a footer value".into());
        }
    }
    for field in metadata.file_metadata().schema().get_fields() {
        names(field, &mut |field| telling(field, "a column name".into()));
    }
    let foreign = metadata.file_metadata().key_value_metadata().into_iter().flatten();
    let foreign = foreign.filter(|pair| !KEYS.contains(&pair.key.as_str())).count();
    if ours && foreign > 0 {
        findings.problem(format!("{name}: {foreign} footer keys that limpid does not write"));
    }
    for group in metadata.row_groups() {
        for column in group.columns() {
            let top = column.column_path().parts().first().cloned().unwrap_or_default();
            if !treated.contains(&top) {
                continue;
            }
            let extremes = column.statistics().is_some_and(|statistics| {
                statistics.min_bytes_opt().is_some() || statistics.max_bytes_opt().is_some()
            });
            if extremes || column.bloom_filter_offset().is_some() {
                findings.problem(format!("{name}: column {top} is treated, but has statistics"));
            }
        }
    }
}

fn names(field: &Type, see: &mut impl FnMut(&str)) {
    see(field.name());
    if field.is_group() {
        for child in field.get_fields() {
            names(child, see);
        }
    }
}
