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
        .map(|row| Gold {
            text: text(row, "text").to_owned(),
            spans: row["spans"].as_array().into_iter().flatten().filter_map(span).collect(),
        })
        .collect();
    let quality = evaluate_as(&engine(Set::Default, None), &documents, coarse);
    let mut out = format!(
        "## Labelled sentences\n\n{} sentences of presidio_synth, default set, same entity and exactly the same span; overlap: a shared\ncharacter suffices.\n\n\
         | entity | labels | found | precision | recall | F1 | F1 overlap |\n|---|---|---|---|---|---|---|\n",
        quality.documents
    );
    for (_, entity) in LABELS {
        let Some(score) = quality.entities.get(*entity) else { continue };
        let exact = &score.exact;
        writeln!(
            out,
            "| {entity} | {} | {} | {:.3} | {:.3} | **{:.3}** | {:.3} |",
            exact.labels, exact.findings, exact.precision, exact.recall, exact.f1, score.overlap.f1
        )
        .expect("writes");
    }
    out
}

fn span(span: &serde_json::Value) -> Option<GoldSpan> {
    let (_, entity) = LABELS.iter().find(|(label, _)| *label == text(span, "orig_label"))?;
    let offset = |key: &str| usize::try_from(span[key].as_u64()?).ok();
    Some(GoldSpan { start: offset("start")?, end: offset("end")?, label: (*entity).to_owned() })
}
