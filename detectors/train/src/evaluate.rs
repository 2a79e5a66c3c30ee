//! Measures a tagger against labelled text.

use crate::corpus::{Document, Gold, Source};
use limpid_detectors::tagger::lattice::LABELS;
use limpid_detectors::tagger::{Label, Mode, Tag, Tagger};
use std::collections::BTreeMap;

/// Counts of one label.
#[derive(Debug, Clone, Copy, Default)]
pub struct Counts {
    /// Spans in the gold standard.
    pub gold: usize,
    /// Spans tagged.
    pub tagged: usize,
    /// Spans tagged with the exact limits.
    pub exact: usize,
    /// Gold spans that a tag of the label overlaps.
    pub touched: usize,
    /// Gold spans that a tag of any label overlaps.
    pub covered: usize,
}

impl Counts {
    /// Share of tags with exact limits.
    pub fn precision(&self) -> f64 {
        ratio(self.exact, self.tagged)
    }

    /// Share of gold spans found with exact limits.
    pub fn recall(&self) -> f64 {
        ratio(self.exact, self.gold)
    }

    /// Harmonic mean of the two.
    pub fn f1(&self) -> f64 {
        ratio(2 * self.exact, self.gold + self.tagged)
    }

    /// Share of gold spans overlapped by a tag of the label.
    pub fn overlap(&self) -> f64 {
        ratio(self.touched, self.gold)
    }

    /// Share of gold spans overlapped by any tag.
    pub fn any(&self) -> f64 {
        ratio(self.covered, self.gold)
    }
}

fn ratio(part: usize, of: usize) -> f64 {
    if of == 0 { 0.0 } else { part as f64 / of as f64 }
}

/// Counts of one source, by label.
pub type Table = BTreeMap<Label, Counts>;

/// Measures all documents of a source.
pub fn measure<'d>(tagger: &dyn Tagger, documents: impl Iterator<Item = &'d Document>) -> Table {
    let mut table = Table::new();
    let mut tags = Vec::new();
    for document in documents {
        tags.clear();
        tagger.tag(&document.text, document.mode, &mut tags);
        count(document, &tags, &mut table);
    }
    table
}

fn count(document: &Document, tags: &[Tag], table: &mut Table) {
    let overlaps = |tag: &Tag, start: usize, end: usize| tag.start < end && start < tag.end;
    for label in LABELS.into_iter().filter(|label| document.annotated.contains(label)) {
        let counts = table.entry(label).or_default();
        let gold = document.spans.iter().filter(|s| s.gold == Gold::Label(label) && s.label != "ADDRESS");
        for span in gold {
            counts.gold += 1;
            let same: Vec<&Tag> = tags.iter().filter(|t| overlaps(t, span.start, span.end)).collect();
            counts.exact += usize::from(
                same.iter().any(|t| t.label == label && t.start == span.start && t.end == span.end),
            );
            counts.touched += usize::from(same.iter().any(|t| t.label == label));
            counts.covered += usize::from(!same.is_empty());
        }
        for tag in tags.iter().filter(|tag| tag.label == label) {
            // A place inside an address, or a tag on what is nobody's to judge, is no mistake.
            let excused = document.spans.iter().any(|s| {
                (s.gold == Gold::Free || s.label == "ADDRESS" && label == Label::Location)
                    && overlaps(tag, s.start, s.end)
            });
            counts.tagged += usize::from(!excused);
        }
    }
}

/// Share of the characters of direct and quasi identifiers that tags cover.
#[derive(Debug, Clone, Copy, Default)]
pub struct Cover {
    /// Of direct identifiers.
    pub direct: f64,
    /// Of quasi-identifiers.
    pub quasi: f64,
}

/// Measures the cover of identifiers, where the source marks them.
pub fn cover(tagger: &dyn Tagger, source: &Source) -> Cover {
    let mut sums = [[0_usize; 2]; 2];
    let mut tags = Vec::new();
    for document in &source.documents {
        tags.clear();
        tagger.tag(&document.text, document.mode, &mut tags);
        for span in &document.spans {
            let Some(kind) = ["DIRECT", "QUASI"].iter().position(|kind| span.idtype.as_deref() == Some(kind))
            else {
                continue;
            };
            sums[kind][1] += span.end - span.start;
            for tag in &tags {
                sums[kind][0] += tag.end.min(span.end).saturating_sub(tag.start.max(span.start));
            }
        }
    }
    Cover { direct: ratio(sums[0][0], sums[0][1]), quasi: ratio(sums[1][0], sums[1][1]) }
}

/// False person tags in text without people, a hundred thousand characters.
pub fn false_people(tagger: &dyn Tagger, documents: &[Document]) -> f64 {
    let (mut tags, mut found, mut chars) = (Vec::new(), 0, 0);
    for document in documents {
        tags.clear();
        tagger.tag(&document.text, Mode::Prose, &mut tags);
        found += tags.iter().filter(|tag| tag.label == Label::Person).count();
        chars += document.text.chars().count();
    }
    found as f64 * 100_000.0 / chars.max(1) as f64
}
