//! `limpid eval`

use std::path::PathBuf;

use clap::Args;
use limpid_detectors::quality::{Gold, evaluate, table};
use limpid_pipelines::error::{Error, Place};

use super::{Voice, args::read_text, detect::DetectorArgs, output};
use crate::error::{CliError, Exit};

/// Measure the detectors on labelled text: precision, recall, F1, F2 by entity
///
/// GOLD.jsonl holds {"id","text","spans":[{"start","end","label"}]} per line; offsets are code points, end exclusive.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  limpid eval gold.jsonl --entities EMAIL_ADDRESS,PHONE_NUMBER")]
pub(super) struct EvalArgs {
    /// Labelled text
    #[arg(required = true, value_name = "GOLD.jsonl")]
    gold: Vec<PathBuf>,
    #[command(flatten)]
    detectors: DetectorArgs,
}

pub(super) fn run(args: &EvalArgs, voice: Voice) -> Result<Exit, CliError> {
    let engine = args.detectors.engine()?;
    let mut documents = Vec::new();
    for path in &args.gold {
        documents.extend(parse(&path.display().to_string(), &read_text(path)?)?);
    }
    let quality = evaluate(&engine, &documents);
    if voice.json {
        output::json(&quality)?;
    } else {
        output::line(table(&quality).trim_end())?;
    }
    Ok(Exit::Done)
}

/// Reads one document per line.
fn parse(name: &str, text: &str) -> Result<Vec<Gold>, Error> {
    let lines = (0u64..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty());
    let document = |(row, line): (u64, &str)| {
        serde_json::from_str(line).map_err(|_| Error::Malformed {
            place: Place::row(name, row),
            what: "the line is not an object with \"text\" and \"spans\"",
        })
    };
    lines.map(document).collect()
}
