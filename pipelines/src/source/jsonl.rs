//! JSON lines: each row is the text of one line, as it was written.
//!
//! Nothing is parsed into Arrow types: key order, duplicate keys and the spelling of numbers all stay. A line only
//! has to be valid JSON; what it holds is found by walking the text.

use std::sync::Arc;

use arrow::{
    array::{RecordBatch, StringBuilder},
    datatypes::{Schema, SchemaRef},
};
use serde::de::IgnoredAny;

use super::{
    Chunk, Decoded, InputFile, Numbered, ReadOptions, Rejected, Source,
    input::{self, Stream},
    json_document_field,
};
use crate::{
    error::{Error, Place},
    metadata::FileMetadata,
};

/// Longest line, newline included.
const LONGEST_LINE: usize = 256 << 20;
/// Bytes taken from a stream at once where rows are to leave soon.
const PIECE: usize = 1 << 16;
/// Deepest nesting of a document: what `serde_json` allows when it parses into values.
const DEEPEST: usize = 128;

/// A file of JSON lines.
pub(super) struct JsonlSource {
    file: InputFile,
    options: ReadOptions,
    schema: SchemaRef,
    stream: Stream,
    /// Bytes read and not yet cut: the beginning of a line.
    rest: Vec<u8>,
    first_row: u64,
    ended: bool,
}

impl JsonlSource {
    pub(super) fn open(file: &InputFile, options: ReadOptions) -> Result<Self, Error> {
        Self::over(input::stream(file)?, file, options)
    }

    pub(super) fn over(mut stream: Stream, file: &InputFile, options: ReadOptions) -> Result<Self, Error> {
        let mut rest = Vec::new();
        input::fill(&mut stream, &mut rest, 3, file)?;
        if rest.starts_with(b"\xff\xfe") || rest.starts_with(b"\xfe\xff") {
            return Err(file.malformed("the text is not UTF-8 but UTF-16"));
        }
        if rest == b"\xef\xbb\xbf" {
            rest.clear();
        }
        let schema = Arc::new(Schema::new(vec![json_document_field()]));
        Ok(Self { file: file.clone(), options, schema, stream, rest, first_row: 0, ended: false })
    }

    /// Reads until there is enough for a chunk, and tells where its last line ends.
    fn gather(&mut self) -> Result<usize, Error> {
        let ReadOptions { block_bytes, chunk_rows, .. } = self.options;
        let few = chunk_rows < usize::MAX;
        let (mut seen, mut rows, mut end) = (0, 0, 0);
        loop {
            let unseen = self.rest.get(seen..).unwrap_or_default();
            if few {
                for newline in memchr::memchr_iter(b'\n', unseen) {
                    end = seen + newline + 1;
                    rows += 1;
                    if rows == chunk_rows {
                        return Ok(end);
                    }
                }
            } else if let Some(newline) = memchr::memrchr(b'\n', unseen) {
                end = seen + newline + 1;
            }
            seen = self.rest.len();
            if (end > 0 && seen >= block_bytes) || seen - end > LONGEST_LINE {
                return Ok(end);
            }
            self.ended = if few {
                input::pour(&mut self.stream, &mut self.rest, PIECE, &self.file)? == 0
            } else {
                input::fill(&mut self.stream, &mut self.rest, block_bytes, &self.file)? < block_bytes
            };
            if self.ended {
                return Ok(self.rest.len());
            }
        }
    }

    /// The next whole lines: a block of the wanted size, cut after its last newline.
    fn cut(&mut self) -> Result<Option<Chunk>, Error> {
        while !self.ended {
            let end = self.gather()?;
            if self.rest.len() - end > LONGEST_LINE {
                let place = Place::row(&self.file.relative, self.first_row);
                return Err(Error::Limit { place, what: "the line is longer than 256 MiB" });
            }
            let rest = self.rest.split_off(end);
            let block = std::mem::replace(&mut self.rest, rest);
            let first_row = self.first_row;
            let rows = lines(&block).count() as u64;
            if rows == 0 {
                continue;
            }
            self.first_row += rows;
            let (schema, batch_rows) = (Arc::clone(&self.schema), self.options.batch_rows);
            return Ok(Some(Chunk {
                first_row,
                decode: Box::new(move || Ok(decode(&block, first_row, &schema, batch_rows))),
            }));
        }
        Ok(None)
    }
}

impl Source for JsonlSource {
    fn schema(&self) -> SchemaRef {
        Arc::clone(&self.schema)
    }

    fn metadata(&self) -> FileMetadata {
        FileMetadata::default()
    }

    fn next_chunk(&mut self) -> Option<Result<Chunk, Error>> {
        let chunk = self.cut();
        self.ended |= chunk.is_err();
        chunk.transpose()
    }

    fn rows(&self) -> Option<u64> {
        None
    }
}

/// The lines of a block that are not blank, without their line ends.
fn lines(block: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut rest = Some(block);
    let all = std::iter::from_fn(move || {
        let text = rest.filter(|text| !text.is_empty())?;
        let (line, after) = match memchr::memchr(b'\n', text) {
            Some(newline) => (text.get(..newline)?, text.get(newline + 1..)),
            None => (text, None),
        };
        rest = after;
        Some(line.strip_suffix(b"\r").unwrap_or(line))
    });
    all.filter(|line| line.iter().any(|byte| !matches!(byte, b' ' | b'\t' | b'\r')))
}

fn decode(block: &[u8], first_row: u64, schema: &SchemaRef, batch_rows: usize) -> Decoded {
    let mut decoded = Decoded::default();
    let mut builder = StringBuilder::new();
    let (mut first, mut count) = (first_row, 0);
    let finish = |builder: &mut StringBuilder, first: u64, batches: &mut Vec<Numbered>| {
        let column = builder.finish();
        if let Ok(batch) = RecordBatch::try_new(Arc::clone(schema), vec![Arc::new(column)])
            && batch.num_rows() > 0
        {
            batches.push(Numbered { first_row: first, batch });
        }
    };
    for (row, line) in (first_row..).zip(lines(block)) {
        match check(line) {
            Ok(text) => {
                builder.append_value(text);
                count += 1;
            }
            Err(what) => {
                finish(&mut builder, first, &mut decoded.batches);
                decoded.rejected.push(Rejected { row, what, raw: line.to_vec() });
                (first, count) = (row + 1, 0);
            }
        }
        if count == batch_rows {
            finish(&mut builder, first, &mut decoded.batches);
            (first, count) = (row + 1, 0);
        }
    }
    finish(&mut builder, first, &mut decoded.batches);
    decoded
}

/// The line, if it is a JSON text in UTF-8.
fn check(line: &[u8]) -> Result<&str, &'static str> {
    let text = std::str::from_utf8(line).map_err(|_| "the line is not UTF-8")?;
    serde_json::from_str::<IgnoredAny>(text).map_err(|_| "the line is not valid JSON")?;
    // The text is valid, so only strings need to be told from brackets.
    let (mut depth, mut in_string, mut escaped) = (0_usize, false, false);
    for byte in line {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_string => escaped = true,
            b'"' => in_string = !in_string,
            b'[' | b'{' if !in_string => {
                depth += 1;
                if depth > DEEPEST {
                    return Err("the JSON is nested too deeply");
                }
            }
            b']' | b'}' if !in_string => depth -= 1,
            _ => {}
        }
    }
    Ok(text)
}
