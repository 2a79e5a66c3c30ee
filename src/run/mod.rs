//! `limpid run`: all five phases on one machine.

mod account;
pub mod canaries;
pub mod digest;
pub mod findings;
pub mod folder;
pub mod pipe;
pub mod prepare;
mod progress;
mod quarantine;
mod shards;
pub mod subjects;
mod treat;
pub mod tuples;

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::Arc,
};

use limpid_detectors::Engine;
use limpid_pipelines::{
    apply::{Applier, Count},
    driver::Driver,
    error::Error,
    format::Format,
    key::KeyRing,
    known::{KnownList, read_list},
    plan::Plan,
    policy::Policy,
    profile::{Profile, Search},
    rows::RowPlan,
    source::{InputFile, ReadOptions},
};

pub(crate) use account::side_file;
pub use account::{Identity, Summary};
pub use progress::Progress;
pub use shards::Shards;
pub use treat::{FileRecord, treated_columns};

use crate::{
    cli::note,
    error::CliError,
    lineage::{Announced, LineageError, Places, Receiver, manifest::ToolRecord},
};
use folder::Folder;
use prepare::{Look, Part, parts, profile};
use tuples::{Counting, anonymize};

/// What to do with rows and files that cannot be read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum OnError {
    /// Stop the run.
    #[default]
    Stop,
    /// Set them aside, encrypted, and count them.
    Quarantine,
}

/// What a run has before it writes.
struct Ready {
    applier: Applier,
    driver: Driver,
    parts: Vec<Part>,
    outputs: Vec<treat::OutputFile>,
    unreadable: Vec<String>,
    plan_text: String,
}

/// What is looked for: detectors and known values.
type Sought = (Engine, Option<KnownList>);

/// A run as asked for.
pub struct Job {
    /// The inputs as given, for the record.
    pub inputs: Vec<String>,
    /// The files found.
    pub files: Vec<InputFile>,
    /// Where the output goes.
    pub output: PathBuf,
    /// The format to write, where it is not that of the input.
    pub to: Option<Format>,
    /// What to do.
    pub policy: Policy,
    /// A plan to apply exactly, instead of making one.
    pub plan: Option<Plan>,
    /// The time that counts as now, instead of the clock's: RFC 3339 in UTC.
    pub now: Option<String>,
    /// A list of known values, instead of the one the policy names.
    pub known_values: Option<PathBuf>,
    /// How to cut the files.
    pub read: ReadOptions,
    /// Worker threads; 0 = one per core.
    pub threads: usize,
    /// Rows of each file the profile looks at; `None` = all.
    pub profile_rows: Option<u64>,
    /// What to do with what cannot be read.
    pub on_error: OnError,
    /// Continue a killed run.
    pub resume: bool,
    /// Bytes that counts of quasi-identifiers may take.
    pub memory: usize,
    /// No progress.
    pub quiet: bool,
    /// Who is told of the run while it goes on.
    pub receiver: Option<Receiver>,
    /// What carries the finished output further, where `output` is not its place.
    pub deliver: Option<Deliver>,
}

/// Carries a finished output to its place.
pub type Deliver = Box<dyn Fn(&Path) -> Result<(), CliError> + Send + Sync>;

impl Job {
    /// Runs it: profile, plan, apply, manifest. Whoever is to be told hears of its start and of its end.
    pub fn run(self, keys: KeyRing, identity: &Identity) -> Result<Summary, CliError> {
        let started = identity.now();
        folder::refuse_nesting(&self.inputs, &self.output)?;
        let search = self.search()?;
        let parts = self.parts(&search.0, &keys);
        let (tool, places, run_id) = (tool(), Places::default(), uuid::Uuid::now_v7().to_string());
        let names: Vec<_> = parts.iter().map(|part| part.file.relative.clone()).collect();
        let inputs = names.iter().map(String::as_str).collect();
        let run = Announced { tool: &tool, run_id: &run_id, places: &places, inputs };
        self.tell(|| run.start(&started).to_string().into_bytes())?;
        let treated = self.treat_all((parts, search), keys, identity, (&run_id, &started));
        let delivered = treated.and_then(|done| {
            self.deliver.as_ref().map_or(Ok(()), |deliver| deliver(&self.output))?;
            Ok(done)
        });
        match delivered {
            Ok((summary, completed)) => {
                self.tell(|| completed)?;
                Ok(summary)
            }
            Err(error) => {
                // The error that comes first is the one to tell.
                let _ = self.tell(|| run.fail(&identity.now()).to_string().into_bytes());
                Err(error)
            }
        }
    }

    /// Posts an event where there is a receiver. One that does not take it is worth a warning, unless the user says more.
    fn tell(&self, event: impl FnOnce() -> Vec<u8>) -> Result<(), LineageError> {
        let Some(receiver) = &self.receiver else { return Ok(()) };
        match receiver.post(&event()) {
            Err(error) if !receiver.required => {
                note(format!("warning: {error}"));
                Ok(())
            }
            told => told,
        }
    }

    /// The work itself; also returns the event of its end.
    fn treat_all(
        &self,
        files: (Vec<Part>, Sought),
        keys: KeyRing,
        identity: &Identity,
        (run_id, started): (&str, &str),
    ) -> Result<(Summary, Vec<u8>), CliError> {
        let mut ready = self.ready(files, keys, started)?;
        let folder = if self.resume { Folder::resume(&self.output)? } else { Folder::create(&self.output)? };
        settle_plan(&folder, &ready.plan_text, self.resume)?;
        let records = self.treat(&folder, &mut ready)?;
        account::finish(&folder, &self.context(&ready, &records, (run_id, started)), identity)
    }

    /// Everything that comes before the first byte is written.
    fn ready(
        &self,
        (parts, (engine, list)): (Vec<Part>, Sought),
        keys: KeyRing,
        started: &str,
    ) -> Result<Ready, CliError> {
        let policy = self.planned_policy();
        let driver = Driver::new(self.threads)?;
        // Nothing is created before the inputs are known to be readable.
        let (mut parts, mut unreadable) = self.readable(parts)?;
        let plan = match &self.plan {
            Some(plan) => bind(plan.clone(), &engine, &keys, list.as_ref())?,
            None => {
                let look = self.look((&engine, list.as_ref()), &driver);
                let (profile, damaged) = profile(&parts, &look, |_| {})?;
                parts.retain(|part| !damaged.contains(&part.file.relative));
                unreadable.extend(damaged);
                let mut plan = Plan::resolve(policy, &profile, &engine, &keys.id())?
                    .with_list(list.as_ref(), Some(&keys));
                let now = self.now.clone().or_else(|| self.planned_now());
                plan.rows = RowPlan::resolve(policy, now.as_deref().unwrap_or(started), Some(&keys))?;
                let counting = Counting { driver: &driver, options: &self.read, budget: self.memory };
                anonymize(&mut plan, &profile, &parts, &keys, counting)?;
                plan
            }
        };
        let plan_text = plan_text(&plan)?;
        let applier = Applier::new(plan, engine, keys, list.map(Arc::new))?;
        let outputs = treat::outputs(&parts, self.to, &applier, &self.read)?;
        Ok(Ready { applier, driver, parts, outputs, unreadable, plan_text })
    }

    /// The policy that counts: that of the plan, where there is one.
    fn planned_policy(&self) -> &Policy {
        self.plan.as_ref().map_or(&self.policy, |plan| &plan.policy)
    }

    /// What is looked for.
    fn search(&self) -> Result<Sought, CliError> {
        let policy = self.planned_policy();
        let engine = policy.engine()?;
        let list = self.known_values.as_ref().or(policy.detect.known_values.as_ref());
        let list = list.map(|path| read_list(path, &engine)).transpose()?;
        Ok((engine, list))
    }

    /// The files with their tables.
    fn parts(&self, engine: &Engine, keys: &KeyRing) -> Vec<Part> {
        parts(self.files.clone(), engine, |name| keys.fingerprint_text("FILE_NAME", name))
    }

    fn look<'a>(
        &'a self,
        (engine, list): (&'a Engine, Option<&'a KnownList>),
        driver: &'a Driver,
    ) -> Look<'a> {
        let search = Search::sample(engine, list);
        let set_aside = self.on_error == OnError::Quarantine;
        Look { search, driver, options: &self.read, rows: self.profile_rows, set_aside }
    }

    /// What the account is made of.
    fn context<'a>(
        &'a self,
        ready: &'a Ready,
        records: &'a [FileRecord],
        (run_id, started): (&'a str, &'a str),
    ) -> account::Context<'a> {
        account::Context {
            job: self,
            run_id,
            applier: &ready.applier,
            driver: &ready.driver,
            records,
            files: ready.parts.len(),
            unreadable: &ready.unreadable,
            plan_text: &ready.plan_text,
            started,
        }
    }

    /// The time that counted as now when the run to resume began.
    fn planned_now(&self) -> Option<String> {
        if !self.resume {
            return None;
        }
        let text = std::fs::read_to_string(self.output.join(folder::SIDE).join("plan.toml")).ok()?;
        toml::from_str::<Plan>(&text).ok()?.rows?.now
    }

    /// Separates the files that can be opened from those that cannot.
    fn readable(&self, parts: Vec<Part>) -> Result<(Vec<Part>, Vec<String>), Error> {
        let mut readable = Vec::new();
        let mut unreadable = Vec::new();
        for part in parts {
            match limpid_pipelines::source::open(&part.file, &self.read) {
                Ok(_) => readable.push(part),
                Err(Error::Malformed { .. }) if self.on_error == OnError::Quarantine => {
                    unreadable.push(part.file.relative);
                }
                Err(error) => return Err(error),
            }
        }
        Ok((readable, unreadable))
    }

    fn treat(&self, folder: &Folder, ready: &mut Ready) -> Result<Vec<FileRecord>, Error> {
        let Ready { applier, driver, parts, outputs, unreadable, .. } = ready;
        let sizes = parts.iter().map(|part| part.file.size());
        let total = sizes.sum();
        let mut progress = Progress::new(total, self.quiet);
        let mut done = 0;
        let mut records = Vec::new();
        for (index, (part, output)) in parts.iter().zip(&*outputs).enumerate() {
            let size = part.file.size();
            let known: Option<FileRecord> = if self.resume { folder.read_part(index) } else { None };
            let known =
                known.map(|record| Ok((still_there(folder, &record, part, output)?, record))).transpose()?;
            let record = match known {
                Some((true, record)) => record,
                _ => {
                    let job = treat::FileJob { index, part, output, job: self };
                    let record = job.run(folder, applier, driver, |part, rows, findings| {
                        progress.advance(done + part.min(size), rows, findings);
                    });
                    match record {
                        // Damage can show itself in the middle of a file: all of it is set aside.
                        Err(Error::Malformed { .. }) if self.on_error == OnError::Quarantine => {
                            folder.discard(index, &output.relative)?;
                            unreadable.push(part.file.relative.clone());
                            continue;
                        }
                        record => {
                            let record = record?;
                            folder.write_part(index, &record)?;
                            record
                        }
                    }
                }
            };
            done += size;
            records.push(record);
        }
        progress.finish();
        Ok(records)
    }
}

/// The program, as accounts name it.
fn tool() -> ToolRecord {
    ToolRecord { name: "limpid".into(), version: env!("CARGO_PKG_VERSION").into() }
}

/// Whether a file treated before the run was killed needs no second treatment.
fn still_there(
    folder: &Folder,
    record: &FileRecord,
    part: &Part,
    output: &treat::OutputFile,
) -> Result<bool, Error> {
    let same = record.output_name == output.relative
        && record.planted == output.planted
        && record.input == digest::of_input(&part.file)?;
    let written = || {
        let path = folder.holds(&output.relative)?;
        digest::of_file(&path, &output.relative).ok()
    };
    Ok(same && written().is_some_and(|digest| digest == record.output))
}

/// A plan made elsewhere fits only the same detectors and the same key.
pub(crate) fn bind(
    mut plan: Plan,
    engine: &Engine,
    keys: &KeyRing,
    list: Option<&KnownList>,
) -> Result<Plan, Error> {
    if plan.detectors != engine.digest().to_hex().to_string() {
        return Err(Error::Plan {
            what: "the plan was made with other detectors".into(),
            hint: "make a new plan with this version: limpid plan".into(),
        });
    }
    if !plan.key_id.is_empty() && plan.key_id != keys.id() {
        return Err(Error::Plan {
            what: "the plan was made for another key".into(),
            hint: "give the key the plan names, or make a new plan".into(),
        });
    }
    plan.key_id = keys.id();
    plan.sign_list(list, keys);
    Ok(plan)
}

/// The plan as the file that names it.
pub fn plan_text(plan: &Plan) -> Result<String, Error> {
    let text = toml::to_string(plan).map_err(|_| Error::Internal)?;
    Ok(format!(
        "# What limpid does to each column. Review it, change it, run exactly it: limpid run --plan FILE\n{text}"
    ))
}

fn settle_plan(folder: &Folder, text: &str, resume: bool) -> Result<(), Error> {
    if resume {
        let before = std::fs::read_to_string(folder.side("plan.toml")).unwrap_or_default();
        if before != text {
            return Err(Error::Plan {
                what: "the run to resume had another plan, key or version".into(),
                hint: "give the same input, policy and key; a run with an ephemeral key cannot be resumed"
                    .into(),
            });
        }
    }
    folder.write_side("plan.toml", text.as_bytes())
}

/// Counts by column, entity and operator.
pub type Counts = BTreeMap<limpid_pipelines::apply::CountKey, Count>;

/// Profiles all inputs: what `scan` shows.
pub fn profile_inputs(
    files: Vec<InputFile>,
    search: Search<'_>,
    threads: usize,
    rows: Option<u64>,
    quiet: bool,
) -> Result<Profile, CliError> {
    let driver = Driver::new(threads)?;
    Ok(profile_parts(&unkeyed_parts(files, search.engine), search, &driver, rows, quiet)?)
}

/// The files with their tables; a name that identifies somebody is replaced by a digest without key.
pub fn unkeyed_parts(files: Vec<InputFile>, engine: &Engine) -> Vec<Part> {
    parts(files, engine, |name| {
        let digest = blake3::hash(name.as_bytes());
        std::array::from_fn(|index| digest.as_bytes().get(index).copied().unwrap_or(0))
    })
}

/// The same for files whose tables are known.
pub fn profile_parts(
    parts: &[Part],
    search: Search<'_>,
    driver: &Driver,
    rows: Option<u64>,
    quiet: bool,
) -> Result<Profile, Error> {
    let mut progress = Progress::new(0, quiet);
    let options = ReadOptions::default();
    let look = Look { search, driver, options: &options, rows, set_aside: false };
    let profile = profile(parts, &look, |rows| progress.advance(0, rows, 0));
    progress.finish();
    Ok(profile?.0)
}
