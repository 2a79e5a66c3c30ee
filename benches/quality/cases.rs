//! Presidio's own test cases: every entity alone, as its recognizers are tested.

use std::{collections::BTreeMap, fmt::Write as _};

use limpid_detectors::{Engine, Header, Set, validators};
use serde_json::Value;

use crate::data::{Data, engine, found, rate, spans, text};

/// Why we are right about a case that disagrees; by the beginning of its id.
const REASONS: &[(&str, &str)] = include!("reasons.rs");

#[derive(Default)]
struct Row {
    positive: (usize, usize),
    negative: (usize, usize),
}

pub fn measure(data: &Data) -> String {
    let mut engines: BTreeMap<String, Engine> = BTreeMap::new();
    let mut table: BTreeMap<String, Row> = BTreeMap::new();
    let mut apart = Vec::new();
    let (mut agree, mut total, mut special) = (0, 0, 0);
    for case in data.rows("cases/entity_cases.jsonl") {
        if case.get("ctor").is_some_and(|ctor| !ctor.is_null()) {
            special += 1;
            continue;
        }
        let entity = text(&case, "entity").to_owned();
        let engine = engines.entry(entity.clone()).or_insert_with(|| engine(Set::Strict, Some(&entity)));
        let right = agrees(engine, &entity, &case);
        let row = table.entry(entity).or_default();
        let count = if text(&case, "strength") == "negative" { &mut row.negative } else { &mut row.positive };
        count.0 += usize::from(right);
        count.1 += 1;
        agree += usize::from(right);
        total += 1;
        if !right {
            apart.push(case);
        }
    }
    let mut out = String::from(
        "## Presidio's test cases\n\nEach entity alone, strict set. A `weak` case (a bare value that Presidio itself scores below 0.4) gets\n\
         a context word in front. Agreement: exactly the expected spans; for a negative case, none.\n\n\
         | entity | positive | negative |\n|---|---|---|\n",
    );
    for (entity, row) in &table {
        writeln!(
            out,
            "| {entity} | {}/{} | {}/{} |",
            row.positive.0, row.positive.1, row.negative.0, row.negative.1
        )
        .expect("writes");
    }
    writeln!(
        out,
        "\nAgreement: **{}**; {special} cases for a special set-up left out.\n",
        rate(agree, total)
    )
    .expect("writes");
    for case in &apart {
        writeln!(out, "- `{}` ({}): {}", text(case, "id"), text(case, "strength"), reason(text(case, "id")))
            .expect("writes");
    }
    out + &checks(data) + &context(data)
}

fn reason(id: &str) -> &'static str {
    REASONS.iter().find(|(begin, _)| id.starts_with(begin)).map_or("a miss", |(_, reason)| reason)
}

fn agrees(engine: &Engine, entity: &str, case: &Value) -> bool {
    let (body, strength) = (text(case, "text"), text(case, "strength"));
    let of = |text: &str| -> Vec<(usize, usize)> {
        found(engine, text).into_iter().map(|(start, end, _)| (start, end)).collect()
    };
    let expected = spans(&case["expected"]);
    if strength == "negative" {
        return of(body).is_empty();
    }
    if of(body) == expected {
        return true;
    }
    // A bare value counts only with a word beside it.
    let weak = strength == "weak" || strength == "unscored";
    let words = engine.detectors().iter().filter(|one| one.rule.entity.as_str() == entity);
    weak && words.filter_map(|one| one.rule.context.first()).any(|word| {
        let before = word.chars().count() + 1;
        let shifted: Vec<_> = expected.iter().map(|(start, end)| (start + before, end + before)).collect();
        of(&format!("{word} {body}")) == shifted
    })
}

/// Check digits: our validators of the entity's rules against Presidio's.
fn checks(data: &Data) -> String {
    let (mut agree, mut total) = (0, 0);
    let mut apart = String::new();
    for case in data.rows("cases/validators.jsonl") {
        let (entity, value) = (text(&case, "entity"), text(&case, "value"));
        let engine = engine(Set::Strict, Some(entity));
        let mut hits = Vec::new();
        engine.candidates(value, &Header::none(), &mut hits);
        hits.retain(|hit| hit.start == 0 && hit.end == value.len());
        let validated = hits.iter().any(|hit| hit.evidence.validated);
        // null: Presidio does not tell; then neither must we drop the value, nor is it an error to know more.
        let right = match case["valid"].as_bool() {
            Some(true) => validated || !hits.is_empty(),
            Some(false) => !validated,
            None => true,
        };
        agree += usize::from(right);
        total += 1;
        if !right {
            writeln!(apart, "- `{}`: {}", text(&case, "id"), reason(text(&case, "id"))).expect("writes");
        }
    }
    format!(
        "\n### Check digits\n\n{} of `validators.jsonl` agree; {} validators.\n\n{apart}",
        rate(agree, total),
        validators::names().count()
    )
}

/// A context word must raise the score.
fn context(data: &Data) -> String {
    let (mut agree, mut total) = (0, 0);
    let mut apart = String::new();
    for case in data.rows("cases/context.jsonl") {
        let entity = if text(&case, "entity") == "FIN" { "SG_NRIC_FIN" } else { text(&case, "entity") };
        let body = text(&case, "text");
        let engine = engine(Set::Default, Some(entity));
        let raised = found(&engine, body).iter().any(|(.., finding)| finding.evidence.context.is_some());
        agree += usize::from(raised);
        total += 1;
        if !raised {
            writeln!(apart, "- `{}`: {}", text(&case, "id"), reason(text(&case, "id"))).expect("writes");
        }
    }
    format!("\n### Context words\n\n{} of `context.jsonl` agree.\n\n{apart}", rate(agree, total))
}
