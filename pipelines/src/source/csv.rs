//! Delimited text with a header line: every column is text, nothing is guessed.

use std::{
    io::{BufRead, BufReader, Cursor, Read},
    sync::Arc,
};

use arrow::{
    array::{ArrayRef, RecordBatch, StringBuilder},
    datatypes::{DataType, Field, Schema, SchemaRef},
};
use csv::{ByteRecord, Reader, ReaderBuilder};

use super::{Chunk, Decoded, Numbered, ReadOptions, Rejected, Source};
use crate::{
    error::{Error, Place},
    metadata::FileMetadata,
};

const BOM: &[u8] = b"\xef\xbb\xbf";
const DELIMITERS: &[u8] = b",;|\t";
/// Longest record, in bytes: an unclosed quote would swallow the file.
const LONGEST: usize = 64 << 20;
/// Longest header line, in bytes.
const LONGEST_HEADER: u64 = 1 << 20;

/// A stream of records.
pub(super) struct CsvSource {
    reader: Reader<Box<dyn Read + Send>>,
    name: String,
    schema: SchemaRef,
    delimiter: u8,
    options: ReadOptions,
    row: u64,
    ended: bool,
}

impl CsvSource {
    /// Reads the header; without a `delimiter`, the one that occurs most in it is taken.
    pub(super) fn open(
        reader: Box<dyn Read + Send>,
        name: &str,
        delimiter: Option<u8>,
        options: ReadOptions,
    ) -> Result<Self, Error> {
        let malformed = |what| Error::Malformed { place: Place::file(name), what };
        let mut reader = BufReader::with_capacity(1 << 20, reader);
        let mut header = Vec::new();
        (&mut reader)
            .take(LONGEST_HEADER)
            .read_until(b'\n', &mut header)
            .map_err(|error| Error::io("read", name, &error))?;
        if header.starts_with(BOM) {
            header.drain(..BOM.len());
        }
        if header.is_empty() {
            return Err(malformed("the file is empty: not even a header line"));
        }
        if header.starts_with(&[0xff, 0xfe]) || header.starts_with(&[0xfe, 0xff]) {
            return Err(malformed("UTF-16, not UTF-8"));
        }
        if header.contains(&0) || std::str::from_utf8(&header).is_err() {
            return Err(malformed("the header line is not UTF-8 text"));
        }
        let count = |delimiter: &u8| header.iter().filter(|byte| *byte == delimiter).count();
        let delimiter = delimiter
            .or_else(|| DELIMITERS.iter().rev().max_by_key(|delimiter| count(delimiter)).copied())
            .unwrap_or(b',');
        let whole: Box<dyn Read + Send> = Box::new(Cursor::new(header).chain(reader));
        let mut reader = ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(whole);
        let names = reader.headers().map_err(|_| malformed("the header line cannot be read"))?;
        let mut fields: Vec<Field> = Vec::with_capacity(names.len());
        for column in names {
            if fields.iter().any(|field| field.name() == column) {
                return Err(malformed("two columns have the same name"));
            }
            fields.push(Field::new(column, DataType::Utf8, true));
        }
        let schema = Arc::new(Schema::new(fields));
        Ok(Self { reader, name: name.to_owned(), schema, delimiter, options, row: 0, ended: false })
    }

    fn block(&mut self) -> Result<Vec<ByteRecord>, Error> {
        let mut records = Vec::new();
        let mut bytes = 0;
        while bytes < self.options.chunk_bytes && !self.ended {
            let mut record = ByteRecord::new();
            let more = self.reader.read_byte_record(&mut record).map_err(|_| Error::Malformed {
                place: Place::row(&self.name, self.row + records.len() as u64),
                what: "the record cannot be read",
            })?;
            if !more {
                self.ended = true;
                break;
            }
            if record.as_slice().len() > LONGEST {
                let place = Place::row(&self.name, self.row + records.len() as u64);
                return Err(Error::Limit { place, what: "a record is longer than 64 MiB; is a quote not closed?" });
            }
            bytes += record.as_slice().len() + record.len();
            records.push(record);
        }
        Ok(records)
    }
}

impl Source for CsvSource {
    fn schema(&self) -> SchemaRef {
        Arc::clone(&self.schema)
    }

    fn metadata(&self) -> FileMetadata {
        FileMetadata { delimiter: Some(self.delimiter), ..FileMetadata::default() }
    }

    fn next_chunk(&mut self) -> Option<Result<Chunk, Error>> {
        if self.ended {
            return None;
        }
        let records = match self.block() {
            Ok(records) if records.is_empty() => return None,
            Ok(records) => records,
            Err(error) => {
                // The reader would repeat its error for ever.
                self.ended = true;
                return Some(Err(error));
            }
        };
        let first_row = self.row;
        self.row += records.len() as u64;
        let (schema, batch_rows, delimiter) = (self.schema(), self.options.batch_rows, self.delimiter);
        let decode = Box::new(move || decode(&records, &schema, first_row, batch_rows, delimiter));
        Some(Ok(Chunk { first_row, decode }))
    }

    fn rows(&self) -> Option<u64> {
        None
    }
}

fn decode(
    records: &[ByteRecord],
    schema: &SchemaRef,
    first_row: u64,
    batch_rows: usize,
    delimiter: u8,
) -> Result<Decoded, Error> {
    let mut decoded = Decoded::default();
    let mut run: Vec<&ByteRecord> = Vec::new();
    let mut begins = first_row;
    for (row, record) in (first_row..).zip(records) {
        let what = if record.len() != schema.fields().len() {
            Some("the row has another number of fields than the header")
        } else if std::str::from_utf8(record.as_slice()).is_err() {
            Some("the row is not UTF-8")
        } else {
            None
        };
        if what.is_none() {
            run.push(record);
        }
        if what.is_some() || run.len() == batch_rows {
            flush(&mut run, schema, begins, &mut decoded)?;
            begins = row + 1;
        }
        if let Some(what) = what {
            let fields: Vec<&[u8]> = record.iter().collect();
            decoded.rejected.push(Rejected { row, what, raw: fields.join(&delimiter) });
        }
    }
    flush(&mut run, schema, begins, &mut decoded)?;
    Ok(decoded)
}

fn flush(
    run: &mut Vec<&ByteRecord>,
    schema: &SchemaRef,
    first_row: u64,
    decoded: &mut Decoded,
) -> Result<(), Error> {
    if run.is_empty() {
        return Ok(());
    }
    let column = |index: usize| -> ArrayRef {
        let mut builder = StringBuilder::with_capacity(run.len(), run.len() * 16);
        for record in run.iter() {
            builder.append_option(record.get(index).and_then(|value| std::str::from_utf8(value).ok()));
        }
        Arc::new(builder.finish())
    };
    let columns = (0..schema.fields().len()).map(column).collect();
    let batch = RecordBatch::try_new(Arc::clone(schema), columns).map_err(|_| Error::Internal)?;
    decoded.batches.push(Numbered { first_row, batch });
    run.clear();
    Ok(())
}
