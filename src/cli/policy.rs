//! `limpid policy list|show|check|schema`

use clap::Subcommand;
use limpid_pipelines::policy::{PRESETS, parse, preset};
use serde_json::json;

use super::{
    Voice,
    args::{load_policy, read_text},
    output,
};
use crate::error::{CliError, Exit};

/// See the presets, check a policy file, print the schema
#[derive(Debug, Subcommand)]
pub(super) enum PolicyCommand {
    /// List the presets
    List,
    /// Print a preset, or a policy file with everything it extends
    Show {
        /// Preset or policy file
        #[arg(value_name = "NAME|FILE")]
        name: String,
    },
    /// Check policy files; every mistake is reported at once
    Check {
        /// Presets or policy files
        #[arg(required = true, value_name = "NAME|FILE")]
        names: Vec<String>,
    },
    /// Print the JSON Schema of a policy
    Schema,
}

pub(super) fn run(command: &PolicyCommand, voice: Voice) -> Result<Exit, CliError> {
    match command {
        PolicyCommand::List => {
            let mut rows = Vec::new();
            for (name, text) in PRESETS {
                let purpose = parse(name, text)?.purpose.unwrap_or_default();
                if !voice.json {
                    output::line(format!("{name:<12} {purpose}"))?;
                }
                rows.push(json!({"name": name, "purpose": purpose}));
            }
            if voice.json {
                output::json(&rows)?;
            }
        }
        PolicyCommand::Show { name } => match preset(name) {
            Some(text) if !voice.json => output::line(text.trim_end())?,
            Some(_) => output::json(&load_policy(name)?)?,
            None if voice.json => output::json(&load_policy(name)?)?,
            None => {
                load_policy(name)?;
                output::line(read_text(name.as_ref())?.trim_end())?;
            }
        },
        PolicyCommand::Check { names } => {
            for name in names {
                let policy = load_policy(name)?;
                let (entities, columns) = (policy.entities.len(), policy.columns.len());
                if !voice.quiet {
                    output::line(format!("{name}: ok, {entities} entities, {columns} columns"))?;
                }
            }
        }
        PolicyCommand::Schema => output::json(&limpid_pipelines::policy::schema())?,
    }
    Ok(Exit::Done)
}
