//! The sanitizer: policy, key, plan; Arrow in, Arrow out.

use std::{
    path::PathBuf,
    sync::{Mutex, PoisonError, RwLock},
};

use limpid::{
    catalogue::catalogue,
    error::CliError,
    load::{self, KeySource},
    run::{plan_text, profile_inputs},
    sanitizer::{Planned, Sanitizer, Totals},
};
use limpid_pipelines::{
    plan::Plan,
    policy::{Policy, parse},
    profile::{Profile, Search},
    risk::Partial,
    source::discover,
};
use pyo3::{
    prelude::*,
    types::{PyBytes, PyCapsule},
};

use crate::{
    capsule::{Input, export, import, import_schema},
    error::{json, raise},
};

/// What a sanitizer is made of; a dictionary in Python.
#[derive(FromPyObject)]
#[pyo3(from_item_all)]
pub(crate) struct Settings {
    policy: String,
    text: Option<String>,
    key: Option<String>,
    plan: Option<String>,
    table: Option<String>,
    document: Option<String>,
    known_values: Option<PathBuf>,
    purpose: Option<String>,
    now: Option<String>,
    threads: usize,
}

/// A policy and a key, and a plan where there is one.
#[pyclass(module = "limpid._limpid", frozen)]
pub(crate) struct Core {
    sanitizer: Sanitizer,
    planned: RwLock<Option<Planned>>,
    threads: usize,
    digest: String,
}

#[pymethods]
impl Core {
    #[new]
    fn new(py: Python<'_>, settings: Settings) -> PyResult<Self> {
        py.detach(|| {
            let Settings { table, document, threads, .. } = settings;
            let plan = settings.plan.map(|text| read_plan(&text)).transpose()?;
            let mut policy = match &plan {
                Some(plan) => plan.policy.clone(),
                None => read_policy(&settings.policy, settings.text.as_deref())?,
            };
            if settings.purpose.is_some() {
                policy.purpose = settings.purpose;
            }
            let key = read_key(settings.key.as_deref())?;
            let mut sanitizer = Sanitizer::new(policy, key, settings.known_values, settings.now.as_deref())?;
            if let Some(document) = document {
                sanitizer = sanitizer.with_document(&document);
            }
            if let Some(table) = &table {
                sanitizer = sanitizer.with_table(table);
            }
            let planned = plan.map(|plan| sanitizer.planned(plan, table.as_deref(), threads)).transpose()?;
            let digest = sanitizer.policy_digest()?;
            Ok(Self { sanitizer, planned: RwLock::new(planned), threads, digest })
        })
        .map_err(|error: CliError| raise(error))
    }

    #[getter]
    fn key_id(&self) -> String {
        self.sanitizer.key_id()
    }

    #[getter]
    fn ephemeral(&self) -> bool {
        self.sanitizer.is_ephemeral()
    }

    #[getter]
    fn policy_digest(&self) -> &str {
        &self.digest
    }

    #[getter]
    fn plan_text(&self) -> PyResult<Option<String>> {
        self.planned().map(|planned| plan_text(planned.plan()).map_err(raise)).transpose()
    }

    /// Refuses a plan that needs to know where rows stand.
    fn without_places(&self) -> PyResult<()> {
        self.planned().map_or(Ok(()), |planned| planned.without_places().map_err(raise))
    }

    /// Holds to a plan from now on; false where it has several tables and none is named.
    fn hold(&self, py: Python<'_>, plan: &str, table: Option<&str>) -> PyResult<bool> {
        let planned = py.detach(|| {
            let plan = read_plan(plan)?;
            if table.is_none() && plan.tables.len() > 1 {
                return Ok(None);
            }
            self.sanitizer.planned(plan, table, self.threads).map(Some)
        });
        let Some(planned) = planned.map_err(raise)? else { return Ok(false) };
        *self.planned.write().unwrap_or_else(PoisonError::into_inner) = Some(planned);
        Ok(true)
    }

    /// Counts data: bytes for `plan`.
    fn profile<'py>(
        &self,
        py: Python<'py>,
        data: &Bound<'py, PyAny>,
        rows: Option<u64>,
    ) -> PyResult<Bound<'py, PyBytes>> {
        if !data.hasattr("__arrow_c_stream__")?
            && !data.hasattr("__arrow_c_array__")?
            && data.hasattr("__arrow_c_schema__")?
        {
            let schema = import_schema(data)?;
            let mut counted = self.sanitizer.profile_of_schema(&schema).map_err(raise)?;
            return self.written(py, &mut counted);
        }
        let mut input = import(data)?;
        let counted = py.detach(|| self.sanitizer.profile(input.as_mut(), rows)).map_err(raise)?;
        self.written(py, &mut { counted })
    }

    /// Counts files.
    fn profile_files<'py>(
        &self,
        py: Python<'py>,
        inputs: Vec<String>,
        rows: Option<u64>,
    ) -> PyResult<Bound<'py, PyBytes>> {
        let counted = py.detach(|| {
            let files = discover(&inputs, None, false)?;
            let engine = self.sanitizer.engine()?;
            let profile = profile_inputs(files, Search::sample(&engine, None), self.threads, rows, true)?;
            Ok::<_, CliError>(Partial { profile, counters: std::collections::BTreeMap::new(), rows: None })
        });
        self.written(py, &mut counted.map_err(raise)?)
    }

    /// Resolves the policy against profiles: the plan's text.
    fn plan(&self, py: Python<'_>, profiles: Vec<Vec<u8>>) -> PyResult<String> {
        py.detach(|| {
            let counted = self.sanitizer.read_profiles(profiles.iter().map(Vec::as_slice))?;
            Ok(plan_text(&self.sanitizer.plan(counted)?)?)
        })
        .map_err(|error: CliError| raise(error))
    }

    /// What profiles say, column by column, as JSON.
    fn catalogue(&self, py: Python<'_>, profiles: Vec<Vec<u8>>) -> PyResult<String> {
        let shown = py.detach(|| {
            let counted = self.sanitizer.read_profiles(profiles.iter().map(Vec::as_slice))?;
            let engine = self.sanitizer.engine()?;
            let profile = counted.profile.clone();
            let plan = self.sanitizer.plan(counted)?;
            Ok::<_, CliError>(catalogue(&profile, &plan, &engine))
        });
        json(&shown.map_err(raise)?)
    }

    /// Treats data: an object with `__arrow_c_stream__`.
    fn apply(&self, py: Python<'_>, data: Bound<'_, PyAny>, file: String) -> PyResult<Clean> {
        let input = import(&data)?;
        let (planned, treated, totals) = py
            .detach(|| match self.planned() {
                Some(planned) => {
                    let (treated, totals) = planned.treat(input, &file)?;
                    Ok((planned, treated, totals))
                }
                None => self.sanitizer.treat(input, (&file, self.threads)),
            })
            .map_err(|error: CliError| raise(error))?;
        let first: Input = Box::new(treated);
        let once = data.hasattr("read_next_batch")? || data.hasattr("__next__")?;
        Ok(Clean {
            planned,
            file,
            data: data.unbind(),
            once,
            state: Mutex::new(State { first: Some(first), totals }),
        })
    }
}

impl Core {
    fn planned(&self) -> Option<Planned> {
        self.planned.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn written<'py>(&self, py: Python<'py>, counted: &mut Partial) -> PyResult<Bound<'py, PyBytes>> {
        let bytes = self.sanitizer.write_profile(counted).map_err(raise)?;
        Ok(PyBytes::new(py, &bytes))
    }
}

/// Adds up profiles that hold no values.
#[pyfunction]
pub(crate) fn merge(py: Python<'_>, profiles: Vec<Vec<u8>>) -> PyResult<Bound<'_, PyBytes>> {
    let mut sum = Profile::default();
    for bytes in &profiles {
        let part: Profile = serde_json::from_slice(bytes)
            .map_err(|_| raise(CliError::usage("this is no profile", "give what `profile` returned")))?;
        sum.merge(&part);
    }
    Ok(PyBytes::new(py, json(&sum)?.as_bytes()))
}

/// Reads a preset, a file, or the text of a policy.
pub(crate) fn read_policy(name: &str, text: Option<&str>) -> Result<Policy, CliError> {
    match text {
        Some(text) => Ok(parse(name, text)?),
        None => load::policy(name),
    }
}

/// Reads the key from where it lies.
pub(crate) fn read_key(place: Option<&str>) -> Result<Option<limpid_pipelines::key::MasterKey>, CliError> {
    place.map_or(Ok(KeySource::Usual), KeySource::parse)?.read()
}

/// Reads a plan from its text.
pub(crate) fn read_plan(text: &str) -> Result<Plan, CliError> {
    // What the reader says can quote the text.
    toml::from_str(text).map_err(|_| {
        CliError::usage("the plan cannot be read", "give the text that `plan` or `limpid plan` wrote")
    })
}

/// Data as it leaves: batches are treated when they are read.
#[pyclass(module = "limpid._limpid", frozen)]
pub(crate) struct Clean {
    planned: Planned,
    file: String,
    data: Py<PyAny>,
    once: bool,
    state: Mutex<State>,
}

struct State {
    /// The stream that was opened to look at the schema.
    first: Option<Input>,
    totals: Totals,
}

#[pymethods]
impl Clean {
    /// The batches, as the Arrow `PyCapsule` interface hands them over. Data that can be read again can be asked again.
    #[pyo3(signature = (requested_schema = None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        // The producer may ignore what was asked for.
        drop(requested_schema);
        let first = self.state().first.take();
        let batches = match first {
            Some(first) => first,
            None if self.once => {
                return Err(raise(CliError::usage(
                    "the data was a stream, and has been read",
                    "apply to a table instead, or make a table of the result",
                )));
            }
            None => {
                let input = import(self.data.bind(py))?;
                let (treated, totals) = py.detach(|| self.planned.treat(input, &self.file)).map_err(raise)?;
                self.state().totals = totals;
                Box::new(treated)
            }
        };
        export(py, batches)
    }

    /// What has been done so far, as JSON.
    fn report(&self) -> PyResult<String> {
        let sums = self.state().totals.now();
        let counts: Vec<_> = sums.report.counts.iter().collect();
        json(&serde_json::json!({
            "rows_read": sums.read, "rows_written": sums.written,
            "dropped": sums.report.dropped,
            "counts": counts.iter().map(|(key, count)| serde_json::json!({
                "column": key.column, "entity": key.entity, "action": key.action,
                "found": count.found, "treated": count.treated, "redacted": count.redacted,
            })).collect::<Vec<_>>(),
        }))
    }
}

impl Clean {
    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
