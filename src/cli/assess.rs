//! `limpid assess`

use clap::Args;

use super::{Voice, output, verify::CheckArgs};
use crate::{
    assess::card,
    error::{CliError, Exit},
    verify::verify,
};

/// Print the impact card of an output: sources, purpose, what was done, what is left, for people to approve
///
/// Verifies the output first: files, rows and what is left are counted again; how often each entity was treated is what
/// the run says, under its signature. What no program knows is left open, marked `to be filled in`. Exit 1 when the verification failed; the card
/// says so.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  limpid assess clean --against data/ > card.md")]
pub(super) struct AssessArgs {
    #[command(flatten)]
    what: CheckArgs,
}

pub(super) fn run(args: &AssessArgs, voice: Voice) -> Result<Exit, CliError> {
    let report = verify(&args.what.request(None)?)?;
    let card = card(&report)?;
    if voice.json {
        output::json(&card)?;
    } else {
        output::line(card.to_string().trim_end())?;
    }
    Ok(if report.passed { Exit::Done } else { Exit::Findings })
}
