//! No original value survives: the input is searched again, and what is found there must not be in the output.
//!
//! Two questions. *In place*: does a treated value, or a treated region, still stand in the same row and column?
//! *Anywhere*: does a telling value (eight digits, or an `@`) stand anywhere in the output? Shared names and dates are
//! only asked for in place: they belong to many people, and short numbers meet by chance.

use std::collections::{BTreeMap, HashSet};

use limpid_detectors::{Engine, Header, has_reserved_range};
use limpid_pipelines::{
    error::Error,
    path::last_name,
    source::{InputFile, discover},
    walk::Kind,
};

use super::{
    Findings, Subject,
    reader::{Value, read_leaves},
};
use crate::{error::CliError, run::prepare::parts};

/// Shortest telling value, in bytes.
const SHORTEST: usize = 6;
/// Longest value that is searched for anywhere, in bytes.
const LONGEST: usize = 120;

/// A place in a table: row, path, number of the value.
type Spot = (u64, String, u32);

/// What the input held that had to go.
#[derive(Default)]
struct Originals {
    /// Digests of telling values, by length in bytes.
    telling: BTreeMap<usize, HashSet<u64>>,
    /// Treated texts by place: digests of whole values and of regions.
    places: BTreeMap<Spot, Vec<String>>,
    count: u64,
}

pub(super) fn check(subject: &Subject<'_>) -> Result<Findings, CliError> {
    if subject.request.against.is_empty() {
        return Ok(Findings::skipped("no --against INPUT"));
    }
    let engine = subject.engine()?;
    let inputs = discover(&subject.request.against, subject.request.from, true)?;
    let inputs: Vec<InputFile> = match &subject.manifest {
        // Names were cleaned on the way out; digests find the file again.
        Some(manifest) => matched(inputs, manifest)?,
        None => parts(inputs, &engine, |_| [0; 16]).into_iter().map(|part| part.file).collect(),
    };
    let mut findings = Findings::looked_at("");
    let mut telling: BTreeMap<usize, HashSet<u64>> = BTreeMap::new();
    let mut count = 0;
    for input in &inputs {
        let output = counterpart(subject, input);
        let originals = originals(subject, &engine, input)?;
        count += originals.count;
        for (length, values) in &originals.telling {
            telling.entry(*length).or_default().extend(values);
        }
        match output {
            Some(output) => in_place(subject, &originals, output, &mut findings)?,
            None => findings.problem(format!("{}: no output was made from it", input.relative)),
        }
    }
    for output in &subject.files {
        anywhere(subject, &telling, output, &mut findings)?;
    }
    findings.looked_at = format!("{} inputs, {count} values that had to go", inputs.len());
    if let Some(manifest) = &subject.manifest {
        let files = manifest.outputs.iter().filter(|output| moved(manifest, &output.name)).count();
        if files > 0 {
            findings.looked_at +=
                &format!("; {files} files lost rows: there, only telling values are asked for");
        }
    }
    Ok(findings)
}

/// The inputs the manifest lists, under the names it lists them by.
pub(super) fn matched(
    files: Vec<InputFile>,
    manifest: &crate::lineage::Manifest,
) -> Result<Vec<InputFile>, Error> {
    let mut matched = Vec::new();
    for mut file in files {
        let digest = crate::run::digest::of_file(&file.path, &file.relative)?;
        let same = manifest.inputs.iter().filter(|record| record.sha256 == digest.sha256);
        let same: Vec<_> = same.collect();
        let record = same.iter().find(|record| record.name == file.relative).or(same.first());
        if let Some(record) = record {
            file.relative.clone_from(&record.name);
            matched.push(file);
        }
    }
    for record in &manifest.inputs {
        if !matched.iter().any(|file| file.relative == record.name) {
            return Err(Error::NoInput {
                path: record.name.clone(),
                what: "this input is not there, or not the same any more",
            });
        }
    }
    Ok(matched)
}

fn counterpart<'a>(subject: &'a Subject<'_>, input: &InputFile) -> Option<&'a InputFile> {
    let name = match &subject.manifest {
        Some(manifest) => &manifest.outputs.iter().find(|record| record.input == input.relative)?.name,
        None => &input.relative,
    };
    subject.files.iter().find(|file| file.relative == *name)
}

/// Whether the output was made from the input.
pub(super) fn is_counterpart(subject: &Subject<'_>, input: &InputFile, output: &InputFile) -> bool {
    counterpart(subject, input).is_some_and(|own| own.relative == output.relative)
}

fn originals(subject: &Subject<'_>, engine: &Engine, input: &InputFile) -> Result<Originals, CliError> {
    let table = limpid_pipelines::table::table_name(&input.relative);
    let mut all = Originals::default();
    read_leaves(
        &subject.driver,
        input,
        (subject.plan.as_ref(), &table),
        |originals: &mut Originals, value| collect(subject, engine, &table, originals, &value),
        |part| {
            all.count += part.count;
            all.places.extend(part.places);
            for (length, values) in part.telling {
                all.telling.entry(length).or_default().extend(values);
            }
            Ok(())
        },
    )?;
    Ok(all)
}

fn collect(
    subject: &Subject<'_>,
    engine: &Engine,
    table: &str,
    originals: &mut Originals,
    value: &Value<'_>,
) {
    let policy = subject.policy();
    let allow = policy.allow_list();
    let column = subject.plan.as_ref().and_then(|plan| plan.leaf(engine, table, value.path, value.kind).ok());
    let action = column.as_ref().map(|column| &column.action);
    let mut note = |text: &str, coarse: bool| {
        if text.trim().is_empty() || allow.holds(text) {
            return;
        }
        originals.count += 1;
        if !coarse || text.contains(['-', '/']) {
            let spot = (value.row, value.path.to_owned(), value.item);
            originals.places.entry(spot).or_default().push(text.to_owned());
        }
        let digits = text.bytes().filter(u8::is_ascii_digit).count();
        if !coarse && (digits >= 8 || text.contains('@')) && (SHORTEST..=LONGEST).contains(&text.len()) {
            originals.telling.entry(text.len()).or_default().insert(digest(text));
        }
    };
    match action {
        Some(action) if action.masks() => note(value.text, is_coarse(action.name())),
        // Kept by decision: as it is, or at the lowest level of its hierarchy.
        Some(action) if action.name() != "detect" => {}
        _ => {
            if value.kind != Kind::Text {
                return;
            }
            // Read as the run read it: a town alone in its cell is nobody, in a text it may be.
            let header = match &column {
                _ if value.path == "*" => Header::of_key(value.text),
                Some(column) => column.header(engine),
                None => engine.header(last_name(value.path)),
            };
            let mut found = Vec::new();
            engine.detect(value.text, &header, &mut found);
            for finding in &found {
                let Some(entity) = engine.entity(finding) else { continue };
                let action = policy.action(entity);
                if action.masks()
                    && let Some(text) = value.text.get(finding.start..finding.end)
                {
                    note(text, is_coarse(action.name()));
                }
            }
        }
    }
}

/// Operators whose results may equal somebody else's original: a shifted date is a date.
fn is_coarse(action: &str) -> bool {
    matches!(action, "date_shift" | "generalize" | "hierarchy" | "round" | "top_bottom")
}

fn in_place(
    subject: &Subject<'_>,
    originals: &Originals,
    output: &InputFile,
    findings: &mut Findings,
) -> Result<(), CliError> {
    let table = subject.table(&output.relative);
    let mut survived: BTreeMap<String, u64> = BTreeMap::new();
    // Rows that are gone move the rows after them: places then no longer match, and only `anywhere` can tell.
    if subject.manifest.as_ref().is_some_and(|manifest| moved(manifest, &output.relative)) {
        return Ok(());
    }
    read_leaves(
        &subject.driver,
        output,
        (subject.plan.as_ref(), &table),
        |part: &mut BTreeMap<String, u64>, value| {
            let spot = (value.row, value.path.to_owned(), value.item);
            let there = originals.places.get(&spot).map(Vec::as_slice).unwrap_or_default();
            if value.path != "*" && there.iter().any(|original| holds(value.text, original)) {
                *part.entry(value.path.to_owned()).or_insert(0) += 1;
            }
        },
        |part| {
            for (path, count) in part {
                *survived.entry(path).or_insert(0) += count;
            }
            Ok(())
        },
    )?;
    for (path, count) in survived {
        findings
            .problem(format!("{}: column {path}: {count} original values still in place", output.relative));
    }
    Ok(())
}

/// Whether the output has fewer rows than its input.
pub(super) fn moved(manifest: &crate::lineage::Manifest, output: &str) -> bool {
    let output = manifest.outputs.iter().find(|record| record.name == output);
    output.is_some_and(|output| {
        let input = manifest.inputs.iter().find(|record| record.name == output.input);
        // Canaries stand after all other rows.
        input.is_none_or(|input| input.rows.checked_add(output.planted) != Some(output.rows))
    })
}

/// Whether `text` holds `original` as a word of its own.
fn holds(text: &str, original: &str) -> bool {
    text.match_indices(original).any(|(start, found)| {
        let before = text.get(..start).and_then(|head| head.chars().next_back());
        let after = text.get(start + found.len()..).and_then(|tail| tail.chars().next());
        !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
    })
}

/// Whether the column holds stand-ins that only keep the format: one may happen to be somebody else's value. That
/// none stands where it stood is still checked.
fn may_coincide(subject: &Subject<'_>, engine: &Engine, table: &str, value: &Value<'_>) -> bool {
    let column = subject.plan.as_ref().and_then(|plan| plan.leaf(engine, table, value.path, value.kind).ok());
    column.is_some_and(|column| {
        let ranged = column.class.as_ref().is_some_and(|class| has_reserved_range(class.as_str()));
        matches!(column.action.name(), "surrogate" | "encrypt") && !ranged
    })
}

fn anywhere(
    subject: &Subject<'_>,
    telling: &BTreeMap<usize, HashSet<u64>>,
    output: &InputFile,
    findings: &mut Findings,
) -> Result<(), CliError> {
    let table = subject.table(&output.relative);
    let engine = subject.engine()?;
    let mut survived: BTreeMap<String, u64> = BTreeMap::new();
    read_leaves(
        &subject.driver,
        output,
        (subject.plan.as_ref(), &table),
        |part: &mut BTreeMap<String, u64>, value| {
            let count = surviving(value.text, telling);
            if count > 0 && !may_coincide(subject, &engine, &table, &value) {
                *part.entry(value.path.to_owned()).or_insert(0) += count;
            }
        },
        |part| {
            for (path, count) in part {
                *survived.entry(path).or_insert(0) += count;
            }
            Ok(())
        },
    )?;
    for (path, count) in survived {
        findings.problem(format!("{}: column {path}: {count} original values found again", output.relative));
    }
    Ok(())
}

/// How many telling values begin at the start of a word of `text`.
fn surviving(text: &str, telling: &BTreeMap<usize, HashSet<u64>>) -> u64 {
    let mut count = 0;
    let mut inside = false;
    for (start, letter) in text.char_indices() {
        if !inside || !letter.is_alphanumeric() {
            for (length, values) in telling {
                let end = start + length;
                let whole = |value: &&str| {
                    let after = text.get(start + value.len()..).and_then(|tail| tail.chars().next());
                    !after.is_some_and(char::is_alphanumeric)
                };
                let found = text.get(start..end).filter(whole);
                count += u64::from(found.is_some_and(|value| values.contains(&digest(value))));
            }
        }
        inside = letter.is_alphanumeric();
    }
    count
}

/// Sixty-four bits of BLAKE3: enough to tell the values of one data set apart.
fn digest(text: &str) -> u64 {
    blake3::hash(text.as_bytes()).as_bytes().iter().take(8).fold(0, |sum, byte| sum << 8 | u64::from(*byte))
}
