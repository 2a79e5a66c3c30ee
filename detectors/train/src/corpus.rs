//! Reads the labelled sources: one JSONL file each, described by `SOURCES.json`.

use crate::words::is_attribute;
use limpid_detectors::tagger::{Label, Mode};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::Path;

/// What a span of the gold standard says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gold {
    /// A name of this kind.
    Label(Label),
    /// Not for the tagger to judge: neither taught nor counted.
    Free,
    /// Outside of all labels.
    Outside,
}

/// One span, in bytes.
#[derive(Debug, Clone, PartialEq)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// What it is.
    pub gold: Gold,
    /// The source's own word for how identifying it is.
    pub idtype: Option<String>,
    /// The label in the file.
    pub label: String,
}

/// One text with its spans.
#[derive(Debug, Clone)]
pub struct Document {
    /// The text.
    pub text: String,
    /// How it is to be read.
    pub mode: Mode,
    /// Its spans, sorted, not overlapping.
    pub spans: Vec<Span>,
    /// Labels that are marked exhaustively.
    pub annotated: Vec<Label>,
}

/// One source.
#[derive(Debug, Clone)]
pub struct Source {
    /// Its name.
    pub name: String,
    /// Its language.
    pub lang: String,
    /// Whether weights learned from it may ship.
    pub ships: bool,
    /// Its licence, as read.
    pub licence: String,
    /// Where it comes from.
    pub repo: String,
    /// Whether it was written to be learned from, and not to be read.
    pub ours: bool,
    /// Its texts.
    pub documents: Vec<Document>,
}

#[derive(Deserialize)]
struct Description {
    annotated: Vec<String>,
    tier: String,
    lang: String,
    licence: String,
    repo: String,
}

#[derive(Deserialize)]
struct Record {
    text: String,
    spans: Vec<RawSpan>,
}

#[derive(Deserialize)]
struct RawSpan {
    start: usize,
    end: usize,
    label: String,
    idtype: Option<String>,
}

/// Why the data could not be read.
#[derive(Debug, thiserror::Error)]
pub enum DataError {
    /// A file could not be read.
    #[error("cannot read {path}: {source}")]
    Io {
        /// The file.
        path: String,
        /// Why.
        source: std::io::Error,
    },
    /// A file does not hold what it should.
    #[error("{path} line {line}: {source}")]
    Json {
        /// The file.
        path: String,
        /// The line, from 1.
        line: usize,
        /// Why.
        source: serde_json::Error,
    },
}

/// Reads a whole file as text.
pub fn read(path: &Path) -> Result<String, DataError> {
    std::fs::read_to_string(path).map_err(|source| DataError::Io { path: path.display().to_string(), source })
}

/// Reads every source of a folder, in the order of their names.
pub fn sources(folder: &Path) -> Result<Vec<Source>, DataError> {
    let path = folder.join("SOURCES.json");
    let json = |path: &Path, line| {
        let path = path.display().to_string();
        move |source| DataError::Json { path, line, source }
    };
    let described: BTreeMap<String, Description> =
        serde_json::from_str(&read(&path)?).map_err(json(&path, 1))?;
    let mut out = Vec::new();
    for (name, description) in described {
        let path = folder.join(format!("{name}.jsonl"));
        let mode = if name.ends_with("_cells") { Mode::Cell } else { Mode::Prose };
        let mut annotated: Vec<Label> = description.annotated.iter().filter_map(|l| label(l)).collect();
        // What this source calls NRP is sex and profession.
        annotated.retain(|label| !(name == "meddocan" && *label == Label::Nrp));
        // What this one calls NRP is also what somebody is.
        annotated.extend((name == "tab").then_some(Label::Attribute));
        annotated.dedup();
        let mut documents = Vec::new();
        for (line, text) in read(&path)?.lines().enumerate() {
            let record: Record = serde_json::from_str(text).map_err(json(&path, line + 1))?;
            documents.push(document(record, &name, mode, &annotated));
        }
        let Description { tier, lang, licence, repo, .. } = description;
        out.push(Source { ships: tier == "A", name, lang, licence, repo, ours: false, documents });
    }
    Ok(out)
}

fn label(name: &str) -> Option<Label> {
    Some(match name {
        "PERSON" => Label::Person,
        "LOCATION" | "ADDRESS" => Label::Location,
        "ORGANIZATION" => Label::Organization,
        "DATE_TIME" => Label::DateTime,
        "NRP" => Label::Nrp,
        _ => return None,
    })
}

/// What a demographic attribute is to us: a nationality or a faith, an age, or what somebody is.
fn demographic(text: &str, start: usize, end: usize) -> Gold {
    let value: String = text.chars().skip(start).take(end - start).collect();
    let aged = value.starts_with("age") || value.contains("years") || value.contains(char::is_numeric);
    let named = value.starts_with(char::is_uppercase) && value.split(' ').count() < 3;
    if aged {
        Gold::Free
    } else if named && !value.split(' ').any(is_attribute) {
        Gold::Label(Label::Nrp)
    } else {
        Gold::Label(Label::Attribute)
    }
}

fn document(record: Record, source: &str, mode: Mode, annotated: &[Label]) -> Document {
    let offsets: Vec<usize> =
        record.text.char_indices().map(|(at, _)| at).chain([record.text.len()]).collect();
    let mut spans: Vec<Span> = Vec::new();
    for raw in record.spans {
        let gold = match raw.label.as_str() {
            "NRP" if source == "meddocan" => Gold::Free,
            "NRP" if source == "tab" => demographic(&record.text, raw.start, raw.end),
            "QUANTITY" | "MISC" if source == "tab" => Gold::Free,
            other => label(other).map_or(Gold::Outside, Gold::Label),
        };
        let (Some(&start), Some(&end)) = (offsets.get(raw.start), offsets.get(raw.end)) else { continue };
        spans.push(Span { start, end, gold, idtype: raw.idtype, label: raw.label });
    }
    spans.sort_by_key(|span| (span.start, std::cmp::Reverse(span.end)));
    let mut kept: Vec<Span> = Vec::new();
    for span in spans {
        if kept.last().is_none_or(|last| last.end <= span.start) && span.start < span.end {
            kept.push(span);
        }
    }
    Document { text: record.text, mode, spans: kept, annotated: annotated.to_vec() }
}
