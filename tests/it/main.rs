//! The one integration test binary: the invariants, the command line end to end, the documents, the structure.

mod bad_input;
mod canary;
mod cli;
mod common;
mod documents;
mod invariants;
mod resume;
mod tampering;
mod tidy;
