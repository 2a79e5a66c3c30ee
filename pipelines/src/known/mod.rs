//! Known values: what is known before a text is read is found in it, whatever the detectors see.
//!
//! Two sources. The *row*: values of its classified columns, and what was surely found in one of its texts, are
//! looked for in all its texts, so that a name said once is known in every turn of a chat. A *list*: values that the
//! user gave (`--known-values`). Both are compared folded ([`fold`]), at the edges of words.

mod fold;
mod list;
mod names;
mod read;
mod row;
#[cfg(test)]
mod tests;
mod words;

use limpid_detectors::{Engine, Entity, Evidence, Finding, Header, Origin};

use fold::{Folded, is_mark};
pub use list::{KnownList, ListBuilder};
pub(crate) use names::spelled_out;
pub use read::read_list;
pub use row::{Detectors, Hit, RowValues};
pub(crate) use words::{is_particle, is_title};

/// Score of a known value: higher than what a pattern alone reaches, lower than a check digit in context.
pub const SCORE: f32 = 0.9;
/// Score from which a finding in one text of a row is looked for in the others.
pub const SURE: f32 = 0.85;

/// Memory that is used again for each text.
#[derive(Debug, Default)]
pub struct Scratch(Folded);

/// Whether values of an entity identify a person wherever they stand. Days, ages, places, companies and links do not;
/// sexes and postal codes are shared by many.
pub fn identifies(entity: &str) -> bool {
    const SHARED: &[&str] = &[
        "AGE",
        "GENDER",
        "SEX",
        "LOCATION",
        "CITY",
        "COUNTRY",
        "STATE",
        "ORGANIZATION",
        "NRP",
        "TITLE",
        "URL",
        "IP_ADDRESS",
        "DE_PLZ",
        "CREDIT_CARD_CVV",
        "CVV",
        "MONEY",
        "LANGUAGE",
        "JOB_TITLE",
        "OCCUPATION",
        "PERSONAL_ATTRIBUTE",
    ];
    !SHARED.contains(&entity)
        && !["DATE", "TIME", "ZIP", "POST", "PLZ", "PIN"].iter().any(|word| has_word(entity, word))
}

/// Whether one of the words of a label begins with `word`.
fn has_word(label: &str, word: &str) -> bool {
    label.split('_').any(|part| part.starts_with(word))
}

impl Detectors {
    /// The engine's first detectors of these entities.
    pub fn of(engine: &Engine) -> Self {
        Self { person: detector_of(engine, "PERSON"), username: detector_of(engine, "USERNAME") }
    }
}

/// The form in which a text is compared: letters and digits without case and accents.
pub(crate) fn folded(text: &str) -> String {
    if !text.is_ascii() {
        return Folded::of(text).text;
    }
    let mut folded = text.to_owned();
    folded.retain(|letter| letter.is_ascii_alphanumeric());
    folded.make_ascii_lowercase();
    folded
}

/// The engine's first detector of an entity.
pub fn detector_of(engine: &Engine, entity: &str) -> Option<u16> {
    let place = engine.detectors().iter().position(|one| one.rule.entity.as_str() == entity)?;
    u16::try_from(place).ok()
}

/// Everything that is known about a text before it is read.
#[derive(Clone, Copy, Default)]
pub struct Known<'a> {
    /// The values of its row.
    pub row: Option<&'a RowValues>,
    /// The values of the list.
    pub list: Option<&'a KnownList>,
}

impl Known<'_> {
    /// Whether nothing is known.
    pub fn is_empty(&self) -> bool {
        self.row.is_none_or(RowValues::is_empty) && self.list.is_none_or(KnownList::is_empty)
    }

    /// Adds the known values in `text` to its findings: sorted, without overlaps. `masks` tells whether a finding is
    /// going to be treated: one that is not may not shield a known value.
    pub fn add(
        &self,
        text: &str,
        detectors: Detectors,
        masks: impl Fn(u16) -> bool,
        scratch: &mut Scratch,
        findings: &mut Vec<Finding>,
    ) {
        if self.is_empty() || text.is_empty() {
            return;
        }
        let folded = &mut scratch.0;
        folded.read(text);
        let mut hits = Vec::new();
        if let Some(row) = self.row {
            row.find(text, folded, detectors, &mut hits);
        }
        if let Some(list) = self.list {
            list.find(text, folded, &mut hits);
        }
        hits.retain(|hit| masks(hit.detector));
        if !hits.is_empty() {
            combine(text, without_overlaps(hits), masks, findings);
        }
    }
}

/// What a text holds by itself: the findings of the detectors, what is known from a list, and whatever was surely found
/// once, wherever else it stands.
pub fn search(engine: &Engine, text: &str, header: &Header, list: Option<&KnownList>) -> Vec<Finding> {
    let mut findings = Vec::new();
    engine.detect(text, header, &mut findings);
    let row = RowValues::found_in(engine, text, &findings);
    let known = Known { row: Some(&row), list };
    known.add(text, Detectors::of(engine), |_| true, &mut Scratch::default(), &mut findings);
    findings
}

/// Longest first; what is left of a shorter one beside it is kept.
fn without_overlaps(mut hits: Vec<Hit>) -> Vec<Hit> {
    hits.sort_unstable_by_key(|hit| (hit.start, hit.end, hit.detector));
    hits.dedup();
    let mut kept = Vec::with_capacity(hits.len());
    let mut rest = hits.as_slice();
    // Only regions that are chained by overlaps can clash: each chain is settled by itself.
    while let Some(first) = rest.first() {
        let mut end = first.end;
        let chained = rest.iter().take_while(|hit| {
            let inside = hit.start < end;
            end = if inside { end.max(hit.end) } else { end };
            inside
        });
        let (chain, after) = rest.split_at(chained.count().max(1));
        rest = after;
        let mut chain = chain.to_vec();
        chain.sort_by_key(|hit| (std::cmp::Reverse(hit.end - hit.start), hit.start, hit.detector));
        let from = kept.len();
        for mut hit in chain {
            for other in kept.iter().skip(from) {
                let other: &Hit = other;
                trim(&mut hit, other.start, other.end);
            }
            if hit.start < hit.end {
                kept.push(hit);
            }
        }
        if let Some(settled) = kept.get_mut(from..) {
            settled.sort_unstable_by_key(|hit| hit.start);
        }
    }
    kept
}

/// Cuts away what `start..end` covers. A region around it loses nothing: the caller sees to it.
fn trim(hit: &mut Hit, start: usize, end: usize) {
    if start <= hit.start && hit.start < end {
        hit.start = hit.end.min(end);
    }
    if start < hit.end && hit.end <= end {
        hit.end = hit.start.max(start);
    }
}

/// Known values and findings, so that every letter of both is covered by exactly one of them. Both are sorted and
/// without overlaps.
fn combine(text: &str, hits: Vec<Hit>, masks: impl Fn(u16) -> bool, findings: &mut Vec<Finding>) {
    let mut old = std::mem::take(findings).into_iter().peekable();
    let mut waiting: Vec<Finding> = Vec::new();
    for mut hit in hits {
        // Findings that end before the value are settled; those that begin before its end may clash.
        while let Some(finding) = old.next_if(|finding| finding.start < hit.end) {
            waiting.push(finding);
        }
        let before = waiting.iter().take_while(|finding| finding.end <= hit.start).count();
        findings.extend(waiting.drain(..before));
        let masked = || waiting.iter().filter(|finding| masks(finding.detector));
        if is_covered(text, &hit, masked()) {
            continue;
        }
        for finding in masked() {
            // A finding around the value treats it; one across its edge leaves the rest.
            let inside = hit.start <= finding.start && finding.end <= hit.end;
            let same = (hit.start, hit.end) == (finding.start, finding.end);
            if !inside || same && finding.score >= SURE {
                trim(&mut hit, finding.start, finding.end);
            }
        }
        // What a cut leaves begins and ends with a letter, its marks, or a digit.
        let rest = text.get(hit.start..hit.end).unwrap_or_default();
        let head = rest.trim_start_matches(|letter: char| !letter.is_alphanumeric());
        let core = head.trim_end_matches(|letter: char| !letter.is_alphanumeric() && !is_mark(letter));
        let start = hit.end - head.len();
        let end = start + core.len();
        if core.is_empty() {
            continue;
        }
        let before = waiting.iter().take_while(|finding| finding.end <= start).count();
        findings.extend(waiting.drain(..before));
        waiting.retain(|finding| end <= finding.start);
        let evidence = Evidence { origin: Origin::Known, ..Evidence::default() };
        findings.push(Finding { start, end, score: SCORE, detector: hit.detector, evidence });
    }
    findings.extend(waiting);
    findings.extend(old);
}

/// Whether several findings within a known value have every letter and digit of it: `Khan,Aisha` stays two cells.
fn is_covered<'a>(text: &str, hit: &Hit, findings: impl Iterator<Item = &'a Finding>) -> bool {
    let (mut from, mut count) = (hit.start, 0);
    let bare = |start: usize, end: usize| {
        text.get(start..end).is_none_or(|gap| !gap.contains(char::is_alphanumeric))
    };
    for finding in findings.filter(|finding| hit.start <= finding.start && finding.end <= hit.end) {
        if !bare(from, finding.start) {
            return false;
        }
        (from, count) = (finding.end, count + 1);
    }
    count > 1 && bare(from, hit.end)
}

/// The entity of listed values whose kind is not told.
pub(crate) fn known_value() -> Result<Entity, crate::error::Error> {
    Entity::new("KNOWN_VALUE").map_err(|_| crate::error::Error::Internal)
}
