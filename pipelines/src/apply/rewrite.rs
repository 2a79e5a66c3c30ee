//! The two ways to treat a leaf: the whole value, or the regions found in it.

use std::sync::Arc;

use arrow::array::{Array, LargeStringArray, LargeStringBuilder};
use limpid_detectors::{Entity, Finding, Header};

use super::{
    Column, Treatment,
    log::{Count, LoggedFinding, SubjectEntry},
    remedy::Remedy,
};
use crate::{
    known::Scratch,
    transform::Cell,
    walk::{Kind, Leaf},
};

impl Treatment<'_> {
    /// Treats every value of the leaf as one entity.
    pub(super) fn whole(&mut self, column: &Column, leaf: &Leaf<'_>) -> LargeStringArray {
        let applier = self.applier;
        let remedy = &column.remedy;
        let entity = &remedy.entity;
        let indexed = remedy.identifies && column.plan.class.is_some() && !self.is_subject(&column.path);
        let mut count = Count::default();
        let mut items = Items::default();
        let mut out = LargeStringBuilder::with_capacity(leaf.values.len(), leaf.values.values().len());
        let mut text = String::new();
        for (value, row) in leaf.values.iter().zip(leaf.rows) {
            let item = items.next(*row);
            let Some(value) = value else {
                out.append_null();
                continue;
            };
            if value.trim().is_empty() || applier.allow.holds(value) {
                out.append_value(value);
                continue;
            }
            count.found += 1;
            if indexed {
                self.report.subjects.push(SubjectEntry {
                    out_row: u64::from(*row),
                    column: Arc::clone(&column.path),
                    entity: entity.clone(),
                    fingerprint: applier.keys.fingerprint(entity, value),
                });
            }
            text.clear();
            if self.rewrite(remedy, value, *row, (&column.path, item, 0), &mut text) {
                count.treated += 1;
                out.append_value(&text);
            } else {
                count.redacted += 1;
                if leaf.kind == Kind::Text {
                    out.append_value(remedy.redacted());
                } else {
                    out.append_null();
                }
            }
        }
        if count.found > 0 {
            self.report.count(&column.path, entity.as_str(), remedy.name, count);
        }
        out.finish()
    }

    /// Treats what is found in the values; `None` when nothing changed.
    pub(super) fn spans(&mut self, column: &Column, leaf: &Leaf<'_>) -> Option<LargeStringArray> {
        let applier = self.applier;
        let mut items = Items::default();
        let mut findings = Vec::new();
        let mut out: Option<LargeStringBuilder> = None;
        let mut text = String::new();
        let mut detected = self.learned.detected(&column.path);
        for (index, (value, row)) in leaf.values.iter().zip(leaf.rows).enumerate() {
            let item = items.next(*row);
            findings.clear();
            match (value, &mut detected) {
                (Some(_), Some(detected)) => detected.next(&mut findings),
                (Some(value), None) => applier.engine.detect(value, &column.header, &mut findings),
                (None, _) => {}
            }
            if let Some(value) = value {
                let known = applier.known(self.learned.row(*row));
                let masks = |detector| applier.masks(detector);
                known.add(value, applier.detectors, masks, &mut self.scratch, &mut findings);
            }
            text.clear();
            let changed =
                value.is_some_and(|value| self.value(column, value, *row, item, &findings, &mut text));
            if changed && out.is_none() {
                let mut copied =
                    LargeStringBuilder::with_capacity(leaf.values.len(), leaf.values.values().len());
                leaf.values.iter().take(index).for_each(|value| copied.append_option(value));
                out = Some(copied);
            }
            if let Some(out) = &mut out {
                if changed { out.append_value(&text) } else { out.append_option(value) }
            }
        }
        for ((detector, kept), count) in std::mem::take(&mut self.tally) {
            let Some(remedy) = applier.remedies.get(usize::from(detector)) else { continue };
            let name = if kept { "keep" } else { remedy.name };
            self.report.count(&column.path, remedy.entity.as_str(), name, count);
        }
        out.map(|mut out| out.finish())
    }

    /// Writes `value` with its findings treated to `out`; false when nothing is to be changed.
    fn value(
        &mut self,
        column: &Column,
        value: &str,
        row: u32,
        item: u32,
        findings: &[Finding],
        out: &mut String,
    ) -> bool {
        let applier = self.applier;
        let mut copied = 0;
        let mut changed = false;
        let mut chars = Chars::new(value);
        let mut written = 0;
        for (number, finding) in findings.iter().enumerate() {
            let Some(remedy) = applier.remedies.get(usize::from(finding.detector)) else { continue };
            let Some(found) = value.get(finding.start..finding.end) else { continue };
            let allowed = applier.allow.holds(found);
            let count = self.tally.entry((finding.detector, allowed)).or_default();
            count.found += 1;
            if !remedy.masks || allowed {
                continue;
            }
            changed = true;
            let kept = value.get(copied..finding.start).unwrap_or_default();
            out.push_str(kept);
            copied = finding.end;
            let out_start = written + count_chars(Some(kept));
            let replacement = out.len();
            let place = (column.path.as_ref(), item, number);
            let treated = self.rewrite(remedy, found, row, place, out);
            if !treated {
                out.push_str(&remedy.redacted());
            }
            let count = self.tally.entry((finding.detector, false)).or_default();
            *(if treated { &mut count.treated } else { &mut count.redacted }) += 1;
            written = out_start + count_chars(out.get(replacement..));
            let (start, end) = (chars.at(finding.start), chars.at(finding.end));
            self.report.findings.push(LoggedFinding {
                row: self.input_row(row),
                out_row: u64::from(row),
                column: Arc::clone(&column.path),
                item,
                entity: remedy.entity.clone(),
                detector: finding.detector,
                start,
                end,
                out_start,
                out_end: written,
                score: finding.score,
                known: finding.evidence.is_known(),
                action: remedy.name,
                fingerprint: applier.keys.fingerprint(&remedy.entity, found),
            });
        }
        if changed {
            out.push_str(value.get(copied..).unwrap_or_default());
        }
        changed
    }

    /// A JSON key with what is found in it replaced by tags, and what was found.
    pub(super) fn key(&self, key: &str) -> Option<(String, Vec<Entity>)> {
        let applier = self.applier;
        let mut findings = Vec::new();
        applier.engine.detect(key, &Header::of_key(key), &mut findings);
        let masks = |detector| applier.masks(detector);
        let mut scratch = Scratch::default();
        applier.known(None).add(key, applier.detectors, masks, &mut scratch, &mut findings);
        let mut out = String::new();
        let mut copied = 0;
        let mut entities = Vec::new();
        for finding in &findings {
            let remedy = applier.remedies.get(usize::from(finding.detector)).filter(|remedy| remedy.masks);
            let Some(Remedy { entity, .. }) = remedy else { continue };
            out.push_str(key.get(copied..finding.start).unwrap_or_default());
            copied = finding.end;
            // Two keys of one object must stay two keys: the fingerprint tells them apart.
            let found = key.get(finding.start..finding.end).unwrap_or_default();
            let fingerprint = applier.keys.fingerprint(entity, found);
            out.push_str(&format!("<{entity}:{}>", hex(fingerprint.get(..4).unwrap_or_default())));
            entities.push(entity.clone());
        }
        out.push_str(key.get(copied..).unwrap_or_default());
        (!entities.is_empty()).then_some((out, entities))
    }

    /// Appends the replacement; false when the transform refused, or gave the value back.
    fn rewrite(
        &mut self,
        remedy: &Remedy,
        value: &str,
        row: u32,
        (column, item, number): (&str, u32, usize),
        out: &mut String,
    ) -> bool {
        let Some(transform) = &remedy.transform else { return false };
        let people = self.learned.people(row);
        let same_people = |other| self.learned.people(other) == people;
        if let Some(made) = self.memo.get(transform, value, same_people) {
            out.push_str(made);
            return true;
        }
        let input_row = self.input_row(row).to_le_bytes();
        let file = self.place.file.len();
        self.document.get_mut(file..).into_iter().for_each(|place| place.copy_from_slice(&input_row));
        let subject = remedy.subject.as_ref().and_then(|path| self.subjects.get(path));
        let subject = subject.and_then(|rows| rows.get(usize::try_from(row).ok()?)?.as_deref());
        let occurrence = occurrence(column, item, number);
        let cell = Cell { value, document: &self.document, occurrence, subject, people };
        let start = out.len();
        if transform.rewrite(&cell, out).is_err() {
            out.truncate(start);
            return false;
        }
        self.memo.keep(transform, value, row, out.get(start..).unwrap_or_default());
        true
    }
}

/// Numbers a value within its document, whatever the batch: FNV-1a over its place.
fn occurrence(column: &str, item: u32, number: usize) -> u64 {
    let place = column.bytes().chain(item.to_le_bytes()).chain(number.to_le_bytes());
    place.fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn count_chars(text: Option<&str>) -> u32 {
    text.map_or(0, |text| u32::try_from(text.chars().count()).unwrap_or(u32::MAX))
}

/// Numbers the values of one row.
#[derive(Default)]
struct Items {
    row: Option<u32>,
    item: u32,
}

impl Items {
    fn next(&mut self, row: u32) -> u32 {
        self.item = if self.row == Some(row) { self.item + 1 } else { 0 };
        self.row = Some(row);
        self.item
    }
}

/// Turns ascending byte offsets into code points without starting over each time.
struct Chars<'a> {
    text: &'a str,
    byte: usize,
    chars: u32,
}

impl<'a> Chars<'a> {
    fn new(text: &'a str) -> Self {
        Self { text, byte: 0, chars: 0 }
    }

    fn at(&mut self, byte: usize) -> u32 {
        self.chars += count_chars(self.text.get(self.byte..byte));
        self.byte = byte;
        self.chars
    }
}
