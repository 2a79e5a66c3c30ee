//! Writes down what was measured.

use crate::corpus::{Document, Gold, Source};
use crate::evaluate::{Counts, cover, false_people, measure};
use crate::gazetteer::Gazetteer;
use crate::pipeline::observe;
use crate::rng::Rng;
use crate::{groups, plain};
use limpid_detectors::tagger::lattice::LABELS;
use limpid_detectors::tagger::{Label, Mode, Tag, Tagger};
use std::fmt::Write as _;
use std::time::Instant;

/// A table of all sources and labels.
pub fn table(tagger: &dyn Tagger, sources: &[Source]) -> String {
    let mut out = format!(
        "{:<22} {:<13} {:>6} {:>6} {:>6} {:>6} {:>7} {:>6}\n",
        "source", "label", "gold", "prec", "rec", "F1", "overlap", "any"
    );
    for source in sources {
        for (label, counts) in measure(tagger, source.documents.iter()) {
            if counts.gold + counts.tagged > 0 {
                row(&mut out, &format!("{} ({})", source.name, source.lang), label, &counts);
            }
        }
    }
    out
}

fn row(out: &mut String, name: &str, label: Label, counts: &Counts) {
    let _ = writeln!(
        out,
        "{name:<22} {:<13} {:>6} {:>6.3} {:>6.3} {:>6.3} {:>7.3} {:>6.3}",
        format!("{label:?}"),
        counts.gold,
        counts.precision(),
        counts.recall(),
        counts.f1(),
        counts.overlap(),
        counts.any()
    );
}

fn code(count: usize) -> Vec<Document> {
    // Another seed than the training's.
    plain::documents(count, &mut Rng::new(77))
}

/// Everything, for people.
pub fn text(tagger: &dyn Tagger, sources: &[Source], gazetteer: &Gazetteer) -> String {
    let mut out = table(tagger, sources);
    for source in
        sources.iter().filter(|s| s.documents.iter().any(|d| d.spans.iter().any(|s| s.idtype.is_some())))
    {
        let cover = cover(tagger, source);
        let _ = writeln!(
            out,
            "{}: characters covered: direct {:.3}, quasi {:.3}",
            source.name, cover.direct, cover.quasi
        );
    }
    let _ = writeln!(
        out,
        "false people in generated code, logs and product text: {:.2} per 100,000 characters",
        false_people(tagger, &code(800))
    );
    out.push_str(&reliability(tagger, sources));
    out.push_str("recall by origin of the names\n");
    for group in groups::recalls(tagger, gazetteer) {
        let _ = writeln!(
            out,
            "  {:<28} {:>5} overlap {:.3} exact {:.3}",
            group.name, group.count, group.overlap, group.exact
        );
    }
    out
}

/// How often tags of a score are right: the share of tags that overlap a span of their label.
fn reliability(tagger: &dyn Tagger, sources: &[Source]) -> String {
    let mut out = String::from("share of right tags by score (below .3, .5, .7, .9, .97, 1)\n");
    let observed = observe(tagger, sources.iter().flat_map(|s| &s.documents));
    for label in LABELS {
        let _ = write!(out, "  {:<13}", format!("{label:?}"));
        let mut low = 0.0;
        for high in [0.3, 0.5, 0.7, 0.9, 0.97, 1.01] {
            let within: Vec<_> =
                observed.iter().filter(|o| o.0 == label && (low..high).contains(&o.1)).collect();
            let right = within.iter().filter(|o| o.2).count();
            let _ = write!(out, " {:>5.2} of {:<5}", right as f64 / within.len().max(1) as f64, within.len());
            low = high;
        }
        out.push('\n');
    }
    out
}

/// Everything, for programs.
pub fn json(tagger: &dyn Tagger, sources: &[Source], gazetteer: &Gazetteer) -> String {
    let mut rows = Vec::new();
    for source in sources {
        let table = measure(tagger, source.documents.iter());
        for label in LABELS {
            if let Some(c) = table.get(&label) {
                rows.push(serde_json::json!({
                    "source": source.name, "lang": source.lang, "label": format!("{label:?}"), "gold": c.gold, "precision": c.precision(),
                    "recall": c.recall(), "f1": c.f1(), "overlap": c.overlap(), "any": c.any(),
                }));
            }
        }
    }
    let groups: Vec<_> = groups::recalls(tagger, gazetteer)
        .into_iter()
        .map(|g| serde_json::json!({"group": g.name, "names": g.count, "overlap": g.overlap, "exact": g.exact}))
        .collect();
    serde_json::json!({"rows": rows, "groups": groups, "false_people_per_100k": false_people(tagger, &code(800))}).to_string()
}

/// Seconds this thread has had a core, where the system tells; else the time on the wall.
fn seconds(begin: Instant) -> f64 {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanoseconds = told.and_then(|text| text.split(' ').next().and_then(|n| n.parse::<f64>().ok()));
    nanoseconds.map_or_else(|| begin.elapsed().as_secs_f64(), |n| n / 1.0e9)
}

/// Megabytes a second on one core, the median of several runs.
pub fn speed(tagger: &dyn Tagger, source: &Source) -> String {
    let size: usize = source.documents.iter().map(|d| d.text.len()).sum();
    // Long enough that the first, cold pages do not count.
    let text: String = std::iter::repeat_n(&source.documents, 1 + 4_000_000 / size.max(1))
        .flatten()
        .map(|d| d.text.as_str())
        .collect::<Vec<_>>()
        .join("\n\n");
    let records: Vec<&str> = text.lines().filter(|line| !line.is_empty()).collect();
    let mut tags: Vec<Tag> = Vec::new();
    let begin = Instant::now();
    let mut time = |texts: &[&str]| {
        let mut runs: Vec<f64> = (0..9)
            .map(|_| {
                tags.clear();
                let before = seconds(begin);
                for text in texts {
                    tagger.tag(text, Mode::Prose, &mut tags);
                }
                texts.iter().map(|t| t.len()).sum::<usize>() as f64 / (seconds(begin) - before) / 1.0e6
            })
            .collect();
        runs.sort_by(f64::total_cmp);
        runs[runs.len() / 2]
    };
    format!(
        "{}: {:.1} MB/s as one text of {} bytes, {:.1} MB/s line by line",
        source.name,
        time(&[&text]),
        text.len(),
        time(&records)
    )
}

/// Every tag and every gold span that have no exact counterpart, with a little text around.
pub fn mistakes(tagger: &dyn Tagger, source: &Source) -> String {
    let mut out = String::new();
    let mut tags: Vec<Tag> = Vec::new();
    for document in &source.documents {
        tags.clear();
        tagger.tag(&document.text, document.mode, &mut tags);
        let text = &document.text;
        let around = |start: usize, end: usize| {
            let before: String =
                text[..start].chars().rev().take(30).collect::<Vec<_>>().into_iter().rev().collect();
            let after: String = text[end..].chars().take(30).collect();
            format!("{before}[{}]{after}", &text[start..end]).replace('\n', "⏎")
        };
        for tag in &tags {
            let right = document
                .spans
                .iter()
                .any(|s| s.gold == Gold::Label(tag.label) && s.start == tag.start && s.end == tag.end);
            if !right && document.annotated.contains(&tag.label) {
                let _ = writeln!(
                    out,
                    "false {:<12} {:.2} {}",
                    format!("{:?}", tag.label),
                    tag.score,
                    around(tag.start, tag.end)
                );
            }
        }
        for span in &document.spans {
            let Gold::Label(label) = span.gold else { continue };
            if !tags.iter().any(|t| t.label == label && t.start == span.start && t.end == span.end) {
                let _ = writeln!(out, "missed {:<16} {}", format!("{label:?}"), around(span.start, span.end));
            }
        }
    }
    out
}
