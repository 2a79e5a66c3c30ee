//! Nobody who was erased is in the index any more, and the files are those the erasures left.

use std::collections::BTreeMap;

use super::{Findings, Subject};
use crate::{
    erase::{Erasures, Index},
    error::CliError,
};

pub(super) fn check(subject: &Subject<'_>) -> Result<Findings, CliError> {
    let Some(manifest) = &subject.manifest else { return Ok(Findings::skipped("no manifest")) };
    let root = &subject.request.root;
    let Ok(erasures) = Erasures::read(root) else {
        let mut findings = Findings::looked_at("erasures.json");
        findings.problem("the record of erasures cannot be read");
        return Ok(findings);
    };
    if erasures.erasures.is_empty() {
        return Ok(Findings::skipped("nothing was erased"));
    }
    let rows: u64 = erasures.erasures.iter().map(|erasure| erasure.rows).sum();
    let mut findings = Findings::looked_at("");
    match erasures.fingerprints() {
        None => findings.problem("a fingerprint is malformed"),
        Some(fingerprints) => {
            let left = Index::of(root).shows(&fingerprints)?;
            if left > 0 {
                findings.problem(format!("{left} places of people who were erased are still in the index"));
            }
            findings.looked_at = format!(
                "{} erasures, {rows} rows, {} fingerprints, {left} left in the index",
                erasures.erasures.len(),
                fingerprints.len()
            );
        }
    }
    let dropped = manifest.rows.dropped.iter().filter(|dropped| dropped.reason == "erasure");
    if dropped.map(|dropped| dropped.count).sum::<u64>() != rows {
        findings.problem("the manifest counts other erased rows than the record of erasures");
    }
    // Of a file that was rewritten twice, the last word counts.
    let files = erasures.erasures.iter().flat_map(|erasure| &erasure.files);
    let last: BTreeMap<&str, _> = files.map(|file| (file.name.as_str(), file)).collect();
    for (name, file) in last {
        let record = manifest.outputs.iter().find(|record| record.name == name);
        if !record.is_some_and(|record| record.sha256 == file.sha256_after && record.rows == file.rows_after)
        {
            findings.problem(format!("{name}: not the file that the last erasure left"));
        }
    }
    Ok(findings)
}
