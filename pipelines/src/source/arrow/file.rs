//! The Arrow IPC file format: its footer says where everything is.

use std::sync::Arc;

use arrow::{
    buffer::Buffer,
    datatypes::SchemaRef,
    error::ArrowError,
    ipc::{
        Block,
        convert::try_fb_to_schema,
        reader::{FileDecoder, read_footer_length},
        root_as_footer, root_as_message,
    },
};

use super::{
    super::{Chunk, InputFile, guarded, positioned::Positioned},
    DAMAGED, Told, slices,
};
use crate::error::{Error, Place};

/// Batches of an Arrow IPC file.
pub(super) struct FileBlocks {
    reader: Positioned,
    decoder: Arc<FileDecoder>,
    told: Told,
    /// Each batch with its first row.
    blocks: Vec<(Block, u64)>,
    rows: u64,
    next: usize,
    batch_rows: usize,
    place: Place,
}

impl FileBlocks {
    pub(super) fn open(file: &InputFile, reader: Positioned, batch_rows: usize) -> Result<Self, Error> {
        let place = file.place();
        guarded(&place.clone(), DAMAGED, || Self::footer(reader, batch_rows, place))
    }

    fn footer(reader: Positioned, batch_rows: usize, place: Place) -> Result<Self, ArrowError> {
        let mut tail = [0; 10];
        let end = reader.size().checked_sub(10).ok_or_else(damaged)?;
        reader.read_exact_at(&mut tail, end)?;
        let length = read_footer_length(tail)?;
        let start = end.checked_sub(length as u64).ok_or_else(damaged)?;
        let bytes = reader.bytes(start, length as u64)?;
        let footer = root_as_footer(&bytes).map_err(|_| damaged())?;
        let schema = footer.schema().ok_or_else(damaged)?;
        if !schema.endianness().equals_to_target_endianness() {
            return Err(damaged());
        }
        let told = Arc::new(try_fb_to_schema(schema)?);
        let mut decoder = FileDecoder::new(Arc::clone(&told), footer.version());
        for block in footer.dictionaries().iter().flatten() {
            decoder.read_dictionary(block, &body(&reader, block)?)?;
        }
        let mut blocks = Vec::new();
        let mut rows = 0_u64;
        for block in footer.recordBatches().ok_or_else(damaged)? {
            blocks.push((*block, rows));
            rows = rows.checked_add(block_rows(&reader, block)?).ok_or_else(damaged)?;
        }
        let decoder = Arc::new(decoder);
        Ok(Self { reader, decoder, told, blocks, rows, next: 0, batch_rows, place })
    }

    pub(super) fn told(&self) -> Told {
        Arc::clone(&self.told)
    }

    pub(super) fn rows(&self) -> u64 {
        self.rows
    }

    pub(super) fn cut(&mut self, schema: &SchemaRef) -> Option<Chunk> {
        let (block, first_row) = self.blocks.get(self.next).copied()?;
        self.next += 1;
        let end = self.blocks.get(self.next).map_or(self.rows, |(_, first_row)| *first_row);
        let (reader, decoder, schema) = (self.reader.clone(), Arc::clone(&self.decoder), Arc::clone(schema));
        let (batch_rows, place) = (self.batch_rows, Place::row(&self.place.file, first_row));
        let decode = move || {
            guarded(&place, DAMAGED, || {
                let batch =
                    decoder.read_record_batch(&block, &body(&reader, &block)?)?.ok_or_else(damaged)?;
                if batch.num_rows() as u64 != end - first_row {
                    return Err(damaged());
                }
                slices(&batch, first_row, batch_rows, &schema)
            })
        };
        Some(Chunk { first_row, decode: Box::new(decode) })
    }
}

/// How many rows a block says it holds.
fn block_rows(reader: &Positioned, block: &Block) -> Result<u64, ArrowError> {
    let (offset, length) = (unsigned(block.offset())?, unsigned(block.metaDataLength().into())?);
    let header = reader.bytes(offset, length)?;
    let header = header.strip_prefix(&[0xff; 4]).unwrap_or(&header);
    let message = root_as_message(header.get(4..).ok_or_else(damaged)?).map_err(|_| damaged())?;
    unsigned(message.header_as_record_batch().ok_or_else(damaged)?.length())
}

fn body(reader: &Positioned, block: &Block) -> Result<Buffer, ArrowError> {
    let header = unsigned(block.metaDataLength().into())?;
    let length = unsigned(block.bodyLength())?.checked_add(header).ok_or_else(damaged)?;
    if header < 8 {
        return Err(damaged());
    }
    Ok(Buffer::from_vec(reader.bytes(unsigned(block.offset())?, length)?))
}

fn unsigned(number: i64) -> Result<u64, ArrowError> {
    u64::try_from(number).map_err(|_| damaged())
}

fn damaged() -> ArrowError {
    ArrowError::ParseError(String::new())
}
