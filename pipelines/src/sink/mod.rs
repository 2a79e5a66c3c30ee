//! Where batches go: one file a format.

use std::io::Write;

use arrow::{array::RecordBatch, datatypes::SchemaRef};

use crate::{error::Error, format::Format, metadata::FileMetadata};

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
