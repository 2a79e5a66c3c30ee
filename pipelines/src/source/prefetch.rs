//! A source that is read by a thread of its own, so that what is done need not wait for what has not come yet.

use std::{
    sync::{
        Arc,
        mpsc::{Receiver, sync_channel},
    },
    thread,
};

use arrow::datatypes::SchemaRef;

use super::{Chunk, Source};
use crate::{
    error::{Error, Place},
    metadata::FileMetadata,
};

/// Chunks read ahead of those asked for.
const AHEAD: usize = 1;

/// The chunks of another source, as they come.
pub struct Prefetched {
    schema: SchemaRef,
    metadata: FileMetadata,
    rows: Option<u64>,
    chunks: Receiver<Result<Chunk, Error>>,
    /// A chunk that came while nobody waited for one.
    next: Option<Result<Chunk, Error>>,
}

impl Prefetched {
    /// Starts to read. The thread ends with the source, or with the first chunk that nobody wants any more.
    pub fn start(mut source: Box<dyn Source>) -> Result<Self, Error> {
        let (schema, metadata, rows) = (source.schema(), source.metadata(), source.rows());
        let (send, chunks) = sync_channel(AHEAD);
        let read = move || {
            while let Some(chunk) = source.next_chunk() {
                if send.send(chunk).is_err() {
                    break;
                }
            }
        };
        thread::Builder::new().spawn(read).map_err(|_| Error::Limit {
            place: Place::file("threads"),
            what: "the reading thread could not be started",
        })?;
        Ok(Self { schema, metadata, rows, chunks, next: None })
    }
}

impl Source for Prefetched {
    fn schema(&self) -> SchemaRef {
        Arc::clone(&self.schema)
    }

    fn metadata(&self) -> FileMetadata {
        self.metadata.clone()
    }

    fn next_chunk(&mut self) -> Option<Result<Chunk, Error>> {
        self.next.take().or_else(|| self.chunks.recv().ok())
    }

    fn is_ready(&mut self) -> bool {
        if self.next.is_none() {
            self.next = self.chunks.try_recv().ok();
        }
        self.next.is_some()
    }

    fn rows(&self) -> Option<u64> {
        self.rows
    }
}
