//! `limpid run`

use std::{
    io::stdout,
    path::{Path, PathBuf},
};

use clap::Args;
use limpid_pipelines::{
    driver::Driver,
    format::Format,
    key::{KeyRing, MasterKey},
    plan::Plan,
    policy::Policy,
    source::{InputFile, Prefetched, ReadOptions, open},
    table::table_name,
};

use super::{
    Voice,
    args::{
        ClockArgs, InputArgs, KeyArgs, KnownArgs, MemoryArgs, PolicyArgs, ThreadArgs, parse_format, read_text,
    },
    output,
};
use crate::run::{Deliver, Identity, Job, OnError, Summary, pipe::Pipe, prepare::Part};
use crate::{
    error::{CliError, Exit},
    lineage::Receiver,
    remote,
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
    /// Output folder, `-` for standard output, or an s3://, az:// or gs:// address
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
    #[command(flatten)]
    work: ThreadArgs,
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
    /// Also post the run's OpenLineage events (start, and complete or fail) to this receiver; `OPENLINEAGE_API_KEY` is its key
    #[arg(long, value_name = "URL")]
    openlineage_url: Option<String>,
    /// Fail where the receiver does not take an event, instead of warning
    #[arg(long, requires = "openlineage_url")]
    openlineage_required: bool,
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
    let receiver = receiver(args)?;
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
    let target = Target::new(args)?;
    let job = Job {
        memory: args.memory.bytes(),
        inputs: args.input.inputs.clone(),
        files: args.input.discover()?,
        output: target.folder().to_path_buf(),
        to: args.to,
        policy,
        plan,
        now: args.clock.given()?,
        known_values: args.known.known_values.clone(),
        read,
        threads: args.work.threads,
        profile_rows: Some(args.profile_rows).filter(|rows| *rows > 0),
        on_error: args.on_error,
        resume: args.resume,
        quiet: voice.quiet,
        receiver,
        deliver: target.deliver(),
    };
    let summary = job.run(keys, &identity)?;
    report(&summary, args, voice)?;
    Ok(Exit::Done)
}

/// Where the output goes.
enum Target {
    Folder(PathBuf),
    /// Made in a folder of this machine first: treated data only. The folder goes with the command, however it ends.
    Store {
        url: String,
        folder: PathBuf,
    },
}

impl Target {
    fn new(args: &RunArgs) -> Result<Self, CliError> {
        let Some(url) = args.output.to_str().filter(|output| remote::is_url(output)) else {
            return Ok(Self::Folder(args.output.clone()));
        };
        let slash = |url: &str| format!("{}/", url.trim_end_matches('/'));
        let nested =
            |input: &String| slash(input).starts_with(&slash(url)) || slash(url).starts_with(&slash(input));
        if args.input.inputs.iter().any(nested) {
            return Err(CliError::usage(
                "the output and an input lie inside each other",
                "name an output place outside the input",
            ));
        }
        if args.resume {
            return Err(CliError::usage(
                "a run to an object store cannot be resumed",
                "run it again: nothing counts before its manifest is there",
            ));
        }
        remote::check_empty(url)?;
        let name: String = random_bytes()?.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
        Ok(Self::Store { url: url.to_owned(), folder: std::env::temp_dir().join(format!("limpid-{name}")) })
    }

    fn folder(&self) -> &Path {
        match self {
            Self::Folder(folder) | Self::Store { folder, .. } => folder,
        }
    }

    /// What puts the finished output in its place.
    fn deliver(&self) -> Option<Deliver> {
        match self {
            Self::Folder(_) => None,
            Self::Store { url, .. } => {
                let url = url.clone();
                Some(Box::new(move |folder| remote::put(folder, &url)))
            }
        }
    }
}

impl Drop for Target {
    fn drop(&mut self) {
        if let Self::Store { folder, .. } = self {
            let _ = std::fs::remove_dir_all(folder);
        }
    }
}

/// Who is told of the run.
fn receiver(args: &RunArgs) -> Result<Option<Receiver>, CliError> {
    let Some(url) = &args.openlineage_url else { return Ok(None) };
    if args.output.as_os_str() == "-" {
        return Err(CliError::usage(
            "a stream has no account, so there is no lineage to post",
            "name an output folder, or leave --openlineage-url out",
        ));
    }
    let key = std::env::var_os("OPENLINEAGE_API_KEY").and_then(|key| key.into_string().ok());
    let key = key.map(zeroize::Zeroizing::new);
    // Not quoted: a URL can hold a secret.
    let wrong = |_| {
        CliError::usage(
            "--openlineage-url is no URL of a receiver",
            "write http://HOST or https://HOST; its key goes into OPENLINEAGE_API_KEY",
        )
    };
    Receiver::new(url, key, args.openlineage_required).map(Some).map_err(wrong)
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
        let place = args.output.display();
        let copied = args.output.to_str().is_some_and(remote::is_url);
        output::note(if copied {
            format!("check it: copy {place} to a folder, then limpid verify FOLDER")
        } else {
            format!("check it: limpid verify {place}")
        });
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
    let format = args.to.unwrap_or(file.format);
    let part = Part { table: table_name(&file.relative), file };
    let source = if part.file.path.as_os_str() == "-" {
        // Whoever reads the other end is not kept waiting for more than a batch.
        let read = ReadOptions { chunk_rows: read.batch_rows, ..read };
        Box::new(Prefetched::start(open(&part.file, &read)?)?)
    } else {
        open(&part.file, &read)?
    };
    let pipe = Pipe {
        policy,
        plan,
        engine: engine.into(),
        keys: keys.into(),
        list: list.map(Into::into),
        profile_rows: if args.profile_rows == 0 { u64::MAX } else { args.profile_rows },
    };
    let driver = Driver::new(args.work.threads)?;
    pipe.run(source, &part, (format, Box::new(stdout())), &driver, &args.clock.now()?)?;
    Ok(Exit::Done)
}
