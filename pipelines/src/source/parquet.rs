//! Apache Parquet: a chunk is a row group, or a range of its rows where it is large.

use std::{fs::File, sync::Arc};

use arrow::datatypes::SchemaRef;
use parquet::arrow::arrow_reader::{
    ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReaderBuilder,
};

use super::{Chunk, Decoded, InputFile, Numbered, ReadOptions, Source, file_of, guarded};
use crate::{
    error::{Error, Place},
    metadata::{FileMetadata, clean_schema},
};

const DAMAGED: &str = "not a Parquet file, or a damaged one";

/// A Parquet file.
pub(super) struct ParquetSource {
    path: Arc<InputFile>,
    metadata: ArrowReaderMetadata,
    schema: SchemaRef,
    options: ReadOptions,
    /// `(row group, first row within it, rows, first row in the file)`, last first.
    ranges: Vec<(usize, usize, usize, u64)>,
    rows: u64,
}

impl ParquetSource {
    pub(super) fn open(input: &InputFile, options: ReadOptions) -> Result<Self, Error> {
        let file = file_of(input)?;
        let place = || Place::file(&input.relative);
        let metadata = guarded(place, DAMAGED, || {
            ArrowReaderMetadata::load(&file, ArrowReaderOptions::new())
                .map_err(|_| Error::Malformed { place: place(), what: DAMAGED })
        })?;
        let schema = Arc::new(clean_schema(metadata.schema()));
        let mut ranges = Vec::new();
        let mut file_row = 0;
        for (group, meta) in metadata.metadata().row_groups().iter().enumerate() {
            let rows = usize::try_from(meta.num_rows()).unwrap_or(0);
            let bytes = usize::try_from(meta.total_byte_size()).unwrap_or(usize::MAX);
            let parts = bytes.div_ceil(options.chunk_bytes.max(1)).clamp(1, rows.max(1));
            let step = rows.div_ceil(parts).max(1);
            for first in (0..rows).step_by(step) {
                let count = step.min(rows - first);
                ranges.push((group, first, count, file_row + first as u64));
            }
            file_row += rows as u64;
        }
        ranges.reverse();
        Ok(Self { path: Arc::new(input.clone()), metadata, schema, options, ranges, rows: file_row })
    }
}

impl Source for ParquetSource {
    fn schema(&self) -> SchemaRef {
        Arc::clone(&self.schema)
    }

    fn metadata(&self) -> FileMetadata {
        let pairs = self.metadata.metadata().file_metadata().key_value_metadata();
        let pairs = pairs.into_iter().flatten();
        FileMetadata::from_footer(pairs.filter_map(|pair| Some((pair.key.as_str(), pair.value.as_deref()?))))
    }

    fn next_chunk(&mut self) -> Option<Result<Chunk, Error>> {
        let (group, first, count, first_row) = self.ranges.pop()?;
        let (input, metadata, schema) = (Arc::clone(&self.path), self.metadata.clone(), self.schema());
        let rows = self.options.batch_rows;
        let decode = Box::new(move || {
            let file = file_of(&input)?;
            let range = Range { group, first, count, first_row };
            read_shrinking(&input.relative, &file, &metadata, &schema, &range, rows)
        });
        Some(Ok(Chunk { first_row, decode }))
    }

    fn rows(&self) -> Option<u64> {
        Some(self.rows)
    }
}

struct Range {
    group: usize,
    first: usize,
    count: usize,
    first_row: u64,
}

/// Reads a range; where a batch overflows (a dictionary bomb), with ever smaller batches.
fn read_shrinking(
    name: &str,
    file: &File,
    metadata: &ArrowReaderMetadata,
    schema: &SchemaRef,
    range: &Range,
    batch_rows: usize,
) -> Result<Decoded, Error> {
    let place = || Place::row(name, range.first_row);
    let mut rows = batch_rows;
    loop {
        match guarded(place, DAMAGED, || read(file, metadata, schema, range, rows)) {
            Err(Error::Internal) if rows > 64 => rows /= 8,
            Err(Error::Internal) => return Err(Error::Malformed { place: place(), what: DAMAGED }),
            other => return other,
        }
    }
}

fn read(
    file: &File,
    metadata: &ArrowReaderMetadata,
    schema: &SchemaRef,
    range: &Range,
    batch_rows: usize,
) -> Result<Decoded, Error> {
    // The parquet crate's own messages can quote data: only that it failed is kept.
    let failed = |_| Error::Internal;
    let file = file.try_clone().map_err(|_| Error::Internal)?;
    let reader = ParquetRecordBatchReaderBuilder::new_with_metadata(file, metadata.clone())
        .with_row_groups(vec![range.group])
        .with_offset(range.first)
        .with_limit(range.count)
        .with_batch_size(batch_rows)
        .build()
        .map_err(failed)?;
    let mut decoded = Decoded::default();
    let mut first_row = range.first_row;
    for batch in reader {
        let batch = batch.map_err(|_| Error::Internal)?;
        let rows = batch.num_rows() as u64;
        let batch = batch.with_schema(Arc::clone(schema)).map_err(|_| Error::Internal)?;
        decoded.batches.push(Numbered { first_row, batch });
        first_row += rows;
    }
    if first_row != range.first_row + range.count as u64 {
        return Err(Error::Internal);
    }
    Ok(decoded)
}
