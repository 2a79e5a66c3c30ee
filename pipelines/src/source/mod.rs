//! Where batches come from: one file a format.
//!
//! A source cuts its file into [`Chunk`]s cheaply and in order; the expensive part, decoding, happens inside the
//! chunk, on whatever thread runs it. Where a file is cut depends only on the file and the options, never on the
//! number of threads.

mod arrow_ipc;
mod csv;
mod discover;
mod jsonl;
mod parquet;
mod text;

use std::{
    collections::HashMap,
    fs::File,
    io::{Read, stdin},
    panic::{AssertUnwindSafe, catch_unwind},
    path::PathBuf,
};

use arrow::{
    array::RecordBatch,
    datatypes::{Field, SchemaRef},
};

pub use discover::discover;

use crate::{
    error::{Error, Place},
    format::Format,
    metadata::FileMetadata,
};

/// Field metadata key that marks a column of whole JSON documents.
const KIND: &str = "limpid.kind";
const JSON_DOCUMENT: &str = "json_document";
/// Longest line or record, in bytes.
pub(crate) const LONGEST_RECORD: usize = 256 << 20;

/// Whether a column holds one JSON document per row, as JSONL sources give them.
pub fn is_json_document(field: &Field) -> bool {
    field.metadata().get(KIND).is_some_and(|kind| kind == JSON_DOCUMENT)
}

/// Marks a column as holding one JSON document per row.
pub(crate) fn json_document_field() -> Field {
    let mark = HashMap::from([(KIND.to_owned(), JSON_DOCUMENT.to_owned())]);
    Field::new("json", arrow::datatypes::DataType::LargeUtf8, true).with_metadata(mark)
}

/// One input file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InputFile {
    /// Where it is; `-` is standard input.
    pub path: PathBuf,
    /// Its name relative to the input it was found under, with `/` separators: also its name in the output.
    pub relative: String,
    /// How it is encoded.
    pub format: Format,
}

/// How files are cut and read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReadOptions {
    /// Most rows of a batch.
    pub batch_rows: usize,
    /// Rough size of a chunk in decoded bytes.
    pub chunk_bytes: usize,
}

impl Default for ReadOptions {
    fn default() -> Self {
        Self { batch_rows: 8192, chunk_bytes: 16 << 20 }
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

/// A batch and where it stands.
pub struct Numbered {
    /// Row in the file of the batch's first row; the others follow without gap.
    pub first_row: u64,
    /// The rows.
    pub batch: RecordBatch,
}

/// What a chunk holds.
#[derive(Default)]
pub struct Decoded {
    /// The readable rows, in order.
    pub batches: Vec<Numbered>,
    /// The others.
    pub rejected: Vec<Rejected>,
}

/// Decodes a chunk on whatever thread.
pub type Decode = Box<dyn FnOnce() -> Result<Decoded, Error> + Send>;

/// A part of a file that can be decoded on any thread.
pub struct Chunk {
    /// Row in the file of the chunk's first row.
    pub first_row: u64,
    /// Decodes the chunk.
    pub decode: Decode,
}

/// A file opened for reading.
pub trait Source: Send {
    /// The Arrow schema of every batch.
    fn schema(&self) -> SchemaRef;
    /// What of the file's own metadata may be carried over.
    fn metadata(&self) -> FileMetadata;
    /// The next part, in file order.
    fn next_chunk(&mut self) -> Option<Result<Chunk, Error>>;
    /// Number of rows, where the format knows it beforehand.
    fn rows(&self) -> Option<u64>;
}

/// Opens a file.
pub fn open(file: &InputFile, options: &ReadOptions) -> Result<Box<dyn Source>, Error> {
    let name = &file.relative;
    Ok(match file.format {
        Format::Parquet => Box::new(parquet::ParquetSource::open(file, *options)?),
        Format::Jsonl => Box::new(jsonl::JsonlSource::new(reader(file)?, name, *options)),
        Format::JsonlGz => {
            let reader = flate2::read::MultiGzDecoder::new(reader(file)?);
            Box::new(jsonl::JsonlSource::new(Box::new(reader), name, *options))
        }
        Format::JsonlZst => {
            let reader = zstd::Decoder::new(reader(file)?).map_err(|error| Error::io("open", name, &error))?;
            Box::new(jsonl::JsonlSource::new(Box::new(reader), name, *options))
        }
        Format::Csv => Box::new(csv::CsvSource::open(reader(file)?, name, None, *options)?),
        Format::Tsv => Box::new(csv::CsvSource::open(reader(file)?, name, Some(b'\t'), *options)?),
        Format::ArrowFile => Box::new(arrow_ipc::ArrowSource::open_file(file, *options)?),
        Format::ArrowStream => Box::new(arrow_ipc::ArrowSource::open_stream(reader(file)?, name, *options)?),
        Format::Text => Box::new(text::TextSource::new(reader(file)?, name)),
    })
}

/// The bytes of a file or of standard input.
fn reader(file: &InputFile) -> Result<Box<dyn Read + Send>, Error> {
    if file.path.as_os_str() == "-" {
        return Ok(Box::new(stdin()));
    }
    Ok(Box::new(file_of(file)?))
}

/// The file itself, for formats that jump about in it.
fn file_of(file: &InputFile) -> Result<File, Error> {
    File::open(&file.path).map_err(|error| Error::io("open", &file.relative, &error))
}

/// Runs a decoder that may panic on damaged files; what it says is dropped, it could quote data.
fn guarded<T>(
    place: impl Fn() -> Place,
    what: &'static str,
    decode: impl FnOnce() -> Result<T, Error>,
) -> Result<T, Error> {
    catch_unwind(AssertUnwindSafe(decode)).unwrap_or_else(|_| Err(Error::Malformed { place: place(), what }))
}
