//! `limpid detectors list|show|check`

use std::{fmt::Write as _, path::PathBuf};

use clap::Subcommand;
use limpid_detectors::{
    Engine, Place, Rule, Selection, Set, TaggerKind, check_rules, embedded_rules,
    embedded_rules_with_examples, parse_rules,
};
use serde_json::json;

use super::{Voice, args::read_text, output};
use crate::error::{CliError, Exit};

/// See what is looked for, and check rule files of your own
#[derive(Debug, Subcommand)]
pub(super) enum DetectorsCommand {
    /// List every detector
    List,
    /// Show one detector or all of an entity: pattern, context words, examples
    Show {
        /// Detector id or entity
        #[arg(value_name = "ID|ENTITY")]
        name: String,
    },
    /// Check rule files: examples found with exact spans, ids, patterns
    Check {
        /// Rule files; without any, those that ship with limpid
        #[arg(value_name = "FILE")]
        files: Vec<PathBuf>,
    },
}

pub(super) fn run(command: &DetectorsCommand, voice: Voice) -> Result<Exit, CliError> {
    match command {
        DetectorsCommand::List => list(voice),
        DetectorsCommand::Show { name } => show(name),
        DetectorsCommand::Check { files } => check(files, voice),
    }
}

fn list(voice: Voice) -> Result<Exit, CliError> {
    let rules = embedded_rules()?;
    if voice.json {
        let rows: Vec<_> = rules
            .iter()
            .map(|rule| json!({"id": rule.id, "entity": rule.entity, "regions": rule.regions, "description": rule.description}))
            .collect();
        output::json(&rows)?;
        return Ok(Exit::Done);
    }
    for rule in rules {
        output::line(format!("{:<28} {:<20} {}", rule.entity, rule.id, rule.description))?;
    }
    Ok(Exit::Done)
}

fn show(name: &str) -> Result<Exit, CliError> {
    let rules = embedded_rules_with_examples()?;
    let wanted: Vec<&Rule> =
        rules.iter().filter(|rule| rule.id == name || rule.entity.as_str() == name.to_uppercase()).collect();
    if wanted.is_empty() {
        return Err(CliError::usage(format!("no detector `{name}`"), "`limpid detectors list` shows all"));
    }
    for rule in wanted {
        output::line(describe(rule))?;
    }
    Ok(Exit::Done)
}

fn describe(rule: &Rule) -> String {
    let mut text = format!("{}  {}\n  {}\n", rule.id, rule.entity, rule.description);
    let mut line = |label: &str, value: String| {
        if !value.is_empty() {
            let _ = writeln!(text, "  {label:<10} {value}");
        }
    };
    line("regions", rule.regions.join(", "));
    line("pattern", rule.pattern.clone().unwrap_or_default());
    line("validator", rule.validator.as_ref().map(|validator| format!("{validator:?}")).unwrap_or_default());
    line("context", rule.context.join(", "));
    line("headers", rule.headers.join(", "));
    line("legal", rule.legal.join(", "));
    for example in &rule.examples {
        line("finds", example.text.clone());
    }
    for example in &rule.counter_examples {
        line("ignores", format!("{}  ({})", example.text, example.why));
    }
    for reference in &rule.references {
        line("see", reference.clone());
    }
    text
}

fn check(files: &[PathBuf], voice: Voice) -> Result<Exit, CliError> {
    let mut rules = embedded_rules_with_examples()?;
    for path in files {
        rules.extend(parse_rules(&path.display().to_string(), &read_text(path)?)?);
    }
    let problems = check_rules(&rules);
    let everything = Selection { set: Set::Deep, tagger: TaggerKind::None, ..Selection::default() };
    let engine = Engine::new(rules.clone(), &everything).ok();
    let everywhere: Vec<_> = engine.iter().flat_map(Engine::tried_everywhere).collect();
    if voice.json {
        let rows: Vec<_> = problems
            .iter()
            .map(|problem| {
                json!({
                    "code": problem.code, "file": problem.place.file, "line": problem.place.line,
                    "detector": problem.detector, "message": problem.message,
                })
            })
            .collect();
        let everywhere: Vec<_> = everywhere.iter().map(|rule| &rule.id).collect();
        output::json(&json!({"detectors": rules.len(), "problems": rows, "tried_everywhere": everywhere}))?;
    } else {
        for problem in &problems {
            let place = &problem.place;
            output::line(format!(
                "{}:{}: {} {}: {}",
                place.file, place.line, problem.code, problem.detector, problem.message
            ))?;
        }
        for rule in &everywhere {
            let Place { file, line, .. } = &rule.place;
            output::line(format!(
                "{file}:{line}: note {}: tried everywhere, as no digit, literal or word announces it: it costs as much as reading \
                 every text once more",
                rule.id
            ))?;
        }
        output::line(format!("{} detectors, {} problems", rules.len(), problems.len()))?;
    }
    Ok(if problems.is_empty() { Exit::Done } else { Exit::Usage })
}
