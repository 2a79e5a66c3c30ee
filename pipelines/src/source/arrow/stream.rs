//! The Arrow IPC stream format: read from start to end, fed to the decoder as it comes.

use std::sync::Arc;

use arrow::{array::RecordBatch, buffer::Buffer, datatypes::SchemaRef, ipc::reader::StreamDecoder};

use super::{
    super::{
        Chunk, InputFile, ReadOptions, guarded,
        input::{self, Stream},
    },
    DAMAGED, Told, slices,
};
use crate::error::{Error, Place};

/// Bytes taken from the stream at once.
const PIECE: usize = 1 << 20;

/// Batches of an Arrow IPC stream.
pub(super) struct StreamBlocks {
    file: InputFile,
    stream: Stream,
    decoder: StreamDecoder,
    told: Told,
    buffer: Buffer,
    batch_rows: usize,
    first_row: u64,
    ended: bool,
    /// A batch that came before the schema was asked for.
    ahead: Option<RecordBatch>,
}

impl StreamBlocks {
    pub(super) fn open(stream: Stream, file: &InputFile, options: ReadOptions) -> Result<Self, Error> {
        let mut blocks = Self {
            file: file.clone(),
            stream,
            decoder: StreamDecoder::new(),
            told: Arc::new(arrow::datatypes::Schema::empty()),
            buffer: Buffer::default(),
            batch_rows: options.batch_rows,
            first_row: 0,
            ended: false,
            ahead: None,
        };
        blocks.ahead = blocks.next()?;
        let missing = || file.malformed("this is not an Arrow file");
        blocks.told = blocks.decoder.schema().ok_or_else(missing)?;
        Ok(blocks)
    }

    pub(super) fn told(&self) -> Told {
        Arc::clone(&self.told)
    }

    /// The next record batch; dictionaries before it are taken in on the way.
    fn next(&mut self) -> Result<Option<RecordBatch>, Error> {
        loop {
            if self.ended && self.buffer.is_empty() {
                return Ok(None);
            }
            if self.buffer.is_empty() {
                let mut piece = Vec::new();
                self.ended = input::pour(&mut self.stream, &mut piece, PIECE, &self.file)? == 0;
                self.buffer = Buffer::from_vec(piece);
            }
            let place = Place::row(&self.file.relative, self.first_row);
            let (decoder, buffer, ended) = (&mut self.decoder, &mut self.buffer, self.ended);
            let batch = guarded(&place, DAMAGED, || {
                let batch = decoder.decode(buffer)?;
                if batch.is_none() && ended {
                    decoder.finish()?;
                }
                Ok::<_, arrow::error::ArrowError>(batch)
            })?;
            if batch.is_some() {
                return Ok(batch);
            }
        }
    }

    pub(super) fn cut(&mut self, schema: &SchemaRef) -> Result<Option<Chunk>, Error> {
        let batch = match self.ahead.take() {
            Some(batch) => batch,
            None => match self.next()? {
                Some(batch) => batch,
                None => return Ok(None),
            },
        };
        let first_row = self.first_row;
        self.first_row += batch.num_rows() as u64;
        let (schema, batch_rows) = (Arc::clone(schema), self.batch_rows);
        let place = Place::row(&self.file.relative, first_row);
        let decode = move || guarded(&place, DAMAGED, || slices(&batch, first_row, batch_rows, &schema));
        Ok(Some(Chunk { first_row, decode: Box::new(decode) }))
    }
}
