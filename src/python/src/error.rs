//! Errors as Python sees them: `limpid.LimpidError` with code, hint and exit code, without a value.

use limpid::{cli::describe, error::CliError};
use pyo3::{exceptions::PyRuntimeError, prelude::*};

/// The exception for an error.
pub(crate) fn raise(error: impl Into<CliError>) -> PyErr {
    let error: CliError = error.into();
    Python::attach(|py| {
        let made = py.import("limpid._error").and_then(|module| {
            let exit = u8::try_from(error.exit() as i32).unwrap_or(4);
            module.getattr("LimpidError")?.call1((describe(&error), error.code(), error.hint(), exit))
        });
        made.map_or_else(|_| PyRuntimeError::new_err(describe(&error)), PyErr::from_value)
    })
}

/// A result as JSON: Python reads it back.
pub(crate) fn json(value: &impl serde::Serialize) -> PyResult<String> {
    serde_json::to_string(value).map_err(|_| raise(CliError::Internal("a result is no JSON")))
}
