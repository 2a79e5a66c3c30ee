//! A text file: its one cell, as it stands.

use std::io::Write;

use arrow::array::RecordBatch;

use super::{
    Output, Sink, WriteOptions,
    jsonl::documents,
    output::{Encoded, failed},
    place,
};
use crate::error::Error;

/// A text file being written.
pub(super) struct TextSink {
    output: Encoded,
    rows: usize,
}

impl TextSink {
    pub(super) fn create(output: Output, options: &WriteOptions) -> Result<Self, Error> {
        documents(&RecordBatch::new_empty(options.schema.clone())).map(drop).map_err(|_| not_text())?;
        Ok(Self { output: Encoded::new(output, options.format)?, rows: 0 })
    }
}

impl Sink for TextSink {
    fn write(&mut self, batch: &RecordBatch) -> Result<(), Error> {
        self.rows += batch.num_rows();
        if self.rows > 1 {
            return Err(not_text());
        }
        documents(batch)?
            .flatten()
            .try_for_each(|text| self.output.write_all(text.as_bytes()))
            .map_err(|error| failed(&error))
    }

    fn finish(self: Box<Self>) -> Result<(), Error> {
        self.output.finish()
    }
}

fn not_text() -> Error {
    Error::Unsupported {
        place: place(),
        what: "anything but a single text in a text file (write JSONL)".into(),
    }
}
