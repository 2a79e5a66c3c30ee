//! Rows that could not be read, set aside: encrypted, one JSON line each, openable only with the key.

use std::{
    fs::File,
    io::{BufWriter, Write},
};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use limpid_pipelines::{error::Error, key::KeyRing, source::Rejected};
use serde_json::json;

use super::folder::Folder;

/// The rows of one file that are set aside.
pub(super) struct Quarantine<'a> {
    folder: &'a Folder,
    index: usize,
    file: &'a str,
    keys: &'a KeyRing,
    writer: Option<BufWriter<File>>,
    rows: u64,
}

impl<'a> Quarantine<'a> {
    pub(super) fn new(folder: &'a Folder, index: usize, file: &'a str, keys: &'a KeyRing) -> Self {
        Self { folder, index, file, keys, writer: None, rows: 0 }
    }

    /// Appends rows, sealed.
    pub(super) fn set_aside(&mut self, rejected: &[Rejected]) -> Result<(), Error> {
        let failed = |error: std::io::Error| Error::io("write", "quarantine", &error);
        for row in rejected {
            let writer = match &mut self.writer {
                Some(writer) => writer,
                none => {
                    let path = self.folder.side(&quarantine_part(self.index));
                    none.insert(BufWriter::new(File::create(path).map_err(failed)?))
                }
            };
            let sealed = STANDARD.encode(self.keys.seal("quarantine", &row.raw)?);
            let line = json!({"file": self.file, "row": row.row, "reason": row.what, "sealed": sealed});
            writeln!(writer, "{line}").map_err(failed)?;
            self.rows += 1;
        }
        Ok(())
    }

    /// Flushes; returns how many rows were set aside.
    pub(super) fn finish(self) -> Result<u64, Error> {
        if let Some(mut writer) = self.writer {
            writer.flush().map_err(|error| Error::io("write", "quarantine", &error))?;
        }
        Ok(self.rows)
    }
}

/// Name of a file's quarantined rows while the run lasts.
pub(super) fn quarantine_part(index: usize) -> String {
    format!("parts/{index:06}.quarantine")
}
