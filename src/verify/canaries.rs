//! The rows that belong to nobody are as many as planned, and hold a canary and nothing else: no real row hides there.

use std::collections::{BTreeMap, BTreeSet};

use limpid_pipelines::canary::{CanaryPlan, reads_as_canary};

use super::{
    Findings, Subject,
    reader::{Value, read_leaves},
};
use crate::{error::CliError, lineage::Manifest};

/// What the planted rows of a chunk hold.
#[derive(Default)]
struct Seen {
    /// Rows by digest of their canary.
    canaries: BTreeMap<u64, [u8; 32]>,
    /// Values that are no canary.
    others: u64,
}

pub(super) fn check(subject: &Subject<'_>) -> Result<Findings, CliError> {
    let plan = subject.plan.as_ref().and_then(|plan| plan.canaries.as_ref());
    let planted = subject.manifest.as_ref().map_or(0, planted);
    let Some(plan) = plan else {
        let mut findings = match &subject.manifest {
            Some(_) => Findings::looked_at("none planned"),
            None => Findings::skipped("no manifest"),
        };
        if planted > 0 {
            findings.problem(format!("{planted} canaries, and the plan has none"));
        }
        return Ok(findings);
    };
    let mut findings = Findings::looked_at(format!("{planted} canaries in column {}", plan.column));
    if planted > plan.count {
        findings.problem(format!("{planted} canaries, the plan has {}", plan.count));
    }
    let mut different = BTreeSet::new();
    for file in &subject.files {
        let first = subject.first_canary(&file.relative);
        if first == u64::MAX {
            continue;
        }
        let table = subject.table(&file.relative);
        if table != plan.table {
            findings.problem(format!("{}: canaries in another table than the plan says", file.relative));
        }
        let (mut rows, mut others) = (0, 0);
        let read = read_leaves(
            &subject.driver,
            file,
            (subject.plan.as_ref(), &table),
            |seen: &mut Seen, value| look(seen, &value, first, plan),
            |seen| {
                rows += seen.canaries.len() as u64;
                others += seen.others;
                different.extend(seen.canaries.into_values());
                Ok(())
            },
        );
        let wanted = subject.manifest.iter().flat_map(|manifest| &manifest.outputs);
        let wanted: u64 =
            wanted.filter(|record| record.name == file.relative).map(|record| record.planted).sum();
        if let Err(error) = read {
            findings.problem(format!("{}: {error}", file.relative));
        } else if rows != wanted || others > 0 {
            findings.problem(format!(
                "{}: of {wanted} rows said to be canaries {rows} hold one, and {others} values are something else",
                file.relative
            ));
        }
    }
    if (different.len() as u64) < planted && findings.problems.is_empty() {
        findings.problem("some canaries are alike");
    }
    Ok(findings)
}

fn planted(manifest: &Manifest) -> u64 {
    manifest.outputs.iter().fold(0, |sum: u64, output| sum.saturating_add(output.planted))
}

fn look(seen: &mut Seen, value: &Value<'_>, first: u64, plan: &CanaryPlan) {
    // Keys of a document have no row of their own; empty cells are how CSV writes nothing.
    if value.row < first || value.path == "*" || value.text.is_empty() {
        return;
    }
    if value.path == plan.column && value.item == 0 && reads_as_canary(value.text) {
        seen.canaries.insert(value.row, *blake3::hash(value.text.as_bytes()).as_bytes());
    } else if plan.role.as_deref() != Some(value.path) {
        seen.others += 1;
    }
}
