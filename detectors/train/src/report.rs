//! Writes down what was measured.

use crate::corpus::{Document, Source};
use crate::evaluate::{Counts, cover, false_people, measure};
use crate::gazetteer::Gazetteer;
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

/// Megabytes a second on one core, the median of several runs.
pub fn speed(tagger: &dyn Tagger, source: &Source) -> String {
    let text: String = source.documents.iter().map(|d| d.text.as_str()).collect::<Vec<_>>().join("\n\n");
    let records: Vec<&str> = text.lines().filter(|line| !line.is_empty()).collect();
    let mut tags: Vec<Tag> = Vec::new();
    let mut time = |texts: &[&str]| {
        let mut runs: Vec<f64> = (0..9)
            .map(|_| {
                tags.clear();
                let begin = Instant::now();
                for text in texts {
                    tagger.tag(text, Mode::Prose, &mut tags);
                }
                texts.iter().map(|t| t.len()).sum::<usize>() as f64 / begin.elapsed().as_secs_f64() / 1.0e6
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
