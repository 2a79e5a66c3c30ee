//! `subjects.parquet`: where people stand in columns that are treated whole, by keyed fingerprint. Never the value.

use std::{io::Write, sync::Arc};

use arrow::{
    array::{ArrayRef, FixedSizeBinaryBuilder, RecordBatch, StringArray, UInt64Array},
    datatypes::{DataType, Field, Schema, SchemaRef},
    ipc::writer::StreamWriter,
};
use limpid_pipelines::{apply::SubjectEntry, error::Error};

/// Its name in `_limpid`.
pub const FILE: &str = "subjects.parquet";

/// The columns of `subjects.parquet`; `out_row` counts the rows of the output from 0.
pub fn schema() -> SchemaRef {
    let text = |name: &str| Field::new(name, DataType::Utf8, false);
    Arc::new(Schema::new(vec![
        text("file"),
        Field::new("out_row", DataType::UInt64, false),
        text("column"),
        text("entity"),
        Field::new("fingerprint", DataType::FixedSizeBinary(16), false),
    ]))
}

/// The subjects of one file, written as they come.
pub struct SubjectsPart<W: Write> {
    writer: StreamWriter<W>,
    file: String,
}

impl<W: Write> SubjectsPart<W> {
    /// Begins the part of `file`.
    pub fn create(writer: W, file: &str) -> Result<Self, Error> {
        let writer = StreamWriter::try_new(writer, &schema()).map_err(|_| failed())?;
        Ok(Self { writer, file: file.to_owned() })
    }

    /// Appends places.
    pub fn write(&mut self, subjects: &[SubjectEntry]) -> Result<(), Error> {
        if subjects.is_empty() {
            return Ok(());
        }
        let mut fingerprints = FixedSizeBinaryBuilder::with_capacity(subjects.len(), 16);
        for subject in subjects {
            fingerprints.append_value(subject.fingerprint).map_err(|_| failed())?;
        }
        let columns: Vec<ArrayRef> = vec![
            Arc::new(subjects.iter().map(|_| Some(self.file.as_str())).collect::<StringArray>()),
            Arc::new(subjects.iter().map(|subject| subject.out_row).collect::<UInt64Array>()),
            Arc::new(subjects.iter().map(|subject| Some(subject.column.as_ref())).collect::<StringArray>()),
            Arc::new(subjects.iter().map(|subject| Some(subject.entity.as_str())).collect::<StringArray>()),
            Arc::new(fingerprints.finish()),
        ];
        let batch = RecordBatch::try_new(schema(), columns).map_err(|_| failed())?;
        self.writer.write(&batch).map_err(|_| failed())
    }

    /// Ends the part.
    pub fn finish(mut self) -> Result<(), Error> {
        self.writer.finish().map_err(|_| failed())?;
        self.writer.get_mut().flush().map_err(|error| Error::io("write", "subjects", &error))
    }
}

fn failed() -> Error {
    Error::io("write", "subjects", &std::io::ErrorKind::Other.into())
}
