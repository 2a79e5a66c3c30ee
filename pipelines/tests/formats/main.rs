//! Conformance of every source and sink: what goes in comes out, wherever the file is cut.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    clippy::format_collect,
    reason = "tests"
)]

mod bad;
mod prop;
mod round_trip;
mod samples;

use std::{
    io::Write,
    path::Path,
    sync::{Arc, Mutex},
};

use arrow::{array::RecordBatch, compute::concat_batches, datatypes::SchemaRef};
use limpid_pipelines::{
    error::Error,
    format::Format,
    metadata::FileMetadata,
    sink::{WriteOptions, create},
    source::{InputFile, Numbered, ReadOptions, Rejected, open},
};

/// A value that must not come out where it does not belong.
const CANARY: &str = "CANARY-7f3a";

/// An output that stays readable.
#[derive(Clone, Default)]
struct Memory(Arc<Mutex<Vec<u8>>>);

impl Write for Memory {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().expect("no panic before").extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

fn options(format: Format, schema: &SchemaRef) -> WriteOptions {
    WriteOptions {
        format,
        schema: Arc::clone(schema),
        metadata: FileMetadata::default(),
        no_statistics: Vec::new(),
        own_metadata: Vec::new(),
    }
}

fn write_with(options: &WriteOptions, batches: &[RecordBatch]) -> Result<Vec<u8>, Error> {
    let memory = Memory::default();
    let mut sink = create(Box::new(memory.clone()), options)?;
    for batch in batches {
        sink.write(batch)?;
    }
    sink.finish()?;
    let bytes = memory.0.lock().expect("no panic before").clone();
    Ok(bytes)
}

fn write(format: Format, schema: &SchemaRef, batches: &[RecordBatch]) -> Result<Vec<u8>, Error> {
    write_with(&options(format, schema), batches)
}

/// What a file holds.
struct Read {
    schema: SchemaRef,
    metadata: FileMetadata,
    batches: Vec<Numbered>,
    rejected: Vec<Rejected>,
}

impl Read {
    fn rows(&self) -> RecordBatch {
        concat_batches(&self.schema, self.batches.iter().map(|numbered| &numbered.batch)).expect("one schema")
    }
}

fn input(path: &Path, format: Format) -> InputFile {
    InputFile { path: path.to_owned(), relative: format!("in.{}", format.extension()), format, remote: None }
}

fn read_file(file: &InputFile, options: &ReadOptions) -> Result<Read, Error> {
    let mut source = open(file, options)?;
    let mut read = Read {
        schema: source.schema(),
        metadata: source.metadata(),
        batches: Vec::new(),
        rejected: Vec::new(),
    };
    let mut next = 0;
    let mut chunks = Vec::new();
    while let Some(chunk) = source.next_chunk() {
        chunks.push(chunk?);
    }
    // Chunks can be decoded in any order, on any thread.
    let decoded: Vec<_> = std::thread::scope(|scope| {
        let threads: Vec<_> =
            chunks.into_iter().map(|chunk| (chunk.first_row, scope.spawn(chunk.decode))).collect();
        threads.into_iter().map(|(first, thread)| (first, thread.join().expect("no panic"))).collect()
    });
    for (first_row, decoded) in decoded {
        let decoded = decoded?;
        assert_eq!(first_row, next, "chunks follow each other");
        let mut rejected = decoded.rejected.iter().map(|one| one.row).peekable();
        for numbered in &decoded.batches {
            while rejected.next_if_eq(&next).is_some() {
                next += 1;
            }
            assert_eq!(numbered.first_row, next, "rows follow each other");
            assert!(numbered.batch.num_rows() > 0 && numbered.batch.num_rows() <= options.batch_rows);
            assert_eq!(numbered.batch.schema(), read.schema);
            next += numbered.batch.num_rows() as u64;
        }
        next += rejected.count() as u64;
        read.batches.extend(decoded.batches);
        read.rejected.extend(decoded.rejected);
    }
    assert!(source.next_chunk().is_none());
    if let Some(rows) = source.rows() {
        assert_eq!(rows, next);
    }
    Ok(read)
}

fn read_with(bytes: &[u8], format: Format, options: &ReadOptions) -> Result<Read, Error> {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("in");
    std::fs::write(&path, bytes).expect("written");
    read_file(&input(&path, format), options)
}

fn read(bytes: &[u8], format: Format) -> Result<Read, Error> {
    read_with(bytes, format, &ReadOptions::default())
}
