//! Arrow IPC, file and stream: every batch is compacted first, so that no hidden byte is written.

use std::{collections::HashMap, sync::Arc};

use arrow::{
    array::RecordBatch,
    compute::cast,
    datatypes::{DataType, Field, Schema, SchemaRef},
    ipc::writer::{FileWriter, StreamWriter},
};

use super::{Failed, Sink, Watched, WriteOptions};
use crate::{compact::compact, error::Error};

/// An Arrow IPC file being written. Its format has one dictionary per column for the whole file, which a stream of
/// batches does not know beforehand: dictionary columns are written as their values.
pub(super) struct FileSink {
    writer: FileWriter<Watched>,
    schema: SchemaRef,
    failed: Failed,
}

impl FileSink {
    pub(super) fn create(output: Watched, options: &WriteOptions, failed: Failed) -> Result<Self, Error> {
        let schema = with_footer(&dense(&options.schema), options);
        let writer = FileWriter::try_new(output, &schema).map_err(|error| failed.arrow(error))?;
        Ok(Self { writer, schema, failed })
    }
}

impl Sink for FileSink {
    fn write(&mut self, batch: &RecordBatch) -> Result<(), Error> {
        let columns: Result<Vec<_>, _> =
            batch.columns().iter().zip(self.schema.fields()).map(|(column, field)| cast(column, field.data_type())).collect();
        let columns = columns.map_err(|error| self.failed.arrow(error))?;
        let batch = RecordBatch::try_new(Arc::clone(&self.schema), columns).map_err(|error| self.failed.arrow(error))?;
        self.writer.write(&compact(&batch)?).map_err(|error| self.failed.arrow(error))
    }

    fn finish(mut self: Box<Self>) -> Result<(), Error> {
        self.writer.finish().map_err(|error| self.failed.arrow(error))
    }
}

/// An Arrow IPC stream being written.
pub(super) struct StreamSink {
    writer: StreamWriter<Watched>,
    schema: SchemaRef,
    failed: Failed,
}

impl StreamSink {
    pub(super) fn create(output: Watched, options: &WriteOptions, failed: Failed) -> Result<Self, Error> {
        let schema = with_footer(&options.schema, options);
        let writer = StreamWriter::try_new(output, &schema).map_err(|error| failed.arrow(error))?;
        Ok(Self { writer, schema, failed })
    }
}

impl Sink for StreamSink {
    fn write(&mut self, batch: &RecordBatch) -> Result<(), Error> {
        let batch = compact(batch)?.with_schema(Arc::clone(&self.schema)).map_err(|error| self.failed.arrow(error))?;
        self.writer.write(&batch).map_err(|error| self.failed.arrow(error))?;
        // Whoever reads a stream waits for it.
        self.writer.flush().map_err(|error| self.failed.arrow(error))
    }

    fn finish(mut self: Box<Self>) -> Result<(), Error> {
        self.writer.finish().map_err(|error| self.failed.arrow(error))?;
        self.writer.flush().map_err(|error| self.failed.arrow(error))
    }
}

fn with_footer(schema: &Schema, options: &WriteOptions) -> SchemaRef {
    let footer: HashMap<String, String> = options.metadata.footer_for(schema).into_iter().collect();
    Arc::new(schema.clone().with_metadata(footer))
}

fn dense(schema: &Schema) -> Schema {
    let field = |field: &Field| match field.data_type() {
        DataType::Dictionary(_, values) => field.clone().with_data_type(values.as_ref().clone()),
        _ => field.clone(),
    };
    Schema::new(schema.fields().iter().map(|one| field(one)).collect::<Vec<_>>())
}
