//! `limpid assess`

use std::path::PathBuf;

use clap::Args;

use super::{
    Voice,
    args::{PolicyArgs, parse_format},
    output,
};
use crate::{
    assess::card,
    error::{CliError, Exit},
    verify::{Request, verify},
};

/// Print the impact card of an output: sources, purpose, what was done, what is left, for people to approve
///
/// Verifies the output first: files, rows and what is left are counted again; how often each entity was treated is what
/// the run says, under its signature. What no program knows is left open, marked `to be filled in`. Exit 1 when the verification failed; the card
/// says so.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  limpid assess clean --against data/ > card.md")]
pub(super) struct AssessArgs {
    /// Output folder
    #[arg(value_name = "OUT")]
    output: PathBuf,
    /// The original input: no value found in it may survive in the output
    #[arg(long, value_name = "INPUT")]
    against: Vec<String>,
    /// The public key that must have signed (PEM)
    #[arg(long, value_name = "FILE")]
    key: Option<PathBuf>,
    /// Read the files as this format, whatever their names say
    #[arg(long, value_name = "FORMAT", value_parser = parse_format)]
    from: Option<limpid_pipelines::format::Format>,
    #[command(flatten)]
    policy: PolicyArgs,
    /// Worker threads [default: one per core]
    #[arg(long, value_name = "N", default_value_t = 0, hide_default_value = true)]
    threads: usize,
}

pub(super) fn run(args: &AssessArgs, voice: Voice) -> Result<Exit, CliError> {
    let request = Request {
        root: args.output.clone(),
        against: args.against.clone(),
        pinned: args.key.clone(),
        from: args.from,
        policy: args.policy.load()?,
        attacks: None,
        threads: args.threads,
    };
    let report = verify(&request)?;
    let card = card(&report)?;
    if voice.json {
        output::json(&card)?;
    } else {
        output::line(card.to_string().trim_end())?;
    }
    Ok(if report.passed { Exit::Done } else { Exit::Findings })
}
