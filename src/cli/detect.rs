//! `limpid detect`

use std::{
    collections::BTreeMap,
    io::{BufRead, stdin},
    path::PathBuf,
};

use clap::{Args, ValueEnum};
use limpid_detectors::{Engine, Entity, Selection, Set, parse_rules};
use limpid_pipelines::error::{Error as PipelineError, Place};
use serde::{Deserialize, Serialize};

use super::{
    args::{KnownArgs, TaggerArgs, read_text},
    output,
};
use crate::{
    detect::{Found, Searcher, engine},
    error::{CliError, Exit},
};

/// Find personal data in text: JSONL {"id","text"} in, JSONL {"id","findings"} out
///
/// Offsets count Unicode characters (code points), as Python does; `end` is exclusive.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  echo '{\"id\":1,\"text\":\"mail aisha@example.com\"}' | limpid detect\n  \
    limpid detect --text 'call +1 212 555 0123' --explain"
)]
pub(super) struct DetectArgs {
    /// Search this text instead of standard input
    #[arg(long)]
    text: Option<String>,
    /// Say why each finding was found, and which hits lost
    #[arg(long)]
    explain: bool,
    #[command(flatten)]
    detectors: DetectorArgs,
    #[command(flatten)]
    known: KnownArgs,
}

/// Which detectors run.
#[derive(Debug, Clone, Args)]
pub(super) struct DetectorArgs {
    /// Only these entities
    #[arg(long, value_delimiter = ',', value_name = "ENTITY,…")]
    entities: Vec<String>,
    /// Only these regions' detectors, such as us,gb; `all` for every region
    #[arg(long, value_delimiter = ',', value_name = "REGION,…", default_value = "all")]
    regions: Vec<String>,
    /// How eager
    #[arg(long, value_enum, default_value_t)]
    set: SetArg,
    /// Drop findings below this score [default: 0.5; strict 0.35]
    #[arg(long, value_name = "0..1")]
    min_score: Option<f32>,
    /// Add the detectors of this rule file
    #[arg(long, value_name = "FILE")]
    rules: Vec<PathBuf>,
    #[command(flatten)]
    tagger: TaggerArgs,
}

#[derive(Debug, Clone, Copy, Default, ValueEnum)]
enum SetArg {
    /// Quiet: weak shapes only with context
    #[default]
    Default,
    /// Also noisier detectors
    Strict,
    /// Everything, and values hidden on purpose
    Deep,
}

impl DetectorArgs {
    /// Compiles the chosen detectors.
    pub(super) fn engine(&self) -> Result<Engine, CliError> {
        let entity = |label: &String| {
            Entity::new(&label.to_uppercase()).map_err(|error| {
                CliError::usage(error.to_string(), "`limpid detectors list` shows the entities")
            })
        };
        let all = self.regions.iter().any(|region| region == "all");
        let selection = Selection {
            set: match self.set {
                SetArg::Default => Set::Default,
                SetArg::Strict => Set::Strict,
                SetArg::Deep => Set::Deep,
            },
            regions: if all {
                Vec::new()
            } else {
                self.regions.iter().map(|region| region.to_uppercase()).collect()
            },
            entities: self.entities.iter().map(entity).collect::<Result<_, _>>()?,
            exclude: Vec::new(),
            min_score: self.min_score,
            min_scores: BTreeMap::new(),
            tagger: self.tagger.kind(),
        };
        let mut more = Vec::new();
        for path in &self.rules {
            more.extend(parse_rules(&path.display().to_string(), &read_text(path)?)?);
        }
        engine(&selection, &more, self.tagger.tagger_model.as_deref())
    }
}

#[derive(Deserialize)]
struct Document {
    #[serde(default)]
    id: serde_json::Value,
    text: String,
    #[serde(default)]
    column: Option<String>,
}

#[derive(Serialize)]
struct Answer<'a> {
    id: &'a serde_json::Value,
    findings: Vec<Found<'a>>,
}

pub(super) fn run(args: &DetectArgs) -> Result<Exit, CliError> {
    let engine = args.detectors.engine()?;
    let list = args.known.list(&engine)?;
    let search = Searcher { engine: &engine, list: list.as_ref(), explain: args.explain };
    if let Some(text) = &args.text {
        for found in search.find(text, None) {
            output::line(
                serde_json::to_string(&found).map_err(|_| CliError::Internal("a finding is no JSON"))?,
            )?;
        }
        return Ok(Exit::Done);
    }
    for (row, line) in (0u64..).zip(stdin().lock().lines()) {
        let line = line.map_err(|error| PipelineError::io("read", "standard input", &error))?;
        if line.trim().is_empty() {
            continue;
        }
        // What serde says would quote the line.
        let document: Document = serde_json::from_str(&line).map_err(|_| PipelineError::Malformed {
            place: Place::row("standard input", row),
            what: "the line is not a JSON object with a \"text\"",
        })?;
        let findings = search.find(&document.text, document.column.as_deref());
        let answer = Answer { id: &document.id, findings };
        output::line(
            serde_json::to_string(&answer).map_err(|_| CliError::Internal("an answer is no JSON"))?,
        )?;
    }
    Ok(Exit::Done)
}
