//! `limpid reveal`

use std::path::PathBuf;

use clap::Args;
use limpid_pipelines::{
    key::{DEFAULT_DOMAIN, KeyRing},
    transform::reveal_all,
};

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
    /// The domain of the policy the tokens were made with
    #[arg(long, value_name = "NAME", default_value = DEFAULT_DOMAIN)]
    domain: String,
    /// The key version of that policy
    #[arg(long, value_name = "N", default_value_t = 1)]
    key_version: u32,
    #[command(flatten)]
    key: KeyArgs,
}

pub(super) fn run(args: &RevealArgs) -> Result<Exit, CliError> {
    let keys = KeyRing::with_version(args.key.require("reveal")?, &args.domain, args.key_version);
    let text = read_input(args.input.as_deref())?;
    let revealed = reveal_all(&text, &keys)?;
    output::line(revealed.strip_suffix('\n').unwrap_or(&revealed))?;
    Ok(Exit::Done)
}
