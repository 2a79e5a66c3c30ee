//! `limpid forget`

use std::path::PathBuf;

use clap::Args;

use super::{
    Voice,
    args::{KeyArgs, ThreadArgs},
    locate::SubjectArgs,
    output,
};
use crate::{
    erase::Output,
    error::{CliError, Exit},
    run::Identity,
};

/// Erase people from an output: every row in which they stand, with the key of the run
///
/// Rewrites only the files they stand in, whole or not at all: a killed erasure is finished or undone by the next
/// command. Leaves a signed record by fingerprint (`_limpid/erasures.json`), which `limpid verify` checks: nobody erased
/// may be in the index any more. Copies that were handed out before, and models trained on them, are not reached.
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  limpid forget clean --subjects requests.csv --key-file my.key --sign-key team.pem"
)]
pub(super) struct ForgetArgs {
    /// Output folder
    #[arg(value_name = "OUT")]
    output: PathBuf,
    #[command(flatten)]
    who: SubjectArgs,
    #[command(flatten)]
    key: KeyArgs,
    /// Sign the account with this Ed25519 key (PEM); without it, a key made for this erasure signs
    #[arg(long, value_name = "FILE")]
    sign_key: Option<PathBuf>,
    #[command(flatten)]
    work: ThreadArgs,
}

pub(super) fn run(args: &ForgetArgs, voice: Voice) -> Result<Exit, CliError> {
    let subjects = args.who.load()?;
    let out = Output::open(&args.output, args.key.require("forget")?)?;
    let identity = Identity::load(args.sign_key.as_deref(), false)?;
    let outcome = out.forget(&subjects, &identity, args.work.threads)?;
    if voice.json {
        output::json(&outcome)?;
    } else if !voice.quiet {
        output::note(format!(
            "{} of {} subjects found; {} rows erased in {} of {} files; the index shows {} left",
            outcome.found, outcome.subjects, outcome.rows, outcome.files, outcome.of_files, outcome.left
        ));
        output::note(format!("check it: limpid verify {}", args.output.display()));
    }
    Ok(if outcome.left == 0 { Exit::Done } else { Exit::Internal })
}
