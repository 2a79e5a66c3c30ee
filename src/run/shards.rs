//! A run whose files are treated by other processes, on any machine that sees the folders: begun here, finished here.
//!
//! Each file is treated whole by one process, in any order, as often as the engine in between likes to repeat it: an
//! attempt writes under its own name and gives its result the final one when it is done, and every attempt writes the
//! same bytes. So a killed worker loses nothing, and the output is that of `limpid run`.

use std::sync::Arc;

use limpid_pipelines::{apply::Applier, error::Error, key::KeyRing, risk::Partial, rows::RowPlan};

use super::{
    Counting, Driver, FileRecord, Folder, Identity, Job, Ready, Summary, account, bind, folder, prepare,
    settle_plan, treat, tuples::count_tables,
};
use crate::error::CliError;

/// A run that is under way elsewhere.
pub struct Shards {
    job: Job,
    ready: Ready,
    folder: Folder,
    run_id: String,
    started: String,
}

impl Shards {
    /// Begins: checks everything that can be checked before data is treated, and makes the output folder. The job must
    /// have a plan, and stop at what it cannot read.
    pub fn begin(job: Job, keys: KeyRing, identity: &Identity) -> Result<Self, CliError> {
        planned(&job)?;
        let started = identity.now();
        folder::refuse_nesting(&job.inputs, &job.output)?;
        let search = job.search()?;
        let ready = job.ready((job.parts(&search.0, &keys), search), keys, &started)?;
        prepare::agree(&ready.parts, &job.read)?;
        let folder = Folder::create(&job.output)?;
        settle_plan(&folder, &ready.plan_text, false)?;
        let run_id = uuid::Uuid::now_v7().to_string();
        Ok(Self { job, ready, folder, run_id, started })
    }

    /// Publishes what the others have treated, and writes the account of it. A file that nobody treated is an error, and
    /// nothing is published.
    pub fn finish(self, identity: &Identity) -> Result<Summary, CliError> {
        let Self { job, ready, folder, run_id, started } = self;
        let record = |(index, (part, output)): (usize, (&prepare::Part, &treat::OutputFile))| {
            let record: Option<FileRecord> = folder.read_part(index);
            let fits = |record: &FileRecord| {
                let size = folder.holds(&output.relative).and_then(|path| std::fs::metadata(path).ok());
                record.input_name == part.file.relative
                    && record.output_name == output.relative
                    && size.is_some_and(|file| file.len() == record.output.bytes)
            };
            record.filter(fits).ok_or_else(|| {
                CliError::unfit(
                    format!("{}: nobody has treated this file", part.file.relative),
                    "begin again into a new folder",
                )
            })
        };
        let records: Vec<FileRecord> =
            ready.parts.iter().zip(&ready.outputs).enumerate().map(record).collect::<Result<_, _>>()?;
        let context = job.context(&ready, &records, (&run_id, &started));
        account::finish(&folder, &context, identity).map(|(summary, _)| summary)
    }
}

impl Job {
    /// Counts the file of this number: profiles of all files add up to the one that a run makes.
    pub fn profile_shard(&self, keys: &KeyRing, index: usize) -> Result<Partial, CliError> {
        let policy = self.planned_policy();
        let (engine, list) = self.search()?;
        let part = part_of(&self.parts(&engine, keys), index)?;
        let driver = Driver::new(self.threads)?;
        let part = std::slice::from_ref(&part);
        let (profile, _) = prepare::profile(part, &self.look((&engine, list.as_ref()), &driver), |_| {})?;
        let counting = Counting { driver: &driver, options: &self.read, budget: self.memory };
        let now = self.now.as_deref().ok_or_else(|| {
            CliError::usage("a part has no time of its own", "give every part the time that counts as now")
        })?;
        let rows = RowPlan::resolve(policy, now, Some(keys))?;
        let counters = count_tables((policy, rows.as_ref()), &profile, part, keys, counting)?;
        Ok(Partial { profile, counters, rows })
    }

    /// Treats the file of this number into the folder of a run that was begun; `attempt` names the try.
    pub fn treat_shard(&self, keys: KeyRing, index: usize, attempt: &str) -> Result<(), CliError> {
        let plan = planned(self)?.clone();
        let (engine, list) = self.search()?;
        let part = part_of(&self.parts(&engine, &keys), index)?;
        let plan = bind(plan, &engine, &keys, list.as_ref())?;
        let applier = Applier::new(plan, engine, keys, list.map(Arc::new))?;
        let outputs = treat::outputs(std::slice::from_ref(&part), self.to, &applier, &self.read)?;
        let output = outputs.first().ok_or(Error::Internal)?;
        let folder = Folder::resume(&self.output)?.of_attempt(attempt);
        let driver = Driver::new(self.threads)?;
        let shard = treat::FileJob { index, part: &part, output, job: self };
        let record = shard.run(&folder, &applier, &driver, |_, _, _| {})?;
        folder.write_part(index, &record)?;
        Ok(())
    }
}

fn part_of(parts: &[prepare::Part], index: usize) -> Result<prepare::Part, CliError> {
    parts.get(index).cloned().ok_or_else(|| {
        CliError::unfit(
            "this machine does not see all files of the input",
            "the input and the output must be on storage that every machine sees",
        )
    })
}

fn planned(job: &Job) -> Result<&limpid_pipelines::plan::Plan, CliError> {
    if job.on_error == super::OnError::Quarantine {
        return Err(CliError::usage("a run in parts stops at what it cannot read", "repair the files first"));
    }
    job.plan.as_ref().ok_or_else(|| {
        CliError::usage("a run in parts needs a plan", "make it from the profiles of the parts")
    })
}
