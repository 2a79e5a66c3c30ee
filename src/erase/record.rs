//! `erasures.json`: what was erased, by fingerprint, file and digest. The tombstone of those who are gone.

use std::{collections::BTreeSet, path::Path};

use limpid_pipelines::error::{Error, Place};
use serde::{Deserialize, Serialize};

use crate::lineage::FOLDER;

/// Its name in `_limpid`.
pub const ERASURES_FILE: &str = "erasures.json";

/// Every erasure of an output, oldest first.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Erasures {
    /// Oldest first.
    pub erasures: Vec<Erasure>,
}

/// One erasure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Erasure {
    /// UUID.
    pub id: String,
    /// When, RFC 3339 in UTC.
    pub time: String,
    /// The key the fingerprints are under.
    pub key_id: String,
    /// SHA-256 of the manifest that this erasure replaced.
    pub manifest_before: String,
    /// Rows erased.
    pub rows: u64,
    /// Keyed fingerprints of those erased, in hex: none may be in the index any more.
    pub fingerprints: Vec<String>,
    /// The files that were rewritten.
    pub files: Vec<Erased>,
}

/// One rewritten file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Erased {
    /// Its name.
    pub name: String,
    /// Rows before.
    pub rows_before: u64,
    /// Rows after.
    pub rows_after: u64,
    /// SHA-256 before.
    pub sha256_before: String,
    /// SHA-256 after.
    pub sha256_after: String,
}

impl Erasures {
    /// Reads the record of an output; empty when nothing was erased.
    pub fn read(root: &Path) -> Result<Self, Error> {
        match std::fs::read(root.join(FOLDER).join(ERASURES_FILE)) {
            Ok(bytes) => serde_json::from_slice(&bytes).map_err(|_| Error::Malformed {
                place: Place::file(ERASURES_FILE),
                what: "the record of erasures cannot be read",
            }),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Self::default()),
            Err(error) => Err(Error::io("read", ERASURES_FILE, &error)),
        }
    }

    pub(super) fn to_json(&self) -> Result<Vec<u8>, Error> {
        let mut bytes = serde_json::to_vec_pretty(self).map_err(|_| Error::Internal)?;
        bytes.push(b'\n');
        Ok(bytes)
    }

    /// Every fingerprint; `None` when one is malformed.
    pub fn fingerprints(&self) -> Option<BTreeSet<[u8; 16]>> {
        let all = self.erasures.iter().flat_map(|erasure| &erasure.fingerprints);
        all.map(|hex| u128::from_str_radix(hex, 16).ok().filter(|_| hex.len() == 32).map(u128::to_be_bytes))
            .collect()
    }
}
