//! Split rows on their way to a chunk: flat, so that a row costs no allocation.

use std::sync::Arc;

use arrow::{
    array::{ArrayRef, RecordBatch, RecordBatchOptions, StringBuilder},
    datatypes::SchemaRef,
};
use csv::ByteRecord;

use super::super::{Decoded, Numbered, Rejected};

const RAGGED: &str = "the row has another number of fields than the header";
const NOT_UTF8: &str = "the row is not UTF-8";
const UNCLOSED: &str = "a quote is never closed";

/// Rows of a file, split into fields.
pub(super) struct Block {
    first_row: u64,
    schema: SchemaRef,
    delimiter: u8,
    bytes: Vec<u8>,
    /// End of every field.
    fields: Vec<usize>,
    /// End of every row, in fields.
    rows: Vec<usize>,
    /// The last row ends inside a quote.
    unclosed: bool,
}

impl Block {
    pub(super) fn new(first_row: u64, schema: SchemaRef, delimiter: u8) -> Self {
        let (bytes, fields, rows) = (Vec::new(), Vec::new(), Vec::new());
        Self { first_row, schema, delimiter, bytes, fields, rows, unclosed: false }
    }

    pub(super) fn first_row(&self) -> u64 {
        self.first_row
    }

    pub(super) fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    pub(super) fn bytes(&self) -> usize {
        self.bytes.len() + (self.fields.len() + self.rows.len()) * size_of::<usize>()
    }

    pub(super) fn rows(&self) -> usize {
        self.rows.len()
    }

    pub(super) fn push(&mut self, record: &ByteRecord) {
        for field in record {
            self.bytes.extend_from_slice(field);
            self.fields.push(self.bytes.len());
        }
        self.rows.push(self.fields.len());
    }

    pub(super) fn push_unclosed(&mut self, record: &ByteRecord) {
        self.push(record);
        self.unclosed = true;
    }

    /// Makes columns of the rows.
    pub(super) fn decode(self, batch_rows: usize) -> Decoded {
        let columns = self.schema.fields().len();
        let mut decoded = Decoded::default();
        let mut builders: Vec<StringBuilder> = (0..columns).map(|_| StringBuilder::new()).collect();
        let (mut first, mut count) = (self.first_row, 0_usize);
        let (mut field, mut start) = (0, 0);
        let mut texts: Vec<&str> = Vec::with_capacity(columns);
        for (index, end) in self.rows.iter().enumerate() {
            let row = self.first_row + index as u64;
            let ends = self.fields.get(field..*end).unwrap_or_default();
            field = *end;
            let row_start = start;
            texts.clear();
            let mut valid = true;
            for end in ends {
                let text = self.bytes.get(start..*end).and_then(|bytes| std::str::from_utf8(bytes).ok());
                valid &= text.is_some();
                texts.push(text.unwrap_or_default());
                start = *end;
            }
            let last = self.unclosed && index + 1 == self.rows.len();
            let wrong = match () {
                () if last => Some(UNCLOSED),
                () if !valid => Some(NOT_UTF8),
                () if texts.len() != columns => Some(RAGGED),
                () => None,
            };
            if let Some(what) = wrong {
                self.finish(&mut builders, first, count, &mut decoded.batches);
                decoded.rejected.push(Rejected { row, what, raw: self.raw(row_start, ends) });
                (first, count) = (row + 1, 0);
                continue;
            }
            for (builder, text) in builders.iter_mut().zip(&texts) {
                builder.append_value(text);
            }
            count += 1;
            if count == batch_rows {
                self.finish(&mut builders, first, count, &mut decoded.batches);
                (first, count) = (row + 1, 0);
            }
        }
        self.finish(&mut builders, first, count, &mut decoded.batches);
        decoded
    }

    fn finish(
        &self,
        builders: &mut [StringBuilder],
        first_row: u64,
        rows: usize,
        batches: &mut Vec<Numbered>,
    ) {
        if rows == 0 {
            return;
        }
        let columns = builders.iter_mut().map(|builder| Arc::new(builder.finish()) as ArrayRef).collect();
        let options = RecordBatchOptions::new().with_row_count(Some(rows));
        if let Ok(batch) = RecordBatch::try_new_with_options(Arc::clone(&self.schema), columns, &options) {
            batches.push(Numbered { first_row, batch });
        }
    }

    /// The row written again: the same fields, though perhaps not the same quotes.
    fn raw(&self, mut start: usize, ends: &[usize]) -> Vec<u8> {
        let mut writer =
            csv::WriterBuilder::new().delimiter(self.delimiter).flexible(true).from_writer(Vec::new());
        for end in ends {
            // Writing to memory does not fail.
            let _ = writer.write_field(self.bytes.get(start..*end).unwrap_or_default());
            start = *end;
        }
        let _ = writer.write_record(None::<&[u8]>);
        writer.into_inner().unwrap_or_default()
    }
}
