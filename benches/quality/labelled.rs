//! Labelled sentences: precision and recall of the pattern entities.

use std::fmt::Write as _;

use limpid_detectors::{
    Set,
    quality::{Gold, GoldSpan, evaluate_as},
};

use crate::data::{Data, engine, text};

/// Labels of the source and the entity they are.
const LABELS: &[(&str, &str)] = &[
    ("AGE", "AGE"),
    ("CREDIT_CARD", "CREDIT_CARD"),
    ("DATE_TIME", "DATE_TIME"),
    ("DOMAIN_NAME", "URL"),
    ("EMAIL_ADDRESS", "EMAIL_ADDRESS"),
    ("IBAN_CODE", "IBAN_CODE"),
    ("IP_ADDRESS", "IP_ADDRESS"),
    ("PHONE_NUMBER", "PHONE_NUMBER"),
    ("STREET_ADDRESS", "STREET_ADDRESS"),
    ("US_DRIVER_LICENSE", "DRIVER_LICENSE"),
    ("US_SSN", "US_SSN"),
    ("ZIP_CODE", "POSTAL_CODE"),
];

/// What says nothing about a person by itself.
const YEAR_OR_WEEKDAY: &str = "YEAR_OR_WEEKDAY";

/// The source's labels do not tell countries apart, nor birthdays from other days.
fn coarse(entity: &str) -> String {
    let ends = [
        ("_DRIVER_LICENSE", "DRIVER_LICENSE"),
        ("DATE_OF_BIRTH", "DATE_TIME"),
        ("_PHONE_NUMBER", "PHONE_NUMBER"),
        ("_ZIP_CODE", "POSTAL_CODE"),
        ("_PLZ", "POSTAL_CODE"),
        ("_POSTCODE", "POSTAL_CODE"),
        ("_POSTAL_CODE", "POSTAL_CODE"),
    ];
    ends.iter().find(|(end, _)| entity.ends_with(end)).map_or(entity, |(_, name)| name).to_owned()
}

pub fn measure(data: &Data) -> String {
    let documents: Vec<Gold> = data
        .source("presidio_synth")
        .iter()
        .map(|row| {
            let body = text(row, "text");
            let spans = row["spans"].as_array().into_iter().flatten();
            Gold {
                text: body.to_owned(),
                spans: joined(body, spans.filter_map(|one| span(body, one)).collect()),
            }
        })
        .collect();
    let quality = evaluate_as(&engine(Set::Default, None), &documents, coarse);
    let mut out = format!(
        "## Labelled sentences\n\n{} sentences of presidio_synth, default set, same entity and exactly the same span; overlap: a shared\ncharacter suffices; hidden: labels of which every letter and digit is covered by some finding. Pieces of one address\nthat follow each other count as one. Years and days of the week alone stand in a row of their own: nobody is known by\nthem (45 CFR 164.514(b)(2)(i)(C) keeps years), and limpid leaves them.\n\n\
         | entity | labels | found | precision | recall | F1 | F1 overlap | hidden |\n|---|---|---|---|---|---|---|---|\n",
        quality.documents
    );
    for entity in LABELS.iter().map(|(_, entity)| entity).chain([&YEAR_OR_WEEKDAY]) {
        let Some(score) = quality.entities.get(*entity) else { continue };
        let exact = &score.exact;
        writeln!(
            out,
            "| {entity} | {} | {} | {:.3} | {:.3} | **{:.3}** | {:.3} | {:.3} |",
            exact.labels,
            exact.findings,
            exact.precision,
            exact.recall,
            exact.f1,
            score.overlap.f1,
            score.covered
        )
        .expect("writes");
    }
    out
}

fn span(body: &str, span: &serde_json::Value) -> Option<GoldSpan> {
    let (_, entity) = LABELS.iter().find(|(label, _)| *label == text(span, "orig_label"))?;
    let offset = |key: &str| usize::try_from(span[key].as_u64()?).ok();
    let (start, end) = (offset("start")?, offset("end")?);
    let value: String = body.chars().skip(start).take(end - start).collect();
    let alone = value.chars().all(char::is_alphabetic) || value.len() == 4;
    let label = if *entity == "DATE_TIME" && alone { YEAR_OR_WEEKDAY } else { entity };
    Some(GoldSpan { start, end, label: label.to_owned() })
}

/// Pieces of one address, labelled apart, as one.
fn joined(body: &str, mut spans: Vec<GoldSpan>) -> Vec<GoldSpan> {
    spans.sort_by_key(|span| span.start);
    let mut out: Vec<GoldSpan> = Vec::new();
    for span in spans {
        if let Some(last) =
            out.last_mut().filter(|last| last.label == span.label && span.label == "STREET_ADDRESS")
        {
            let mut between = body.chars().skip(last.end).take(span.start.saturating_sub(last.end));
            if between.all(|letter| letter.is_whitespace() || ">?,".contains(letter)) {
                last.end = last.end.max(span.end);
                continue;
            }
        }
        out.push(span);
    }
    out
}
