//! Where batches go: one file a format.
//!
//! What is written depends on the batches and the options alone: no clock, no file name, no order of a hash map.

mod arrow;
mod csv;
mod infer;
mod jsonl;
mod output;
mod parquet;
mod text;

use std::{collections::HashMap, io::Write, sync::Arc};

use ::arrow::{
    array::RecordBatch,
    datatypes::{Field, FieldRef, Schema, SchemaRef},
};

use crate::{
    error::{Error, Place},
    format::Format,
    metadata::{FileMetadata, clean_schema, conform},
    source::is_json_document,
};

/// What a sink needs to know before the first batch.
#[derive(Debug, Clone)]
pub struct WriteOptions {
    /// How to encode.
    pub format: Format,
    /// Schema of every batch.
    pub schema: SchemaRef,
    /// What to carry over from the input file.
    pub metadata: FileMetadata,
    /// Top-level columns for which no statistics, page index or bloom filter may be written.
    pub no_statistics: Vec<String>,
    /// `(key, value)` pairs of our own for the footer, where the format has one.
    pub own_metadata: Vec<(String, String)>,
}

/// A file being written. Dropping it without [`finish`](Sink::finish) leaves an incomplete file.
pub trait Sink: Send {
    /// Appends a batch.
    fn write(&mut self, batch: &RecordBatch) -> Result<(), Error>;
    /// Hands on what was written so far, where the format can be read from its start.
    fn flush(&mut self) -> Result<(), Error> {
        Ok(())
    }
    /// Writes what is left and flushes.
    fn finish(self: Box<Self>) -> Result<(), Error>;
}

/// A sink that hands on every batch at once, for readers that wait at the other end of a pipe.
pub struct Prompt(pub Box<dyn Sink>);

impl Sink for Prompt {
    fn write(&mut self, batch: &RecordBatch) -> Result<(), Error> {
        self.0.write(batch)?;
        self.0.flush()
    }

    fn finish(self: Box<Self>) -> Result<(), Error> {
        self.0.finish()
    }
}

/// A byte stream to write to.
pub type Output = Box<dyn Write + Send>;

/// Starts a file. JSON documents become columns where the format has columns.
pub fn create(output: Output, options: &WriteOptions) -> Result<Box<dyn Sink>, Error> {
    let documents = matches!(options.schema.fields().as_ref(), [field] if is_json_document(field));
    let format = options.format;
    Ok(match format {
        Format::Jsonl | Format::JsonlGz | Format::JsonlZst if documents => {
            Box::new(jsonl::DocumentSink::create(output, format)?)
        }
        _ if documents => Box::new(infer::InferSink::new(output, options)),
        Format::Parquet => Box::new(parquet::ParquetSink::create(output, options)?),
        Format::Jsonl | Format::JsonlGz | Format::JsonlZst => {
            Box::new(jsonl::JsonlSink::create(output, options)?)
        }
        Format::Csv | Format::Tsv => Box::new(csv::CsvSink::create(output, options)?),
        Format::ArrowFile => Box::new(arrow::ArrowFileSink::create(output, options)?),
        Format::ArrowStream => Box::new(arrow::ArrowStreamSink::create(output, options)?),
        Format::Text => Box::new(text::TextSink::create(output, options)?),
    })
}

/// The place of an error while writing: the caller knows the file's name, the sink does not.
fn place() -> Place {
    Place::file("output")
}

/// A column of a type that the format does not have.
fn unsupported(column: &str, what: impl Into<String>) -> Error {
    Error::Unsupported { place: Place::column("output", column), what: what.into() }
}

/// The schema as written: cleaned, and with room for nulls in treated columns, since a treatment may empty a cell.
fn written_schema(options: &WriteOptions) -> Schema {
    let loosen = |field: &FieldRef| {
        let treated = options.no_statistics.contains(field.name());
        Arc::new(Field::clone(field).with_nullable(field.is_nullable() || treated))
    };
    let clean = clean_schema(&options.schema);
    Schema::new(clean.fields().iter().map(loosen).collect::<Vec<_>>())
}

/// The schema with the metadata to write: that is where readers look for it.
fn told(schema: Schema, options: &WriteOptions) -> SchemaRef {
    let footer = options.metadata.for_output(&schema).footer.into_iter();
    let metadata: HashMap<String, String> = footer.chain(options.own_metadata.iter().cloned()).collect();
    Arc::new(schema.with_metadata(metadata))
}

/// The batch under the written schema.
fn fitted(batch: &RecordBatch, schema: &SchemaRef) -> Result<RecordBatch, Error> {
    conform(batch, schema).map_err(|_| Error::Plan {
        what: "a batch does not fit the schema of the output".into(),
        hint: "this is a bug in limpid; please report it with the schema".into(),
    })
}
