//! Where batches come from: one file a format.
//!
//! A source cuts its file into [`Chunk`]s cheaply and in order; the expensive part, decoding, happens inside the
//! chunk, on whatever thread runs it. Where a file is cut depends only on the file and the options, never on the
//! number of threads.

use std::path::PathBuf;

use arrow::{array::RecordBatch, datatypes::SchemaRef};

use crate::{error::Error, format::Format, metadata::FileMetadata};

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

/// What a chunk holds.
pub struct Decoded {
    /// The readable rows, in order.
    pub batches: Vec<RecordBatch>,
    /// Row in the file of each readable row where rows were rejected; empty = consecutive from the chunk's first row.
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
    /// The next part, in file order.
    fn next_chunk(&mut self) -> Option<Result<Chunk, Error>>;
    /// Number of rows, where the format knows it beforehand.
    fn rows(&self) -> Option<u64>;
}
