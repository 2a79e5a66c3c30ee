//! A text file is one row.

use std::sync::Arc;

use arrow::{
    array::{RecordBatch, StringArray},
    datatypes::{DataType, Field, Schema, SchemaRef},
};

use super::{
    Chunk, Decoded, InputFile, Numbered, Rejected, Source,
    input::{self, Stream},
};
use crate::{
    error::{Error, Place},
    metadata::FileMetadata,
};

/// Name of the only column.
const COLUMN: &str = "text";
/// Longest text: a file is one cell, and a cell is held in memory.
const LONGEST: usize = 256 << 20;

/// A text file.
pub(super) struct TextSource {
    file: InputFile,
    schema: SchemaRef,
    stream: Option<Stream>,
}

impl TextSource {
    pub(super) fn open(file: &InputFile) -> Result<Self, Error> {
        let schema = Arc::new(Schema::new(vec![Field::new(COLUMN, DataType::Utf8, false)]));
        Ok(Self { file: file.clone(), schema, stream: Some(input::stream(file)?) })
    }

    fn read(&self, mut stream: Stream) -> Result<Chunk, Error> {
        let mut bytes = Vec::new();
        input::fill(&mut stream, &mut bytes, LONGEST + 1, &self.file)?;
        if bytes.len() > LONGEST {
            let place = Place::file(&self.file.relative);
            return Err(Error::Limit { place, what: "the text is longer than 256 MiB" });
        }
        let schema = Arc::clone(&self.schema);
        Ok(Chunk { first_row: 0, decode: Box::new(move || Ok(decode(bytes, schema))) })
    }
}

fn decode(bytes: Vec<u8>, schema: SchemaRef) -> Decoded {
    let mut decoded = Decoded::default();
    match String::from_utf8(bytes) {
        Ok(text) => {
            // A mark of the encoding, not of the text.
            let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
            let column = Arc::new(StringArray::from(vec![text]));
            if let Ok(batch) = RecordBatch::try_new(schema, vec![column]) {
                decoded.batches.push(Numbered { first_row: 0, batch });
            }
        }
        Err(error) => {
            decoded.rejected.push(Rejected {
                row: 0,
                what: "the text is not UTF-8",
                raw: error.into_bytes(),
            });
        }
    }
    decoded
}

impl Source for TextSource {
    fn schema(&self) -> SchemaRef {
        Arc::clone(&self.schema)
    }

    fn metadata(&self) -> FileMetadata {
        FileMetadata::default()
    }

    fn next_chunk(&mut self) -> Option<Result<Chunk, Error>> {
        let stream = self.stream.take()?;
        Some(self.read(stream))
    }

    fn rows(&self) -> Option<u64> {
        Some(1)
    }
}
