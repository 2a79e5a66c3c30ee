//! Bytes of an input: a file or standard input, decompressed as its format says.

use std::{
    fs::File,
    io::{self, BufReader, Read},
};

use flate2::read::MultiGzDecoder;

use super::{InputFile, positioned::Positioned};
use crate::{error::Error, format::Format};

/// Bytes in order.
pub type Stream = Box<dyn Read + Send>;

/// Whether the input is standard input.
pub(super) fn is_stdin(file: &InputFile) -> bool {
    file.path.as_os_str() == "-"
}

/// Opens the file for reading at any place.
pub(super) fn seekable(file: &InputFile) -> Result<Positioned, Error> {
    if let Some(remote) = &file.remote {
        return Ok(Positioned::remote(remote));
    }
    if is_stdin(file) {
        return Err(Error::Plan {
            what: format!(
                "{} cannot be read from standard input: it is read from its end",
                file.format.name()
            ),
            hint: "name the file, or pipe jsonl, csv or an Arrow stream (arrows)".into(),
        });
    }
    let opened = File::open(&file.path).map_err(|error| Error::io("open", &file.relative, &error))?;
    let kind = opened.metadata().map_err(|error| Error::io("read", &file.relative, &error))?;
    if kind.is_dir() {
        return Err(Error::io("read", &file.relative, &io::ErrorKind::IsADirectory.into()));
    }
    Ok(Positioned::local(opened, kind.len()))
}

/// Opens the file for reading from start to end.
pub(super) fn stream(file: &InputFile) -> Result<Stream, Error> {
    let raw: Stream = if is_stdin(file) { Box::new(io::stdin()) } else { seekable(file)?.stream() };
    decoded(raw, file)
}

/// The same for bytes that come from elsewhere.
pub(super) fn decoded(raw: Stream, file: &InputFile) -> Result<Stream, Error> {
    let buffered = BufReader::with_capacity(1 << 18, raw);
    Ok(match file.format {
        // Members after the first are data too.
        Format::JsonlGz => Box::new(MultiGzDecoder::new(buffered)),
        Format::JsonlZst => {
            let decoder = zstd::Decoder::with_buffer(buffered);
            Box::new(decoder.map_err(|error| Error::io("read", &file.relative, &error))?)
        }
        _ => Box::new(buffered),
    })
}

/// Appends about `bytes` bytes, fewer only at the end of the input.
pub(super) fn fill(
    stream: &mut Stream,
    buffer: &mut Vec<u8>,
    bytes: usize,
    file: &InputFile,
) -> Result<usize, Error> {
    let limit = u64::try_from(bytes).unwrap_or(u64::MAX);
    stream.by_ref().take(limit).read_to_end(buffer).map_err(|error| broken(&error, file))
}

/// Appends what is there, at most `bytes` bytes; none only at the end of the input. Waits for the first byte alone.
pub(super) fn pour(
    stream: &mut Stream,
    buffer: &mut Vec<u8>,
    bytes: usize,
    file: &InputFile,
) -> Result<usize, Error> {
    let before = buffer.len();
    buffer.resize(before + bytes, 0);
    let read = loop {
        match stream.read(buffer.get_mut(before..).unwrap_or_default()) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            read => break read,
        }
    };
    buffer.truncate(before + read.as_ref().map_or(0, |read| *read));
    read.map_err(|error| broken(&error, file))
}

fn broken(error: &io::Error, file: &InputFile) -> Error {
    match error.kind() {
        // These are what the decompressors report for damaged data.
        io::ErrorKind::InvalidData
        | io::ErrorKind::InvalidInput
        | io::ErrorKind::UnexpectedEof
        | io::ErrorKind::Other => file.malformed("the compressed data is damaged or cut off"),
        _ => Error::io("read", &file.relative, error),
    }
}
