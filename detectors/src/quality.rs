//! How good the detectors are on labelled text.
//!
//! *Exact*: same entity and same span. *Overlap*: same entity and a shared character. *Cover*: share of labelled
//! characters that some finding covers, whatever its entity; *hidden*: share of
//! labels of which every letter and digit is covered; *excess*: share of found characters that no label covers.

use std::{collections::BTreeMap, fmt::Write as _, ops::Range};

use serde::{Deserialize, Serialize};

use crate::{CodePoints, Engine, Finding, Header};

/// A labelled document.
#[derive(Debug, Clone, Deserialize)]
pub struct Gold {
    /// The text.
    pub text: String,
    /// What a perfect detector would find.
    pub spans: Vec<GoldSpan>,
}

/// A labelled span; offsets are code points, `end` is exclusive.
#[derive(Debug, Clone, Deserialize)]
pub struct GoldSpan {
    /// First code point.
    pub start: usize,
    /// One past the last.
    pub end: usize,
    /// Entity.
    pub label: String,
}

/// Hits and misses, and what follows from them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub struct Score {
    /// Labels found.
    pub hits: u64,
    /// Labels.
    pub labels: u64,
    /// Findings that match a label.
    pub right: u64,
    /// Findings.
    pub findings: u64,
    /// Share of findings that are right.
    pub precision: f64,
    /// Share of labels found.
    pub recall: f64,
    /// Harmonic mean of the two.
    pub f1: f64,
    /// The same with recall counting four times: a leak is worse than a lost word.
    pub f2: f64,
}

impl Score {
    fn finish(&mut self) {
        self.precision = share(self.right, self.findings);
        self.recall = share(self.hits, self.labels);
        self.f1 = self.f_beta(1.0);
        self.f2 = self.f_beta(2.0);
    }

    fn f_beta(&self, beta: f64) -> f64 {
        let weighted = beta * beta * self.precision + self.recall;
        if weighted == 0.0 { 0.0 } else { (1.0 + beta * beta) * self.precision * self.recall / weighted }
    }
}

/// Scores of one entity.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub struct EntityScore {
    /// Same span.
    pub exact: Score,
    /// Shared characters.
    pub overlap: Score,
    /// Share of the labels of which every letter and digit is covered by some finding, whatever its entity.
    pub covered: f64,
    #[serde(skip)]
    covered_labels: u64,
}

/// The result of an evaluation.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Quality {
    /// Documents.
    pub documents: u64,
    /// Characters.
    pub chars: u64,
    /// By entity.
    pub entities: BTreeMap<String, EntityScore>,
    /// Share of labelled characters that are covered by a finding.
    pub cover: f64,
    /// Share of found characters that no label covers.
    pub excess: f64,
}

type Span = (Range<usize>, String);

/// Runs the detectors over every document.
pub fn evaluate(engine: &Engine, documents: &[Gold]) -> Quality {
    evaluate_as(engine, documents, str::to_owned)
}

/// The same with other names for what is found: labels may be coarser than entities.
pub fn evaluate_as(engine: &Engine, documents: &[Gold], name: impl Fn(&str) -> String) -> Quality {
    let mut quality = Quality::default();
    let (mut labelled, mut covered, mut found_chars, mut excess) = (0, 0, 0, 0);
    for document in documents {
        let gold: Vec<Span> =
            document.spans.iter().map(|span| (span.start..span.end, span.label.clone())).collect();
        let mut found = find(engine, &document.text);
        for (_, entity) in &mut found {
            *entity = name(entity);
        }
        quality.documents += 1;
        quality.chars += document.text.chars().count() as u64;
        for (exact, same) in [(true, same_span as fn(&Span, &Span) -> bool), (false, shares_chars)] {
            let mut count = |entity: &str, change: fn(&mut Score, bool), hit: bool| {
                let scores = quality.entities.entry(entity.to_owned()).or_default();
                change(if exact { &mut scores.exact } else { &mut scores.overlap }, hit);
            };
            for label in &gold {
                let hit = found.iter().any(|finding| same(label, finding));
                count(
                    &label.1,
                    |score, hit| {
                        score.labels += 1;
                        score.hits += u64::from(hit);
                    },
                    hit,
                );
            }
            for finding in &found {
                let right = gold.iter().any(|label| same(label, finding));
                count(
                    &finding.1,
                    |score, right| {
                        score.findings += 1;
                        score.right += u64::from(right);
                    },
                    right,
                );
            }
        }
        let letters: Vec<char> = document.text.chars().collect();
        for label in &gold {
            let counts = |at: &usize| letters.get(*at).is_some_and(|letter| letter.is_alphanumeric());
            let hidden = |at: usize| found.iter().any(|(range, _)| range.contains(&at));
            let whole = label.0.clone().filter(counts).all(hidden);
            quality.entities.entry(label.1.clone()).or_default().covered_labels += u64::from(whole);
        }
        labelled += length(&gold);
        found_chars += length(&found);
        let shared = common(&gold, &found);
        covered += shared;
        excess += length(&found) - common(&found, &gold);
    }
    for scores in quality.entities.values_mut() {
        scores.exact.finish();
        scores.overlap.finish();
        scores.covered = share(scores.covered_labels, scores.exact.labels);
    }
    quality.cover = share(covered, labelled);
    quality.excess = share(excess, found_chars);
    quality
}

fn find(engine: &Engine, text: &str) -> Vec<Span> {
    let mut findings = Vec::new();
    engine.detect(text, &Header::none(), &mut findings);
    let mut points = CodePoints::of(text);
    let span = |finding: &Finding| {
        let entity = engine.entity(finding)?.to_string();
        Some((points.at(finding.start)..points.at(finding.end), entity))
    };
    findings.iter().filter_map(span).collect()
}

fn same_span(left: &Span, right: &Span) -> bool {
    left == right
}

fn shares_chars(left: &Span, right: &Span) -> bool {
    left.1 == right.1 && left.0.start < right.0.end && right.0.start < left.0.end
}

fn length(spans: &[Span]) -> u64 {
    spans.iter().map(|(range, _)| range.len() as u64).sum()
}

/// Characters of `spans` that one of `others` covers; `others` may overlap each other.
fn common(spans: &[Span], others: &[Span]) -> u64 {
    let covered = |at: &usize| others.iter().any(|(other, _)| other.contains(at));
    spans.iter().map(|(range, _)| range.clone().filter(covered).count() as u64).sum()
}

#[expect(clippy::cast_precision_loss, reason = "a share needs no more than 52 bits")]
fn share(part: u64, whole: u64) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

/// The result as a table for people.
pub fn table(quality: &Quality) -> String {
    let mut out = String::new();
    let _ = writeln!(out, "{} documents, {} characters", quality.documents, quality.chars);
    let _ = writeln!(
        out,
        "{:<24} {:>7} {:>7} | {:>6} {:>6} {:>6} {:>6} | {:>6} {:>6} {:>6} | {:>6}",
        "entity", "labels", "found", "P", "R", "F1", "F2", "P ovl", "R ovl", "F2 ovl", "hidden"
    );
    for (entity, EntityScore { exact, overlap, covered, .. }) in &quality.entities {
        let _ = writeln!(
            out,
            "{entity:<24} {:>7} {:>7} | {:>6.3} {:>6.3} {:>6.3} {:>6.3} | {:>6.3} {:>6.3} {:>6.3} | {covered:>6.3}",
            exact.labels,
            exact.findings,
            exact.precision,
            exact.recall,
            exact.f1,
            exact.f2,
            overlap.precision,
            overlap.recall,
            overlap.f2
        );
    }
    let _ = writeln!(out, "cover {:.3}, excess {:.3}", quality.cover, quality.excess);
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Selection;

    #[test]
    fn a_hit_a_miss_and_a_false_alarm_are_counted() {
        let document = |text: &str, spans: &[(usize, usize)]| Gold {
            text: text.to_owned(),
            spans: (spans.iter())
                .map(|(start, end)| GoldSpan { start: *start, end: *end, label: "EMAIL_ADDRESS".into() })
                .collect(),
        };
        let documents = [
            document("é a@example.com", &[(2, 15)]),
            document("missed mail", &[(0, 6)]),
            document("b@example.org", &[]),
        ];
        let engine = Engine::embedded(&Selection::default()).expect("rules compile");
        let quality = evaluate(&engine, &documents);
        let score = quality.entities["EMAIL_ADDRESS"].exact;
        assert_eq!((score.hits, score.labels, score.right, score.findings), (1, 2, 1, 2));
        assert!((score.f1 - 0.5).abs() < 1e-9);
        assert!((quality.cover - 13.0 / 19.0).abs() < 1e-9);
        assert!((quality.excess - 0.5).abs() < 1e-9);
    }
}
