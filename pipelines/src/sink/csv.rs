//! Delimited text: a header line, quotes where they are needed, flat columns only.

use arrow::{
    array::{Array, LargeStringArray, RecordBatch},
    datatypes::DataType,
};
use csv::{Writer, WriterBuilder};

use super::{Failed, Sink, Watched, WriteOptions};
use crate::{
    error::{Error, Place},
    walk::to_text,
};

/// A delimited text file being written.
pub(super) struct CsvSink {
    writer: Writer<Watched>,
    failed: Failed,
}

impl CsvSink {
    pub(super) fn create(
        output: Watched,
        delimiter: u8,
        options: &WriteOptions,
        failed: Failed,
    ) -> Result<Self, Error> {
        for field in options.schema.fields() {
            if field.data_type().is_nested() && !matches!(field.data_type(), DataType::Dictionary(..)) {
                return Err(Error::Unsupported {
                    place: Place::column("output", field.name()),
                    what: "a nested column in delimited text (write parquet or jsonl instead)".into(),
                });
            }
        }
        let mut writer = WriterBuilder::new().delimiter(delimiter).from_writer(output);
        let header = options.schema.fields().iter().map(|field| field.name().as_str());
        writer.write_record(header).map_err(|_| failed.error(std::io::ErrorKind::InvalidData))?;
        Ok(Self { writer, failed })
    }
}

impl Sink for CsvSink {
    fn write(&mut self, batch: &RecordBatch) -> Result<(), Error> {
        let columns: Result<Vec<LargeStringArray>, Error> = batch
            .schema_ref()
            .fields()
            .iter()
            .zip(batch.columns())
            .map(|(field, column)| Ok(to_text(field.name(), column)?.0))
            .collect();
        let columns = columns?;
        for row in 0..batch.num_rows() {
            let cell = |column: &LargeStringArray| column.is_valid(row).then(|| column.value(row).to_owned());
            let cells = columns.iter().map(|column| cell(column).unwrap_or_default());
            self.writer.write_record(cells).map_err(|_| self.failed.error(std::io::ErrorKind::InvalidData))?;
        }
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> Result<(), Error> {
        self.writer.flush().map_err(|error| self.failed.io(&error))
    }
}
