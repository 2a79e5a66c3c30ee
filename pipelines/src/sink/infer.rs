//! JSON documents into a format with columns: the first rows tell the types, later ones must keep to them.

use std::sync::Arc;

use arrow::{
    array::RecordBatch,
    datatypes::Schema,
    json::{
        ReaderBuilder,
        reader::{Decoder, infer_json_schema},
    },
};

use super::{Output, Sink, WriteOptions, create, jsonl::documents, place};
use crate::{
    error::{Error, Place},
    metadata::FileMetadata,
};

/// Rows that tell the types.
const ROWS: usize = 10_000;
/// Bytes of them, at most.
const BYTES: usize = 64 << 20;
/// Rows of a written batch.
const BATCH_ROWS: usize = 8192;

/// A file whose columns are not known yet, or no longer unknown.
pub(super) struct InferSink {
    state: State,
    options: WriteOptions,
    row: u64,
}

enum State {
    /// Lines of the first rows.
    Waiting {
        output: Output,
        lines: Vec<u8>,
        rows: usize,
    },
    Writing {
        decoder: Box<Decoder>,
        sink: Box<dyn Sink>,
    },
    /// After an error.
    Broken,
}

impl InferSink {
    pub(super) fn new(output: Output, options: &WriteOptions) -> Self {
        let state = State::Waiting { output, lines: Vec::new(), rows: 0 };
        Self { state, options: options.clone(), row: 0 }
    }

    /// Decides about the types and writes the rows that waited.
    fn start(&mut self) -> Result<(), Error> {
        let (output, lines) = match std::mem::replace(&mut self.state, State::Broken) {
            State::Waiting { output, lines, .. } => (output, lines),
            begun => {
                self.state = begun;
                return Ok(());
            }
        };
        let inferred = infer_json_schema(lines.as_slice(), None).map_err(|_| {
            self.mismatch("the documents are no objects of one shape; write JSONL (--to jsonl)")
        })?;
        let mut fields: Vec<_> = inferred.0.fields().iter().cloned().collect();
        // Inference goes by a hash map for nested keys; names are the only order there is.
        fields.sort_by(|one, other| one.name().cmp(other.name()));
        let schema = Arc::new(Schema::new(fields));
        let reader =
            ReaderBuilder::new(Arc::clone(&schema)).with_strict_mode(true).with_batch_size(BATCH_ROWS);
        let decoder = Box::new(reader.build_decoder().map_err(|_| self.mismatch(MIXED))?);
        // Any column may hold treated values: which ones is not known by name inside documents.
        let no_statistics = schema.fields().iter().map(|field| field.name().clone()).collect();
        let options =
            WriteOptions { schema, no_statistics, metadata: FileMetadata::default(), ..self.options.clone() };
        let sink = create(output, &options)?;
        self.state = State::Writing { decoder, sink };
        self.row = 0;
        self.decode(&lines)
    }

    fn decode(&mut self, lines: &[u8]) -> Result<(), Error> {
        let mismatch = self.mismatch(MIXED);
        let State::Writing { decoder, sink } = &mut self.state else { return Err(mismatch) };
        let mut rest = lines;
        while !rest.is_empty() {
            let Ok(read) = decoder.decode(rest) else { return Err(mismatch) };
            rest = rest.get(read..).unwrap_or_default();
            if !rest.is_empty() || decoder.len() >= BATCH_ROWS {
                let Ok(batch) = decoder.flush() else { return Err(mismatch) };
                if let Some(batch) = batch {
                    self.row += batch.num_rows() as u64;
                    sink.write(&batch)?;
                }
            }
        }
        Ok(())
    }

    fn mismatch(&self, what: &'static str) -> Error {
        Error::Malformed { place: Place::row(place().file, self.row), what }
    }
}

const MIXED: &str = "a document has other keys or types than the first ones; write JSONL (--to jsonl)";

impl Sink for InferSink {
    fn write(&mut self, batch: &RecordBatch) -> Result<(), Error> {
        let mut text = Vec::new();
        for document in documents(batch)? {
            text.extend_from_slice(document.unwrap_or("null").as_bytes());
            text.push(b'\n');
        }
        match &mut self.state {
            State::Waiting { lines, rows, .. } => {
                lines.extend_from_slice(&text);
                *rows += batch.num_rows();
                if *rows >= ROWS || lines.len() >= BYTES { self.start() } else { Ok(()) }
            }
            _ => self.decode(&text),
        }
    }

    fn finish(mut self: Box<Self>) -> Result<(), Error> {
        self.start()?;
        let mismatch = self.mismatch(MIXED);
        match std::mem::replace(&mut self.state, State::Broken) {
            State::Writing { mut decoder, mut sink } => {
                let Ok(last) = decoder.flush() else { return Err(mismatch) };
                if let Some(batch) = last {
                    sink.write(&batch)?;
                }
                sink.finish()
            }
            _ => Err(mismatch),
        }
    }
}
