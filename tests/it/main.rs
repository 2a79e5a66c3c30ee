//! The one integration test binary: the invariants, the command line end to end, the documents, the structure.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::missing_panics_doc,
    reason = "a test that fails panics, and a skipped one says so"
)]

mod anonymity;
mod attacks;
mod attest;
mod bad_input;
mod canary;
mod cli;
mod columns;
mod common;
mod documents;
mod erase;
mod exposure;
mod invariants;
mod known_values;
mod minimize;
mod pipes;
mod policies;
mod receiver;
mod resume;
mod serve;
mod shards;
mod tampering;
mod tidy;
mod weak;
