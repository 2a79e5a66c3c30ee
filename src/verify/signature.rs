//! Who signed, and that the signature covers this manifest.

use super::{Findings, Subject, read_if_there};
use crate::{
    error::CliError,
    lineage::{PROVENANCE_FILE, PUBLIC_KEY_FILE, VerifyingKey, verify_manifest},
};

pub(super) fn check(subject: &Subject<'_>) -> Result<Findings, CliError> {
    let Some(manifest) = &subject.manifest_bytes else {
        return Ok(match subject.request.pinned {
            None => Findings::skipped("no manifest: limpid did not write this"),
            Some(_) => {
                let mut findings = Findings::looked_at("no manifest");
                findings.problem("a key is pinned, but nothing here is signed");
                findings
            }
        });
    };
    let pinned = subject.request.pinned.as_deref();
    let path = pinned.map_or_else(|| subject.side(PUBLIC_KEY_FILE), ToOwned::to_owned);
    let key = read_if_there(&path)?.and_then(|bytes| String::from_utf8(bytes).ok());
    let key = key.and_then(|pem| VerifyingKey::from_pem(&pem).ok());
    let trust = if pinned.is_some() { "pinned key" } else { "key beside the data, not pinned" };
    let mut findings = Findings::looked_at(format!("{PROVENANCE_FILE}, {trust}"));
    let Some(key) = key else {
        findings.problem("the public key is missing or cannot be read");
        return Ok(findings);
    };
    match read_if_there(&subject.side(PROVENANCE_FILE))? {
        None => findings.problem("the signed statement is missing"),
        Some(provenance) => {
            if let Err(error) = verify_manifest(&provenance, manifest, &key) {
                findings.problem(error.to_string());
            }
        }
    }
    Ok(findings)
}
