//! Nothing that the policy treats is left: a re-scan with detectors stricter than the run's.
//!
//! A finding is no leak when it lies in a range that belongs to nobody, in a region the signed log says was
//! written by limpid, or in a column whose every value was. What the log says is taken for what it is: the run's own
//! word. `--against` checks it against the input.

use std::{collections::BTreeMap, path::Path};

use arrow::{
    array::{AsArray, RecordBatch},
    datatypes::{UInt32Type, UInt64Type},
};
use limpid_detectors::{Engine, Header, Selection, Set, is_reserved};
use limpid_pipelines::{path::last_name, plan::Plan, policy::AllowList};
use parquet::arrow::arrow_reader::{ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder};

use super::{
    Findings, Subject,
    reader::{Value, read_leaves},
};
use crate::error::CliError;

/// How much lower than the run's the threshold is.
const STRICTER: f32 = 0.05;

/// A finding that nothing explains.
struct Leak {
    row: u64,
    path: String,
    item: u32,
    entity: String,
    start: u32,
    end: u32,
}

/// What one chunk holds.
#[derive(Default)]
struct Seen {
    values: u64,
    /// Bare hits of detectors that the run did not have: counted, not held against it.
    suspects: u64,
    leaks: Vec<Leak>,
}

pub(super) fn check(subject: &Subject<'_>) -> Result<Findings, CliError> {
    let run = &subject.policy().detect.selection;
    let stricter = Selection {
        set: if run.set == Set::Deep { Set::Deep } else { Set::Strict },
        min_score: Some((run.min_score.unwrap_or(run.set.min_score()) - STRICTER).max(0.0)),
        ..run.clone()
    };
    let engine = subject.policy().engine_with(&stricter)?;
    let allow = subject.policy().allow_list();
    let mut findings = Findings::looked_at("");
    let (mut values, mut suspects) = (0, 0);
    let mut leaks: BTreeMap<(String, String, String), u64> = BTreeMap::new();
    for file in &subject.files {
        let table = subject.table(&file.relative);
        let input = subject.manifest.as_ref().and_then(|manifest| {
            manifest
                .outputs
                .iter()
                .find(|record| record.name == file.relative)
                .map(|record| record.input.clone())
        });
        let mut log =
            Log::open(&subject.side("findings.parquet"), input.as_deref().unwrap_or(&file.relative));
        let scan = Scan { subject, engine: &engine, allow: &allow, table: &table };
        let read = read_leaves(
            &subject.driver,
            file,
            (subject.plan.as_ref(), &table),
            |seen: &mut Seen, value| scan.look(seen, &value),
            |seen| {
                values += seen.values;
                suspects += seen.suspects;
                for leak in seen.leaks {
                    if !log.covers(&leak) {
                        *leaks.entry((file.relative.clone(), leak.path, leak.entity)).or_insert(0) += 1;
                    }
                }
                Ok(())
            },
        );
        if let Err(error) = read {
            findings.problem(format!("{}: {error}", file.relative));
        }
    }
    for ((file, path, entity), count) in leaks {
        findings.problem(format!("{file}: column {path}: {entity} found {count} times"));
    }
    let (files, detectors) = (subject.files.len(), engine.detectors().len());
    findings.looked_at = format!("{files} files, {values} values, {detectors} detectors");
    if suspects > 0 {
        findings.looked_at += &format!("; {suspects} bare hits that the run did not count");
    }
    Ok(findings)
}

struct Scan<'a> {
    subject: &'a Subject<'a>,
    engine: &'a Engine,
    allow: &'a AllowList,
    table: &'a str,
}

impl Scan<'_> {
    fn look(&self, seen: &mut Seen, value: &Value<'_>) {
        seen.values += 1;
        if value.text.len() < 4 {
            return;
        }
        let header = if value.path == "*" {
            Header::of_key(value.text)
        } else {
            self.engine.header(last_name(value.path))
        };
        let mut found = Vec::new();
        self.engine.detect(value.text, &header, &mut found);
        if found.is_empty() || self.written_by_us(value) {
            return;
        }
        for finding in &found {
            let Some(entity) = self.engine.entity(finding) else { continue };
            let Some(text) = value.text.get(finding.start..finding.end) else { continue };
            let policy = self.subject.policy();
            let allowed = self.allow.holds(text);
            if !policy.action(entity).masks() || allowed || is_reserved(entity.as_str(), text) {
                continue;
            }
            let selection = &policy.detect.selection;
            let evidence = finding.evidence;
            let bare = !evidence.header && evidence.context.is_none();
            let stricter = self.engine.rule(finding.detector).is_some_and(|rule| !selection.admits(rule));
            // What the run would not have counted itself: a chance, not a leak.
            let fainter = finding.score < selection.min_score_of(entity);
            // A model that reads a changed text again is no witness against itself; `--against` is one.
            let read_anew = evidence.is_tagged() && self.subject.plan.is_some();
            if read_anew || bare && (fainter || stricter && !evidence.validated) {
                seen.suspects += 1;
                continue;
            }
            let chars = |byte: usize| {
                let head = value.text.get(..byte).unwrap_or_default();
                u32::try_from(head.chars().count()).unwrap_or(u32::MAX)
            };
            seen.leaks.push(Leak {
                row: value.row,
                path: value.path.to_owned(),
                item: value.item,
                entity: entity.to_string(),
                start: chars(finding.start),
                end: chars(finding.end),
            });
        }
    }

    /// Whether the plan says that this column is kept as it is on purpose, or rewritten value by value.
    fn written_by_us(&self, value: &Value<'_>) -> bool {
        let Some(plan) = &self.subject.plan else { return false };
        explained(plan, self.engine, self.table, value)
    }
}

fn explained(plan: &Plan, engine: &Engine, table: &str, value: &Value<'_>) -> bool {
    // A column that is rewritten whole holds nothing but stand-ins; one that the policy keeps was kept by decision.
    let column = plan.leaf(engine, table, value.path, value.kind);
    column.is_ok_and(|column| {
        let name = column.action.name();
        name != "detect" && (name != "keep" || plan.policy.column_action(value.path).is_some())
    })
}

/// The findings that the run logged for one file, read in step with the file.
struct Log {
    batches: Option<ParquetRecordBatchReader>,
    file: String,
    /// By row, path and item: regions written.
    regions: BTreeMap<(u64, String, u32), Vec<(u32, u32)>>,
    /// Rows below are read completely.
    read_to: u64,
}

impl Log {
    fn open(path: &Path, file: &str) -> Self {
        let reader = std::fs::File::open(path).ok();
        let reader = reader.and_then(|file| ParquetRecordBatchReaderBuilder::try_new(file).ok());
        let batches = reader.and_then(|builder| builder.build().ok());
        Self { batches, file: file.to_owned(), regions: BTreeMap::new(), read_to: 0 }
    }

    /// Whether a logged region covers the leak.
    fn covers(&mut self, leak: &Leak) -> bool {
        while self.read_to <= leak.row {
            match self.batches.as_mut().and_then(Iterator::next) {
                Some(Ok(batch)) => self.take(&batch),
                _ => self.read_to = u64::MAX,
            }
        }
        // Rows come in order: what lies far behind is not asked for again.
        self.regions = self.regions.split_off(&(leak.row.saturating_sub(1 << 16), String::new(), 0));
        let place = (leak.row, leak.path.clone(), leak.item);
        let regions = self.regions.get(&place).map(Vec::as_slice).unwrap_or_default();
        regions.iter().any(|(start, end)| *start <= leak.start && leak.end <= *end)
    }

    fn take(&mut self, batch: &RecordBatch) {
        let text = |name: &str| batch.column_by_name(name).and_then(|column| column.as_string_opt::<i32>());
        let number = |name: &str| {
            batch.column_by_name(name).and_then(|column| column.as_primitive_opt::<UInt32Type>())
        };
        let rows = batch.column_by_name("out_row").and_then(|column| column.as_primitive_opt::<UInt64Type>());
        let (Some(rows), Some(files), Some(paths)) = (rows, text("file"), text("column")) else { return };
        let (Some(items), Some(starts), Some(ends)) =
            (number("item"), number("out_start"), number("out_end"))
        else {
            return;
        };
        for index in 0..batch.num_rows() {
            if files.value(index) == self.file {
                let place = (rows.value(index), paths.value(index).to_owned(), items.value(index));
                self.read_to = self.read_to.max(place.0);
                self.regions.entry(place).or_default().push((starts.value(index), ends.value(index)));
            }
        }
    }
}
