//! Names, places and organizations in text: what the default set finds of them on development text.

use std::{collections::BTreeMap, fmt::Write as _};

use limpid_detectors::{
    Set,
    quality::{Gold, GoldSpan, evaluate},
};
use serde_json::Value;

use crate::data::{Data, engine, found, rate, text};

/// Sources by language. Tables of names are measured by the training program.
const SOURCES: &[(&str, &str)] = &[
    ("en", "tab"),
    ("en", "litbank"),
    ("en", "lifebench"),
    ("en", "gum_by"),
    ("en", "crossner"),
    ("en", "presidio_synth"),
    ("en", "wnut17"),
    ("en", "btc"),
    ("en", "tweebank_ner"),
    ("de", "germeval14"),
    ("es", "meddocan"),
    ("fr", "europeana_fr"),
    ("nl", "europeana_nl"),
    ("pt", "uner_pt"),
    ("da", "uner_da"),
    ("sv", "uner_sv"),
    ("no", "uner_no"),
    ("fi", "turku_fi"),
    ("hu", "nerkor_hu"),
    ("hr", "uner_hr"),
    ("sr", "uner_sr"),
    ("sk", "uner_sk"),
    ("pl", "pl_pii_bench"),
];

const LABELS: &[&str] = &["PERSON", "LOCATION", "ORGANIZATION"];

pub fn measure(data: &Data) -> String {
    let engine = engine(Set::Default, None);
    let mut out = String::from(
        "## Names in text\n\nDevelopment text, default set. F1: exactly the same span and entity; recall: a shared character with the same entity; hidden:\n\
         every letter is covered by some finding. What the model was trained on, and how it does on sources it never saw, is in\n\
         `detectors/models/CARD.md`.\n\n| language | source | PERSON F1 | recall | hidden | LOCATION F1 | recall | ORGANIZATION F1 | recall |\n\
         |---|---|---|---|---|---|---|---|---|\n",
    );
    for (language, source) in SOURCES {
        let documents: Vec<Gold> = data.dev(source).iter().map(gold).collect();
        let quality = evaluate(&engine, &documents);
        let score = |label: &str| quality.entities.get(label).copied().unwrap_or_default();
        let [person, location, organization] = [score("PERSON"), score("LOCATION"), score("ORGANIZATION")];
        writeln!(
            out,
            "| {language} | {source} | {:.2} | {:.2} | {:.2} | {:.2} | {:.2} | {:.2} | {:.2} |",
            person.exact.f1,
            person.overlap.recall,
            person.covered,
            location.exact.f1,
            location.overlap.recall,
            organization.exact.f1,
            organization.overlap.recall
        )
        .expect("writes");
    }
    let (kinds, excess) = court(data);
    out.push_str("\nCourt decisions (tab, development part): characters covered, of identifiers that point to the person ");
    out.push_str("directly and of those that do together; excess: other characters covered.\n\n");
    for (kind, (hidden, all)) in kinds {
        writeln!(out, "- {kind}: {}", rate(hidden, all)).expect("writes");
    }
    writeln!(out, "- excess: {}", rate(excess.0, excess.1)).expect("writes");
    out
}

fn gold(row: &Value) -> Gold {
    let spans = row["spans"].as_array().into_iter().flatten().filter_map(|span| {
        let label = LABELS.iter().find(|label| **label == text(span, "label"))?;
        let offset = |key: &str| usize::try_from(span[key].as_u64()?).ok();
        Some(GoldSpan { start: offset("start")?, end: offset("end")?, label: (*label).to_owned() })
    });
    Gold { text: text(row, "text").to_owned(), spans: spans.collect() }
}

/// Covered and all characters by kind of identifier, and the same of everything else.
fn court(data: &Data) -> (BTreeMap<String, (usize, usize)>, (usize, usize)) {
    let engine = engine(Set::Default, None);
    let mut kinds = BTreeMap::<String, (usize, usize)>::new();
    let mut excess = (0, 0);
    for row in data.dev("tab") {
        let body = text(&row, "text");
        let letters: Vec<char> = body.chars().collect();
        let mut covered = vec![false; letters.len()];
        for (start, end, _) in found(&engine, body) {
            covered[start..end].fill(true);
        }
        let mut labelled = vec![false; letters.len()];
        for span in row["spans"].as_array().into_iter().flatten() {
            let offset = |key: &str| usize::try_from(span[key].as_u64().expect("an offset")).expect("fits");
            let range = offset("start")..offset("end");
            labelled[range.clone()].fill(true);
            let count = kinds.entry(text(span, "idtype").to_owned()).or_default();
            let counted = |at: &usize| letters[*at].is_alphanumeric();
            count.0 += range.clone().filter(counted).filter(|at| covered[*at]).count();
            count.1 += range.filter(counted).count();
        }
        let others = || (0..letters.len()).filter(|at| letters[*at].is_alphanumeric() && !labelled[*at]);
        excess.0 += others().filter(|at| covered[*at]).count();
        excess.1 += others().count();
    }
    (kinds, excess)
}
