//! `limpid reveal`

use std::path::PathBuf;

use clap::Args;
use limpid_pipelines::{key::KeyRing, transform::reveal_all};

use super::{
    args::{KeyArgs, read_input},
    output,
};
use crate::error::{CliError, Exit};

/// Turn the reversible tokens in a text back into values, with the key of the run
///
/// Reads text and prints it with every token (`<EMAIL_ADDRESS:…>`) replaced by what it stands for. A token made with
/// another key, or changed since, stops the command: nothing is printed.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  limpid reveal --key-file my.key answer.txt")]
pub(super) struct RevealArgs {
    /// Text file; standard input when absent
    #[arg(value_name = "FILE")]
    input: Option<PathBuf>,
    #[command(flatten)]
    key: KeyArgs,
}

pub(super) fn run(args: &RevealArgs) -> Result<Exit, CliError> {
    let keys = KeyRing::new(args.key.require("reveal")?);
    let text = read_input(args.input.as_deref())?;
    let revealed = reveal_all(&text, &keys)?;
    output::line(revealed.strip_suffix('\n').unwrap_or(&revealed))?;
    Ok(Exit::Done)
}
