//! What the model is trained on: the shippable sources, capped and varied, and generated text.

use crate::corpus::{Document, Gold, Source, Span};
use crate::gazetteer::Gazetteer;
use crate::rng::Rng;
use crate::{cells, names, plain, templates};
use limpid_detectors::tagger::{Label, Mode};

/// Most characters taken from one source.
const CAP: usize = 1_000_000;
/// Historical newspapers with the errors of their scanners teach little about today's text.
fn cap(source: &str) -> usize {
    match source {
        "europeana_fr" | "europeana_nl" => 250_000,
        "lifebench" => 500_000,
        "meddocan" => 700_000,
        _ => CAP,
    }
}

/// Every so many documents of a source are held out, to fit the calibration and to choose settings on.
const HELD: usize = 12;

/// The training text and the part of it that is held out.
#[derive(Debug, Default)]
pub struct Recipe {
    /// To learn from.
    pub train: Vec<Document>,
    /// Held out, by source.
    pub held: Vec<Source>,
}

/// Puts the training text together; `without` some of them.
pub fn mix(sources: &[Source], gazetteer: &Gazetteer, without: &[&str], seed: u64) -> Recipe {
    let mut out = Recipe::default();
    for source in sources.iter().filter(|s| s.ships && !without.contains(&s.name.as_str())) {
        let mut rng = Rng::new(seed ^ source.name.bytes().fold(7, |sum, b| sum * 31 + u64::from(b)));
        let mut held = Source { documents: Vec::new(), ..source.clone() };
        let mut order: Vec<&Document> = source.documents.iter().collect();
        rng.shuffle(&mut order);
        let mut taken = 0;
        for (at, document) in order.into_iter().enumerate() {
            if at % HELD == 0 {
                held.documents.push(document.clone());
                continue;
            }
            if taken > cap(&source.name) {
                break;
            }
            taken += document.text.len();
            vary(document, source, gazetteer, &mut rng, &mut out.train);
        }
        out.held.push(held);
    }
    let mut rng = Rng::new(seed);
    out.train
        .extend(templates::documents(gazetteer, 36_000, &mut rng).into_iter().map(|d| recase(d, &mut rng)));
    out.train.extend(cells::documents(gazetteer, 16_000, &mut rng));
    out.train.extend(plain::documents(4_500, &mut rng));
    out
}

fn vary(document: &Document, source: &Source, gazetteer: &Gazetteer, rng: &mut Rng, out: &mut Vec<Document>) {
    let cell = document.mode == Mode::Cell;
    // These names are few and all the same: only ever seen replaced.
    let original = source.name != "contextual_anon";
    if original {
        out.push(document.clone());
    }
    let people = document.spans.iter().any(|s| s.gold == Gold::Label(Label::Person));
    if people && !cell && (!original || source.lang == "en" || rng.chance(0.3)) {
        out.push(renamed(document, gazetteer, rng));
    }
    // People who write in a hurry care little for capitals.
    let hurried = matches!(source.name.as_str(), "btc" | "tweebank_ner" | "wnut17");
    if hurried && rng.chance(0.15) {
        out.push(cased(document, titled));
    }
    if !cell && document.text.len() < 4_000 && rng.chance(if hurried { 0.25 } else { 0.12 }) {
        out.push(cased(document, str::to_lowercase));
    } else if !cell && document.text.len() < 4_000 && rng.chance(0.05) {
        out.push(cased(document, str::to_uppercase));
    }
    if cell && rng.chance(0.5) {
        out.push(Document { mode: Mode::Prose, ..document.clone() });
    }
}

fn recase(document: Document, rng: &mut Rng) -> Document {
    match rng.below(20) {
        0 | 1 => cased(&document, str::to_lowercase),
        2 => cased(&document, str::to_uppercase),
        _ => document,
    }
}

/// The document with every part rewritten by `part`, spans moved along.
fn rebuilt(document: &Document, mut part: impl FnMut(&str, Option<&Span>) -> String) -> Document {
    let mut text = String::with_capacity(document.text.len());
    let mut spans = Vec::with_capacity(document.spans.len());
    let mut last = 0;
    for span in &document.spans {
        text.push_str(&part(&document.text[last..span.start], None));
        let start = text.len();
        text.push_str(&part(&document.text[span.start..span.end], Some(span)));
        spans.push(Span { start, end: text.len(), ..span.clone() });
        last = span.end;
    }
    text.push_str(&part(&document.text[last..], None));
    Document { text, spans, mode: document.mode, annotated: document.annotated.clone() }
}

/// Every word with a capital, as in headlines.
fn titled(text: &str) -> String {
    crate::gazetteer::title_case(text)
}

fn cased(document: &Document, case: fn(&str) -> String) -> Document {
    rebuilt(document, |text, _| case(text))
}

/// The document with other people in it; the same name is always replaced by the same.
fn renamed(document: &Document, gazetteer: &Gazetteer, rng: &mut Rng) -> Document {
    let mut known: std::collections::HashMap<String, String> = std::collections::HashMap::new();
    rebuilt(document, |text, span| {
        if span.is_some_and(|s| s.gold == Gold::Label(Label::Person)) {
            known.entry(text.to_owned()).or_insert_with(|| names::like(text, gazetteer, rng)).clone()
        } else {
            text.to_owned()
        }
    })
}
