//! The command line: one file a subcommand.

mod args;
mod assess;
mod attack;
mod canaries;
mod detect;
mod detectors;
mod eval;
mod forget;
mod keys;
mod locate;
mod output;
mod plan;
mod policy;
mod profile;
mod reveal;
mod risk;
mod run;
mod scan;
mod serve;
mod verify;

use std::{
    ffi::OsString,
    io::Write,
    panic::{self, PanicHookInfo},
    process::ExitCode,
};

use clap::{CommandFactory, FromArgMatches, Parser, Subcommand, error::ContextKind};

use crate::error::{CliError, Exit};

pub(crate) use output::note;

/// Finds and masks personal data before it reaches a model, and proves what it did.
#[derive(Debug, Parser)]
#[command(name = "limpid", version, max_term_width = 100, arg_required_else_help = true)]
#[command(after_help = "Start with:\n  limpid scan data/            what is in there?\n  \
    limpid run data/ -o clean    a clean copy with a signed account\n  \
    limpid verify clean          is it really clean?\n\n\
    Exit codes: 0 done, 1 findings or failed verification, 2 usage or policy, 3 data or I/O, 4 internal.")]
struct Cli {
    #[command(subcommand)]
    command: Command,
    /// Print nothing but results and errors
    #[arg(long, short, global = true)]
    quiet: bool,
    /// Print results as JSON
    #[arg(long, global = true)]
    json: bool,
}

#[derive(Debug, Subcommand)]
enum Command {
    Run(run::RunArgs),
    Scan(scan::ScanArgs),
    Plan(plan::PlanArgs),
    Profile(profile::ProfileArgs),
    Risk(risk::RiskArgs),
    Attack(attack::AttackArgs),
    Verify(verify::VerifyArgs),
    Assess(assess::AssessArgs),
    Detect(detect::DetectArgs),
    Eval(eval::EvalArgs),
    #[command(subcommand)]
    Policy(policy::PolicyCommand),
    #[command(subcommand)]
    Detectors(detectors::DetectorsCommand),
    #[command(subcommand)]
    Keys(keys::KeysCommand),
    #[command(subcommand)]
    Canaries(canaries::CanariesCommand),
    Reveal(reveal::RevealArgs),
    Locate(locate::LocateArgs),
    Forget(forget::ForgetArgs),
    Serve(serve::ServeArgs),
}

/// How a command talks.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Voice {
    /// No progress, no summary.
    pub(crate) quiet: bool,
    /// Results as JSON.
    pub(crate) json: bool,
}

/// The command line's definition, for the generated reference.
pub fn command() -> clap::Command {
    Cli::command()
}

/// Runs the command line of this process.
pub fn main() -> ExitCode {
    main_of(std::env::args_os().collect()).into()
}

/// Runs a command line, whose first word is the name of the program.
pub fn main_of(words: Vec<OsString>) -> Exit {
    tell_no_values();
    panic::catch_unwind(|| run_command(words)).unwrap_or(Exit::Internal)
}

/// Makes panics of this process say where they happened, and nothing else: their messages can quote data.
pub fn tell_no_values() {
    panic::set_hook(Box::new(say_where_only));
}

/// What went wrong, in full, for people: every mistake of a policy with the line it stands on.
pub fn describe(error: &CliError) -> String {
    match error {
        CliError::Policy(error) => output::render_policy_error(error, false),
        other => other.to_string(),
    }
}

/// A panic message can quote data: only its place in our source is shown.
fn say_where_only(info: &PanicHookInfo<'_>) {
    let place = info.location().map(|place| format!(" at {}:{}", place.file(), place.line()));
    let _ = writeln!(std::io::stderr(), "error: internal error{}", place.unwrap_or_default());
    let _ = writeln!(
        std::io::stderr(),
        "hint: please report this place with the kind of input, not with the data"
    );
}

fn run_command(words: Vec<OsString>) -> Exit {
    let parsed =
        Cli::command().try_get_matches_from(words).and_then(|matches| Cli::from_arg_matches(&matches));
    let cli = match parsed {
        Ok(cli) => cli,
        Err(mut error) => {
            // A mistyped value may be a secret: name the option, not what was given.
            if error.get(ContextKind::InvalidValue).is_some() && error.get(ContextKind::ValidValue).is_none()
            {
                error.remove(ContextKind::InvalidValue);
            }
            let _ = error.print();
            return if error.use_stderr() { Exit::Usage } else { Exit::Done };
        }
    };
    let voice = Voice { quiet: cli.quiet, json: cli.json };
    let outcome = match cli.command {
        Command::Run(args) => run::run(&args, voice),
        Command::Scan(args) => scan::run(&args, voice),
        Command::Profile(args) => profile::run(&args, voice),
        Command::Plan(args) => plan::run(&args, voice),
        Command::Risk(args) => risk::run(&args, voice),
        Command::Attack(args) => attack::run(&args, voice),
        Command::Verify(args) => verify::run(&args, voice),
        Command::Assess(args) => assess::run(&args, voice),
        Command::Detect(args) => detect::run(&args),
        Command::Eval(args) => eval::run(&args, voice),
        Command::Policy(command) => policy::run(&command, voice),
        Command::Detectors(command) => detectors::run(&command, voice),
        Command::Keys(command) => keys::run(&command, voice),
        Command::Canaries(command) => canaries::run(&command, voice),
        Command::Reveal(args) => reveal::run(&args),
        Command::Locate(args) => locate::run(&args, voice),
        Command::Forget(args) => forget::run(&args, voice),
        Command::Serve(args) => serve::run(&args, voice),
    };
    outcome.unwrap_or_else(|error| {
        output::print_error(&error);
        error.exit()
    })
}
