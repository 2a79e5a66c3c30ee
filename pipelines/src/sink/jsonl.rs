//! JSON lines: documents as they stand, or rows as objects.

use std::io::{self, Write};

use arrow::{
    array::{Array, RecordBatch},
    json::{WriterBuilder, writer::LineDelimited},
};
use flate2::write::GzEncoder;

use super::{Failed, Sink, Watched};
use crate::{
    error::Error,
    walk::to_text,
};

/// A byte stream that has an end to write.
pub(super) trait Ending: Write + Send {
    /// Writes the end.
    fn end(&mut self) -> io::Result<()>;
}

impl Ending for Watched {
    fn end(&mut self) -> io::Result<()> {
        self.flush()
    }
}

/// A gzip stream.
pub(super) struct Gzip(pub(super) Option<GzEncoder<Watched>>);

/// A Zstandard stream.
pub(super) struct Zstandard(pub(super) Option<zstd::Encoder<'static, Watched>>);

impl Write for Gzip {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.as_mut().map_or(Ok(0), |encoder| encoder.write(bytes))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.as_mut().map_or(Ok(()), Write::flush)
    }
}

impl Ending for Gzip {
    fn end(&mut self) -> io::Result<()> {
        self.0.take().map_or(Ok(()), |encoder| encoder.finish()?.flush())
    }
}

impl Write for Zstandard {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.as_mut().map_or(Ok(0), |encoder| encoder.write(bytes))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.as_mut().map_or(Ok(()), Write::flush)
    }
}

impl Ending for Zstandard {
    fn end(&mut self) -> io::Result<()> {
        self.0.take().map_or(Ok(()), |encoder| encoder.finish()?.flush())
    }
}

/// A file of lines being written.
pub(super) struct JsonlSink {
    output: Box<dyn Ending>,
    documents: bool,
    failed: Failed,
}

impl JsonlSink {
    pub(super) fn new(output: Box<dyn Ending>, documents: bool, failed: Failed) -> Self {
        Self { output, documents, failed }
    }
}

impl Sink for JsonlSink {
    fn write(&mut self, batch: &RecordBatch) -> Result<(), Error> {
        if !self.documents {
            let mut writer =
                WriterBuilder::new().with_explicit_nulls(true).build::<_, LineDelimited>(&mut self.output);
            writer.write(batch).map_err(|error| self.failed.arrow(error))?;
            return writer.finish().map_err(|error| self.failed.arrow(error));
        }
        let (documents, _) = to_text("json", batch.column(0))?;
        let mut lines = String::with_capacity(documents.values().len() + documents.len());
        for document in &documents {
            lines.push_str(document.unwrap_or("null"));
            lines.push('\n');
        }
        self.output.write_all(lines.as_bytes()).map_err(|error| self.failed.io(&error))
    }

    fn finish(mut self: Box<Self>) -> Result<(), Error> {
        self.output.end().map_err(|error| self.failed.io(&error))
    }
}
