//! `limpid plan`

use std::{fs::File, io::BufReader, path::PathBuf};

use clap::Args;
use limpid_pipelines::{
    driver::Driver,
    error::Error as PipelineError,
    key::KeyRing,
    plan::Plan,
    policy::Policy,
    profile::{Profile, Search},
    risk::{Partial, RankAttack},
    rows::RowPlan,
    source::ReadOptions,
};

use super::{
    Voice,
    args::{ClockArgs, InputArgs, KeyArgs, KnownArgs, MemoryArgs, PolicyArgs, ThreadArgs},
    output,
};
use crate::error::{CliError, Exit};
use crate::run::{
    plan_text, profile_parts,
    tuples::{Counting, count_tables},
    unkeyed_parts,
};

/// Write the resolved plan for review; `run --plan FILE` applies exactly that
///
/// The plan says for every column what happens to it and why. It is TOML: read it, change it, have it approved. Where equal
/// values get equal pseudonyms, it says how many of the rows looked at would fall to somebody who knows how often each
/// value occurs (`rank_attack`); `scope = "random"` or a coarser value takes that away.
#[derive(Debug, Args)]
#[command(
    mut_arg("inputs", |arg| arg.required(false).required_unless_present("profile")),
    after_help = "Example:\n  limpid plan data/ > plan.toml\n  limpid run data/ -o clean --plan plan.toml"
)]
pub(super) struct PlanArgs {
    #[command(flatten)]
    input: InputArgs,
    /// A part of the data that `limpid profile` counted; may be repeated, and stand beside INPUT
    #[arg(long, value_name = "FILE")]
    profile: Vec<PathBuf>,
    #[command(flatten)]
    policy: PolicyArgs,
    #[command(flatten)]
    clock: ClockArgs,
    #[command(flatten)]
    known: KnownArgs,
    #[command(flatten)]
    memory: MemoryArgs,
    #[command(flatten)]
    key: KeyArgs,
    #[command(flatten)]
    work: ThreadArgs,
    /// Rows of each file that classify its columns; 0 = all
    #[arg(long, value_name = "N", default_value_t = 10_000)]
    profile_rows: u64,
}

pub(super) fn run(args: &PlanArgs, voice: Voice) -> Result<Exit, CliError> {
    let policy = args.policy.load()?;
    let engine = policy.engine()?;
    let list = args.known.load(&policy, &engine)?;
    // Without a key the plan fits any key.
    let keys = args.key.load()?.map(|key| KeyRing::of(key, &policy));
    let row_plan = RowPlan::resolve(&policy, &args.clock.now()?, keys.as_ref())?;
    let mut partial =
        Partial { profile: Profile::default(), counters: std::collections::BTreeMap::new(), rows: None };
    if !args.input.inputs.is_empty() {
        let driver = Driver::new(args.work.threads)?;
        let parts = unkeyed_parts(args.input.discover()?, &engine);
        let rows = Some(args.profile_rows).filter(|rows| *rows > 0);
        partial.profile =
            profile_parts(&parts, Search::sample(&engine, list.as_ref()), &driver, rows, voice.quiet)?;
        if policy.anonymity.is_some() {
            let options = ReadOptions::default();
            let counting = Counting { driver: &driver, options: &options, budget: args.memory.bytes() };
            let keys = required(keys.as_ref())?;
            partial.rows.clone_from(&row_plan);
            partial.counters =
                count_tables((&policy, row_plan.as_ref()), &partial.profile, &parts, keys, counting)?;
        }
    }
    for path in &args.profile {
        partial.merge(read(path, required(keys.as_ref())?, &policy, args.memory.bytes())?)?;
    }
    let key_id = keys.as_ref().map(KeyRing::id).unwrap_or_default();
    let plan = Plan::resolve(&policy, &partial.profile, &engine, &key_id)?;
    let mut plan = plan.with_list(list.as_ref(), keys.as_ref());
    plan.rows = counted_rows(args, &partial, row_plan)?;
    for (table, counter) in &mut partial.counters {
        plan.anonymize(table, counter, required(keys.as_ref())?)?;
    }
    if !voice.quiet {
        tell_rank_attacks(&plan);
    }
    if voice.json {
        output::json(&plan)?;
    } else {
        output::line(plan_text(&plan)?.trim_end())?;
    }
    Ok(Exit::Done)
}

/// Tells what the pseudonyms of the plan would be worth to somebody who knows how often each value occurs.
fn tell_rank_attacks(plan: &Plan) {
    for (table, planned) in &plan.tables {
        for column in &planned.columns {
            if let Some(RankAttack { rows, of }) =
                column.rank_attack.filter(|attack| attack.rows * 10 >= attack.of)
            {
                output::note(format!(
                    "table {table}: column {}: who knows how often each value occurs names {rows} of {of} rows behind {}",
                    column.path,
                    column.action.name()
                ));
            }
        }
    }
}

/// The row rules of the plan: what was counted must be what stays, so the time of the profiles is that of the plan.
fn counted_rows(
    args: &PlanArgs,
    partial: &Partial,
    own: Option<RowPlan>,
) -> Result<Option<RowPlan>, CliError> {
    if partial.counters.is_empty() {
        return Ok(own);
    }
    let given = args.clock.given()?.is_some();
    let same = match (&own, &partial.rows) {
        (Some(own), Some(counted)) => {
            own.opted_out == counted.opted_out && (!given || own.now == counted.now)
        }
        (own, counted) => own.is_none() && counted.is_none(),
    };
    if same {
        return Ok(partial.rows.clone());
    }
    Err(CliError::usage(
        "the profiles were counted with other [rows]: another time, or another opt-out list",
        "profile every part anew with the policy of the plan, and the same --now",
    ))
}

/// Lists of classes and profiles are under the key of the run.
fn required(keys: Option<&KeyRing>) -> Result<&KeyRing, CliError> {
    keys.ok_or_else(|| {
        CliError::usage(
            "a profile, and a plan with [anonymity], need the key of the run",
            "give it with --key-file, --key-env or --key-command, or set LIMPID_KEY",
        )
    })
}

fn read(path: &PathBuf, keys: &KeyRing, policy: &Policy, budget: usize) -> Result<Partial, CliError> {
    let name = path.display().to_string();
    let file = File::open(path).map_err(|error| PipelineError::io("open", &name, &error))?;
    let partial = Partial::read(BufReader::new(file), &name, keys, budget)?;
    let wanted = policy.anonymity.as_ref().map(limpid_pipelines::policy::Anonymity::columns);
    let counted = partial.counters.values().map(limpid_pipelines::risk::Counter::columns);
    let same = match &wanted {
        Some(wanted) => !partial.counters.is_empty() && counted.clone().all(|columns| columns == wanted),
        None => partial.counters.is_empty(),
    };
    if same {
        return Ok(partial);
    }
    Err(CliError::usage(
        format!("{name} was made with another [anonymity] section"),
        "profile every part with the policy of the plan",
    ))
}
