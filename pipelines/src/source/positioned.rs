//! A file that many threads read at once, each at its own place.
//!
//! Clones of a [`File`] share one cursor, so parquet's own reader for files would race between chunks.

use std::{
    fs::File,
    io::{self, BufReader, Read},
    sync::Arc,
};

use parquet::{
    errors::Result,
    file::reader::{ChunkReader, Length},
};

use crate::error::Error;

/// Reads at any place without moving a cursor.
#[derive(Clone)]
pub(super) struct Positioned {
    file: Arc<File>,
    size: u64,
}

impl Positioned {
    pub(super) fn new(file: File, relative: &str) -> std::result::Result<Self, Error> {
        let size = file.metadata().map_err(|error| Error::io("read", relative, &error))?.len();
        Ok(Self { file: Arc::new(file), size })
    }

    pub(super) fn size(&self) -> u64 {
        self.size
    }

    pub(super) fn read_exact_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<()> {
        let mut from = Cursor { file: self.clone(), offset };
        from.read_exact(buffer)
    }

    /// The bytes of a range. Lengths come from the file: nothing is allocated for bytes that are not there.
    pub(super) fn bytes(&self, start: u64, length: u64) -> io::Result<Vec<u8>> {
        if start.checked_add(length).is_none_or(|end| end > self.size) {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        let mut buffer = vec![0; usize::try_from(length).map_err(|_| io::ErrorKind::FileTooLarge)?];
        self.read_exact_at(&mut buffer, start)?;
        Ok(buffer)
    }

    #[cfg(unix)]
    fn read_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
        std::os::unix::fs::FileExt::read_at(self.file.as_ref(), buffer, offset)
    }

    #[cfg(windows)]
    fn read_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
        std::os::windows::fs::FileExt::seek_read(self.file.as_ref(), buffer, offset)
    }
}

impl Length for Positioned {
    fn len(&self) -> u64 {
        self.size
    }
}

impl ChunkReader for Positioned {
    type T = BufReader<Cursor>;

    fn get_read(&self, start: u64) -> Result<Self::T> {
        Ok(BufReader::new(Cursor { file: self.clone(), offset: start }))
    }

    fn get_bytes(&self, start: u64, length: usize) -> Result<bytes::Bytes> {
        Ok(self.bytes(start, length as u64)?.into())
    }
}

/// One reader's own place in the file.
pub(super) struct Cursor {
    file: Positioned,
    offset: u64,
}

impl Read for Cursor {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.file.read_at(buffer, self.offset)?;
        self.offset = self.offset.saturating_add(read as u64);
        Ok(read)
    }
}
