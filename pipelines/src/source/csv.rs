//! Delimited text: a header line, then rows; every column is text.
//!
//! Whether a field was empty or missing, quoted or not, is not told apart. Rows are split one after the other,
//! since only the start of the file knows which quotes open; making columns of them is left to the chunk.

mod block;
mod dialect;

use std::{
    collections::HashSet,
    io::{self, Read},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use arrow::datatypes::{DataType, Field, Fields, Schema, SchemaRef};
use csv::{ByteRecord, ReaderBuilder};

use self::block::Block;
use super::{
    Chunk, InputFile, ReadOptions, Source,
    input::{self, Stream},
};
use crate::{
    error::{Error, Place},
    format::Format,
    metadata::FileMetadata,
};

/// Longest row; also how far a quote that is never closed is followed.
const LONGEST_ROW: usize = 64 << 20;
/// How much of the file's beginning decides about the delimiter.
const HEAD: usize = 1 << 16;
/// A last line of our own: where it does not come out as a row, a quote has swallowed it.
const END: &[u8] = b"\0limpid: end of file\0";

/// A delimited text file.
pub(super) struct CsvSource {
    file: InputFile,
    options: ReadOptions,
    schema: SchemaRef,
    delimiter: u8,
    reader: csv::Reader<Budgeted>,
    budget: Arc<AtomicUsize>,
    /// A row already read: the one after it tells whether it is the last.
    ahead: Option<ByteRecord>,
    first_row: u64,
    ended: bool,
}

impl CsvSource {
    pub(super) fn open(file: &InputFile, options: ReadOptions) -> Result<Self, Error> {
        Self::over(input::stream(file)?, file, options)
    }

    pub(super) fn over(mut stream: Stream, file: &InputFile, options: ReadOptions) -> Result<Self, Error> {
        let mut head = Vec::new();
        if options.chunk_rows == usize::MAX {
            input::fill(&mut stream, &mut head, HEAD, file)?;
        } else {
            // No more than the header, or rows that are to leave soon would wait for others.
            while head.len() < HEAD && dialect::header_end(&head).is_none() {
                let room = HEAD - head.len();
                if input::pour(&mut stream, &mut head, room, file)? == 0 {
                    break;
                }
            }
        }
        let text = dialect::text(&head).map_err(|what| file.malformed(what))?;
        let delimiter = dialect::delimiter(text, file.format);
        let start = head.len() - text.len();
        let budget = Arc::new(AtomicUsize::new(0));
        let mut head = io::Cursor::new(head);
        head.set_position(start as u64);
        let end: Vec<u8> = [b"\n", END, b"\n"].concat();
        let stream: Stream = Box::new(head.chain(stream).chain(io::Cursor::new(end)));
        let reader = ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(delimiter)
            .buffer_capacity(1 << 16)
            .from_reader(Budgeted { stream, used: Arc::clone(&budget) });
        let schema = Arc::new(Schema::empty());
        let mut source = Self {
            file: file.clone(),
            options,
            schema,
            delimiter,
            reader,
            budget,
            ahead: None,
            first_row: 0,
            ended: false,
        };
        let header = source.read()?.ok_or_else(|| file.malformed("the file is empty"))?;
        source.ahead = source.read()?;
        if source.ahead.is_none() {
            let swallowed = !is_end(&header);
            let what = if swallowed { "a quote in the header is never closed" } else { "the file is empty" };
            return Err(file.malformed(what));
        }
        source.schema = Arc::new(Schema::new(names(&header).map_err(|what| file.malformed(what))?));
        Ok(source)
    }

    /// The next record, our own last line included.
    fn read(&mut self) -> Result<Option<ByteRecord>, Error> {
        let mut record = ByteRecord::new();
        self.budget.store(0, Ordering::Relaxed);
        match self.reader.read_byte_record(&mut record) {
            Ok(true) => Ok(Some(record)),
            Ok(false) => Ok(None),
            Err(error) => {
                let place = Place::row(&self.file.relative, self.first_row);
                Err(match error.kind() {
                    csv::ErrorKind::Io(error) if error.kind() == io::ErrorKind::FileTooLarge => {
                        Error::Limit {
                            place,
                            what: "the row is longer than 64 MiB; a quote may never be closed",
                        }
                    }
                    csv::ErrorKind::Io(error) => Error::io("read", &self.file.relative, error),
                    _ => Error::Malformed { place, what: "the delimited text is damaged" },
                })
            }
        }
    }

    fn cut(&mut self) -> Result<Option<Chunk>, Error> {
        let mut block = Block::new(self.first_row, Arc::clone(&self.schema), self.delimiter);
        while block.bytes() < self.options.block_bytes && block.rows() < self.options.chunk_rows {
            let Some(record) = self.ahead.take() else { break };
            self.ahead = self.read()?;
            if self.ahead.is_some() {
                block.push(&record);
                self.first_row += 1;
            } else if !is_end(&record) {
                block.push_unclosed(&record);
                self.first_row += 1;
            }
        }
        if block.is_empty() {
            return Ok(None);
        }
        let (first_row, batch_rows) = (block.first_row(), self.options.batch_rows);
        Ok(Some(Chunk { first_row, decode: Box::new(move || Ok(block.decode(batch_rows))) }))
    }
}

impl Source for CsvSource {
    fn schema(&self) -> SchemaRef {
        Arc::clone(&self.schema)
    }

    fn metadata(&self) -> FileMetadata {
        // Tabs go without saying in a TSV file, and would be odd in the CSV file it may become.
        let delimiter = (self.file.format == Format::Csv).then_some(self.delimiter);
        FileMetadata { delimiter, ..FileMetadata::default() }
    }

    fn next_chunk(&mut self) -> Option<Result<Chunk, Error>> {
        if self.ended {
            return None;
        }
        let chunk = self.cut();
        self.ended = !matches!(chunk, Ok(Some(_)));
        chunk.transpose()
    }

    fn rows(&self) -> Option<u64> {
        None
    }
}

fn is_end(record: &ByteRecord) -> bool {
    record.len() == 1 && record.get(0) == Some(END)
}

/// The columns. Plans go by name, so two columns of one name cannot be told apart.
fn names(header: &ByteRecord) -> Result<Fields, &'static str> {
    let mut seen = HashSet::new();
    let mut fields = Vec::with_capacity(header.len());
    for name in header {
        let name = std::str::from_utf8(name).map_err(|_| "the header is not UTF-8")?;
        if !seen.insert(name) {
            return Err("two columns of the header have the same name");
        }
        fields.push(Field::new(name, DataType::Utf8, false));
    }
    Ok(fields.into())
}

/// Stops when more is read since the last row than a row may have.
struct Budgeted {
    stream: Stream,
    used: Arc<AtomicUsize>,
}

impl Read for Budgeted {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.used.load(Ordering::Relaxed) > LONGEST_ROW {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        let read = self.stream.read(buffer)?;
        self.used.fetch_add(read, Ordering::Relaxed);
        Ok(read)
    }
}
