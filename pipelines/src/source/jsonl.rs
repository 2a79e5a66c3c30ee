//! JSON lines: each row is the text of one line, whole. Key order, duplicate keys and number spelling stay.

use std::{
    io::{BufRead, BufReader, Read},
    sync::Arc,
};

use arrow::{
    array::{LargeStringBuilder, RecordBatch},
    datatypes::{Schema, SchemaRef},
};
use serde::de::IgnoredAny;

use super::{Chunk, Decoded, LONGEST_RECORD, Numbered, ReadOptions, Rejected, Source, json_document_field};
use crate::{
    error::{Error, Place},
    metadata::FileMetadata,
};

const BOM: &[u8] = b"\xef\xbb\xbf";

/// A stream of lines.
pub(super) struct JsonlSource {
    reader: BufReader<Box<dyn Read + Send>>,
    name: String,
    options: ReadOptions,
    row: u64,
    started: bool,
    ended: bool,
}

impl JsonlSource {
    pub(super) fn new(reader: Box<dyn Read + Send>, name: &str, options: ReadOptions) -> Self {
        let reader = BufReader::with_capacity(1 << 20, reader);
        Self { reader, name: name.to_owned(), options, row: 0, started: false, ended: false }
    }

    /// Reads whole lines until there are about `chunk_bytes` of them; blank lines are no rows.
    fn block(&mut self) -> Result<Vec<Vec<u8>>, Error> {
        let mut lines = Vec::new();
        let mut bytes = 0;
        while bytes < self.options.chunk_bytes && !self.ended {
            let mut line = Vec::new();
            let limit = u64::try_from(LONGEST_RECORD).unwrap_or(u64::MAX);
            let read = (&mut self.reader).take(limit).read_until(b'\n', &mut line);
            // A damaged archive shows itself here.
            let read = read.map_err(|error| match error.kind() {
                std::io::ErrorKind::InvalidData | std::io::ErrorKind::InvalidInput | std::io::ErrorKind::UnexpectedEof => {
                    Error::Malformed { place: Place::file(&self.name), what: "the compressed data is damaged or cut off" }
                }
                _ => Error::io("read", &self.name, &error),
            })?;
            if read == LONGEST_RECORD {
                let place = Place::row(&self.name, self.row + lines.len() as u64);
                return Err(Error::Limit { place, what: "a line is longer than 256 MiB" });
            }
            self.ended = read == 0;
            if !self.started {
                self.started = true;
                if line.starts_with(BOM) {
                    line.drain(..BOM.len());
                }
                if line.starts_with(&[0xff, 0xfe]) || line.starts_with(&[0xfe, 0xff]) {
                    return Err(Error::Malformed { place: Place::file(&self.name), what: "UTF-16, not UTF-8" });
                }
            }
            while line.last().is_some_and(|byte| matches!(byte, b'\n' | b'\r')) {
                line.pop();
            }
            if !line.iter().all(u8::is_ascii_whitespace) {
                bytes += line.len();
                lines.push(line);
            }
        }
        Ok(lines)
    }
}

impl Source for JsonlSource {
    fn schema(&self) -> SchemaRef {
        schema()
    }

    fn metadata(&self) -> FileMetadata {
        FileMetadata::default()
    }

    fn next_chunk(&mut self) -> Option<Result<Chunk, Error>> {
        if self.ended {
            return None;
        }
        let lines = match self.block() {
            Ok(lines) if lines.is_empty() => return None,
            Ok(lines) => lines,
            Err(error) => {
                self.ended = true;
                return Some(Err(error));
            }
        };
        let first_row = self.row;
        self.row += lines.len() as u64;
        let batch_rows = self.options.batch_rows;
        Some(Ok(Chunk { first_row, decode: Box::new(move || decode(lines, first_row, batch_rows)) }))
    }

    fn rows(&self) -> Option<u64> {
        None
    }
}

fn schema() -> SchemaRef {
    Arc::new(Schema::new(vec![json_document_field()]))
}

fn decode(lines: Vec<Vec<u8>>, first_row: u64, batch_rows: usize) -> Result<Decoded, Error> {
    let mut decoded = Decoded::default();
    let mut builder = LargeStringBuilder::new();
    let mut begins = first_row;
    let mut rows = 0;
    let flush = |builder: &mut LargeStringBuilder, begins: u64, rows: &mut usize, decoded: &mut Decoded| {
        if *rows > 0 {
            let batch = RecordBatch::try_new(schema(), vec![Arc::new(builder.finish())]).map_err(|_| Error::Internal)?;
            decoded.batches.push(Numbered { first_row: begins, batch });
            *rows = 0;
        }
        Ok(())
    };
    for (row, line) in (first_row..).zip(lines) {
        let text = String::from_utf8(line);
        let what = match &text {
            Err(_) => Some("the line is not UTF-8"),
            Ok(text) if serde_json::from_str::<IgnoredAny>(text).is_err() => Some("the line is not JSON"),
            Ok(_) => None,
        };
        match (text, what) {
            (Ok(text), None) => {
                builder.append_value(text);
                rows += 1;
                if rows == batch_rows {
                    flush(&mut builder, begins, &mut rows, &mut decoded)?;
                    begins = row + 1;
                }
            }
            (text, what) => {
                flush(&mut builder, begins, &mut rows, &mut decoded)?;
                begins = row + 1;
                let raw = text.map_or_else(std::string::FromUtf8Error::into_bytes, String::into_bytes);
                decoded.rejected.push(Rejected { row, what: what.unwrap_or_default(), raw });
            }
        }
    }
    flush(&mut builder, begins, &mut rows, &mut decoded)?;
    Ok(decoded)
}
