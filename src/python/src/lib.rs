//! The Python module: limpid's sanitizer over Arrow, and its commands as functions.
//!
//! What stands here only carries over: types, errors and results as JSON. Everything that has a meaning is in the
//! crates below, everything that is comfortable is in the Python files beside.

#![expect(clippy::needless_pass_by_value, reason = "what Python hands over is owned")]

mod capsule;
mod commands;
mod core;
mod error;

use pyo3::prelude::*;

/// The native half of the package `limpid`.
#[pymodule]
mod _limpid {
    #[pymodule_export]
    use super::commands::{
        Detector, Shards, count_files, main, profile_shard, run, scan, treat_shard, verify,
    };
    #[pymodule_export]
    use super::core::{Clean, Core, merge};
    use pyo3::{
        Bound, PyResult,
        types::{PyModule, PyModuleMethods},
    };

    #[pymodule_init]
    fn init(module: &Bound<'_, PyModule>) -> PyResult<()> {
        limpid::cli::tell_no_values();
        module.add("__version__", env!("CARGO_PKG_VERSION"))
    }
}
