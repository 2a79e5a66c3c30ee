//! Finds and masks personal data in data sets, and proves what it did.
//!
//! The crate is what the `limpid` binary is made of: the command line, the run, the account of it and its
//! verification. Detection lives in `limpid-detectors`, the way of a batch in `limpid-pipelines`.

pub mod assess;
pub mod catalogue;
pub mod cli;
pub mod detect;
pub mod erase;
pub mod error;
pub mod lineage;
pub mod load;
mod remote;
pub mod report;
pub mod run;
pub mod sanitizer;
mod secret;
pub mod serve;
pub mod verify;
