//! Arrow IPC: batches go out compacted, because whole buffers are written, hidden bytes and all.
//!
//! A stream may replace a dictionary with every batch. A file may only add to it, so its sink keeps one growing
//! dictionary for each top-level column; dictionaries inside nested columns are written as plain values.

mod dictionary;

use std::{io::Write, sync::Arc};

use arrow::{
    array::RecordBatch,
    datatypes::SchemaRef,
    ipc::writer::{DictionaryHandling, FileWriter, IpcWriteOptions, StreamWriter},
};

use self::dictionary::{Unifier, plain_nested};
use super::{
    Output, Sink, WriteOptions, fitted,
    output::{Failure, Watched},
    place, told, written_schema,
};
use crate::{compact::compact, error::Error};

/// An Arrow IPC stream being written.
pub(super) struct ArrowStreamSink {
    writer: StreamWriter<Watched>,
    schema: SchemaRef,
    failure: Failure,
}

impl ArrowStreamSink {
    pub(super) fn create(output: Output, options: &WriteOptions) -> Result<Self, Error> {
        let schema = told(written_schema(options), options);
        let (output, failure) = Watched::new(output);
        let writer = StreamWriter::try_new(output, &schema).map_err(|_| refused(&failure))?;
        Ok(Self { writer, schema, failure })
    }
}

impl Sink for ArrowStreamSink {
    fn write(&mut self, batch: &RecordBatch) -> Result<(), Error> {
        let batch = compact(&fitted(batch, &self.schema)?)?;
        self.writer.write(&batch).map_err(|_| refused(&self.failure))
    }

    fn flush(&mut self) -> Result<(), Error> {
        self.writer.get_mut().flush().map_err(|_| refused(&self.failure))
    }

    fn finish(mut self: Box<Self>) -> Result<(), Error> {
        self.writer.finish().map_err(|_| refused(&self.failure))?;
        self.writer.get_mut().flush().map_err(|_| refused(&self.failure))
    }
}

/// An Arrow IPC file being written.
pub(super) struct ArrowFileSink {
    writer: FileWriter<Watched>,
    /// Schema of the batches that come.
    schema: SchemaRef,
    unifier: Unifier,
    failure: Failure,
}

impl ArrowFileSink {
    pub(super) fn create(output: Output, options: &WriteOptions) -> Result<Self, Error> {
        let schema = Arc::new(written_schema(options));
        let written = told(plain_nested(&schema), options);
        let (output, failure) = Watched::new(output);
        let delta = IpcWriteOptions::default().with_dictionary_handling(DictionaryHandling::Delta);
        let writer =
            FileWriter::try_new_with_options(output, &written, delta).map_err(|_| refused(&failure))?;
        Ok(Self { writer, schema, unifier: Unifier::new(written), failure })
    }
}

impl Sink for ArrowFileSink {
    fn write(&mut self, batch: &RecordBatch) -> Result<(), Error> {
        let batch = compact(&fitted(batch, &self.schema)?)?;
        let batch = self.unifier.unify(&batch)?;
        self.writer.write(&batch).map_err(|_| refused(&self.failure))
    }

    fn finish(mut self: Box<Self>) -> Result<(), Error> {
        self.writer.finish().map_err(|_| refused(&self.failure))?;
        self.writer.get_mut().flush().map_err(|_| refused(&self.failure))
    }
}

fn refused(failure: &Failure) -> Error {
    failure.or(Error::Unsupported { place: place(), what: "the schema or a value in Arrow IPC".into() })
}
