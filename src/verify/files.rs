//! No file is missing, none is extra.

use std::collections::BTreeSet;

use super::{Findings, Subject};
use crate::{
    error::CliError,
    lineage::{FOLDER, MANIFEST_FILE, PROVENANCE_FILE, PUBLIC_KEY_FILE, VERIFICATION_FILE},
};

pub(super) fn check(subject: &Subject<'_>) -> Result<Findings, CliError> {
    let Some(manifest) = &subject.manifest else {
        return Ok(match subject.manifest_bytes {
            None => Findings::skipped("no manifest"),
            Some(_) => {
                let mut findings = Findings::looked_at(MANIFEST_FILE);
                findings.problem("the manifest cannot be read");
                findings
            }
        });
    };
    let listed: BTreeSet<&str> = manifest.outputs.iter().map(|file| file.name.as_str()).collect();
    let mut findings = Findings::looked_at(format!("{} files listed", listed.len()));
    for name in &listed {
        if !subject.request.root.join(name).is_file() {
            findings.problem(format!("missing: {name}"));
        }
    }
    for name in manifest.side_files.iter().map(|file| &file.name) {
        if !subject.side(name).is_file() {
            findings.problem(format!("missing: {FOLDER}/{name}"));
        }
    }
    for name in every_file(&subject.request.root, "") {
        if !listed.contains(name.as_str()) {
            findings.problem(format!("extra: {name}"));
        }
    }
    let side: BTreeSet<&str> = manifest.side_files.iter().map(|file| file.name.as_str()).collect();
    let ours = [MANIFEST_FILE, PROVENANCE_FILE, PUBLIC_KEY_FILE, VERIFICATION_FILE];
    for name in every_file(&subject.request.root.join(FOLDER), "") {
        if !side.contains(name.as_str()) && !ours.contains(&name.as_str()) {
            findings.problem(format!("extra: {FOLDER}/{name}"));
        }
    }
    Ok(findings)
}

/// Every file below a folder, hidden ones too, `_limpid` apart.
fn every_file(folder: &std::path::Path, prefix: &str) -> Vec<String> {
    let mut names = Vec::new();
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let Some(name) = entry.file_name().to_str().map(|name| format!("{prefix}{name}")) else {
            names.push(format!("{prefix}(a name that is not UTF-8)"));
            continue;
        };
        if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            if name != FOLDER {
                names.extend(every_file(&entry.path(), &format!("{name}/")));
            }
        } else {
            names.push(name);
        }
    }
    names.sort();
    names
}
