//! Changed files of an output, swapped in together: whole or not at all.
//!
//! Everything new is written to `_limpid/revision` and flushed; then the journal `_limpid/revision/commit` says so. Up to
//! there nothing of the output has changed. After it the manifest goes first, so that no reader takes a half for a whole,
//! the files are renamed over the old ones, and the new manifest comes last. Whoever finds a journal finishes the work;
//! whoever finds a revision without one throws it away.

use std::{
    fs::{self, File},
    io::{BufWriter, Write},
    path::{Path, PathBuf},
};

use limpid_pipelines::error::{Error, Place};

use crate::{
    error::CliError,
    lineage::{FOLDER, MANIFEST_FILE, Manifest, PROVENANCE_FILE, PUBLIC_KEY_FILE, provenance},
    run::{
        Identity,
        digest::{Digest, Digesting},
        folder::StagedFile,
    },
};

const AREA: &str = "revision";
const JOURNAL: &str = "commit";

/// Files to come.
pub(super) struct Revision<'a> {
    root: &'a Path,
}

impl<'a> Revision<'a> {
    /// Begins a revision; what an earlier one left unfinished is settled first.
    pub(super) fn begin(root: &'a Path) -> Result<Self, Error> {
        recover(root)?;
        fs::create_dir_all(area(root).join("files")).map_err(|error| failed("create", AREA, &error))?;
        Ok(Self { root })
    }

    fn path(&self, name: &str) -> Result<PathBuf, Error> {
        let path = area(self.root).join("files").join(name);
        let folder = path.parent().unwrap_or(self.root);
        fs::create_dir_all(folder).map_err(|error| failed("create", name, &error))?;
        Ok(path)
    }

    /// Begins a file.
    pub(super) fn stage(&self, name: &str) -> Result<StagedFile, Error> {
        let file = crate::run::folder::private().open(self.path(name)?);
        let file = file.map_err(|error| failed("create", name, &error))?;
        Ok(Digesting::new(BufWriter::with_capacity(1 << 20, file)))
    }

    /// Writes a file.
    pub(super) fn write(&self, name: &str, bytes: &[u8]) -> Result<(), Error> {
        let file = self.stage(name)?;
        file.clone().write_all(bytes).map_err(|error| failed("write", name, &error))?;
        settle(name, &file).map(drop)
    }

    /// Writes the manifest and the signed statement about it.
    pub(super) fn sign(&self, manifest: &Manifest, identity: &Identity) -> Result<(), CliError> {
        let bytes = manifest.to_json()?;
        let statement = provenance(&bytes, identity.signer())?;
        let key = identity.signer().verifying_key().to_pem();
        self.write(&format!("{FOLDER}/{PUBLIC_KEY_FILE}"), key.as_bytes())?;
        self.write(&format!("{FOLDER}/{PROVENANCE_FILE}"), &statement)?;
        self.write(&format!("{FOLDER}/{MANIFEST_FILE}"), &bytes)?;
        Ok(())
    }

    /// Swaps the files in.
    pub(super) fn commit(self) -> Result<(), Error> {
        let journal = area(self.root).join(JOURNAL);
        let written = File::create(&journal).and_then(|file| file.sync_all());
        written.map_err(|error| failed("write", JOURNAL, &error))?;
        sync_folder(&area(self.root));
        recover(self.root)
    }
}

/// Flushes a file to disk; returns its digests.
pub(super) fn settle(name: &str, file: &StagedFile) -> Result<Digest, Error> {
    let settled = file.with(|file| {
        file.flush()?;
        file.get_ref().sync_all()
    });
    settled.and_then(|()| file.digest()).map_err(|error| failed("write", name, &error))
}

/// Finishes or discards what an interrupted revision left behind.
pub fn recover(root: &Path) -> Result<(), Error> {
    let area = area(root);
    if !area.exists() {
        return Ok(());
    }
    let manifest = format!("{FOLDER}/{MANIFEST_FILE}");
    if area.join(JOURNAL).exists() {
        let staged = area.join("files");
        let mut names = Vec::new();
        collect(&staged, &staged, &mut names)?;
        if names.contains(&manifest) {
            let old = root.join(&manifest);
            if old.exists() {
                fs::remove_file(&old).map_err(|error| failed("remove", MANIFEST_FILE, &error))?;
                sync_folder(&root.join(FOLDER));
            }
        }
        names.sort_by_key(|name| *name == manifest);
        for name in &names {
            let rename = fs::rename(staged.join(name), root.join(name));
            rename.map_err(|error| failed("rename", name, &error))?;
        }
        sync_folder(&root.join(FOLDER));
        // The journal goes only when there is nothing left to do.
        fs::remove_file(area.join(JOURNAL)).map_err(|error| failed("remove", JOURNAL, &error))?;
    }
    fs::remove_dir_all(&area).map_err(|error| failed("remove", AREA, &error))
}

/// Every file below a folder, relative to `root`, `/` between the parts.
fn collect(root: &Path, folder: &Path, names: &mut Vec<String>) -> Result<(), Error> {
    for entry in fs::read_dir(folder).map_err(|error| failed("open", AREA, &error))? {
        let path = entry.map_err(|error| failed("open", AREA, &error))?.path();
        if path.is_dir() {
            collect(root, &path, names)?;
        } else {
            let name = path.strip_prefix(root).ok().and_then(Path::to_str);
            names.push(
                name.map(|name| name.replace('\\', "/"))
                    .ok_or(Error::Malformed { place: Place::file(AREA), what: "a file name is not UTF-8" })?,
            );
        }
    }
    names.sort();
    Ok(())
}

fn area(root: &Path) -> PathBuf {
    root.join(FOLDER).join(AREA)
}

/// Makes renames last; not every file system can be asked to.
fn sync_folder(path: &Path) {
    let _ = File::open(path).and_then(|folder| folder.sync_all());
}

fn failed(action: &'static str, name: &str, error: &std::io::Error) -> Error {
    Error::io(action, name, error)
}
