//! Arrow IPC, file and stream: batches are already there and are only cut smaller.

use std::{
    io::{BufReader, Read},
    sync::Arc,
};

use arrow::{
    array::RecordBatch,
    datatypes::SchemaRef,
    error::ArrowError,
    ipc::reader::{FileReader, StreamReader},
};

use super::{Chunk, Decoded, InputFile, Numbered, ReadOptions, Source, file_of, guarded};
use crate::{
    error::{Error, Place},
    metadata::{FileMetadata, clean_schema},
};

const DAMAGED: &str = "not Arrow IPC data, or damaged";

type Batches = Box<dyn Iterator<Item = Result<RecordBatch, ArrowError>> + Send>;

/// A sequence of batches.
pub(super) struct ArrowSource {
    batches: Batches,
    schema: SchemaRef,
    metadata: FileMetadata,
    name: String,
    options: ReadOptions,
    row: u64,
    ended: bool,
}

impl ArrowSource {
    pub(super) fn open_file(input: &InputFile, options: ReadOptions) -> Result<Self, Error> {
        let file = file_of(input)?;
        Self::open(&input.relative, options, || {
            let reader = FileReader::try_new_buffered(file, None)?;
            Ok((reader.schema(), Box::new(reader)))
        })
    }

    pub(super) fn open_stream(
        reader: Box<dyn Read + Send>,
        name: &str,
        options: ReadOptions,
    ) -> Result<Self, Error> {
        Self::open(name, options, || {
            let reader = StreamReader::try_new(BufReader::new(reader), None)?;
            Ok((reader.schema(), Box::new(reader)))
        })
    }

    fn open(
        name: &str,
        options: ReadOptions,
        open: impl FnOnce() -> Result<(SchemaRef, Batches), ArrowError>,
    ) -> Result<Self, Error> {
        let damaged = || Error::Malformed { place: Place::file(name), what: DAMAGED };
        let (schema, batches) = guarded(|| Place::file(name), DAMAGED, || open().map_err(|_| damaged()))?;
        let pairs = schema.metadata().iter().map(|(key, value)| (key.as_str(), value.as_str()));
        Ok(Self {
            metadata: FileMetadata::from_footer(pairs),
            schema: Arc::new(clean_schema(&schema)),
            batches,
            name: name.to_owned(),
            options,
            row: 0,
            ended: false,
        })
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
        if self.ended {
            return None;
        }
        let place = Place::row(&self.name, self.row);
        let next = guarded(
            || place.clone(),
            DAMAGED,
            || self.batches.next().transpose().map_err(|_| Error::Malformed { place: place.clone(), what: DAMAGED }),
        );
        let batch = match next.transpose()? {
            Ok(batch) => batch.with_schema(self.schema()).map_err(|_| Error::Internal),
            Err(error) => Err(error),
        };
        let batch = match batch {
            Ok(batch) => batch,
            Err(error) => {
                self.ended = true;
                return Some(Err(error));
            }
        };
        let first_row = self.row;
        self.row += batch.num_rows() as u64;
        let rows = self.options.batch_rows;
        let decode = Box::new(move || {
            let starts = (0..batch.num_rows()).step_by(rows);
            let part = |start: usize| Numbered {
                first_row: first_row + start as u64,
                batch: batch.slice(start, rows.min(batch.num_rows() - start)),
            };
            Ok(Decoded { batches: starts.map(part).collect(), rejected: Vec::new() })
        });
        Some(Ok(Chunk { first_row, decode }))
    }

    fn rows(&self) -> Option<u64> {
        None
    }
}
