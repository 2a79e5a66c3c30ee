//! Where batches go: one file a format.

mod arrow_ipc;
mod columnar;
mod csv;
mod jsonl;
mod parquet;
mod text;

use std::{
    io::{self, Write},
    sync::{Arc, Mutex},
};

use arrow::{array::RecordBatch, datatypes::SchemaRef, error::ArrowError};

use crate::{error::Error, format::Format, metadata::FileMetadata, source::is_json_document};

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
    /// Writes what is left and flushes.
    fn finish(self: Box<Self>) -> Result<(), Error>;
}

/// A byte stream to write to.
pub type Output = Box<dyn Write + Send>;

/// Begins a file.
pub fn create(output: Output, options: &WriteOptions) -> Result<Box<dyn Sink>, Error> {
    let json = options.schema.fields().iter().any(|field| is_json_document(field));
    if json && !matches!(options.format, Format::Jsonl | Format::JsonlGz | Format::JsonlZst | Format::Text) {
        return Ok(Box::new(columnar::FromJson::new(output, options.clone())));
    }
    // The encoders wrap what the system says; it is kept aside, so that "disk full" is still told.
    let (output, failure) = Watched::new(output);
    let failed = Failed(failure);
    Ok(match options.format {
        Format::Parquet => Box::new(parquet::ParquetSink::create(output, options, failed)?),
        Format::Jsonl => Box::new(jsonl::JsonlSink::new(Box::new(output), json, failed)),
        Format::JsonlGz => {
            let encoder = flate2::GzBuilder::new().mtime(0).write(output, flate2::Compression::default());
            Box::new(jsonl::JsonlSink::new(Box::new(jsonl::Gzip(Some(encoder))), json, failed))
        }
        Format::JsonlZst => {
            let encoder = zstd::Encoder::new(output, 3).map_err(|error| failed.io(&error))?;
            Box::new(jsonl::JsonlSink::new(Box::new(jsonl::Zstandard(Some(encoder))), json, failed))
        }
        Format::Csv => Box::new(csv::CsvSink::create(output, options.metadata.delimiter.unwrap_or(b','), options, failed)?),
        Format::Tsv => Box::new(csv::CsvSink::create(output, b'\t', options, failed)?),
        Format::ArrowFile => Box::new(arrow_ipc::FileSink::create(output, options, failed)?),
        Format::ArrowStream => Box::new(arrow_ipc::StreamSink::create(output, options, failed)?),
        Format::Text => Box::new(text::TextSink::create(output, options, failed)?),
    })
}

/// What went wrong while writing, remembered outside of the encoder.
type Failure = Arc<Mutex<Option<io::ErrorKind>>>;

/// A writer that remembers how it failed.
struct Watched {
    output: Output,
    failure: Failure,
}

impl Watched {
    fn new(output: Output) -> (Self, Failure) {
        let failure = Failure::default();
        (Self { output, failure: Arc::clone(&failure) }, failure)
    }

    fn watch<T>(&mut self, outcome: io::Result<T>) -> io::Result<T> {
        if let (Err(error), Ok(mut failure)) = (&outcome, self.failure.lock()) {
            failure.get_or_insert(error.kind());
        }
        outcome
    }
}

impl Write for Watched {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let outcome = self.output.write(bytes);
        self.watch(outcome)
    }

    fn flush(&mut self) -> io::Result<()> {
        let outcome = self.output.flush();
        self.watch(outcome)
    }
}

/// Turns an encoder's error into ours: its text, which can quote data, is dropped.
struct Failed(Failure);

impl Failed {
    fn arrow(&self, _: ArrowError) -> Error {
        self.error(io::ErrorKind::InvalidData)
    }

    fn parquet(&self, _: ::parquet::errors::ParquetError) -> Error {
        self.error(io::ErrorKind::InvalidData)
    }

    fn io(&self, error: &io::Error) -> Error {
        self.error(error.kind())
    }

    fn error(&self, otherwise: io::ErrorKind) -> Error {
        let kind = self.0.lock().ok().and_then(|failure| *failure).unwrap_or(otherwise);
        Error::Io { action: "write", path: "output".into(), kind }
    }
}
