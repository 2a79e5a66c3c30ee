//! Where batches come from: one file a format.
//!
//! A source cuts its file into [`Chunk`]s cheaply and in order; the expensive part, decoding, happens inside the
//! chunk, on whatever thread runs it. Where a file is cut depends only on the file and the options, never on the
//! number of threads.

mod arrow;
mod csv;
mod discover;
mod input;
mod jsonl;
mod parquet;
mod positioned;
mod prefetch;
mod remote;
mod text;

use std::path::PathBuf;

use ::arrow::{
    array::RecordBatch,
    datatypes::{DataType, Field, SchemaRef},
};

pub use discover::discover;
pub use input::Stream;
pub use positioned::Cursor;
pub use prefetch::Prefetched;
pub use remote::{ReadAt, Remote};

use crate::{
    error::{Error, Place},
    format::Format,
    metadata::FileMetadata,
};

/// One input file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InputFile {
    /// Where it is; `-` is standard input.
    pub path: PathBuf,
    /// Its name relative to the input it was found under, with `/` separators: also its name in the output.
    pub relative: String,
    /// How it is encoded.
    pub format: Format,
    /// Where its bytes come from, where that is not `path`.
    pub remote: Option<Remote>,
}

impl InputFile {
    /// Bytes of the file as it lies there; 0 for standard input.
    pub fn size(&self) -> u64 {
        match &self.remote {
            Some(remote) => remote.0.size(),
            None => std::fs::metadata(&self.path).map_or(0, |file| file.len()),
        }
    }

    /// Opens it for reading from its start, as it lies there.
    pub fn bytes(&self) -> Result<Cursor, Error> {
        Ok(input::seekable(self)?.at(0))
    }

    /// The place of an error that concerns the whole file.
    pub fn place(&self) -> Place {
        Place::file(&self.relative)
    }

    /// An error about the whole file.
    pub fn malformed(&self, what: &'static str) -> Error {
        Error::Malformed { place: self.place(), what }
    }
}

/// How files are cut and read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReadOptions {
    /// Most rows of a batch.
    pub batch_rows: usize,
    /// Rough size of a chunk of Parquet or Arrow in decoded bytes: to read the middle of a row group is to skip what stands before.
    pub chunk_bytes: usize,
    /// Rough size of a chunk of lines in bytes: small, so that one file keeps all processors busy.
    pub block_bytes: usize,
    /// Most rows of a chunk of a stream: with few, rows leave soon after they came.
    pub chunk_rows: usize,
}

impl Default for ReadOptions {
    fn default() -> Self {
        Self { batch_rows: 8192, chunk_bytes: 4 << 20, block_bytes: 1 << 20, chunk_rows: usize::MAX }
    }
}

impl ReadOptions {
    /// No size is nothing.
    fn sane(&self) -> Self {
        Self {
            batch_rows: self.batch_rows.max(1),
            chunk_bytes: self.chunk_bytes.max(1),
            block_bytes: self.block_bytes.max(1),
            chunk_rows: self.chunk_rows.max(1),
        }
    }
}

/// A row that could not be read.
pub struct Rejected {
    /// Row in the file, from 0.
    pub row: u64,
    /// Why, without quoting it.
    pub what: &'static str,
    /// The bytes as they stood: only ever written encrypted.
    pub raw: Vec<u8>,
}

/// Consecutive rows of a file. No `Debug`: it would show the values.
#[derive(Clone)]
pub struct Numbered {
    /// Row in the file of the batch's first row.
    pub first_row: u64,
    /// The rows.
    pub batch: RecordBatch,
}

/// What a chunk holds.
#[derive(Default)]
pub struct Decoded {
    /// The readable rows, in order. A batch ends before a rejected row, so its rows are consecutive.
    pub batches: Vec<Numbered>,
    /// The others, in order.
    pub rejected: Vec<Rejected>,
}

/// A part of a file that can be decoded on any thread.
pub struct Chunk {
    /// Row in the file of the chunk's first row.
    pub first_row: u64,
    /// Decodes the chunk.
    pub decode: Box<dyn FnOnce() -> Result<Decoded, Error> + Send>,
}

/// A file opened for reading.
pub trait Source: Send {
    /// The Arrow schema of every batch.
    fn schema(&self) -> SchemaRef;
    /// What of the file's own metadata may be carried over.
    fn metadata(&self) -> FileMetadata;
    /// The next part, in file order; nothing comes after an error.
    fn next_chunk(&mut self) -> Option<Result<Chunk, Error>>;
    /// Number of rows, where the format knows it beforehand.
    fn rows(&self) -> Option<u64>;
    /// Whether the next part is there already, so that nobody has to wait for it.
    fn is_ready(&mut self) -> bool {
        true
    }
}

/// Opens a file; whatever can be told from its head and footer is checked here.
pub fn open(file: &InputFile, options: &ReadOptions) -> Result<Box<dyn Source>, Error> {
    let options = options.sane();
    Ok(match file.format {
        Format::Parquet => Box::new(parquet::ParquetSource::open(file, options)?),
        Format::Jsonl | Format::JsonlGz | Format::JsonlZst => {
            Box::new(jsonl::JsonlSource::open(file, options)?)
        }
        Format::Csv | Format::Tsv => Box::new(csv::CsvSource::open(file, options)?),
        Format::ArrowFile | Format::ArrowStream => Box::new(arrow::ArrowSource::open(file, options)?),
        Format::Text => Box::new(text::TextSource::open(file)?),
    })
}

/// Reads bytes that are no file: `file` says how they are encoded and what they are called in messages. Only formats
/// that are read from start to end: JSON lines, delimited text, Arrow IPC streams.
pub fn read(bytes: Stream, file: &InputFile, options: &ReadOptions) -> Result<Box<dyn Source>, Error> {
    let options = options.sane();
    let bytes = input::decoded(bytes, file)?;
    Ok(match file.format {
        Format::Jsonl | Format::JsonlGz | Format::JsonlZst => {
            Box::new(jsonl::JsonlSource::over(bytes, file, options)?)
        }
        Format::Csv | Format::Tsv => Box::new(csv::CsvSource::over(bytes, file, options)?),
        Format::ArrowStream => Box::new(arrow::ArrowSource::over(bytes, file, options)?),
        Format::Parquet | Format::ArrowFile | Format::Text => {
            return Err(Error::Unsupported { place: file.place(), what: "this format as a stream".into() });
        }
    })
}

/// Name of the only column of a JSONL file.
pub const JSON_COLUMN: &str = "json";
/// Key of limpid's own field metadata; it is never written out.
pub const KIND_KEY: &str = "limpid.kind";
/// Value of [`KIND_KEY`] for a column of whole JSON documents.
pub const JSON_DOCUMENT: &str = "json_document";

/// The field of a column that holds whole JSON documents as they were written.
pub fn json_document_field() -> Field {
    let kind = std::collections::HashMap::from([(KIND_KEY.to_owned(), JSON_DOCUMENT.to_owned())]);
    Field::new(JSON_COLUMN, DataType::Utf8, false).with_metadata(kind)
}

/// Whether the column holds whole JSON documents, so that its paths are those inside the documents.
pub fn is_json_document(field: &Field) -> bool {
    field.metadata().get(KIND_KEY).is_some_and(|kind| kind == JSON_DOCUMENT)
}

/// Runs `work` on bytes nobody vouches for: a panic of a decoder is a damaged file, not a crash.
fn guarded<T, E>(place: &Place, what: &'static str, work: impl FnOnce() -> Result<T, E>) -> Result<T, Error> {
    match std::panic::catch_unwind(std::panic::AssertUnwindSafe(work)) {
        Ok(Ok(done)) => Ok(done),
        // What the decoder says quotes data; it is dropped here.
        Ok(Err(_)) | Err(_) => Err(Error::Malformed { place: place.clone(), what }),
    }
}
