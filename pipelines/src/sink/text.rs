//! A text file holds one cell, as it stands.

use std::io::Write;

use arrow::array::RecordBatch;

use super::{Failed, Sink, Watched, WriteOptions};
use crate::{
    error::{Error, Place},
    walk::to_text,
};

/// A text file being written.
pub(super) struct TextSink {
    output: Watched,
    failed: Failed,
}

impl TextSink {
    pub(super) fn create(output: Watched, options: &WriteOptions, failed: Failed) -> Result<Self, Error> {
        if options.schema.fields().len() > 1 {
            return Err(Error::Unsupported {
                place: Place::file("output"),
                what: "more than one column in a text file".into(),
            });
        }
        Ok(Self { output, failed })
    }
}

impl Sink for TextSink {
    fn write(&mut self, batch: &RecordBatch) -> Result<(), Error> {
        let Some(column) = batch.columns().first() else { return Ok(()) };
        let (texts, _) = to_text("text", column)?;
        for text in texts.iter().flatten() {
            self.output.write_all(text.as_bytes()).map_err(|error| self.failed.io(&error))?;
        }
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> Result<(), Error> {
        self.output.flush().map_err(|error| self.failed.io(&error))
    }
}
