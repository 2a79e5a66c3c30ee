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

/// Puts the training text together; `without` some sources.
pub fn mix(sources: &[Source], gazetteer: &Gazetteer, without: &[&str], seed: u64) -> Vec<Document> {
    let mut out = Vec::new();
    for source in sources.iter().filter(|s| s.ships && !without.contains(&s.name.as_str())) {
        let mut rng = Rng::new(seed ^ source.name.bytes().fold(7, |sum, b| sum * 31 + u64::from(b)));
        for document in sample(source, cap(&source.name), &mut rng) {
            vary(document, source, gazetteer, &mut rng, &mut out);
        }
    }
    let mut rng = Rng::new(seed);
    out.extend(templates::documents(gazetteer, 42_000, &mut rng).into_iter().map(|d| recase(d, &mut rng)));
    out.extend(cells::documents(gazetteer, 16_000, &mut rng));
    out.extend(plain::documents(4_500, &mut rng));
    out
}

/// Documents of a source in any order, of a little more than so many bytes together.
pub fn sample<'s>(
    source: &'s Source,
    bytes: usize,
    rng: &mut Rng,
) -> impl Iterator<Item = &'s Document> + use<'s> {
    let mut order: Vec<&Document> = source.documents.iter().collect();
    rng.shuffle(&mut order);
    order.into_iter().scan(0, move |taken, document| {
        let enough = *taken > bytes;
        *taken += document.text.len();
        (!enough).then_some(document)
    })
}

fn vary(document: &Document, source: &Source, gazetteer: &Gazetteer, rng: &mut Rng, out: &mut Vec<Document>) {
    let cell = document.mode == Mode::Cell;
    // These names are few and all the same: only ever seen replaced.
    let original = source.name != "contextual_anon";
    if original {
        out.push(document.clone());
    }
    if !cell && document.spans.iter().any(|s| s.gold == Gold::Label(Label::Person)) {
        for _ in 0..rewritings(source, original, rng) {
            out.push(renamed(document, gazetteer, rng));
        }
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

/// How often a text is read with other people in it: English ones and our own, which are few, more often than others.
fn rewritings(source: &Source, original: bool, rng: &mut Rng) -> usize {
    if source.ours {
        return 2;
    }
    usize::from(!original || source.lang == "en" || rng.chance(0.3))
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
