//! `limpid keys new|id`

use std::{
    fs::OpenOptions,
    io::Write as _,
    path::{Path, PathBuf},
};

use clap::Subcommand;
use limpid_pipelines::{
    error::Error as PipelineError,
    key::{KeyRing, MasterKey},
};
use serde_json::json;

use super::{
    Voice,
    args::{KeyArgs, read_text},
    output,
};
use crate::{
    error::{CliError, Exit},
    secret::random_bytes,
};
use crate::{lineage::sign::SigningKey, run::digest::hex};

/// Make keys, or see which key a file holds
#[derive(Debug, Subcommand)]
pub(super) enum KeysCommand {
    /// Print a new key for stand-ins and tokens; or, with --sign, write an Ed25519 key pair
    New {
        /// Write a signing key pair FILE and FILE.pub instead
        #[arg(long, value_name = "FILE")]
        sign: Option<PathBuf>,
    },
    /// Print the id of a key: what a manifest names it by
    Id {
        #[command(flatten)]
        key: KeyArgs,
        /// The id of this signing key instead
        #[arg(long, value_name = "FILE")]
        sign: Option<PathBuf>,
    },
}

pub(super) fn run(command: &KeysCommand, voice: Voice) -> Result<Exit, CliError> {
    match command {
        KeysCommand::New { sign: None } => {
            let bytes = zeroize::Zeroizing::new(random_bytes()?);
            output::line(hex(bytes.as_slice()))?;
        }
        KeysCommand::New { sign: Some(path) } => {
            let key = SigningKey::from_seed(random_bytes()?);
            write_new(path, key.to_pem().as_bytes(), 0o600)?;
            let public = PathBuf::from(format!("{}.pub", path.display()));
            write_new(&public, key.verifying_key().to_pem().as_bytes(), 0o644)?;
            if !voice.quiet {
                output::note(format!("wrote {} and {}", path.display(), public.display()));
            }
        }
        KeysCommand::Id { sign: Some(path), .. } => {
            let key = SigningKey::from_pem(&zeroize::Zeroizing::new(read_text(path)?))?;
            show_id(&key.verifying_key().key_id(), voice)?;
        }
        KeysCommand::Id { key, sign: None } => {
            let key: MasterKey = key.require("keys id")?;
            show_id(&KeyRing::new(key).id(), voice)?;
        }
    }
    Ok(Exit::Done)
}

fn show_id(id: &str, voice: Voice) -> Result<(), CliError> {
    if voice.json { output::json(&json!({"id": id})) } else { output::line(id) }
}

/// Writes a file that must not exist yet.
fn write_new(path: &Path, bytes: &[u8], mode: u32) -> Result<(), CliError> {
    let failed = |error: std::io::Error| PipelineError::io("create", path.display().to_string(), &error);
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, mode);
    let mut file = options.open(path).map_err(failed)?;
    file.write_all(bytes).map_err(failed)?;
    Ok(())
}
