//! The commands as functions: files in, files out, results as JSON.

use std::{
    ffi::OsString,
    path::PathBuf,
    sync::{Mutex, PoisonError},
};

use limpid::{
    catalogue::catalogue,
    cli::main_of,
    detect::{Searcher, engine},
    error::CliError,
    run::{Identity, Job, OnError, profile_inputs},
    sanitizer::{BUDGET, ephemeral_key, write_profile},
};
use limpid_detectors::{Engine, Entity, Selection, Set, TaggerKind};
use limpid_pipelines::{
    format::Format,
    key::KeyRing,
    plan::Plan,
    profile::Search,
    source::{ReadOptions, discover},
};
use pyo3::{prelude::*, types::PyBytes};

use crate::{
    core::{read_key, read_plan, read_policy},
    error::{json, raise},
};

/// Runs the command line; returns its exit code.
#[pyfunction]
pub(crate) fn main(py: Python<'_>, words: Vec<OsString>) -> u8 {
    py.detach(|| u8::try_from(main_of(words) as i32).unwrap_or(4))
}

/// A run as asked for; a dictionary in Python.
#[derive(FromPyObject)]
#[pyo3(from_item_all)]
pub(crate) struct Wanted {
    inputs: Vec<String>,
    output: PathBuf,
    policy: String,
    text: Option<String>,
    key: Option<String>,
    plan: Option<String>,
    to: Option<String>,
    known_values: Option<PathBuf>,
    now: Option<String>,
    sign_key: Option<PathBuf>,
    profile_rows: Option<u64>,
    threads: usize,
    resume: bool,
}

impl Wanted {
    /// The job, its keys and who signs.
    fn job(self) -> Result<(Job, KeyRing, Identity), CliError> {
        let plan = self.plan.map(|text| read_plan(&text)).transpose()?;
        let policy = match &plan {
            Some(plan) => plan.policy.clone(),
            None => read_policy(&self.policy, self.text.as_deref())?,
        };
        let key = read_key(self.key.as_deref())?;
        let identity = Identity::load(self.sign_key.as_deref(), key.is_none())?;
        let keys = KeyRing::of(key.map_or_else(ephemeral_key, Ok)?, &policy);
        let job = Job {
            files: discover(&self.inputs, None, false)?,
            inputs: self.inputs,
            output: self.output,
            to: self.to.map(|name| read_format(&name)).transpose()?,
            policy,
            plan,
            now: self.now,
            known_values: self.known_values,
            read: ReadOptions::default(),
            threads: self.threads,
            profile_rows: self.profile_rows,
            on_error: OnError::Stop,
            resume: self.resume,
            memory: BUDGET,
            quiet: true,
            receiver: None,
            deliver: None,
        };
        Ok((job, keys, identity))
    }
}

/// `limpid run`: the summary.
#[pyfunction]
pub(crate) fn run(py: Python<'_>, wanted: Wanted) -> PyResult<String> {
    let summary = py.detach(|| {
        let (job, keys, identity) = wanted.job()?;
        job.run(keys, &identity)
    });
    json(&summary.map_err(raise)?)
}

/// A run whose files other processes treat: begun when made.
#[pyclass(module = "limpid._limpid", frozen)]
pub(crate) struct Shards(Mutex<Option<(limpid::run::Shards, Identity)>>);

#[pymethods]
impl Shards {
    #[new]
    fn begin(py: Python<'_>, wanted: Wanted) -> PyResult<Self> {
        let begun = py.detach(|| {
            let (job, keys, identity) = wanted.job()?;
            Ok::<_, CliError>((limpid::run::Shards::begin(job, keys, &identity)?, identity))
        });
        Ok(Self(Mutex::new(Some(begun.map_err(raise)?))))
    }

    /// Publishes what the others have treated: the summary.
    fn finish(&self, py: Python<'_>) -> PyResult<String> {
        let begun = self.0.lock().unwrap_or_else(PoisonError::into_inner).take();
        let (shards, identity) =
            begun.ok_or_else(|| raise(CliError::usage("this run is finished", "begin another")))?;
        json(&py.detach(|| shards.finish(&identity)).map_err(raise)?)
    }
}

/// How many files a run has.
#[pyfunction]
pub(crate) fn count_files(py: Python<'_>, inputs: Vec<String>) -> PyResult<usize> {
    py.detach(|| Ok::<_, CliError>(discover(&inputs, None, false)?.len())).map_err(raise)
}

/// Counts one file of a run.
#[pyfunction]
pub(crate) fn profile_shard(py: Python<'_>, wanted: Wanted, index: usize) -> PyResult<Py<PyBytes>> {
    let bytes = py.detach(|| {
        let (job, keys, _) = wanted.job()?;
        let mut counted = job.profile_shard(&keys, index)?;
        write_profile(&mut counted, &keys)
    });
    Ok(PyBytes::new(py, &bytes.map_err(raise)?).unbind())
}

/// Treats one file of a run that was begun.
#[pyfunction]
pub(crate) fn treat_shard(py: Python<'_>, wanted: Wanted, index: usize, attempt: &str) -> PyResult<()> {
    py.detach(|| {
        let (job, keys, _) = wanted.job()?;
        job.treat_shard(keys, index, attempt)
    })
    .map_err(raise)
}

fn read_format(name: &str) -> Result<Format, CliError> {
    Format::by_name(name).ok_or_else(|| {
        CliError::usage("there is no such format", "`limpid run --help` lists the formats under --to")
    })
}

/// `limpid scan`: the catalogue.
#[pyfunction]
pub(crate) fn scan(
    py: Python<'_>,
    inputs: Vec<String>,
    policy: String,
    text: Option<String>,
    rows: Option<u64>,
    threads: usize,
) -> PyResult<String> {
    let shown = py.detach(|| {
        let policy = read_policy(&policy, text.as_deref())?;
        let engine = policy.engine()?;
        let files = discover(&inputs, None, false)?;
        let profile = profile_inputs(files, Search::every(&engine, None), threads, rows, true)?;
        let plan = Plan::resolve(&policy, &profile, &engine, "")?;
        Ok::<_, CliError>(catalogue(&profile, &plan, &engine))
    });
    json(&shown.map_err(raise)?)
}

/// `limpid verify`: every check.
#[pyfunction]
pub(crate) fn verify(
    py: Python<'_>,
    output: PathBuf,
    against: Vec<String>,
    key: Option<PathBuf>,
    policy: String,
    text: Option<String>,
    threads: usize,
) -> PyResult<String> {
    let report = py.detach(|| {
        let policy = read_policy(&policy, text.as_deref())?;
        limpid::verify::verify(&limpid::verify::Request {
            root: output,
            against,
            pinned: key,
            from: None,
            attacks: None,
            policy,
            threads,
        })
    });
    json(&report.map_err(raise)?)
}

/// Compiled detectors.
#[pyclass(module = "limpid._limpid", frozen)]
pub(crate) struct Detector(Engine);

#[pymethods]
impl Detector {
    #[new]
    fn new(
        py: Python<'_>,
        entities: Vec<String>,
        regions: Vec<String>,
        set: &str,
        min_score: Option<f32>,
    ) -> PyResult<Self> {
        let entity = |label: &String| {
            let hint = "`limpid detectors list` shows the entities";
            Entity::new(&label.to_uppercase())
                .map_err(|_| CliError::usage("an entity's name is malformed", hint))
        };
        let set = match set {
            "default" => Set::Default,
            "strict" => Set::Strict,
            "deep" => Set::Deep,
            _ => {
                return Err(raise(CliError::usage(
                    "there is no such set",
                    "sets are default, strict and deep",
                )));
            }
        };
        py.detach(|| {
            let selection = Selection {
                set,
                regions: regions.iter().map(|region| region.to_uppercase()).collect(),
                entities: entities.iter().map(entity).collect::<Result<_, _>>()?,
                exclude: Vec::new(),
                min_score,
                min_scores: std::collections::BTreeMap::new(),
                tagger: TaggerKind::Fast,
            };
            Ok(Self(engine(&selection, &[], None)?))
        })
        .map_err(|error: CliError| raise(error))
    }

    /// Findings in a text, as JSON.
    fn find(&self, py: Python<'_>, text: &str, column: Option<&str>, explain: bool) -> PyResult<String> {
        let searcher = Searcher { engine: &self.0, list: None, explain };
        let found = py.detach(|| searcher.find(text, column));
        json(&found)
    }
}
