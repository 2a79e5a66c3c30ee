//! `limpid locate`

use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use super::{Voice, args::KeyArgs, output};
use crate::{
    erase::{Output, Subject, read_subjects},
    error::{CliError, Exit},
};

/// Find every file, row group and row of a person in an output, with the key of the run
///
/// Looks the person up by keyed fingerprint: neither the value nor the input is needed in the output. The key of a
/// subject is an entity (`EMAIL_ADDRESS`, or a word of it: `email`) or an indexed column. Columns of identifiers that
/// are treated whole are indexed, regions found in texts too; a policy names more with `subjects = ["customer_id"]`.
/// Exit 1 when somebody was found.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  limpid locate clean --subject email=ann@example.com --key-file my.key\n  \
    limpid locate clean --subjects requests.csv --json"
)]
pub(super) struct LocateArgs {
    /// Output folder
    #[arg(value_name = "OUT")]
    output: PathBuf,
    #[command(flatten)]
    who: SubjectArgs,
    #[command(flatten)]
    key: KeyArgs,
}

/// Who is meant.
#[derive(Debug, Args)]
pub(super) struct SubjectArgs {
    /// A person by one value, such as email=ann@example.com; may be repeated. Others on this machine can see it: prefer
    /// --subjects
    #[arg(long, value_name = "KEY=VALUE", required_unless_present = "subjects")]
    subject: Vec<String>,
    /// A file of them: a line KEY=VALUE each, or a .csv/.tsv table whose header names the keys
    #[arg(long, value_name = "FILE")]
    subjects: Option<PathBuf>,
}

impl SubjectArgs {
    /// Reads the subjects.
    pub(super) fn load(&self) -> Result<Vec<Subject>, CliError> {
        let mut all = Vec::new();
        for (text, number) in self.subject.iter().zip(1..) {
            all.push(Subject::parse(text).ok_or_else(|| {
                CliError::usage(
                    format!("subject {number} is not KEY=VALUE"),
                    "write --subject email=ann@example.com, say",
                )
            })?);
        }
        if let Some(path) = &self.subjects {
            all.extend(read_subjects(path)?);
        }
        Ok(all)
    }
}

pub(super) fn run(args: &LocateArgs, voice: Voice) -> Result<Exit, CliError> {
    let subjects = args.who.load()?;
    let out = Output::open(&args.output, args.key.require("locate")?)?;
    let found = out.locate(&subjects)?;
    let mut files: Vec<&str> = found.iter().map(|place| place.file.as_str()).collect();
    files.dedup();
    if voice.json {
        output::json(&json!({"places": found, "files": files.len()}))?;
    } else {
        for place in &found {
            let group = place.row_group.map(|group| format!("  row group {group}")).unwrap_or_default();
            let (number, row) = (place.subject + 1, place.row);
            output::line(format!(
                "subject {number}  {}{group}  row {row}  {}  {}",
                place.file, place.column, place.entity
            ))?;
        }
        if !voice.quiet {
            output::note(format!("{} places in {} files", found.len(), files.len()));
        }
    }
    Ok(if found.is_empty() { Exit::Done } else { Exit::Findings })
}
