//! How the embedded rules do on the test cases of Presidio (`../shared/data`, not part of the project).
//!
//! Where the data is absent the tests say so and pass. Offsets in the data count code points.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::missing_panics_doc,
    reason = "a test that fails panics, and a skipped one says so"
)]

mod json;

use std::{collections::BTreeMap, fmt::Write as _, fs, path::Path};

use json::Json;
use limpid_detectors::{Engine, Finding, Header, Selection, Set};

/// Share of the strong cases each set must find. The default set leaves bare digits and bare UUIDs alone by design.
/// Negatives hit: one at most.
const FLOORS: &[(Set, f64)] = &[(Set::Default, 0.75), (Set::Strict, 0.97)];

/// Per cent of the context cases in which a word must count.
const CONTEXT_FLOOR: usize = 80;

struct Case {
    entity: String,
    text: String,
    expected: Vec<(usize, usize)>,
    strength: String,
}

#[derive(Default)]
struct Row {
    strong: usize,
    strong_found: usize,
    weak: usize,
    weak_found: usize,
    negative: usize,
    negative_hit: usize,
}

fn cases(file: &str) -> Option<Vec<Json>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data/cases").join(file);
    let text = fs::read_to_string(&path);
    if text.is_err() {
        eprintln!("skipped: {} is absent", path.display());
    }
    Some(text.ok()?.lines().map(json::parse).collect())
}

/// Cases of entities that have rules, without those for a non-default set-up.
fn entity_cases(rows: &[Json], engine: &Engine) -> Vec<Case> {
    let known =
        |entity: &str| engine.detectors().iter().any(|detector| detector.rule.entity.as_str() == entity);
    let mut cases = Vec::new();
    for row in rows {
        let entity = row.text("entity");
        if row.get("ctor").is_some_and(|ctor| *ctor != Json::Null) || !known(entity) {
            continue;
        }
        let span = |pair: &Json| (pair.items()[0].number(), pair.items()[1].number());
        cases.push(Case {
            entity: entity.to_owned(),
            text: row.text("text").to_owned(),
            expected: row
                .get("expected")
                .map(|spans| spans.items().iter().map(span).collect())
                .unwrap_or_default(),
            strength: row.text("strength").to_owned(),
        });
    }
    cases
}

/// Findings of one entity, in code points.
fn found(engine: &Engine, entity: &str, text: &str) -> Vec<(usize, usize)> {
    let mut findings = Vec::new();
    engine.detect(text, &Header::none(), &mut findings);
    let same = |finding: &&Finding| engine.entity(finding).is_some_and(|label| label.as_str() == entity);
    let points = |byte: usize| text[..byte].chars().count();
    findings.iter().filter(same).map(|finding| (points(finding.start), points(finding.end))).collect()
}

/// The engine for one entity alone, as a Presidio recognizer is tested alone.
fn engine_for(set: Set, entity: &str) -> Engine {
    let entity = limpid_detectors::Entity::new(entity).expect("a label");
    Engine::embedded(&Selection { set, entities: vec![entity], ..Selection::default() })
        .expect("rules compile")
}

#[test]
fn strong_cases_are_found() {
    let Some(rows) = cases("entity_cases.jsonl") else { return };
    for (set, floor) in FLOORS {
        let everything =
            Engine::embedded(&Selection { set: *set, ..Selection::default() }).expect("rules compile");
        let mut table: BTreeMap<String, Row> = BTreeMap::new();
        let mut misses = String::new();
        for case in entity_cases(&rows, &everything) {
            let spans = found(&engine_for(*set, &case.entity), &case.entity, &case.text);
            let row = table.entry(case.entity.clone()).or_default();
            let right = spans == case.expected;
            match case.strength.as_str() {
                "negative" => {
                    row.negative += 1;
                    row.negative_hit += usize::from(!spans.is_empty());
                }
                "strong" => {
                    row.strong += 1;
                    row.strong_found += usize::from(right);
                }
                _ => {
                    row.weak += 1;
                    row.weak_found += usize::from(right);
                }
            }
            if right != (case.strength != "negative" || spans.is_empty())
                || (!right && case.strength != "weak")
            {
                writeln!(
                    misses,
                    "  {} {:?} {:?}: found {spans:?}, expected {:?}",
                    case.entity, case.strength, case.text, case.expected
                )
                .expect("a string takes it");
            }
        }
        let (strong, strong_found) =
            table.values().fold((0, 0), |sum, row| (sum.0 + row.strong, sum.1 + row.strong_found));
        eprintln!("{set:?} set: entity, strong found, weak found, negatives hit");
        for (entity, row) in &table {
            eprintln!(
                "  {entity:22} {:3}/{:<3} {:3}/{:<3} {:3}/{:<3}",
                row.strong_found, row.strong, row.weak_found, row.weak, row.negative_hit, row.negative
            );
        }
        eprintln!("strong: {strong_found} of {strong}\nnot as expected:\n{misses}");
        let share = f64::from(u32::try_from(strong_found).expect("few"))
            / f64::from(u32::try_from(strong).expect("few"));
        let negatives_hit: usize = table.values().map(|row| row.negative_hit).sum();
        assert!(negatives_hit <= 1, "{set:?}: {negatives_hit} negatives hit");
        assert!(share >= *floor, "{set:?}: {share:.3} of the strong cases, the floor is {floor}");
    }
}

/// Words nearby must raise the score of a hit, or make one.
#[test]
fn context_words_raise_the_score() {
    let Some(rows) = cases("context.jsonl") else { return };
    let (mut raised, mut total) = (0, 0);
    for row in rows {
        let (entity, text) = (row.text("entity"), row.text("text"));
        let Ok(label) = limpid_detectors::Entity::new(entity) else { continue };
        let engine =
            Engine::embedded(&Selection { entities: vec![label], ..Selection::default() }).expect("compiles");
        if engine.detectors().is_empty() || !row.text("assertion").starts_with("score with context words >") {
            continue;
        }
        let mut findings = Vec::new();
        engine.detect(text, &Header::none(), &mut findings);
        total += 1;
        let contextual = findings.iter().any(|finding| finding.evidence.context.is_some());
        raised += usize::from(contextual);
        if !contextual {
            eprintln!("  no word counted: {entity} {text:?}");
        }
    }
    eprintln!("context: {raised} of {total}");
    assert!(raised * 100 >= total * CONTEXT_FLOOR);
}
