//! Personal values in machine formats: logs, settings, tables, messages, forms; of our own, written by somebody who had not seen the
//! rules.

use limpid_detectors::Set;
use serde::Deserialize;

use crate::{
    data::{Data, engine, found},
    values::{Table, count, harmless, hidden, table},
};

/// `{"format", "text", "spans": [{"start", "end", "kind"}]}` a line, offsets in code points.
const TEXTS: &str = include_str!("../sample/values_in_formats.jsonl");

#[derive(Deserialize)]
struct Text<'t> {
    text: String,
    #[serde(borrow)]
    spans: Vec<Span<'t>>,
}

#[derive(Deserialize)]
struct Span<'t> {
    start: usize,
    end: usize,
    kind: &'t str,
}

pub fn measure(_: &Data) -> String {
    let engine = engine(Set::Default, None);
    let mut kinds: Table<'_> = Vec::new();
    for line in TEXTS.lines() {
        let Text { text, spans } = serde_json::from_str(line).expect("a text");
        let hits = found(&engine, &text);
        let letters: Vec<char> = text.chars().collect();
        for Span { start, end, kind } in &spans {
            let covered = hidden(&engine, kind, (*start, *end), &letters, &hits);
            count(&mut kinds, kind, covered);
            count(&mut kinds, "all", covered);
        }
        if spans.is_empty() {
            count(&mut kinds, "none", hits.iter().all(|hit| harmless(&engine, hit)));
        }
    }
    kinds.sort_unstable();
    let mut out = String::from(
        "## Values in machine formats\n\nLogs, settings, tables, forms, messages, records of our own in some fifty formats (`benches/sample/values_in_formats.jsonl`), written without\nknowledge of the rules and never read by who writes them. Found and `none` as above.\n",
    );
    table(&mut out, "value", &kinds);
    out
}
