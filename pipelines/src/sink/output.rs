//! Output streams that remember what the operating system said, and compress.

use std::{
    io::{self, BufWriter, Write},
    sync::{Arc, Mutex},
};

use flate2::{Compression, GzBuilder, write::GzEncoder};

use super::{Output, place};
use crate::{error::Error, format::Format};

/// Level of every Zstandard stream.
pub(super) const ZSTD_LEVEL: i32 = 3;

/// The first failure of an output. Encoders turn it into text of their own, which is never carried.
#[derive(Clone, Default)]
pub(super) struct Failure(Arc<Mutex<Option<io::ErrorKind>>>);

impl Failure {
    fn note(&self, error: &io::Error) {
        if let Ok(mut first) = self.0.lock() {
            first.get_or_insert(error.kind());
        }
    }

    /// The failure of the output, or else `other`.
    pub(super) fn or(&self, other: Error) -> Error {
        let kind = self.0.lock().ok().and_then(|first| *first);
        kind.map_or(other, |kind| Error::io("write", place().file, &kind.into()))
    }
}

/// An output that notes its failure.
pub(super) struct Watched {
    output: BufWriter<Output>,
    failure: Failure,
}

impl Watched {
    pub(super) fn new(output: Output) -> (Self, Failure) {
        let failure = Failure::default();
        (Self { output: BufWriter::with_capacity(1 << 18, output), failure: failure.clone() }, failure)
    }
}

impl Write for Watched {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.output.write(bytes).inspect_err(|error| self.failure.note(error))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.output.flush().inspect_err(|error| self.failure.note(error))
    }
}

/// An output that compresses as its format says.
pub(super) enum Encoded {
    Plain(Watched),
    Gzip(GzEncoder<Watched>),
    Zstd(zstd::Encoder<'static, Watched>),
}

impl Encoded {
    pub(super) fn new(output: Output, format: Format) -> Result<Self, Error> {
        let (output, _) = Watched::new(output);
        Ok(match format {
            // No file name and no time: the bytes depend on the data alone.
            Format::JsonlGz => Self::Gzip(GzBuilder::new().write(output, Compression::default())),
            Format::JsonlZst => {
                Self::Zstd(zstd::Encoder::new(output, ZSTD_LEVEL).map_err(|error| failed(&error))?)
            }
            _ => Self::Plain(output),
        })
    }

    /// Writes what is left and flushes.
    pub(super) fn finish(self) -> Result<(), Error> {
        let output = match self {
            Self::Plain(output) => Ok(output),
            Self::Gzip(encoder) => encoder.finish(),
            Self::Zstd(encoder) => encoder.finish(),
        };
        output.and_then(|mut output| output.flush()).map_err(|error| failed(&error))
    }
}

impl Write for Encoded {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Plain(output) => output.write(bytes),
            Self::Gzip(output) => output.write(bytes),
            Self::Zstd(output) => output.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Plain(output) => output.flush(),
            Self::Gzip(output) => output.flush(),
            Self::Zstd(output) => output.flush(),
        }
    }
}

/// A failure of the output.
pub(super) fn failed(error: &io::Error) -> Error {
    Error::io("write", place().file, error)
}
