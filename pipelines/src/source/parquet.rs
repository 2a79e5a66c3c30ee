//! Parquet: a chunk is a row group, or a range of its rows where it is large.

mod estimate;

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
};

use arrow::{
    datatypes::{Schema, SchemaRef},
    error::ArrowError,
};
use parquet::{
    arrow::arrow_reader::{
        ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReaderBuilder, RowSelectionPolicy,
    },
    errors::ParquetError,
    file::metadata::PageIndexPolicy,
};

use self::estimate::{Estimate, estimate};
use super::{
    Chunk, Decoded, InputFile, Numbered, ReadOptions, Source, guarded, input, positioned::Positioned,
};
use crate::{
    error::{Error, Place},
    metadata::{FileMetadata, clean_schema, conform},
};

const MAGIC: &[u8; 4] = b"PAR1";
const DAMAGED: &str = "the Parquet file is damaged or cut off";
/// Most batches of a chunk, whatever the footer says about sizes.
const MOST_BATCHES: usize = 16;
/// Rough size of a batch in decoded bytes: batches of a chunk are treated side by side.
const BATCH_BYTES: usize = 512 << 10;
/// Fewest rows of such a batch, however wide they are.
const FEWEST_ROWS: usize = 64;
/// A chunk may decode to this many times its wanted size before it is taken for a bomb.
const BOMB: usize = 64;

/// A Parquet file.
pub(super) struct ParquetSource {
    part: Part,
    options: ReadOptions,
    metadata: FileMetadata,
    row_group: usize,
    estimate: Option<Estimate>,
    offset: usize,
    first_row: u64,
    failed: bool,
}

/// What a chunk shares with its file.
#[derive(Clone)]
struct Part {
    reader: Positioned,
    footer: ArrowReaderMetadata,
    schema: SchemaRef,
    place: Place,
}

impl ParquetSource {
    pub(super) fn open(file: &InputFile, options: ReadOptions) -> Result<Self, Error> {
        let reader = input::seekable(file)?;
        let place = file.place();
        check_magic(&reader, file)?;
        let footer = guarded(&place, DAMAGED, || {
            // Offsets make skipping cheap; the column index only holds extremes, nobody needs it.
            let options = ArrowReaderOptions::new()
                .with_offset_index_policy(PageIndexPolicy::Optional)
                .with_column_index_policy(PageIndexPolicy::Skip);
            ArrowReaderMetadata::load(&reader, options)
        })?;
        let schema: SchemaRef = Arc::new(clean_schema(footer.schema()));
        let metadata = told(&footer, &schema);
        let part = Part { reader, footer, schema, place };
        Ok(Self {
            part,
            options,
            metadata,
            row_group: 0,
            estimate: None,
            offset: 0,
            first_row: 0,
            failed: false,
        })
    }

    fn cut(&mut self) -> Result<Option<Chunk>, Error> {
        loop {
            let groups = self.part.footer.metadata().row_groups();
            let Some(group) = groups.get(self.row_group) else { return Ok(None) };
            let rows = usize::try_from(group.num_rows()).map_err(|_| malformed(&self.part.place))?;
            if self.offset >= rows {
                (self.row_group, self.offset, self.estimate) = (self.row_group + 1, 0, None);
                continue;
            }
            let estimate = match self.estimate {
                Some(estimate) => estimate,
                None => guarded(&self.part.place, DAMAGED, || estimate(&self.part.reader, group))?,
            };
            self.estimate = Some(estimate);
            let most = self.options.batch_rows.saturating_mul(MOST_BATCHES);
            let limit =
                estimate.rows_within(self.options.chunk_bytes, rows).clamp(1, most).min(rows - self.offset);
            let range =
                Range { row_group: self.row_group, offset: self.offset, limit, first_row: self.first_row };
            let even = estimate.rows_within(BATCH_BYTES, rows).max(FEWEST_ROWS);
            let batch_rows = estimate.batch_rows(self.options.batch_rows.min(even));
            let most_bytes = self.options.chunk_bytes.saturating_mul(BOMB).max(1 << 30);
            self.offset += limit;
            self.first_row += limit as u64;
            let part = self.part.clone();
            let decode = Box::new(move || part.decode(range, batch_rows, most_bytes));
            return Ok(Some(Chunk { first_row: range.first_row, decode }));
        }
    }
}

impl Source for ParquetSource {
    fn schema(&self) -> SchemaRef {
        Arc::clone(&self.part.schema)
    }

    fn metadata(&self) -> FileMetadata {
        self.metadata.clone()
    }

    fn next_chunk(&mut self) -> Option<Result<Chunk, Error>> {
        if self.failed {
            return None;
        }
        let chunk = self.cut();
        self.failed = chunk.is_err();
        chunk.transpose()
    }

    fn rows(&self) -> Option<u64> {
        u64::try_from(self.part.footer.metadata().file_metadata().num_rows()).ok()
    }
}

/// Rows of a row group.
#[derive(Clone, Copy)]
struct Range {
    row_group: usize,
    offset: usize,
    limit: usize,
    first_row: u64,
}

/// Why a range could not be decoded.
enum Failure {
    /// The values of a batch do not fit an array: smaller batches may.
    Overflow,
    /// Far more data than declared.
    Bomb,
    /// Anything else.
    Damaged,
}

impl From<ParquetError> for Failure {
    fn from(error: ParquetError) -> Self {
        // Only looked at, never carried: the text can quote data.
        if error.to_string().contains("overflow") { Self::Overflow } else { Self::Damaged }
    }
}

impl From<ArrowError> for Failure {
    fn from(error: ArrowError) -> Self {
        if error.to_string().contains("overflow") { Self::Overflow } else { Self::Damaged }
    }
}

impl Part {
    /// Smaller batches make it through where values repeated from a dictionary overflow an array's offsets.
    fn decode(self, range: Range, batch_rows: usize, most_bytes: usize) -> Result<Decoded, Error> {
        let place = Place::row(&self.place.file, range.first_row);
        let mut batch_rows = batch_rows.max(1);
        loop {
            match catch_unwind(AssertUnwindSafe(|| self.attempt(range, batch_rows, most_bytes))) {
                Ok(Ok(decoded)) => return Ok(decoded),
                Ok(Err(Failure::Overflow)) if batch_rows > 1 => batch_rows /= 2,
                Ok(Err(Failure::Overflow)) => {
                    return Err(Error::Limit { place, what: "a single row is too large for an Arrow array" });
                }
                Ok(Err(Failure::Bomb)) => {
                    let what = "a part of the file decodes to far more than its declared size";
                    return Err(Error::Limit { place, what });
                }
                Ok(Err(Failure::Damaged)) | Err(_) => return Err(Error::Malformed { place, what: DAMAGED }),
            }
        }
    }

    fn attempt(&self, range: Range, batch_rows: usize, most_bytes: usize) -> Result<Decoded, Failure> {
        let reader =
            ParquetRecordBatchReaderBuilder::new_with_metadata(self.reader.clone(), self.footer.clone())
                .with_row_groups(vec![range.row_group])
                .with_offset(range.offset)
                .with_limit(range.limit)
                .with_batch_size(batch_rows)
                // Skips pages; the other policy decodes what is before the range only to throw it away.
                .with_row_selection_policy(RowSelectionPolicy::Selectors)
                .build()?;
        let mut decoded = Decoded::default();
        let (mut first_row, mut bytes) = (range.first_row, 0_usize);
        for batch in reader {
            let batch = conform(&batch?, &self.schema)?;
            bytes = bytes.saturating_add(batch.get_array_memory_size());
            if bytes > most_bytes {
                return Err(Failure::Bomb);
            }
            let rows = batch.num_rows() as u64;
            decoded.batches.push(Numbered { first_row, batch });
            first_row += rows;
        }
        // A footer that promises other rows than there are would shift every row number after it.
        if first_row - range.first_row == range.limit as u64 { Ok(decoded) } else { Err(Failure::Damaged) }
    }
}

fn malformed(place: &Place) -> Error {
    Error::Malformed { place: place.clone(), what: DAMAGED }
}

/// Tells a file of another kind from a damaged one.
fn check_magic(reader: &Positioned, file: &InputFile) -> Result<(), Error> {
    let (mut head, mut tail) = ([0; 4], [0; 4]);
    if reader.size() == 0 {
        return Err(file.malformed("the file is empty"));
    }
    if reader.size() < 12 || reader.read_exact_at(&mut head, 0).is_err() || &head != MAGIC {
        return Err(match &head {
            b"PARE" => file.malformed("the Parquet file is encrypted"),
            _ => file.malformed("this is not a Parquet file"),
        });
    }
    let read = reader.read_exact_at(&mut tail, reader.size() - 4);
    if read.is_err() || &tail != MAGIC {
        return Err(file.malformed("the Parquet file is cut off: its footer is missing"));
    }
    Ok(())
}

fn told(footer: &ArrowReaderMetadata, schema: &Schema) -> FileMetadata {
    let pairs = footer.metadata().file_metadata().key_value_metadata();
    let pairs = pairs.into_iter().flatten();
    FileMetadata::from_footer(
        pairs.filter_map(|pair| Some((pair.key.as_str(), pair.value.as_deref()?))),
        schema,
    )
}
