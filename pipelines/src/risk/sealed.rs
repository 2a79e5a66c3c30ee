//! A stream that only the owner of the key can read: frames under AES-256-SIV (RFC 5297), numbered and ended.
//!
//! Frames cannot be left out, swapped or cut off: each holds its number and whether it is the last.

use std::io::{self, Read, Write};

use crate::{error::Error, key::KeyRing};

/// Bytes of a frame's content.
const FRAME: usize = 1 << 20;
/// Bytes of a frame's number and end mark.
const HEAD: usize = 9;
/// Most bytes of a sealed frame.
const LARGEST: usize = FRAME + HEAD + 64;

/// Writes sealed frames.
pub struct SealedWriter<'a, W> {
    inner: W,
    keys: &'a KeyRing,
    purpose: &'static str,
    frame: Vec<u8>,
    number: u64,
}

impl<'a, W: Write> SealedWriter<'a, W> {
    /// Seals for one purpose.
    pub fn new(inner: W, keys: &'a KeyRing, purpose: &'static str) -> Self {
        Self { inner, keys, purpose, frame: Vec::new(), number: 0 }
    }

    /// Writes the last frame; without it the stream is refused.
    pub fn finish(mut self) -> io::Result<W> {
        self.seal(true)?;
        self.inner.flush()?;
        Ok(self.inner)
    }

    fn seal(&mut self, last: bool) -> io::Result<()> {
        let content = std::mem::take(&mut self.frame);
        let mut frame = zeroize::Zeroizing::new(Vec::with_capacity(HEAD + content.len()));
        frame.extend_from_slice(&self.number.to_le_bytes());
        frame.push(u8::from(last));
        frame.extend_from_slice(&content);
        let sealed = self.keys.seal(self.purpose, &frame).map_err(|_| io::ErrorKind::InvalidInput)?;
        let length = u32::try_from(sealed.len()).map_err(|_| io::ErrorKind::InvalidInput)?;
        self.inner.write_all(&length.to_le_bytes())?;
        self.inner.write_all(&sealed)?;
        self.number += 1;
        Ok(())
    }
}

impl<W: Write> Write for SealedWriter<'_, W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let size = bytes.len().min(FRAME - self.frame.len());
        self.frame.extend_from_slice(&bytes[..size]);
        if self.frame.len() == FRAME {
            self.seal(false)?;
        }
        Ok(size)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Reads what a [`SealedWriter`] wrote.
pub struct SealedReader<'a, R> {
    inner: R,
    keys: &'a KeyRing,
    purpose: &'static str,
    frame: Vec<u8>,
    at: usize,
    number: u64,
    last: bool,
}

impl<'a, R: Read> SealedReader<'a, R> {
    /// Opens what was sealed for one purpose; the first frame tells whether the key is the right one.
    pub fn new(inner: R, keys: &'a KeyRing, purpose: &'static str) -> Result<Self, Error> {
        let mut reader = Self { inner, keys, purpose, frame: Vec::new(), at: 0, number: 0, last: false };
        reader.open().map_err(|_| Error::Key {
            what: "it does not open this file, or the file is damaged",
            hint: "give the key the file was written with",
        })?;
        Ok(reader)
    }

    fn open(&mut self) -> io::Result<()> {
        let damaged = || io::Error::from(io::ErrorKind::InvalidData);
        let mut length = [0; 4];
        self.inner.read_exact(&mut length)?;
        let length = usize::try_from(u32::from_le_bytes(length)).map_err(|_| damaged())?;
        if length > LARGEST {
            return Err(damaged());
        }
        let mut sealed = vec![0; length];
        self.inner.read_exact(&mut sealed)?;
        let frame = self.keys.open(self.purpose, &sealed).map_err(|_| damaged())?;
        let (head, content) = frame.split_at_checked(HEAD).ok_or_else(damaged)?;
        if head[..8] != self.number.to_le_bytes() {
            return Err(damaged());
        }
        self.last = head[8] == 1;
        self.number += 1;
        self.at = 0;
        self.frame = content.to_vec();
        Ok(())
    }
}

impl<R: Read> Read for SealedReader<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.at == self.frame.len() {
            if self.last {
                return Ok(0);
            }
            self.open()?;
        }
        let size = buffer.len().min(self.frame.len() - self.at);
        buffer[..size].copy_from_slice(&self.frame[self.at..self.at + size]);
        self.at += size;
        Ok(size)
    }
}
