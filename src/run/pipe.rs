//! One stream in, one stream out, nothing beside it: `limpid run - -o -` and the service.

use std::{collections::BTreeMap, sync::Arc};

use limpid_detectors::Engine;
use limpid_pipelines::{
    apply::{Applier, Report},
    driver::{Driver, Progress},
    error::{Error, Place},
    format::Format,
    key::KeyRing,
    known::KnownList,
    plan::Plan,
    policy::Policy,
    profile::{Profile, Search},
    rows::RowPlan,
    sink::{Output, Prompt, Sink},
    source::Source,
};

use super::{
    bind,
    prepare::{Part, Replayed},
    treat::create_sink,
};

/// What is done with streams.
pub struct Pipe {
    /// What to do.
    pub policy: Policy,
    /// A plan to apply exactly, instead of making one of the stream's first rows.
    pub plan: Option<Plan>,
    /// The detectors of the policy.
    pub engine: Arc<Engine>,
    /// The keys values are derived from.
    pub keys: Arc<KeyRing>,
    /// Values that are known beforehand.
    pub list: Option<Arc<KnownList>>,
    /// Rows that classify the columns: they leave only when all of them are there.
    pub profile_rows: u64,
}

impl Pipe {
    /// Treats a stream; `now` is the time that counts for the retention of rows. The first row that cannot be read is
    /// an error: there is nowhere to set it aside.
    pub fn run(
        &self,
        source: Box<dyn Source>,
        part: &Part,
        (format, output): (Format, Output),
        driver: &Driver,
        now: &str,
    ) -> Result<Progress, Error> {
        let (mut source, applier) = self.prepare(source, part, now)?;
        let schema = applier.output_schema(&part.table, &source.schema())?;
        let sink = create_sink(output, format, &schema, source.as_ref(), part, &applier)?;
        let mut sink = Box::new(Prompt(sink));
        let mut sum = Progress::default();
        let file = part.file.relative.as_str();
        driver.treat(source.as_mut(), &applier, (&part.table, file), sink.as_mut(), |progress| {
            if let Some(rejected) = progress.rejected.first() {
                return Err(Error::Malformed { place: Place::row(file, rejected.row), what: rejected.what });
            }
            sum.read += progress.read;
            sum.written += progress.written;
            sum.report.merge(Report { findings: Vec::new(), subjects: Vec::new(), ..progress.report });
            Ok(())
        })?;
        sink.finish()?;
        Ok(sum)
    }

    fn prepare(
        &self,
        source: Box<dyn Source>,
        part: &Part,
        now: &str,
    ) -> Result<(Box<dyn Source>, Applier), Error> {
        let Self { policy, engine, keys, list, .. } = self;
        let (source, plan) = match &self.plan {
            Some(plan) => (source, bind(plan.clone(), engine, keys, list.as_deref())?),
            None => {
                let search = Search::sample(engine, list.as_deref());
                let (source, table) = Replayed::read(source, search, self.profile_rows)?;
                let profile = Profile { tables: BTreeMap::from([(part.table.clone(), table)]) };
                let plan = Plan::resolve(policy, &profile, engine, &keys.id())?;
                let rows = RowPlan::resolve(policy, now, Some(keys))?;
                let source: Box<dyn Source> = Box::new(source);
                (source, Plan { rows, ..plan.with_list(list.as_deref(), Some(keys)) })
            }
        };
        Ok((source, Applier::new(plan, Arc::clone(engine), Arc::clone(keys), list.clone())?))
    }
}
