//! `limpid plan`

use clap::Args;
use limpid_pipelines::{key::KeyRing, plan::Plan, rows::RowPlan};

use super::{
    Voice,
    args::{ClockArgs, InputArgs, KeyArgs, KnownArgs, PolicyArgs},
    output,
};
use crate::error::{CliError, Exit};
use crate::run::{plan_text, profile_inputs};

/// Write the resolved plan for review; `run --plan FILE` applies exactly that
///
/// The plan says for every column what happens to it and why. It is TOML: read it, change it, have it approved.
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  limpid plan data/ > plan.toml\n  limpid run data/ -o clean --plan plan.toml"
)]
pub(super) struct PlanArgs {
    #[command(flatten)]
    input: InputArgs,
    #[command(flatten)]
    policy: PolicyArgs,
    #[command(flatten)]
    clock: ClockArgs,
    #[command(flatten)]
    known: KnownArgs,
    #[command(flatten)]
    key: KeyArgs,
    /// Worker threads [default: one per core]
    #[arg(long, value_name = "N", default_value_t = 0, hide_default_value = true)]
    threads: usize,
    /// Rows of each file that classify its columns; 0 = all
    #[arg(long, value_name = "N", default_value_t = 10_000)]
    profile_rows: u64,
}

pub(super) fn run(args: &PlanArgs, voice: Voice) -> Result<Exit, CliError> {
    let policy = args.policy.load()?;
    let engine = policy.engine()?;
    let list = args.known.load(&policy, &engine)?;
    let rows = Some(args.profile_rows).filter(|rows| *rows > 0);
    let profile =
        profile_inputs(args.input.discover()?, (&engine, list.as_ref()), args.threads, rows, voice.quiet)?;
    // Without a key the plan fits any key.
    let keys = args.key.load()?.map(|key| KeyRing::of(key, &policy));
    let key_id = keys.as_ref().map(KeyRing::id).unwrap_or_default();
    let mut plan =
        Plan::resolve(&policy, &profile, &engine, &key_id)?.with_list(list.as_ref(), keys.as_ref());
    plan.rows = RowPlan::resolve(&policy, &args.clock.now()?, keys.as_ref())?;
    if voice.json {
        output::json(&plan)?;
    } else {
        output::line(plan_text(&plan)?.trim_end())?;
    }
    Ok(Exit::Done)
}
