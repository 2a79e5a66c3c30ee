//! The output folder: whole or not at all.
//!
//! Files are written to `_limpid/staging`, where Spark, Hive and friends do not look, flushed to disk, and moved
//! into place only when all of them are done. The manifest is written last; its presence means complete. What is
//! done so far is kept in `_limpid/parts`, so that a killed run can be resumed.

use std::{
    fs::{self, File, OpenOptions},
    io::{BufWriter, ErrorKind, Write},
    path::{Path, PathBuf},
};

use limpid_pipelines::error::Error;
use serde::{Serialize, de::DeserializeOwned};

use super::digest::Digesting;

/// The folder beside the data that holds the account of the run.
pub const SIDE: &str = "_limpid";
/// The file whose presence means complete.
pub const MANIFEST: &str = "manifest.json";

/// An output folder being filled.
pub struct Folder {
    root: PathBuf,
    /// Where several processes fill one folder: what this one begins bears its own name until it is done.
    attempt: Option<String>,
}

/// A file being written to the staging area.
pub type StagedFile = Digesting<BufWriter<File>>;

impl Folder {
    /// Creates the folder for a new run. It must be absent or empty.
    pub fn create(root: &Path) -> Result<Self, Error> {
        let name = root.display().to_string();
        match fs::read_dir(root) {
            Ok(mut entries) => {
                if entries.next().is_some() {
                    return Err(Error::Plan {
                        what: format!("{name}: the output folder is not empty"),
                        hint: "name a new folder, or continue a killed run with --resume".into(),
                    });
                }
            }
            Err(error) if error.kind() == ErrorKind::NotFound => {
                fs::create_dir_all(root).map_err(|error| Error::io("create", &name, &error))?;
            }
            Err(error) => return Err(Error::io("open", &name, &error)),
        }
        let folder = Self { root: root.to_path_buf(), attempt: None };
        // Creating it fails if another run got here first.
        fs::create_dir(folder.side("")).map_err(|error| Error::io("create", &name, &error))?;
        for area in ["staging", "parts"] {
            folder.make(&folder.side(area))?;
        }
        Ok(folder)
    }

    /// Opens the folder of a killed run.
    pub fn resume(root: &Path) -> Result<Self, Error> {
        let folder = Self { root: root.to_path_buf(), attempt: None };
        let name = root.display().to_string();
        let hint = || "run without --resume".to_owned();
        if folder.side(MANIFEST).exists() {
            return Err(Error::Plan { what: format!("{name}: this run is already complete"), hint: hint() });
        }
        if !folder.side("parts").is_dir() {
            return Err(Error::Plan {
                what: format!("{name}: there is no run to resume here"),
                hint: hint(),
            });
        }
        folder.make(&folder.side("staging"))?;
        Ok(folder)
    }

    /// The same folder for one of several attempts at the same file: none sees what another has begun.
    #[must_use]
    pub fn of_attempt(self, name: &str) -> Self {
        let safe = |letter: &char| letter.is_ascii_alphanumeric() || *letter == '-';
        Self { attempt: Some(name.chars().filter(safe).collect()), ..self }
    }

    /// Where a file of `_limpid` is written before it is done.
    pub fn draft(&self, name: &str) -> PathBuf {
        match &self.attempt {
            Some(attempt) => self.side(&format!("{name}.{attempt}")),
            None => self.side(name),
        }
    }

    /// Gives a draft its name.
    pub fn settle_draft(&self, name: &str) -> Result<(), Error> {
        fs::rename(self.draft(name), self.side(name)).map_err(|error| Error::io("rename", name, &error))
    }

    /// A path inside `_limpid`.
    pub fn side(&self, name: &str) -> PathBuf {
        self.root.join(SIDE).join(name)
    }

    /// Where an output file ends up.
    pub fn place(&self, relative: &str) -> PathBuf {
        self.root.join(relative)
    }

    /// Begins an output file.
    pub fn stage(&self, relative: &str) -> Result<StagedFile, Error> {
        let path = self.begun(relative);
        self.make(path.parent().unwrap_or(&self.root))?;
        let file = private().open(&path).map_err(|error| Error::io("create", relative, &error))?;
        Ok(Digesting::new(BufWriter::with_capacity(1 << 20, file)))
    }

    /// Flushes a staged file to disk.
    pub fn settle(&self, relative: &str, file: &StagedFile) -> Result<(), Error> {
        let settled = file.with(|file| {
            file.flush()?;
            file.get_ref().sync_all()
        });
        settled.map_err(|error| Error::io("write", relative, &error))?;
        if self.attempt.is_some() {
            let staged = self.staged(relative);
            self.make(staged.parent().unwrap_or(&self.root))?;
            fs::rename(self.begun(relative), staged)
                .map_err(|error| Error::io("rename", relative, &error))?;
        }
        Ok(())
    }

    /// Whether an output is there, staged or in place.
    pub fn holds(&self, relative: &str) -> Option<PathBuf> {
        [self.staged(relative), self.place(relative)].into_iter().find(|path| path.is_file())
    }

    /// Moves a staged output into place.
    pub fn publish(&self, relative: &str) -> Result<(), Error> {
        let (from, to) = (self.staged(relative), self.place(relative));
        if !from.is_file() && to.is_file() {
            return Ok(());
        }
        self.make(to.parent().unwrap_or(&self.root))?;
        fs::rename(from, to).map_err(|error| Error::io("rename", relative, &error))
    }

    /// Writes a file of `_limpid` whole: to a hidden name, to disk, then renamed.
    pub fn write_side(&self, name: &str, bytes: &[u8]) -> Result<(), Error> {
        let hidden = self.draft(&format!(".{}.part", name.replace('/', "-")));
        let failed = |error: std::io::Error| Error::io("write", name, &error);
        let mut file = private().open(&hidden).map_err(failed)?;
        file.write_all(bytes).map_err(failed)?;
        file.sync_all().map_err(failed)?;
        fs::rename(&hidden, self.side(name)).map_err(failed)
    }

    /// Removes what was begun of a file that turned out to be unreadable.
    pub fn discard(&self, index: usize, relative: &str) -> Result<(), Error> {
        let parts = ["findings", "subjects", "quarantine"];
        let parts = parts.map(|part| self.side(&format!("parts/{index:06}.{part}")));
        for path in parts.iter().chain(&[self.staged(relative)]) {
            if path.exists() {
                fs::remove_file(path).map_err(|error| Error::io("remove", relative, &error))?;
            }
        }
        Ok(())
    }

    /// Remembers that a part is done.
    pub fn write_part(&self, index: usize, record: &impl Serialize) -> Result<(), Error> {
        let bytes = serde_json::to_vec(record).map_err(|_| Error::Internal)?;
        self.write_side(&format!("parts/{index:06}.json"), &bytes)
    }

    /// Reads what is remembered of a part.
    pub fn read_part<T: DeserializeOwned>(&self, index: usize) -> Option<T> {
        let bytes = fs::read(self.side(&format!("parts/{index:06}.json"))).ok()?;
        serde_json::from_slice(&bytes).ok()
    }

    /// Removes everything that only served the run.
    pub fn tidy(&self) -> Result<(), Error> {
        for area in ["staging", "parts"] {
            let path = self.side(area);
            if path.exists() {
                fs::remove_dir_all(&path).map_err(|error| Error::io("remove", area, &error))?;
            }
        }
        Ok(())
    }

    fn staged(&self, relative: &str) -> PathBuf {
        self.side("staging").join(relative)
    }

    /// Where an output is written: its place in the staging area, or that of this attempt.
    fn begun(&self, relative: &str) -> PathBuf {
        match &self.attempt {
            Some(attempt) => self.side("staging").join(format!(".{attempt}")).join(relative),
            None => self.staged(relative),
        }
    }

    fn make(&self, path: &Path) -> Result<(), Error> {
        fs::create_dir_all(path).map_err(|error| Error::io("create", self.root.display().to_string(), &error))
    }
}

/// Refuses an output that lies inside an input, or the other way round.
pub fn refuse_nesting(inputs: &[String], output: &Path) -> Result<(), Error> {
    let absolute = |path: &Path| {
        let existing = path.ancestors().find_map(|ancestor| Some((ancestor, ancestor.canonicalize().ok()?)));
        match existing {
            Some((ancestor, real)) => real.join(path.strip_prefix(ancestor).unwrap_or(Path::new(""))),
            None => std::env::current_dir().unwrap_or_default().join(path),
        }
    };
    let out = absolute(output);
    for input in inputs.iter().filter(|input| *input != "-") {
        let input_path = absolute(Path::new(input));
        if out.starts_with(&input_path) || input_path.starts_with(&out) {
            return Err(Error::Plan {
                what: format!("the output {} and the input {input} lie inside each other", output.display()),
                hint: "name an output folder outside the input".into(),
            });
        }
    }
    Ok(())
}

/// Opens for writing a file that only its owner can read.
pub(crate) fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}
