//! Parallel in the middle, ordered at both ends, bounded throughout.
//!
//! Jobs are started in order, at most a fixed number ahead; results are taken in order. So memory is bounded by
//! the number of jobs in flight, and the output does not depend on the number of threads.

use std::{
    collections::VecDeque,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::mpsc::{Receiver, sync_channel},
};

use rayon::{ThreadPool, ThreadPoolBuilder, prelude::*};

use crate::{
    apply::{Applier, BatchPlace, Report},
    error::{Error, Place},
    sink::Sink,
    source::{Chunk, Rejected, Source},
};

/// Threads that decode and treat.
pub struct Driver {
    pool: ThreadPool,
    ahead: usize,
}

/// Whether there is time to wait for a job.
#[derive(Clone, Copy)]
enum Wait {
    Yes,
    No,
}

/// What there is to do next.
enum Next<J> {
    /// This.
    Job(Result<J, Error>),
    /// Nothing yet.
    Later,
    /// Nothing any more.
    End,
}

/// What happened to the rows of a part of a file.
#[derive(Default)]
pub struct Progress {
    /// Rows in the input.
    pub read: u64,
    /// Rows written to the output.
    pub written: u64,
    /// What was found and done.
    pub report: Report,
    /// Rows that could not be read.
    pub rejected: Vec<Rejected>,
}

impl Driver {
    /// Starts `threads` workers; 0 = one per core.
    pub fn new(threads: usize) -> Result<Self, Error> {
        let pool = ThreadPoolBuilder::new().num_threads(threads).build().map_err(|_| Error::Limit {
            place: Place::file("threads"),
            what: "the worker threads could not be started",
        })?;
        let ahead = pool.current_num_threads() + 1;
        Ok(Self { pool, ahead })
    }

    /// Does two things side by side.
    pub fn both<A: Send, B: Send>(
        &self,
        one: impl FnOnce() -> A + Send,
        other: impl FnOnce() -> B + Send,
    ) -> (A, B) {
        self.pool.join(one, other)
    }

    /// Does one thing on a worker, the other on this thread, which may use the workers, too.
    pub fn beside<A: Send, B>(
        &self,
        one: impl FnOnce() -> Result<A, Error> + Send,
        other: impl FnOnce() -> B,
    ) -> (Result<A, Error>, B) {
        let mut done = Err(Error::Internal);
        let here = self.pool.in_place_scope(|scope| {
            scope.spawn(|_| done = catch_unwind(AssertUnwindSafe(one)).unwrap_or(Err(Error::Internal)));
            other()
        });
        (done, here)
    }

    /// Runs `work` on every job, on any thread, and `consume` on every result, in order, on this thread.
    pub fn ordered<J: Send, R: Send>(
        &self,
        mut jobs: impl FnMut() -> Option<Result<J, Error>>,
        work: impl Fn(J) -> Result<R, Error> + Sync,
        consume: impl FnMut(R) -> Result<(), Error>,
    ) -> Result<(), Error> {
        self.as_they_come(|_| jobs().map_or(Next::End, Next::Job), work, consume)
    }

    /// The same for jobs that may take their time: `jobs` is told whether to wait for the next one. It need not while
    /// a result is still to come, so that no result waits for a job.
    fn as_they_come<J: Send, R: Send>(
        &self,
        mut jobs: impl FnMut(Wait) -> Next<J>,
        work: impl Fn(J) -> Result<R, Error> + Sync,
        mut consume: impl FnMut(R) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let work = &work;
        self.pool.in_place_scope(|scope| {
            let mut waiting: VecDeque<Receiver<Result<R, Error>>> = VecDeque::with_capacity(self.ahead);
            loop {
                while waiting.len() < self.ahead {
                    let wait = if waiting.is_empty() { Wait::Yes } else { Wait::No };
                    let Next::Job(job) = jobs(wait) else { break };
                    let job = job?;
                    let (done, result) = sync_channel(1);
                    scope.spawn(move |_| {
                        let outcome = catch_unwind(AssertUnwindSafe(|| work(job)));
                        // Nobody listens any more once an earlier job has failed.
                        let _ = done.send(outcome.unwrap_or(Err(Error::Internal)));
                    });
                    waiting.push_back(result);
                }
                match waiting.pop_front() {
                    None => return Ok(()),
                    Some(result) => consume(result.recv().unwrap_or(Err(Error::Internal))?)?,
                }
            }
        })
    }

    /// Treats a whole file: decodes and applies in parallel, writes in order, tells `advance` after each part.
    pub fn treat(
        &self,
        source: &mut dyn Source,
        applier: &Applier,
        (table, file): (&str, &str),
        sink: &mut dyn Sink,
        mut advance: impl FnMut(Progress) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let work = |chunk: Chunk| {
            let decoded = (chunk.decode)()?;
            let mut progress = Progress { rejected: decoded.rejected, ..Progress::default() };
            progress.read = u64::try_from(progress.rejected.len()).unwrap_or(u64::MAX);
            // A chunk is many rows where it is long to read: its batches are treated side by side, too.
            let treated = decoded.batches.into_par_iter().map(|numbered| {
                let place = BatchPlace { table, file, first_row: numbered.first_row };
                Ok((numbered.batch.num_rows(), applier.apply(&numbered.batch, place)?))
            });
            let treated: Vec<Result<_, Error>> = treated.collect();
            let mut batches = Vec::with_capacity(treated.len());
            for treated in treated {
                let (rows, (batch, mut report)) = treated?;
                progress.read += u64::try_from(rows).unwrap_or(u64::MAX);
                report.shift(progress.written);
                progress.written += u64::try_from(batch.num_rows()).unwrap_or(u64::MAX);
                progress.report.merge(report);
                batches.push(batch);
            }
            Ok((batches, progress))
        };
        let jobs = |wait| match wait {
            Wait::No if !source.is_ready() => Next::Later,
            _ => source.next_chunk().map_or(Next::End, Next::Job),
        };
        self.as_they_come(jobs, work, |(batches, progress)| {
            batches.iter().try_for_each(|batch| sink.write(batch))?;
            advance(progress)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn squares(threads: usize, count: u32) -> Vec<u32> {
        let driver = Driver::new(threads).expect("threads start");
        let mut numbers = 0..count;
        let mut seen = Vec::new();
        let jobs = || numbers.next().map(Ok);
        driver
            .ordered(
                jobs,
                |job: u32| Ok(job * job),
                |result| {
                    seen.push(result);
                    Ok(())
                },
            )
            .expect("no job fails");
        seen
    }

    #[test]
    fn results_come_in_order_for_any_number_of_threads() {
        let expected: Vec<u32> = (0..100).map(|number| number * number).collect();
        for threads in [1, 2, 8] {
            assert_eq!(squares(threads, 100), expected);
        }
    }

    #[test]
    fn a_panic_in_a_worker_is_an_error_and_nothing_after_it_is_consumed() {
        let driver = Driver::new(2).expect("threads start");
        let mut numbers = 0..10u32;
        let mut seen = Vec::new();
        let work = |job: u32| if job == 3 { panic!("canary") } else { Ok(job) };
        let outcome = driver.ordered(
            || numbers.next().map(Ok),
            work,
            |result| {
                seen.push(result);
                Ok(())
            },
        );
        assert!(matches!(outcome, Err(Error::Internal)));
        assert_eq!(seen, [0, 1, 2]);
    }

    #[test]
    fn what_is_done_beside_may_fail_and_the_rest_goes_on() {
        let driver = Driver::new(1).expect("threads start");
        let (digest, rest) = driver.beside(|| Ok(7), || squares(1, 3));
        assert_eq!((digest.ok(), rest), (Some(7), vec![0, 1, 4]));
        let (failed, rest) = driver.beside(|| -> Result<u32, Error> { panic!("canary") }, || 1);
        assert!(matches!(failed, Err(Error::Internal)) && rest == 1);
    }
}
