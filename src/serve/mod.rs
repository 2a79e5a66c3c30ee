//! `limpid serve`: detection and anonymization over HTTP.
//!
//! The routes of Presidio's two services, so that a gateway switches by changing a URL, and `/v1/sanitize` for whole
//! tables. Every answer is worked out in memory and sent whole, so a client never holds half of one. No text, no
//! finding and no key is kept, logged or counted; errors say where and why, never what.
//!
//! The one part of limpid that listens on the network: [`server`] takes connections, [`work`] admits, reads and limits
//! a request, and a handler is a plain function from its bytes to an answer.

mod ad_hoc;
mod analyze;
mod anonymize;
mod bounds;
mod chars;
mod conflicts;
mod door;
mod metrics;
mod operators;
mod packs;
mod refusal;
mod routes;
mod sanitize;
pub mod server;
mod work;

use std::{sync::Arc, time::Duration};

use limpid_pipelines::{driver::Driver, error::Error};
use tokio::sync::Semaphore;

pub use door::{Door, TOKEN_LENGTH};
use metrics::Metrics;
pub use packs::Packs;

/// How much one client, or all of them, may ask for.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Bytes of a request's body.
    pub body: usize,
    /// How long a request may take, its reading and waiting included.
    pub time: Duration,
    /// Requests worked on at once; the others wait.
    pub workers: usize,
    /// Connections at once; the others wait to be taken.
    pub connections: usize,
}

/// Everything the handlers share.
pub struct Service {
    packs: Packs,
    driver: Driver,
    door: Door,
    limits: Limits,
    workers: Arc<Semaphore>,
    metrics: Metrics,
}

impl Service {
    /// Prepares the service; nothing listens yet.
    pub fn new(packs: Packs, door: Door, limits: Limits) -> Result<Self, Error> {
        let driver = Driver::new(limits.workers)?;
        let workers = Arc::new(Semaphore::new(limits.workers));
        Ok(Self { packs, driver, door, limits, workers, metrics: Metrics::default() })
    }
}
