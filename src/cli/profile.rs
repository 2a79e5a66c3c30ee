//! `limpid profile`

use std::{fs::File, io::BufWriter, path::PathBuf};

use clap::Args;
use limpid_pipelines::{
    driver::Driver, error::Error as PipelineError, key::KeyRing, profile::Search, risk::Partial,
    rows::RowPlan, source::ReadOptions,
};

use super::{
    Voice,
    args::{ClockArgs, InputArgs, KeyArgs, KnownArgs, MemoryArgs, PolicyArgs, ThreadArgs},
    output,
};
use crate::error::{CliError, Exit};
use crate::run::{
    profile_parts,
    tuples::{Counting, count_tables},
    unkeyed_parts,
};

/// Count one part of a data set, for a plan of the whole
///
/// Where a data set lies on many machines, profile each part there and merge: `limpid plan --profile a --profile b`. The
/// result is that of one machine. Where the policy has `[rows]`, only rows that stay are counted: give every part the same
/// `--now`. The file holds values of the quasi-identifiers and is sealed under the key.
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  limpid profile part1/ -o part1.profile --policy p.toml --key-file my.key\n  \
    limpid plan --profile part1.profile --profile part2.profile --policy p.toml --key-file my.key > plan.toml"
)]
pub(super) struct ProfileArgs {
    #[command(flatten)]
    input: InputArgs,
    /// The file to write
    #[arg(long, short, value_name = "FILE")]
    output: PathBuf,
    #[command(flatten)]
    policy: PolicyArgs,
    #[command(flatten)]
    clock: ClockArgs,
    #[command(flatten)]
    known: KnownArgs,
    #[command(flatten)]
    key: KeyArgs,
    #[command(flatten)]
    memory: MemoryArgs,
    #[command(flatten)]
    work: ThreadArgs,
    /// Rows of each file that classify its columns; 0 = all
    #[arg(long, value_name = "N", default_value_t = 10_000)]
    profile_rows: u64,
}

pub(super) fn run(args: &ProfileArgs, voice: Voice) -> Result<Exit, CliError> {
    let policy = args.policy.load()?;
    let keys = KeyRing::of(args.key.require("a profile")?, &policy);
    let engine = policy.engine()?;
    let list = args.known.load(&policy, &engine)?;
    let driver = Driver::new(args.work.threads)?;
    let parts = unkeyed_parts(args.input.discover()?, &engine);
    let rows = Some(args.profile_rows).filter(|rows| *rows > 0);
    let profile = profile_parts(&parts, Search::sample(&engine, list.as_ref()), &driver, rows, voice.quiet)?;
    let options = ReadOptions::default();
    let counting = Counting { driver: &driver, options: &options, budget: args.memory.bytes() };
    let row_plan = RowPlan::resolve(&policy, &args.clock.now()?, Some(&keys))?;
    let counters = count_tables((&policy, row_plan.as_ref()), &profile, &parts, &keys, counting)?;
    let mut partial = Partial { profile, counters, rows: row_plan };
    let name = args.output.display().to_string();
    let failed = |error: std::io::Error| PipelineError::io("write", &name, &error);
    // Whole or not at all.
    let mut hidden = args.output.clone().into_os_string();
    hidden.push(".part");
    let file = BufWriter::new(File::create(&hidden).map_err(failed)?);
    partial.write(file, &keys)?;
    std::fs::rename(&hidden, &args.output).map_err(failed)?;
    if !voice.quiet {
        let rows: u64 = partial.counters.values().map(limpid_pipelines::risk::Counter::rows).sum();
        output::note(format!(
            "{name}: {} tables, {rows} rows counted by quasi-identifiers",
            partial.profile.tables.len()
        ));
    }
    Ok(Exit::Done)
}
