//! A text file is one row with one column, `text`.

use std::{io::Read, sync::Arc};

use arrow::{
    array::{LargeStringArray, RecordBatch},
    datatypes::{DataType, Field, Schema, SchemaRef},
};

use super::{Chunk, Decoded, LONGEST_RECORD, Numbered, Rejected, Source};
use crate::{
    error::{Error, Place},
    metadata::FileMetadata,
};

/// A whole file.
pub(super) struct TextSource {
    reader: Option<Box<dyn Read + Send>>,
    name: String,
}

impl TextSource {
    pub(super) fn new(reader: Box<dyn Read + Send>, name: &str) -> Self {
        Self { reader: Some(reader), name: name.to_owned() }
    }
}

impl Source for TextSource {
    fn schema(&self) -> SchemaRef {
        Arc::new(Schema::new(vec![Field::new("text", DataType::LargeUtf8, true)]))
    }

    fn metadata(&self) -> FileMetadata {
        FileMetadata::default()
    }

    fn next_chunk(&mut self) -> Option<Result<Chunk, Error>> {
        let reader = self.reader.take()?;
        let (name, schema) = (self.name.clone(), self.schema());
        Some(Ok(Chunk { first_row: 0, decode: Box::new(move || decode(reader, &name, schema)) }))
    }

    fn rows(&self) -> Option<u64> {
        Some(1)
    }
}

fn decode(reader: Box<dyn Read + Send>, name: &str, schema: SchemaRef) -> Result<Decoded, Error> {
    let mut raw = Vec::new();
    let limit = u64::try_from(LONGEST_RECORD).unwrap_or(u64::MAX);
    reader.take(limit).read_to_end(&mut raw).map_err(|error| Error::io("read", name, &error))?;
    if raw.len() == LONGEST_RECORD {
        return Err(Error::Limit { place: Place::file(name), what: "the text is longer than 256 MiB" });
    }
    let mut decoded = Decoded::default();
    match String::from_utf8(raw) {
        Ok(text) => {
            let column = Arc::new(LargeStringArray::from_iter_values([text]));
            let batch = RecordBatch::try_new(schema, vec![column]).map_err(|_| Error::Internal)?;
            decoded.batches.push(Numbered { first_row: 0, batch });
        }
        Err(error) => {
            let raw = error.into_bytes();
            decoded.rejected.push(Rejected { row: 0, what: "the text is not UTF-8", raw });
        }
    }
    Ok(decoded)
}
