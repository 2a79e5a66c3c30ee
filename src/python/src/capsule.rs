//! Arrow data across the language border, by the Arrow `PyCapsule` interface: the only unsafe code there is.
//!
//! <https://arrow.apache.org/docs/format/CDataInterface/PyCapsuleInterface.html>: an object hands over a capsule that
//! holds a C struct; who takes the struct out marks it as released, so that the capsule's destructor leaves it alone.
#![expect(unsafe_code, reason = "ADR 0013: C structs behind capsules have no safe interface")]

use std::{ffi::CStr, ptr::NonNull};

use arrow::{
    array::{RecordBatch, RecordBatchIterator, RecordBatchReader, StructArray, ffi::from_ffi},
    datatypes::{DataType, Schema, SchemaRef},
    error::ArrowError,
    ffi::{FFI_ArrowArray, FFI_ArrowSchema},
    ffi_stream::{FFI_ArrowArrayStream, RecordBatchStreamReader},
};
use limpid::error::CliError;
use limpid_pipelines::error::{Error, Place};
use pyo3::{prelude::*, types::PyCapsule};

use crate::error::raise;

const STREAM: &CStr = c"arrow_array_stream";
const ARRAY: &CStr = c"arrow_array";
const SCHEMA: &CStr = c"arrow_schema";

/// Batches that Python handed over.
pub(crate) type Input = Box<dyn RecordBatchReader + Send>;

/// Takes the batches of anything with `__arrow_c_stream__` or `__arrow_c_array__`.
pub(crate) fn import(data: &Bound<'_, PyAny>) -> PyResult<Input> {
    if data.hasattr("__arrow_c_stream__")? {
        let capsule = data.call_method0("__arrow_c_stream__")?;
        let stream = pointer::<FFI_ArrowArrayStream>(&capsule, STREAM)?;
        // SAFETY: the capsule of this name holds a valid stream, and is alive; the stream is moved out of it.
        let reader = unsafe { RecordBatchStreamReader::from_raw(stream.as_ptr()) };
        return Ok(Box::new(reader.map_err(|_| no_table())?));
    }
    if !data.hasattr("__arrow_c_array__")? {
        return Err(raise(CliError::usage(
            "the data is no Arrow data",
            "hand over something with __arrow_c_stream__: a table of pyarrow, polars, pandas 3 or DuckDB",
        )));
    }
    let (schema, array): (Bound<'_, PyAny>, Bound<'_, PyAny>) =
        data.call_method0("__arrow_c_array__")?.extract()?;
    let schema = pointer::<FFI_ArrowSchema>(&schema, SCHEMA)?;
    let array = pointer::<FFI_ArrowArray>(&array, ARRAY)?;
    // SAFETY: the capsules of these names hold a valid array and its schema, and are alive; the array is moved out.
    let data = unsafe { from_ffi(FFI_ArrowArray::from_raw(array.as_ptr()), schema.as_ref()) };
    let data = data.map_err(|_| no_table())?;
    if !matches!(data.data_type(), DataType::Struct(_)) {
        return Err(no_table());
    }
    let batch = RecordBatch::from(StructArray::from(data));
    let schema = batch.schema();
    Ok(Box::new(RecordBatchIterator::new([Ok(batch)], schema)))
}

/// Reads the schema of anything with `__arrow_c_schema__`.
pub(crate) fn import_schema(data: &Bound<'_, PyAny>) -> PyResult<Schema> {
    let capsule = data.call_method0("__arrow_c_schema__")?;
    let schema = pointer::<FFI_ArrowSchema>(&capsule, SCHEMA)?;
    // SAFETY: the capsule of this name holds a valid schema, and is alive while it is read.
    Schema::try_from(unsafe { schema.as_ref() }).map_err(|_| no_table())
}

/// Hands batches to Python. The consumer's thread may hold the interpreter's lock when it asks for a batch; it is let
/// go meanwhile, since other threads may need it to free what they were given.
pub(crate) fn export(py: Python<'_>, batches: Input) -> PyResult<Bound<'_, PyCapsule>> {
    PyCapsule::new_with_value(py, FFI_ArrowArrayStream::new(Box::new(Detached(batches))), STREAM)
}

struct Detached(Input);

impl Iterator for Detached {
    type Item = Result<RecordBatch, ArrowError>;

    fn next(&mut self) -> Option<Self::Item> {
        let batches = &mut self.0;
        // Without an interpreter (it is going down) there is no lock to let go.
        let next = match Python::try_attach(|py| py.detach(|| batches.next())) {
            Some(next) => next,
            None => batches.next(),
        };
        // The C interface takes no text with a zero byte in it.
        next.map(|batch| batch.map_err(|error| ArrowError::ComputeError(told(&error))))
    }
}

impl RecordBatchReader for Detached {
    fn schema(&self) -> SchemaRef {
        self.0.schema()
    }
}

/// What an error of ours says, with its code and hint.
fn told(error: &ArrowError) -> String {
    let ours = match error {
        ArrowError::ExternalError(inner) => inner.downcast_ref::<CliError>(),
        _ => None,
    };
    let Some(error) = ours else { return "[malformed] the stream broke off".to_owned() };
    let hint = error.hint().map(|hint| format!(" (hint: {hint})")).unwrap_or_default();
    format!("[{}] {error}{hint}", error.code()).replace('\0', " ")
}

fn pointer<T>(capsule: &Bound<'_, PyAny>, name: &'static CStr) -> PyResult<NonNull<T>> {
    Ok(capsule.cast::<PyCapsule>()?.pointer_checked(Some(name))?.cast())
}

/// Arrow says more, and may quote names or values.
fn no_table() -> PyErr {
    raise(Error::Unsupported {
        place: Place::file("data"),
        what: "Arrow data that is no table of known types".into(),
    })
}
