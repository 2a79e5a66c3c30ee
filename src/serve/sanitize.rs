//! `/v1/sanitize`: a table in, the treated table out, as an Arrow IPC stream, JSON lines or delimited text.
//!
//! The columns are classified by this table alone, as `limpid run` does with a file; stand-ins and tokens depend on the
//! service's key, so those of two requests agree. The answer leaves when all of it is there.

use std::{
    io::{self, Cursor, Write},
    sync::{Arc, Mutex},
};

use axum::http::StatusCode;
use limpid_pipelines::{
    format::Format,
    rows::clock,
    source::{InputFile, ReadOptions, read},
};

use super::{
    Service,
    bounds::{Bounded, check_stream},
    refusal::Refusal,
    work::{Asked, Reply},
};
use crate::run::{pipe::Pipe, prepare::Part};

/// Media types that come in and go out.
const TYPES: &[(&str, Format)] = &[
    ("application/vnd.apache.arrow.stream", Format::ArrowStream),
    ("application/x-ndjson", Format::Jsonl),
    ("text/csv", Format::Csv),
];
/// How many times a request's limit its values may show.
const SHOWN: u64 = 16;
/// The table's name in messages and in policies.
const TABLE: &str = "request";

pub(super) fn sanitize(service: &Service, asked: &Asked) -> Result<Reply, Refusal> {
    let media_type = asked.media_type();
    let known = TYPES.iter().find(|(known, _)| *known == media_type);
    let (content_type, format) = known.ok_or_else(|| {
        let types: Vec<_> = TYPES.iter().map(|(known, _)| *known).collect();
        Refusal::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "unknown_format", "this media type is not read here")
            .hint(format!("send one of: {}", types.join(", ")))
    })?;
    if *format == Format::ArrowStream {
        check_stream(&asked.body)?;
    }
    let pack = match asked.parameter("policy") {
        Some(name) => service.packs.named(name)?,
        None => Arc::clone(service.packs.own()),
    };
    let pipe = Pipe {
        policy: pack.policy.clone(),
        plan: None,
        engine: Arc::clone(&pack.engine),
        keys: Arc::clone(&pack.keys),
        list: pack.list.clone(),
        profile_rows: u64::MAX,
    };
    let relative = format!("{TABLE}.{}", format.extension());
    let part = Part {
        table: TABLE.to_owned(),
        file: InputFile { path: "-".into(), relative, format: *format, remote: None },
    };
    let source = read(Box::new(Cursor::new(asked.body.clone())), &part.file, &ReadOptions::default())?;
    let left = u64::try_from(service.limits.body).unwrap_or(u64::MAX).saturating_mul(SHOWN);
    let source = Box::new(Bounded { source, left });
    let now = clock(&jiff::Timestamp::now().to_string()).unwrap_or_default();
    let gathered = Gathered::default();
    let output = Box::new(gathered.clone());
    let done = pipe.run(source, &part, (*format, output), &service.driver, &now)?;
    let counts = done.report.counts.iter();
    service.metrics.found(counts.map(|(key, count)| (key.entity.as_str(), count.treated + count.redacted)));
    Ok(Reply { content_type, body: gathered.take().ok_or_else(Refusal::internal)? })
}

/// An output that stays in memory.
#[derive(Clone, Default)]
struct Gathered(Arc<Mutex<Vec<u8>>>);

impl Gathered {
    fn take(&self) -> Option<Vec<u8>> {
        self.0.lock().ok().map(|mut bytes| std::mem::take(&mut *bytes))
    }
}

impl Write for Gathered {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().map_err(|_| io::ErrorKind::Other)?.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
