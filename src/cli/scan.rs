//! `limpid scan`

use std::fmt::Write as _;

use clap::{Args, ValueEnum};
use limpid_detectors::{Engine, Sensitivity};
use limpid_pipelines::{plan::Plan, profile::Search};

use super::{
    Voice,
    args::{InputArgs, KnownArgs, PolicyArgs, ThreadArgs},
    output,
};
use crate::error::{CliError, Exit};
use crate::{
    catalogue::{Catalogue, catalogue, sensitivity},
    run::profile_inputs,
};

/// See what is in there: every column, what it holds, how sensitive it is
///
/// Nothing is written and no value is shown: an example is a shape, such as Aaaa@aaaa.aaa.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  limpid scan data/\n  limpid scan data/ --fail-on restricted    exit 1 in CI when such data is found"
)]
pub(super) struct ScanArgs {
    #[command(flatten)]
    input: InputArgs,
    #[command(flatten)]
    policy: PolicyArgs,
    #[command(flatten)]
    known: KnownArgs,
    /// Exit 1 when this entity, or a column of this sensitivity or above, is found
    #[arg(long, value_name = "ENTITY|LEVEL")]
    fail_on: Vec<String>,
    /// How to print
    #[arg(long, value_enum, default_value_t)]
    format: ScanFormat,
    /// Rows of each file to look at; 0 = all
    #[arg(long, value_name = "N", default_value_t = 0, hide_default_value = true)]
    rows: u64,
    #[command(flatten)]
    work: ThreadArgs,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
enum ScanFormat {
    /// A table for people
    #[default]
    Text,
    /// For machines
    Json,
    /// A page
    Html,
}

pub(super) fn run(args: &ScanArgs, voice: Voice) -> Result<Exit, CliError> {
    let policy = args.policy.load()?;
    let engine = policy.engine()?;
    let list = args.known.load(&policy, &engine)?;
    let rows = Some(args.rows).filter(|rows| *rows > 0);
    let profile = profile_inputs(
        args.input.discover()?,
        Search::every(&engine, list.as_ref()),
        args.work.threads,
        rows,
        voice.quiet,
    )?;
    let plan = Plan::resolve(&policy, &profile, &engine, "")?;
    let catalogue = catalogue(&profile, &plan, &engine);
    match args.format {
        ScanFormat::Json => output::json(&catalogue)?,
        ScanFormat::Text if voice.json => output::json(&catalogue)?,
        ScanFormat::Text => output::line(text(&catalogue).trim_end())?,
        ScanFormat::Html => output::line(crate::report::catalogue_page(&catalogue))?,
    }
    for wanted in &args.fail_on {
        if found(&catalogue, wanted, &engine)? {
            output::note(format!("found: {wanted}"));
            return Ok(Exit::Findings);
        }
    }
    Ok(Exit::Done)
}

fn found(catalogue: &Catalogue, wanted: &str, engine: &Engine) -> Result<bool, CliError> {
    let columns = || catalogue.tables.iter().flat_map(|table| &table.columns);
    let level = match wanted {
        "internal" => Some(Sensitivity::Internal),
        "confidential" => Some(Sensitivity::Confidential),
        "restricted" => Some(Sensitivity::Restricted),
        _ => None,
    };
    if let Some(level) = level {
        return Ok(columns().any(|column| column.sensitivity >= level));
    }
    let entity = wanted.to_uppercase();
    if sensitivity(engine, &entity).is_none() {
        return Err(CliError::usage(
            format!("--fail-on {wanted}: no such entity or level"),
            "levels are internal, confidential, restricted; `limpid detectors list` shows the entities",
        ));
    }
    Ok(columns().any(|column| {
        column.class.as_deref() == Some(&entity) || column.entities.iter().any(|(name, _)| *name == entity)
    }))
}

fn text(catalogue: &Catalogue) -> String {
    let mut out = String::new();
    for table in &catalogue.tables {
        let files = if table.files == 1 { "file" } else { "files" };
        let _ = writeln!(out, "{}  {} {files}, {} rows", table.name, table.files, table.rows);
        let width = table.columns.iter().map(|column| column.path.chars().count()).max().unwrap_or(0).min(40);
        for column in &table.columns {
            let what = match &column.class {
                Some(class) => {
                    format!("{class} ({})", column.why.split_once(": ").map_or(&*column.why, |(_, why)| why))
                }
                None if column.entities.is_empty() => "-".to_owned(),
                None => column
                    .entities
                    .iter()
                    .take(4)
                    .map(|(entity, count)| format!("{entity} {count}"))
                    .collect::<Vec<_>>()
                    .join(", "),
            };
            let level = format!("{:?}", column.sensitivity).to_lowercase();
            let shape = column.shapes.first().map_or("", String::as_str);
            let _ = writeln!(
                out,
                "  {:width$}  {level:<12}  {:<10}  {what}  {}: {} different  {shape}",
                column.path, column.action, column.form, column.different
            );
        }
        out.push('\n');
    }
    out
}
