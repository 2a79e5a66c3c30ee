//! `limpid run`

use std::{io::stdout, path::PathBuf};

use clap::Args;
use limpid_pipelines::{
    apply::Applier,
    driver::Driver,
    format::Format,
    key::{KeyRing, MasterKey},
    plan::Plan,
    policy::Policy,
    profile::Profile,
    rows::RowPlan,
    source::{InputFile, ReadOptions, open},
};

use super::{
    Voice,
    args::{ClockArgs, InputArgs, KeyArgs, KnownArgs, MemoryArgs, PolicyArgs, parse_format, read_text},
    output,
};
use crate::run::{
    Identity, Job, OnError, Summary, pass_through_pipe,
    prepare::{Part, Replayed},
};
use crate::{
    error::{CliError, Exit},
    secret::random_bytes,
};

/// Write a clean copy with a signed account of what was done
///
/// Reads every input, finds personal data, treats it as the policy says, and writes a copy of the same shape. The
/// account of the run lands in OUT/_limpid; `limpid verify OUT` checks it.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  limpid run data/ -o clean\n  limpid run data/ -o clean --policy rag --key-file my.key\n  \
    cat chats.jsonl | limpid run - --from jsonl -o - > clean.jsonl\n  \
    limpid plan data/ > plan.toml; limpid run data/ -o clean --plan plan.toml"
)]
pub(super) struct RunArgs {
    #[command(flatten)]
    input: InputArgs,
    /// Output folder, or `-` for standard output
    #[arg(long, short, value_name = "OUT")]
    output: PathBuf,
    /// Write this format instead of the input's
    #[arg(long, value_name = "FORMAT", value_parser = parse_format)]
    to: Option<Format>,
    #[command(flatten)]
    policy: PolicyArgs,
    /// Apply exactly this plan, made by `limpid plan`
    #[arg(long, value_name = "FILE", conflicts_with = "policy")]
    plan: Option<PathBuf>,
    #[command(flatten)]
    clock: ClockArgs,
    #[command(flatten)]
    known: KnownArgs,
    #[command(flatten)]
    memory: MemoryArgs,
    #[command(flatten)]
    key: KeyArgs,
    /// Sign the account with this Ed25519 key (PEM); without it, a key made for this run signs
    #[arg(long, value_name = "FILE")]
    sign_key: Option<PathBuf>,
    /// Worker threads [default: one per core]
    #[arg(long, value_name = "N", default_value_t = 0, hide_default_value = true)]
    threads: usize,
    /// Most rows of a batch
    #[arg(long, value_name = "N", default_value_t = 8192)]
    batch_rows: usize,
    /// Rows of each file that classify its columns; 0 = all
    #[arg(long, value_name = "N", default_value_t = 10_000)]
    profile_rows: u64,
    /// What to do with rows and files that cannot be read
    #[arg(long, value_enum, default_value_t)]
    on_error: OnError,
    /// Continue a killed run
    #[arg(long)]
    resume: bool,
}

pub(super) fn run(args: &RunArgs, voice: Voice) -> Result<Exit, CliError> {
    let plan = args.plan.as_deref().map(read_plan).transpose()?;
    if plan.is_some() && args.policy.tagger.is_given() {
        return Err(CliError::usage(
            "the plan says what finds names",
            "make the plan with `limpid plan --tagger …`",
        ));
    }
    let policy = args.policy.load()?;
    let read = ReadOptions { batch_rows: args.batch_rows.max(1), ..ReadOptions::default() };
    let (key, ephemeral) = match args.key.load()? {
        Some(key) => (key, false),
        None => (MasterKey::ephemeral(random_bytes()?), true),
    };
    if ephemeral && args.resume {
        return Err(CliError::usage(
            "a run with an ephemeral key cannot be resumed",
            "give the key of the killed run, or start again into a new folder",
        ));
    }
    let keys = KeyRing::of(key, plan.as_ref().map_or(&policy, |plan| &plan.policy));
    let canaries = plan.as_ref().map_or(&policy, |plan| &plan.policy).canaries.is_some();
    if canaries && (ephemeral || args.output.as_os_str() == "-") {
        return Err(CliError::usage(
            "canaries need a key and an account of the run: without them nobody can tell them from rows",
            "give a key (`limpid keys new > my.key`) and an output folder, or leave [canaries] out of the policy",
        ));
    }
    if args.output.as_os_str() == "-" {
        return pipe(args, plan, policy, read, keys);
    }
    if ephemeral && !voice.quiet {
        output::note(
            "no key given: made one for this run only, so its stand-ins cannot be repeated or reversed",
        );
        output::note("hint: `limpid keys new > my.key; chmod 600 my.key`, then --key-file my.key");
    }
    let identity = Identity::load(args.sign_key.as_deref(), ephemeral)?;
    let job = Job {
        memory: args.memory.bytes(),
        inputs: args.input.inputs.clone(),
        files: args.input.discover()?,
        output: args.output.clone(),
        to: args.to,
        policy,
        plan,
        now: args.clock.given()?,
        known_values: args.known.known_values.clone(),
        read,
        threads: args.threads,
        profile_rows: Some(args.profile_rows).filter(|rows| *rows > 0),
        on_error: args.on_error,
        resume: args.resume,
        quiet: voice.quiet,
    };
    let summary = job.run(keys, &identity)?;
    report(&summary, args, voice)?;
    Ok(Exit::Done)
}

fn read_plan(path: &std::path::Path) -> Result<Plan, CliError> {
    let text = read_text(path)?;
    toml::from_str(&text).map_err(|error| {
        let line = error.span().map_or(0, |span| text.get(..span.start).unwrap_or_default().lines().count());
        CliError::usage(
            format!("{}, line {line}: {}", path.display(), error.message()),
            "`limpid plan` writes a plan of the right form",
        )
    })
}

fn report(summary: &Summary, args: &RunArgs, voice: Voice) -> Result<(), CliError> {
    if voice.json {
        return output::json(summary);
    }
    if !voice.quiet {
        output::note(summary.to_string());
        output::note(format!("check it: limpid verify {}", args.output.display()));
    }
    Ok(())
}

/// One stream in, one stream out.
fn pipe(
    args: &RunArgs,
    plan: Option<Plan>,
    policy: Policy,
    read: ReadOptions,
    keys: KeyRing,
) -> Result<Exit, CliError> {
    let files = args.input.discover()?;
    let [file]: [InputFile; 1] = files.try_into().map_err(|_| {
        CliError::usage("standard output takes exactly one input", "name an output folder for several")
    })?;
    let policy = plan.as_ref().map_or(policy, |plan| plan.policy.clone());
    let engine = policy.engine()?;
    let list = args.known.load(&policy, &engine)?;
    let part = Part { table: limpid_pipelines::table::table_name(&file.relative), file };
    let (source, table) =
        Replayed::read(open(&part.file, &read)?, (&engine, list.as_ref()), args.profile_rows)?;
    let plan = match plan {
        Some(plan) => plan,
        None => {
            let profile = Profile { tables: [(part.table.clone(), table)].into() };
            let plan = Plan::resolve(&policy, &profile, &engine, &keys.id())?;
            let rows = RowPlan::resolve(&policy, &args.clock.now()?, Some(&keys))?;
            Plan { rows, ..plan.with_list(list.as_ref(), Some(&keys)) }
        }
    };
    let applier = Applier::new(plan, engine, keys, list)?;
    let format = args.to.unwrap_or(part.file.format);
    let driver = Driver::new(args.threads)?;
    pass_through_pipe(source, &part, format, &applier, &driver, Box::new(stdout()))?;
    Ok(Exit::Done)
}
