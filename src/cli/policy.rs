//! `limpid policy list|show|check|schema`

use clap::Subcommand;
use limpid_pipelines::policy::{LAWS, PRESETS, State, answers, parse, preset};
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
    ///
    /// Warns of protection that protects little, such as encryption that keeps the format of ZIP codes: a warning is no
    /// failure.
    Check {
        /// Presets or policy files
        #[arg(required = true, value_name = "NAME|FILE")]
        names: Vec<String>,
        /// Hold them against the law behind this preset: which rule answers which requirement; exit 1 when one is unmet
        #[arg(long, value_name = "NAME", value_parser = LAWS.iter().map(|(name, _)| *name).collect::<Vec<_>>())]
        preset: Option<String>,
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
                    output::line(format!("{name:<18} {purpose}"))?;
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
        PolicyCommand::Check { names, preset: Some(law) } => return check_law(names, law, voice),
        PolicyCommand::Check { names, preset: None } => {
            let mut rows = Vec::new();
            for name in names {
                let policy = load_policy(name)?;
                let (entities, columns) = (policy.entities.len(), policy.columns.len());
                let warnings = policy.warnings()?;
                if !voice.json && !voice.quiet {
                    output::line(format!("{name}: ok, {entities} entities, {columns} columns"))?;
                }
                if !voice.json {
                    warnings.iter().try_for_each(|warning| output::line(format!("  warning: {warning}")))?;
                }
                rows.push(
                    json!({"policy": name, "entities": entities, "columns": columns, "warnings": warnings}),
                );
            }
            if voice.json {
                output::json(&rows)?;
            }
        }
        PolicyCommand::Schema => output::json(&limpid_pipelines::policy::schema())?,
    }
    Ok(Exit::Done)
}

/// Shows which rule answers which requirement.
fn check_law(names: &[String], law: &str, voice: Voice) -> Result<Exit, CliError> {
    let mut exit = Exit::Done;
    let mut rows = Vec::new();
    for name in names {
        let (title, met) =
            answers(law, &load_policy(name)?)?.ok_or(CliError::Internal("a law that cannot be read"))?;
        let unmet = met.iter().filter(|one| one.state == State::Unmet).count();
        if unmet > 0 {
            exit = Exit::Findings;
        }
        if voice.json {
            rows.push(
                json!({"policy": name, "law": law, "title": title, "met": unmet == 0, "requirements": met}),
            );
            continue;
        }
        output::line(format!("{name} against {title}"))?;
        for one in met.iter().filter(|one| !voice.quiet || one.state == State::Unmet) {
            let mark = match one.state {
                State::Met => "ok",
                State::Unmet => "UNMET",
                State::ByHand => "by hand",
            };
            output::line(format!("{mark:<8} {:<12} {}", one.id, one.text))?;
            for problem in &one.problems {
                output::line(format!("                      {problem}"))?;
            }
            let (shown, more) = one.rules.split_at(one.rules.len().min(MOST_RULES));
            if !shown.is_empty() {
                let more = if more.is_empty() { String::new() } else { format!(", and {} more", more.len()) };
                output::line(format!("                      {}{more}", shown.join(", ")))?;
            }
        }
        output::line(if unmet == 0 {
            "every requirement that a policy can answer is answered".to_owned()
        } else {
            format!("{unmet} requirements are not answered")
        })?;
    }
    if voice.json {
        output::json(&rows)?;
    }
    Ok(exit)
}

/// Most rules shown of one requirement; `--json` has all.
const MOST_RULES: usize = 8;
