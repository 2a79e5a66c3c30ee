//! Findings in one text, as every public output shows them: offsets count code points.

use std::path::Path;

use limpid_detectors::{
    CodePoints, Engine, Entity, Finding, Header, Rule, Selection, ViewKind, embedded_rules,
};
use limpid_pipelines::{
    known::{KnownList, search},
    policy,
};
use serde::Serialize;

use crate::error::CliError;

/// Compiles the selected ones of the embedded rules and `more`; `model` is the folder of the tagger's model.
pub fn engine(selection: &Selection, more: &[Rule], model: Option<&Path>) -> Result<Engine, CliError> {
    let engine = policy::engine(selection, more, model)?;
    let known = |entity: &Entity| {
        embedded_rules().into_iter().flatten().chain(more).any(|rule| rule.entity == *entity)
    };
    let unknown = selection.entities.iter().find(|entity| !known(entity));
    if let Some(entity) = unknown {
        return Err(CliError::usage(
            format!("no detector finds {entity}"),
            "`limpid detectors list` shows the entities",
        ));
    }
    Ok(engine)
}

/// A finding as every public output shows it.
#[derive(Debug, Serialize)]
pub struct Found<'a> {
    /// What it is.
    pub entity: &'a str,
    /// First code point.
    pub start: usize,
    /// One past the last code point.
    pub end: usize,
    /// How sure, 0 to 1.
    pub score: f32,
    /// Which detector found it.
    pub detector: &'a str,
    /// What the score rests on, where that was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
    /// Whether it stands, or another finding won its region; where that was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wins: Option<bool>,
}

/// What is looked for in every text.
#[derive(Clone, Copy)]
pub struct Searcher<'a> {
    /// The detectors.
    pub engine: &'a Engine,
    /// Values that are known beforehand.
    pub list: Option<&'a KnownList>,
    /// Whether findings say why, and those that lost are shown.
    pub explain: bool,
}

impl<'a> Searcher<'a> {
    /// Finds what a text holds; `column` is the name of the column it stands in.
    pub fn find(&self, text: &str, column: Option<&str>) -> Vec<Found<'a>> {
        let Self { engine, list, explain } = *self;
        let header = column.map_or_else(Header::none, |column| engine.header(column).of_cells());
        let winners = search(engine, text, &header, list);
        let mut found = winners.clone();
        if explain {
            engine.candidates(text, &header, &mut found);
            let lost = |finding: &Finding| {
                let first = winners.partition_point(|winner| winner.start < finding.start);
                let mut here = winners.iter().skip(first).take_while(|winner| winner.start == finding.start);
                !here.any(|winner| winner == finding)
            };
            let mut losers: Vec<Finding> = found.split_off(winners.len()).into_iter().filter(lost).collect();
            losers.sort_by_key(|finding| finding.start);
            found.append(&mut losers);
        }
        let mut points = CodePoints::of(text);
        let show = |(index, finding): (usize, &Finding)| {
            let rule = engine.rule(finding.detector)?;
            Some(Found {
                entity: rule.entity.as_str(),
                start: points.at(finding.start),
                end: points.at(finding.end),
                score: finding.score,
                detector: &rule.id,
                why: explain.then(|| why(engine, finding)),
                wins: explain.then_some(index < winners.len()),
            })
        };
        found.iter().enumerate().filter_map(show).collect()
    }
}

/// What a finding's score rests on.
fn why(engine: &Engine, finding: &Finding) -> String {
    let Some(rule) = engine.rule(finding.detector) else { return String::new() };
    if finding.evidence.is_known() {
        return "known: on the list, or surely found elsewhere in the text".to_owned();
    }
    let source = match engine.tagger().filter(|_| finding.evidence.is_tagged()) {
        Some(tagger) => format!("{} tagger", tagger.name()),
        None => "pattern".to_owned(),
    };
    let mut reasons = vec![format!("{source} {:.2}", finding.evidence.pattern)];
    if finding.evidence.validated {
        let validator = rule.validator.map_or("", |validator| validator.name());
        reasons.push(format!("passes `{validator}`"));
    }
    if let Some(word) = finding.evidence.context.and_then(|word| rule.context.get(usize::from(word))) {
        reasons.push(format!("near `{word}`"));
    }
    if finding.evidence.header {
        reasons.push("the column's name".into());
    }
    if finding.evidence.view != ViewKind::Raw {
        reasons.push(finding.evidence.view.name().into());
    }
    reasons.join(", ")
}
