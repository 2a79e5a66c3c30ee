//! Every file has the bytes that the manifest says.

use std::collections::BTreeMap;

use super::{Findings, Subject};
use crate::{error::CliError, lineage::FOLDER, run::digest::of_file};

pub(super) fn check(subject: &Subject<'_>) -> Result<Findings, CliError> {
    let Some(manifest) = &subject.manifest else { return Ok(Findings::skipped("no manifest")) };
    let outputs = manifest.outputs.iter().map(|file| (file.name.clone(), &file.sha256, &file.blake3));
    let sides = manifest.side_files.iter();
    let sides = sides.map(|file| (format!("{FOLDER}/{}", file.name), &file.sha256, &file.blake3));
    let files: Vec<_> = outputs.chain(sides).collect();
    let known: BTreeMap<&String, &String> = files.iter().map(|(name, sha256, _)| (*sha256, name)).collect();
    let mut findings = Findings::looked_at(format!("{} files, SHA-256 and BLAKE3", files.len()));
    for (name, sha256, blake3) in &files {
        let path = subject.request.root.join(name);
        if !path.is_file() {
            continue;
        }
        let digest = of_file(&path, name)?;
        if digest.sha256 == **sha256 && digest.blake3 == **blake3 {
            continue;
        }
        match known.get(&digest.sha256) {
            Some(other) => findings.problem(format!("swapped: {name} holds the bytes of {other}")),
            None => findings.problem(format!("changed: {name}")),
        }
    }
    if subject.plan.is_none() {
        findings.problem("the plan cannot be read");
    }
    Ok(findings)
}
