//! JSON lines: documents as they stand, or rows of columns as objects.

use std::{borrow::Cow, io::Write, sync::Arc};

use arrow::{
    array::{Array, AsArray, RecordBatch},
    datatypes::{DataType, Schema, SchemaRef},
    json::{LineDelimitedWriter, WriterBuilder, writer::LineDelimited},
};

use super::{
    Output, Sink, WriteOptions, fitted,
    output::{Encoded, failed},
    place, unsupported, written_schema,
};
use crate::{error::Error, format::Format};

/// Writes the text of each document on its own line.
pub(super) struct DocumentSink {
    output: Encoded,
}

impl DocumentSink {
    pub(super) fn create(output: Output, format: Format) -> Result<Self, Error> {
        Ok(Self { output: Encoded::new(output, format)? })
    }
}

impl Sink for DocumentSink {
    fn write(&mut self, batch: &RecordBatch) -> Result<(), Error> {
        for document in documents(batch)? {
            let line = document.unwrap_or("null");
            // A line end between two tokens is only white space, but it would end the row.
            let broken = memchr::memchr2(b'\n', b'\r', line.as_bytes()).is_some();
            let line = if broken { Cow::from(line.replace(['\n', '\r'], " ")) } else { line.into() };
            self.output
                .write_all(line.as_bytes())
                .and_then(|()| self.output.write_all(b"\n"))
                .map_err(|e| failed(&e))?;
        }
        Ok(())
    }

    fn flush(&mut self) -> Result<(), Error> {
        self.output.flush().map_err(|error| failed(&error))
    }

    fn finish(self: Box<Self>) -> Result<(), Error> {
        self.output.finish()
    }
}

/// The texts of a batch of documents.
pub(super) fn documents(batch: &RecordBatch) -> Result<Box<dyn Iterator<Item = Option<&str>> + '_>, Error> {
    let [column] = batch.columns() else { return Err(not_documents()) };
    Ok(match column.data_type() {
        DataType::Utf8 => Box::new(column.as_string::<i32>().iter()),
        DataType::LargeUtf8 => Box::new(column.as_string::<i64>().iter()),
        DataType::Utf8View => Box::new(column.as_string_view().iter()),
        _ => return Err(not_documents()),
    })
}

fn not_documents() -> Error {
    Error::Unsupported { place: place(), what: "a batch that is not one column of documents".into() }
}

/// Writes each row as an object; nulls are written, so that every row has every key.
pub(super) struct JsonlSink {
    writer: arrow::json::Writer<Encoded, LineDelimited>,
    schema: SchemaRef,
}

impl JsonlSink {
    pub(super) fn create(output: Output, options: &WriteOptions) -> Result<Self, Error> {
        let schema = Arc::new(written_schema(options));
        let writer = WriterBuilder::new()
            .with_explicit_nulls(true)
            .build::<_, LineDelimited>(Encoded::new(output, options.format)?);
        check(&schema)?;
        Ok(Self { writer, schema })
    }
}

/// Names the column that JSON has no form for: tries one null of each.
fn check(schema: &Schema) -> Result<(), Error> {
    for field in schema.fields() {
        let one = Schema::new(vec![field.as_ref().clone().with_nullable(true)]);
        let null = arrow::array::new_null_array(field.data_type(), 1);
        let written = RecordBatch::try_new(Arc::new(one), vec![null])
            .and_then(|batch| LineDelimitedWriter::new(std::io::sink()).write(&batch));
        if written.is_err() {
            return Err(unsupported(field.name(), format!("the type {} in JSON", field.data_type())));
        }
    }
    Ok(())
}

impl Sink for JsonlSink {
    fn write(&mut self, batch: &RecordBatch) -> Result<(), Error> {
        let batch = fitted(batch, &self.schema)?;
        self.writer.write(&batch).map_err(|error| match error {
            arrow::error::ArrowError::IoError(_, error) => failed(&error),
            _ => Error::Unsupported { place: place(), what: "a value of the batch in JSON".into() },
        })
    }

    fn flush(&mut self) -> Result<(), Error> {
        self.writer.get_mut().flush().map_err(|error| failed(&error))
    }

    fn finish(self: Box<Self>) -> Result<(), Error> {
        self.writer.into_inner().finish()
    }
}
