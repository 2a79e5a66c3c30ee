//! How large a row group gets once decoded.
//!
//! The footer only knows encoded sizes. A dictionary makes a long value cost two bits a row, so a file of some
//! hundred bytes can decode to gigabytes: the dictionaries themselves are looked at.

use std::sync::Arc;

use parquet::{
    basic::Type,
    column::page::{Page, PageReader},
    errors::Result,
    file::{
        metadata::{ColumnChunkMetaData, RowGroupMetaData},
        serialized_reader::SerializedPageReader,
    },
};

use super::super::positioned::Positioned;

/// Most bytes that the values of one batch may take in the worst case.
const BATCH_BYTES: u64 = 64 << 20;

/// Decoded size of a row group.
#[derive(Clone, Copy)]
pub(super) struct Estimate {
    /// Expected bytes of the whole row group.
    bytes: u64,
    /// Most bytes of a row if it held the longest dictionary values, summed over the columns.
    longest: u64,
}

impl Estimate {
    /// How many rows of the group fit into `chunk_bytes`.
    pub(super) fn rows_within(self, chunk_bytes: usize, rows: usize) -> usize {
        let fit = (rows as u128 * chunk_bytes as u128) / u128::from(self.bytes.max(1));
        usize::try_from(fit).unwrap_or(usize::MAX)
    }

    /// A batch size that stays bounded even if every row holds the longest values.
    pub(super) fn batch_rows(self, wanted: usize) -> usize {
        let most = usize::try_from(BATCH_BYTES / self.longest.max(1)).unwrap_or(usize::MAX);
        wanted.min(most).max(1)
    }
}

pub(super) fn estimate(reader: &Positioned, group: &RowGroupMetaData) -> Result<Estimate> {
    let reader = Arc::new(reader.clone());
    let mut sum = Estimate { bytes: 0, longest: 0 };
    for column in group.columns() {
        let values = u64::try_from(column.num_values()).unwrap_or(0);
        let per_row = values.div_ceil(u64::try_from(group.num_rows()).unwrap_or(0).max(1));
        let encoded = u64::try_from(column.uncompressed_size()).unwrap_or(0);
        let plain = match column.column_type() {
            Type::BOOLEAN => values / 8,
            Type::INT32 | Type::FLOAT => values.saturating_mul(4),
            Type::INT64 | Type::DOUBLE => values.saturating_mul(8),
            Type::INT96 => values.saturating_mul(12),
            Type::FIXED_LEN_BYTE_ARRAY => {
                let width = u64::try_from(column.column_descr().type_length()).unwrap_or(0);
                sum.longest = sum.longest.saturating_add(width.saturating_mul(per_row));
                values.saturating_mul(width)
            }
            Type::BYTE_ARRAY => {
                let dictionary = dictionary(&reader, column, group.num_rows())?;
                sum.longest = sum.longest.saturating_add(dictionary.longest.saturating_mul(per_row));
                let told =
                    column.unencoded_byte_array_data_bytes().and_then(|bytes| u64::try_from(bytes).ok());
                let guessed =
                    dictionary.bytes.checked_div(dictionary.entries).unwrap_or(0).saturating_mul(values);
                told.unwrap_or(guessed).saturating_add(values.saturating_mul(4))
            }
        };
        sum.bytes = sum.bytes.saturating_add(plain.max(encoded));
    }
    Ok(sum)
}

/// The values of a dictionary page.
#[derive(Default)]
struct Dictionary {
    entries: u64,
    bytes: u64,
    longest: u64,
}

fn dictionary(reader: &Arc<Positioned>, column: &ColumnChunkMetaData, rows: i64) -> Result<Dictionary> {
    let mut dictionary = Dictionary::default();
    if column.num_values() == 0 {
        return Ok(dictionary);
    }
    let rows = usize::try_from(rows).unwrap_or(0);
    let mut pages = SerializedPageReader::new(Arc::clone(reader), column, rows, None)?;
    // Some writers leave the dictionary's offset out, so the first page is looked at rather than the footer.
    if !pages.peek_next_page()?.is_some_and(|page| page.is_dict) {
        return Ok(dictionary);
    }
    let Some(Page::DictionaryPage { buf, .. }) = pages.get_next_page()? else { return Ok(dictionary) };
    let mut rest: &[u8] = &buf;
    while let Some((length, after)) = rest.split_first_chunk::<4>() {
        let length = u32::from_le_bytes(*length);
        let Some(after) = after.get(usize::try_from(length).unwrap_or(usize::MAX)..) else { break };
        rest = after;
        dictionary.entries += 1;
        dictionary.bytes += u64::from(length);
        dictionary.longest = dictionary.longest.max(u64::from(length));
    }
    Ok(dictionary)
}
