//! Delimited text: a header line, then rows, quoted where necessary. Nulls are empty fields.

use std::sync::Arc;

use arrow::{
    array::{Array, ArrayRef, AsArray, LargeStringArray, RecordBatch, StringArray, StringViewArray},
    compute::{can_cast_types, cast},
    datatypes::{DataType, SchemaRef},
};
use csv::{Writer, WriterBuilder};

use super::{
    Output, Sink, WriteOptions, fitted,
    output::{Encoded, failed},
    place, unsupported, written_schema,
};
use crate::{error::Error, format::Format};

/// A delimited text file being written.
pub(super) struct CsvSink {
    writer: Writer<Encoded>,
    schema: SchemaRef,
}

impl CsvSink {
    pub(super) fn create(output: Output, options: &WriteOptions) -> Result<Self, Error> {
        let schema = Arc::new(written_schema(options));
        for field in schema.fields() {
            if !is_flat(field.data_type()) {
                let what =
                    format!("the type {} in delimited text (write Parquet or JSONL)", field.data_type());
                return Err(unsupported(field.name(), what));
            }
        }
        let delimiter = match options.format {
            Format::Tsv => b'\t',
            _ => options.metadata.delimiter.unwrap_or(b','),
        };
        let output = Encoded::new(output, options.format)?;
        let mut writer = WriterBuilder::new().delimiter(delimiter).from_writer(output);
        writer
            .write_record(schema.fields().iter().map(|field| field.name()))
            .map_err(|error| refused(&error))?;
        Ok(Self { writer, schema })
    }
}

impl Sink for CsvSink {
    fn write(&mut self, batch: &RecordBatch) -> Result<(), Error> {
        let batch = fitted(batch, &self.schema)?;
        let columns = batch.columns().iter().zip(self.schema.fields());
        let columns = columns.map(|(column, field)| {
            Cells::new(column).ok_or_else(|| unsupported(field.name(), "a value in delimited text"))
        });
        let columns = columns.collect::<Result<Vec<_>, _>>()?;
        for row in 0..batch.num_rows() {
            let fields = columns.iter().map(|column| column.get(row));
            self.writer.write_record(fields).map_err(|error| refused(&error))?;
        }
        Ok(())
    }

    fn flush(&mut self) -> Result<(), Error> {
        self.writer.flush().map_err(|error| failed(&error))
    }

    fn finish(self: Box<Self>) -> Result<(), Error> {
        self.writer.into_inner().map_err(|error| failed(error.error()))?.finish()
    }
}

fn refused(error: &csv::Error) -> Error {
    match error.kind() {
        csv::ErrorKind::Io(error) => failed(error),
        _ => Error::Unsupported { place: place(), what: "a row in delimited text".into() },
    }
}

/// Binary is no text, and nested values have no columns.
fn is_flat(data_type: &DataType) -> bool {
    use DataType as D;
    match data_type {
        D::Dictionary(_, value) => is_flat(value),
        D::Binary | D::LargeBinary | D::BinaryView | D::FixedSizeBinary(_) => false,
        other => !other.is_nested() && can_cast_types(other, &D::Utf8),
    }
}

/// A column as text.
enum Cells {
    Utf8(StringArray),
    Large(LargeStringArray),
    View(StringViewArray),
}

impl Cells {
    fn new(column: &ArrayRef) -> Option<Self> {
        Some(match column.data_type() {
            DataType::LargeUtf8 => Self::Large(column.as_string().clone()),
            DataType::Utf8View => Self::View(column.as_string_view().clone()),
            _ => Self::Utf8(cast(column, &DataType::Utf8).ok()?.as_string().clone()),
        })
    }

    fn get(&self, row: usize) -> &str {
        match self {
            Self::Utf8(column) if column.is_valid(row) => column.value(row),
            Self::Large(column) if column.is_valid(row) => column.value(row),
            Self::View(column) if column.is_valid(row) => column.value(row),
            _ => "",
        }
    }
}
