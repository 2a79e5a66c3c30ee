//! A stream of batches, treated as it is read: parallel in the middle, ordered at both ends, bounded throughout.
//!
//! The twin of the pipelines' driver for a consumer that pulls: at most a fixed number of batches are begun ahead of
//! the one that is asked for.

use std::{
    collections::{HashMap, VecDeque},
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Arc, Mutex, PoisonError,
        mpsc::{Receiver, sync_channel},
    },
};

use arrow::{
    array::{RecordBatch, RecordBatchReader},
    datatypes::{Field, FieldRef, Schema, SchemaRef},
    error::ArrowError,
};
use limpid_pipelines::{
    apply::{BatchPlace, Report},
    compact::compact,
    error::{Error, Place},
    metadata::{FileMetadata, clean_schema, conform},
};
use rayon::{ThreadPool, ThreadPoolBuilder};

use super::{Planned, emptied};
use crate::error::CliError;

/// Most rows treated at once.
const BATCH_ROWS: usize = 8192;

/// What was done so far with a stream; shared with whoever reads it.
#[derive(Clone, Default)]
pub struct Totals(Arc<Mutex<Sums>>);

/// Counts of a stream.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Sums {
    /// Rows read.
    pub read: u64,
    /// Rows handed out.
    pub written: u64,
    /// What was found and done; places are not kept.
    pub report: Report,
}

impl Totals {
    /// The counts as they are now.
    pub fn now(&self) -> Sums {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn add(&self, read: u64, written: u64, report: Report) {
        let mut sums = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        sums.read += read;
        sums.written += written;
        sums.report.merge(Report { findings: Vec::new(), subjects: Vec::new(), ..report });
    }
}

/// Treated batches, in order. After an error there is nothing more.
pub struct Treated {
    planned: Planned,
    input: Box<dyn RecordBatchReader + Send>,
    /// Schema of the input without its metadata.
    clean: SchemaRef,
    schema: SchemaRef,
    file: Arc<str>,
    waiting: VecDeque<Receiver<Result<Done, Error>>>,
    rest: Option<RecordBatch>,
    next_row: u64,
    ended: bool,
    totals: Totals,
}

/// A treated batch, and what happened to it.
type Done = (RecordBatch, u64, Report);

impl Treated {
    pub(super) fn new(
        planned: Planned,
        input: Box<dyn RecordBatchReader + Send>,
        schema: SchemaRef,
        file: &str,
    ) -> (Self, Totals) {
        let totals = Totals::default();
        let treated = Self {
            planned,
            clean: Arc::new(clean_schema(&input.schema())),
            input,
            schema,
            file: file.into(),
            waiting: VecDeque::new(),
            rest: None,
            next_row: 0,
            ended: false,
            totals: totals.clone(),
        };
        (treated, totals)
    }

    /// The next rows to treat and the place of the first.
    fn take(&mut self) -> Result<Option<(RecordBatch, u64)>, Error> {
        let batch = match self.rest.take() {
            Some(rest) => rest,
            None => match next_batch(self.input.as_mut())? {
                Some(batch) => conform(&batch, &self.clean).map_err(|_| foreign())?,
                None => return Ok(None),
            },
        };
        let rows = batch.num_rows().min(BATCH_ROWS);
        if rows < batch.num_rows() {
            self.rest = Some(batch.slice(rows, batch.num_rows() - rows));
        }
        let first_row = self.next_row;
        self.next_row += u64::try_from(rows).unwrap_or(u64::MAX);
        Ok(Some((batch.slice(0, rows), first_row)))
    }

    /// The work on some rows, for any thread.
    fn job(
        &self,
        batch: RecordBatch,
        first_row: u64,
    ) -> impl FnOnce() -> Result<Done, Error> + Send + 'static {
        let (planned, schema, file) =
            (self.planned.clone(), Arc::clone(&self.schema), Arc::clone(&self.file));
        move || {
            let work = || {
                let place = BatchPlace { table: &planned.table, file: &file, first_row };
                let (treated, report) = planned.applier.apply(&batch, place)?;
                let treated = conform(&treated, &schema).map_err(|_| Error::Internal)?;
                let rows = u64::try_from(batch.num_rows()).unwrap_or(u64::MAX);
                Ok((compact(&treated)?, rows, report))
            };
            catch_unwind(AssertUnwindSafe(work)).unwrap_or(Err(Error::Internal))
        }
    }

    fn advance(&mut self) -> Result<Option<RecordBatch>, Error> {
        let done = match self.planned.pool.clone() {
            None => match self.take()? {
                Some((batch, first_row)) => self.job(batch, first_row)()?,
                None => return Ok(None),
            },
            Some(pool) => {
                while self.waiting.len() <= pool.current_num_threads() {
                    let Some((batch, first_row)) = self.take()? else { break };
                    let (tell, result) = sync_channel(1);
                    let job = self.job(batch, first_row);
                    // Nobody listens any more once the consumer has gone.
                    pool.spawn(move || drop(tell.send(job())));
                    self.waiting.push_back(result);
                }
                match self.waiting.pop_front() {
                    Some(result) => result.recv().unwrap_or(Err(Error::Internal))?,
                    None => return Ok(None),
                }
            }
        };
        let (batch, read, report) = done;
        self.totals.add(read, u64::try_from(batch.num_rows()).unwrap_or(u64::MAX), report);
        Ok(Some(batch))
    }
}

impl Iterator for Treated {
    type Item = Result<RecordBatch, ArrowError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        let next = self.advance();
        self.ended = !matches!(next, Ok(Some(_)));
        next.map_err(|error| ArrowError::ExternalError(Box::new(CliError::from(error)))).transpose()
    }
}

impl RecordBatchReader for Treated {
    fn schema(&self) -> SchemaRef {
        Arc::clone(&self.schema)
    }
}

/// A stream that first repeats what was already read of it.
pub(super) struct Replayed {
    pub(super) first: VecDeque<RecordBatch>,
    pub(super) rest: Box<dyn RecordBatchReader + Send>,
}

impl Iterator for Replayed {
    type Item = Result<RecordBatch, ArrowError>;

    fn next(&mut self) -> Option<Self::Item> {
        self.first.pop_front().map(Ok).or_else(|| self.rest.next())
    }
}

impl RecordBatchReader for Replayed {
    fn schema(&self) -> SchemaRef {
        self.rest.schema()
    }
}

/// Threads of a sanitizer; none where one is enough, 0 = one per core.
pub(super) fn pool(threads: usize) -> Result<Option<Arc<ThreadPool>>, Error> {
    if threads == 1 {
        return Ok(None);
    }
    let pool = ThreadPoolBuilder::new().num_threads(threads).build().map_err(|_| Error::Limit {
        place: Place::file("threads"),
        what: "the worker threads could not be started",
    })?;
    Ok(Some(Arc::new(pool)))
}

/// The next batch of a source that nobody vouches for: what it says when it fails can quote data, and is dropped.
pub(super) fn next_batch(input: &mut dyn RecordBatchReader) -> Result<Option<RecordBatch>, Error> {
    match catch_unwind(AssertUnwindSafe(|| input.next())) {
        Ok(None) => Ok(None),
        Ok(Some(Ok(batch))) => Ok(Some(batch)),
        Ok(Some(Err(_))) | Err(_) => Err(foreign()),
    }
}

fn foreign() -> Error {
    Error::Malformed {
        place: Place::file("the stream"),
        what: "its source failed, or handed over batches of another schema",
    }
}

/// The schema of treated batches: with room for nulls in treated columns, and with the metadata that may be told.
pub(super) fn output_schema(
    planned: &Planned,
    schema: &SchemaRef,
    clean: &SchemaRef,
) -> Result<SchemaRef, Error> {
    let treated = clean_schema(&*planned.applier.output_schema(&planned.table, clean)?);
    let emptied = emptied(planned, clean)?;
    let loosen = |field: &FieldRef| {
        let nullable = field.is_nullable() || emptied.contains(field.name());
        Field::clone(field).with_nullable(nullable)
    };
    let out = Schema::new(treated.fields().iter().map(loosen).collect::<Vec<_>>());
    let told = schema.metadata().iter().map(|(key, value)| (key.as_str(), value.as_str()));
    let footer = FileMetadata::from_footer(told, clean).for_output(&out).footer;
    Ok(Arc::new(out.with_metadata(footer.into_iter().collect::<HashMap<_, _>>())))
}
