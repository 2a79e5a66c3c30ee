//! Arrow IPC: a chunk is a record batch of the file, sliced.
//!
//! A file knows where its batches are, so they are decoded on any thread; a stream is read from start to end.
//! Hugging Face caches are streams under the file format's extension: the first bytes decide.

mod file;
mod stream;

use std::sync::Arc;

use arrow::{
    array::RecordBatch,
    datatypes::{Schema, SchemaRef},
    error::ArrowError,
};

use self::{file::FileBlocks, stream::StreamBlocks};
use super::{
    Chunk, Decoded, InputFile, Numbered, ReadOptions, Source,
    input::{self, Stream},
};
use crate::{
    error::Error,
    format::Format,
    metadata::{FileMetadata, clean_schema, conform},
};

const MAGIC: &[u8; 6] = b"ARROW1";
const DAMAGED: &str = "the Arrow file is damaged or cut off";

/// An Arrow IPC file or stream.
pub(super) struct ArrowSource {
    blocks: Blocks,
    schema: SchemaRef,
    metadata: FileMetadata,
    failed: bool,
}

enum Blocks {
    File(FileBlocks),
    Stream(StreamBlocks),
}

impl ArrowSource {
    pub(super) fn open(file: &InputFile, options: ReadOptions) -> Result<Self, Error> {
        if input::is_stdin(file) && file.format == Format::ArrowStream {
            return Self::stream(file, options);
        }
        let reader = input::seekable(file)?;
        if reader.size() == 0 {
            return Err(file.malformed("the file is empty"));
        }
        let mut magic = [0; 6];
        let known = reader.read_exact_at(&mut magic, 0).is_ok();
        match &magic {
            MAGIC => {
                let blocks = FileBlocks::open(file, reader, options.batch_rows)?;
                Ok(Self::new(Blocks::File(blocks)))
            }
            _ if known && magic.starts_with(b"FEA1") => {
                Err(Error::Unsupported { place: file.place(), what: "Feather version 1".into() })
            }
            _ => Self::stream(file, options),
        }
    }

    fn stream(file: &InputFile, options: ReadOptions) -> Result<Self, Error> {
        Self::over(input::stream(file)?, file, options)
    }

    /// A stream, never a file: that would be read from its end.
    pub(super) fn over(stream: Stream, file: &InputFile, options: ReadOptions) -> Result<Self, Error> {
        Ok(Self::new(Blocks::Stream(StreamBlocks::open(stream, file, options)?)))
    }

    fn new(blocks: Blocks) -> Self {
        let told = match &blocks {
            Blocks::File(blocks) => blocks.told(),
            Blocks::Stream(blocks) => blocks.told(),
        };
        let schema = Arc::new(clean_schema(&told));
        let pairs = told.metadata().iter().map(|(key, value)| (key.as_str(), value.as_str()));
        let metadata = FileMetadata::from_footer(pairs, &schema);
        Self { blocks, schema, metadata, failed: false }
    }
}

impl Source for ArrowSource {
    fn schema(&self) -> SchemaRef {
        Arc::clone(&self.schema)
    }

    fn metadata(&self) -> FileMetadata {
        self.metadata.clone()
    }

    fn next_chunk(&mut self) -> Option<Result<Chunk, Error>> {
        if self.failed {
            return None;
        }
        let chunk = match &mut self.blocks {
            Blocks::File(blocks) => Ok(blocks.cut(&self.schema)),
            Blocks::Stream(blocks) => blocks.cut(&self.schema),
        };
        self.failed = chunk.is_err();
        chunk.transpose()
    }

    fn rows(&self) -> Option<u64> {
        match &self.blocks {
            Blocks::File(blocks) => Some(blocks.rows()),
            Blocks::Stream(_) => None,
        }
    }
}

/// Cuts a batch into those of the wanted size.
fn slices(
    batch: &RecordBatch,
    first_row: u64,
    batch_rows: usize,
    schema: &SchemaRef,
) -> Result<Decoded, ArrowError> {
    let batch = conform(batch, schema)?;
    let mut decoded = Decoded::default();
    let mut offset = 0;
    while offset < batch.num_rows() {
        let rows = batch_rows.min(batch.num_rows() - offset);
        decoded
            .batches
            .push(Numbered { first_row: first_row + offset as u64, batch: batch.slice(offset, rows) });
        offset += rows;
    }
    Ok(decoded)
}

/// The schema as the file tells it, metadata included.
type Told = Arc<Schema>;
