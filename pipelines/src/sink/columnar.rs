//! From JSON documents to columns: the schema is inferred from the first documents and then kept.

use std::{io::Cursor, sync::Arc};

use arrow::{
    array::{Array, RecordBatch},
    json::reader::{ReaderBuilder, infer_json_schema},
};

use super::{Output, Sink, WriteOptions, create};
use crate::{
    error::{Error, Place},
    walk::to_text,
};

/// Documents the schema is inferred from.
const SAMPLE: usize = 10_000;

/// A columnar file being written from JSON documents.
pub(super) struct FromJson {
    output: Option<Output>,
    options: WriteOptions,
    waiting: Vec<u8>,
    rows: usize,
    sink: Option<Box<dyn Sink>>,
}

impl FromJson {
    pub(super) fn new(output: Output, options: WriteOptions) -> Self {
        Self { output: Some(output), options, waiting: Vec::new(), rows: 0, sink: None }
    }

    /// Decodes what waits, opening the file first if need be.
    fn flush(&mut self) -> Result<(), Error> {
        if self.sink.is_none() {
            let (schema, _) = infer_json_schema(Cursor::new(&self.waiting), Some(SAMPLE)).map_err(|_| unfit())?;
            self.options.schema = Arc::new(schema);
            let output = self.output.take().ok_or(Error::Internal)?;
            self.sink = Some(create(output, &self.options)?);
        }
        let reader = ReaderBuilder::new(Arc::clone(&self.options.schema))
            .with_strict_mode(true)
            .build(Cursor::new(std::mem::take(&mut self.waiting)))
            .map_err(|_| unfit())?;
        self.rows = 0;
        for batch in reader {
            let batch = batch.map_err(|_| unfit())?;
            self.sink.as_mut().ok_or(Error::Internal)?.write(&batch)?;
        }
        Ok(())
    }
}

impl Sink for FromJson {
    fn write(&mut self, batch: &RecordBatch) -> Result<(), Error> {
        let column = batch.columns().first().ok_or(Error::Internal)?;
        let (documents, _) = to_text("json", column)?;
        for document in documents.iter().flatten() {
            self.waiting.extend(document.as_bytes());
            self.waiting.push(b'\n');
        }
        self.rows += documents.len();
        if self.rows >= SAMPLE { self.flush() } else { Ok(()) }
    }

    fn finish(mut self: Box<Self>) -> Result<(), Error> {
        self.flush()?;
        self.sink.take().ok_or(Error::Internal)?.finish()
    }
}

fn unfit() -> Error {
    Error::Malformed { place: Place::file("output"), what: "the JSON documents do not form one table; keep them as jsonl" }
}
