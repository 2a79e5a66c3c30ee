//! Arrow that is larger than it looks: compressed buffers, counts without bytes, views and dictionaries that show one
//! value many times. A body of a few bytes may not become gigabytes.

use arrow::{
    array::{Array, ArrayRef, AsArray, make_array},
    compute::kernels::length::length,
    datatypes::{DataType, Int32Type, Int64Type},
    ipc::{self, root_as_message},
};
use limpid_pipelines::{
    error::{Error, Place},
    metadata::FileMetadata,
    source::{Chunk, Source},
};

use super::refusal::Refusal;

const CONTINUATION: u32 = u32::MAX;

/// Refuses a stream whose messages promise more than their bytes can hold.
pub(super) fn check_stream(bytes: &[u8]) -> Result<(), Refusal> {
    let damaged = || Refusal::bad("malformed_data", "the Arrow stream is damaged or cut off");
    // A bit a row is the least there is.
    let most = i64::try_from(bytes.len()).unwrap_or(i64::MAX).saturating_mul(8);
    let mut rest = bytes;
    let mut rows = 0_i64;
    loop {
        let Some(mut length) = take_word(&mut rest) else { return Ok(()) };
        if length == CONTINUATION {
            length = take_word(&mut rest).ok_or_else(damaged)?;
        }
        if length == 0 {
            return Ok(());
        }
        let metadata = usize::try_from(length).ok().and_then(|length| rest.split_at_checked(length));
        let (metadata, after) = metadata.ok_or_else(damaged)?;
        let message = root_as_message(metadata).map_err(|_| damaged())?;
        let batch = match message.header_type() {
            ipc::MessageHeader::RecordBatch => message.header_as_record_batch(),
            ipc::MessageHeader::DictionaryBatch => {
                message.header_as_dictionary_batch().and_then(|one| one.data())
            }
            _ => None,
        };
        if let Some(batch) = batch {
            if batch.compression().is_some() {
                return Err(Refusal::impossible("compressed", "the Arrow stream's buffers are compressed")
                    .hint("write it without compression"));
            }
            rows = rows.saturating_add(batch.length());
            let counts = batch.nodes().into_iter().flatten().map(ipc::FieldNode::length);
            if counts.chain([rows]).any(|count| count < 0 || count > most) {
                return Err(Refusal::impossible(
                    "too_many_rows",
                    "the Arrow stream has more rows than bytes for them",
                ));
            }
        }
        let body = usize::try_from(message.bodyLength()).ok();
        rest = body.and_then(|body| after.get(body..)).ok_or_else(damaged)?;
    }
}

fn take_word(bytes: &mut &[u8]) -> Option<u32> {
    let (word, rest) = bytes.split_first_chunk::<4>()?;
    *bytes = rest;
    Some(u32::from_le_bytes(*word))
}

/// A source that stops when what it shows exceeds its budget, in bytes.
pub(super) struct Bounded {
    pub(super) source: Box<dyn Source>,
    pub(super) left: u64,
}

impl Source for Bounded {
    fn schema(&self) -> arrow::datatypes::SchemaRef {
        self.source.schema()
    }

    fn metadata(&self) -> FileMetadata {
        self.source.metadata()
    }

    fn next_chunk(&mut self) -> Option<Result<Chunk, Error>> {
        let chunk = self.source.next_chunk()?;
        Some(chunk.and_then(|chunk| {
            let decoded = (chunk.decode)()?;
            let columns = decoded.batches.iter().flat_map(|numbered| numbered.batch.columns());
            let shown = columns.fold(0_u64, |sum, column| sum.saturating_add(shown(column)));
            self.left = self.left.checked_sub(shown).ok_or_else(|| Error::Limit {
                place: Place::file("request"),
                what: "the values are many times larger than the request",
            })?;
            Ok(Chunk { first_row: chunk.first_row, decode: Box::new(move || Ok(decoded)) })
        }))
    }

    fn rows(&self) -> Option<u64> {
        self.source.rows()
    }
}

/// Bytes of the values an array shows, as if each were written out.
fn shown(array: &ArrayRef) -> u64 {
    let count = |number: usize| u64::try_from(number).unwrap_or(u64::MAX);
    let own = match array.data_type() {
        DataType::Utf8View => array.as_string_view().lengths().map(u64::from).sum(),
        DataType::BinaryView => array.as_binary_view().lengths().map(u64::from).sum(),
        DataType::Dictionary(..) => {
            let dictionary = array.as_any_dictionary();
            let sizes = sizes(dictionary.values());
            let keys = dictionary.normalized_keys();
            return keys.iter().map(|key| sizes.get(*key).copied().unwrap_or(0)).fold(0, u64::saturating_add);
        }
        // Each child may be shown by every one.
        DataType::RunEndEncoded(..) | DataType::ListView(_) | DataType::LargeListView(_) => {
            let children = array.to_data();
            let children = children.child_data().iter().map(|child| shown(&make_array(child.clone())));
            return children.fold(0, u64::saturating_add).saturating_mul(count(array.len()));
        }
        _ => count(array.get_array_memory_size()),
    };
    let data = array.to_data();
    let children = data.child_data().iter().map(|child| shown(&make_array(child.clone())));
    children.fold(own, u64::saturating_add)
}

/// Bytes of each value of a dictionary; those of nested values count whole.
fn sizes(values: &ArrayRef) -> Vec<u64> {
    let size = |length: i64| u64::try_from(length).unwrap_or(0);
    match length(values.as_ref()) {
        Ok(lengths) => match lengths.data_type() {
            DataType::Int32 => lengths
                .as_primitive::<Int32Type>()
                .iter()
                .map(|one| size(i64::from(one.unwrap_or(0))))
                .collect(),
            _ => lengths
                .as_primitive_opt::<Int64Type>()
                .map(|lengths| lengths.iter().map(|one| size(one.unwrap_or(0))).collect())
                .unwrap_or_default(),
        },
        Err(_) => vec![shown(values); values.len()],
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use arrow::{
        array::{DictionaryArray, NullArray, RecordBatch, StringArray, StringViewArray},
        datatypes::Int8Type,
        ipc::{
            CompressionType,
            writer::{IpcWriteOptions, StreamWriter},
        },
    };

    use super::*;

    fn stream(column: ArrayRef, options: IpcWriteOptions) -> Vec<u8> {
        let batch = RecordBatch::try_from_iter([("c", column)]).unwrap();
        let mut bytes = Vec::new();
        let mut writer = StreamWriter::try_new_with_options(&mut bytes, &batch.schema(), options).unwrap();
        writer.write(&batch).unwrap();
        writer.finish().unwrap();
        bytes
    }

    #[test]
    fn promises_without_bytes_are_refused() {
        let plain = IpcWriteOptions::default;
        let text: ArrayRef = Arc::new(StringArray::from(vec!["aisha@example.com"; 50]));
        assert_eq!(check_stream(&stream(Arc::clone(&text), plain())), Ok(()));
        let compressed = plain().try_with_compression(Some(CompressionType::ZSTD)).unwrap();
        assert_eq!(check_stream(&stream(Arc::clone(&text), compressed)).err().unwrap().code, "compressed");
        let many: ArrayRef = Arc::new(NullArray::new(1 << 40));
        assert_eq!(check_stream(&stream(many, plain())).err().unwrap().code, "too_many_rows");
        let whole = stream(text, plain());
        for end in [9, 100, whole.len() - 60] {
            assert_eq!(
                check_stream(&whole[..end]).err().map(|error| error.code),
                Some("malformed_data"),
                "{end}"
            );
        }
        assert_eq!(check_stream(b"this is no Arrow stream").err().unwrap().code, "malformed_data");
    }

    #[test]
    fn values_that_are_shown_often_count_often() {
        let long = "x".repeat(1000);
        let views: ArrayRef = Arc::new(StringViewArray::from(vec![long.as_str(); 100]));
        assert!(shown(&views) >= 100_000);
        let keys = vec![Some(long.as_str()); 100].into_iter().collect::<DictionaryArray<Int8Type>>();
        assert!(shown(&(Arc::new(keys) as ArrayRef)) >= 100_000);
        let small: ArrayRef = Arc::new(StringArray::from(vec!["x"; 100]));
        assert!(shown(&small) < 10_000);
    }
}
