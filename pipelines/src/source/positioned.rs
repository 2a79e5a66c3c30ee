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

use super::{input::Stream, remote::Remote};

/// Bytes that a reader of a remote file asks for at once: each request is a journey.
const JOURNEY: usize = 4 << 20;

/// Reads at any place without moving a cursor.
#[derive(Clone)]
pub(super) struct Positioned {
    bytes: Bytes,
    size: u64,
}

#[derive(Clone)]
enum Bytes {
    Local(Arc<File>),
    Remote(Remote),
}

impl Positioned {
    pub(super) fn local(file: File, size: u64) -> Self {
        Self { bytes: Bytes::Local(Arc::new(file)), size }
    }

    pub(super) fn remote(file: &Remote) -> Self {
        Self { bytes: Bytes::Remote(file.clone()), size: file.0.size() }
    }

    /// A reader from a place on.
    pub(super) fn at(self, offset: u64) -> Cursor {
        Cursor { file: self, offset }
    }

    /// All bytes, from the start.
    pub(super) fn stream(self) -> Stream {
        match self.bytes {
            Bytes::Local(_) => Box::new(self.at(0)),
            Bytes::Remote(_) => Box::new(BufReader::with_capacity(JOURNEY, self.at(0))),
        }
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

    fn read_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
        match &self.bytes {
            #[cfg(unix)]
            Bytes::Local(file) => std::os::unix::fs::FileExt::read_at(file.as_ref(), buffer, offset),
            #[cfg(windows)]
            Bytes::Local(file) => std::os::windows::fs::FileExt::seek_read(file.as_ref(), buffer, offset),
            Bytes::Remote(file) => file.0.read_at(buffer, offset),
        }
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
        let capacity = match self.bytes {
            Bytes::Local(_) => 8 << 10,
            Bytes::Remote(_) => JOURNEY,
        };
        Ok(BufReader::with_capacity(capacity, self.clone().at(start)))
    }

    fn get_bytes(&self, start: u64, length: usize) -> Result<bytes::Bytes> {
        Ok(self.bytes(start, length as u64)?.into())
    }
}

/// One reader's own place in the file.
pub struct Cursor {
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
