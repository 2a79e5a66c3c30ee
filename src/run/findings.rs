//! `findings.parquet`: where, what, how sure, which action. Never the value.

use std::{
    fs::File,
    io::{BufReader, Write},
    path::Path,
    sync::Arc,
};

use arrow::{
    array::{
        ArrayRef, BooleanArray, FixedSizeBinaryBuilder, Float32Array, RecordBatch, StringArray, UInt32Array,
        UInt64Array,
    },
    datatypes::{DataType, Field, Schema, SchemaRef},
    ipc::{reader::StreamReader, writer::StreamWriter},
};
use limpid_detectors::Engine;
use limpid_pipelines::{apply::LoggedFinding, error::Error};
use parquet::{
    arrow::{
        ArrowWriter,
        arrow_writer::{ArrowColumnWriter, compute_leaves},
    },
    basic::{Compression, Encoding, ZstdLevel},
    file::{
        properties::{EnabledStatistics, WriterProperties},
        writer::SerializedFileWriter,
    },
    schema::types::ColumnPath,
};
use rayon::prelude::*;

use super::digest::Digesting;

/// Its name in `_limpid`.
pub const FILE: &str = "findings.parquet";

/// The columns of `findings.parquet`; offsets count code points, `end` is exclusive.
pub fn schema() -> SchemaRef {
    let text = |name: &str| Field::new(name, DataType::Utf8, false);
    let number = |name: &str| Field::new(name, DataType::UInt32, false);
    Arc::new(Schema::new(vec![
        text("file"),
        Field::new("row", DataType::UInt64, false),
        Field::new("out_row", DataType::UInt64, false),
        text("column"),
        number("item"),
        text("entity"),
        text("detector"),
        number("start"),
        number("end"),
        number("out_start"),
        number("out_end"),
        Field::new("score", DataType::Float32, false),
        Field::new("known", DataType::Boolean, false),
        text("action"),
        Field::new("fingerprint", DataType::FixedSizeBinary(16), false),
    ]))
}

/// The findings of one file, written as they come.
pub struct FindingsPart<W: Write> {
    writer: StreamWriter<W>,
    file: String,
}

impl<W: Write> FindingsPart<W> {
    /// Begins the part of `file`.
    pub fn create(writer: W, file: &str) -> Result<Self, Error> {
        let writer = StreamWriter::try_new(writer, &schema()).map_err(|_| failed())?;
        Ok(Self { writer, file: file.to_owned() })
    }

    /// Appends findings.
    pub fn write(&mut self, findings: &[LoggedFinding], engine: &Engine) -> Result<(), Error> {
        if findings.is_empty() {
            return Ok(());
        }
        let mut fingerprints = FixedSizeBinaryBuilder::with_capacity(findings.len(), 16);
        for finding in findings {
            fingerprints.append_value(finding.fingerprint).map_err(|_| failed())?;
        }
        let file = &self.file;
        let number = |of: fn(&LoggedFinding) -> u32| -> ArrayRef {
            Arc::new(findings.iter().map(of).collect::<UInt32Array>())
        };
        let columns: Vec<ArrayRef> = vec![
            text(findings, |_| file),
            Arc::new(findings.iter().map(|finding| finding.row).collect::<UInt64Array>()),
            Arc::new(findings.iter().map(|finding| finding.out_row).collect::<UInt64Array>()),
            text(findings, |finding| &finding.column),
            number(|finding| finding.item),
            text(findings, |finding| finding.entity.as_str()),
            text(findings, |finding| engine.rule(finding.detector).map_or("", |rule| &rule.id)),
            number(|finding| finding.start),
            number(|finding| finding.end),
            number(|finding| finding.out_start),
            number(|finding| finding.out_end),
            Arc::new(findings.iter().map(|finding| finding.score).collect::<Float32Array>()),
            Arc::new(findings.iter().map(|finding| Some(finding.known)).collect::<BooleanArray>()),
            text(findings, |finding| finding.action),
            Arc::new(fingerprints.finish()),
        ];
        let batch = RecordBatch::try_new(schema(), columns).map_err(|_| failed())?;
        self.writer.write(&batch).map_err(|_| failed())
    }

    /// Ends the part.
    pub fn finish(mut self) -> Result<(), Error> {
        self.writer.finish().map_err(|_| failed())?;
        self.writer.get_mut().flush().map_err(|error| Error::io("write", "findings", &error))
    }
}

fn text<'a>(findings: &'a [LoggedFinding], of: impl Fn(&'a LoggedFinding) -> &'a str) -> ArrayRef {
    Arc::new(findings.iter().map(|finding| Some(of(finding))).collect::<StringArray>())
}

/// Begins a Parquet file of places and fingerprints: no statistics, which would tell extremes.
pub fn table_writer<W: Write + Send>(schema: &SchemaRef, writer: W) -> Result<ArrowWriter<W>, Error> {
    let mut properties = WriterProperties::builder()
        .set_compression(Compression::ZSTD(ZstdLevel::default()))
        .set_statistics_enabled(EnabledStatistics::None)
        .set_created_by(format!("limpid {}", env!("CARGO_PKG_VERSION")));
    for field in schema.fields() {
        let column = ColumnPath::from(field.name().as_str());
        properties = match field.data_type() {
            // Hardly any occurs twice.
            DataType::FixedSizeBinary(_) => properties.set_column_dictionary_enabled(column, false),
            // Most are a little more than the one before.
            kind if kind.is_integer() => properties
                .set_column_dictionary_enabled(column.clone(), false)
                .set_column_encoding(column, Encoding::DELTA_BINARY_PACKED),
            _ => properties,
        };
    }
    ArrowWriter::try_new(writer, Arc::clone(schema), Some(properties.build())).map_err(|_| failed())
}

/// Most rows of a row group of a joined table.
const GROUP: usize = 1 << 20;

/// Joins the parts, in order, into one Parquet file; returns how many findings it holds. Columns are written side by side.
pub fn join<'a, W: Write + Send>(
    parts: impl Iterator<Item = &'a Path>,
    schema: &SchemaRef,
    writer: Digesting<W>,
) -> Result<u64, Error> {
    let (mut out, factory) = table_writer(schema, writer)?.into_serialized_writer().map_err(|_| failed())?;
    let begin = |group| factory.create_column_writers(group).map_err(|_| failed());
    let (mut columns, mut groups) = (begin(0)?, 0);
    let (mut rows, mut all) = (0, 0);
    for part in parts {
        let file = File::open(part).map_err(|error| Error::io("open", "findings", &error))?;
        for batch in StreamReader::try_new(BufReader::new(file), None).map_err(|_| failed())? {
            let batch = batch.map_err(|_| failed())?;
            if rows + batch.num_rows() > GROUP && rows > 0 {
                groups += 1;
                finish_group(std::mem::replace(&mut columns, begin(groups)?), &mut out)?;
                rows = 0;
            }
            let values = schema.fields().par_iter().zip(batch.columns());
            let written = values.zip(&mut columns).map(|((field, values), column)| {
                compute_leaves(field, values)?.iter().try_for_each(|leaf| column.write(leaf))
            });
            written.collect::<Result<(), _>>().map_err(|_| failed())?;
            rows += batch.num_rows();
            all += u64::try_from(batch.num_rows()).unwrap_or(0);
        }
    }
    if rows > 0 {
        finish_group(columns, &mut out)?;
    }
    out.close().map_err(|_| failed())?;
    Ok(all)
}

/// Writes the columns of a row group.
fn finish_group<W: Write + Send>(
    columns: Vec<ArrowColumnWriter>,
    out: &mut SerializedFileWriter<W>,
) -> Result<(), Error> {
    let chunks = columns.into_par_iter().map(ArrowColumnWriter::close).collect::<Result<Vec<_>, _>>();
    let mut group = out.next_row_group().map_err(|_| failed())?;
    for chunk in chunks.map_err(|_| failed())? {
        chunk.append_to_row_group(&mut group).map_err(|_| failed())?;
    }
    group.close().map(drop).map_err(|_| failed())
}

fn failed() -> Error {
    Error::io("write", "findings", &std::io::ErrorKind::Other.into())
}
