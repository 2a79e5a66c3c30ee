//! Labelled sentences: precision and recall of the pattern entities.

use std::fmt::Write as _;

use limpid_detectors::{
    Set,
    quality::{Gold, GoldSpan, evaluate},
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
    ("US_DRIVER_LICENSE", "US_DRIVER_LICENSE"),
    ("US_SSN", "US_SSN"),
    ("ZIP_CODE", "US_ZIP_CODE"),
];

pub fn measure(data: &Data) -> String {
    let documents: Vec<Gold> = data
        .source("presidio_synth")
        .iter()
        .map(|row| Gold {
            text: text(row, "text").to_owned(),
            spans: row["spans"].as_array().into_iter().flatten().filter_map(span).collect(),
        })
        .collect();
    let quality = evaluate(&engine(Set::Default, None), &documents);
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
