//! From what the user names to input files: nothing is skipped in silence, and two files never get one name.

use std::{
    collections::BTreeMap,
    fs, io,
    path::{Path, PathBuf},
};

use super::InputFile;
use crate::{error::Error, format::Format};

/// Most folders inside each other.
const DEEPEST: usize = 64;
/// Most names told in a message.
const TOLD: usize = 5;

/// Finds the files of the inputs: files, folders (recursive), globs, `-` for standard input.
///
/// `from` names the format of files whose name does not tell it, and wins over the name. In folders, names that
/// start with `_` or `.` are left out, as Spark and its kin do. `skip_unknown` leaves out files of unknown kind.
pub fn discover(
    inputs: &[String],
    from: Option<Format>,
    skip_unknown: bool,
) -> Result<Vec<InputFile>, Error> {
    let mut search = Search { from, skip_unknown, unknown: Vec::new() };
    let mut found = Vec::with_capacity(inputs.len());
    for input in inputs {
        found.push(search.input(input)?);
    }
    if !search.unknown.is_empty() {
        return Err(search.unknown_kinds());
    }
    if found.iter().all(Vec::is_empty) {
        let path = inputs.first().cloned().unwrap_or_default();
        return Err(Error::NoInput { path, what: "there is no file to read" });
    }
    if let Some(named) = unique(found.iter().flatten().map(|one| one.file.clone())) {
        return Ok(named);
    }
    let prefixed = found.iter().flatten().map(|one| {
        let relative = if one.parent.is_empty() {
            one.file.relative.clone()
        } else {
            format!("{}/{}", one.parent, one.file.relative)
        };
        InputFile { relative, ..one.file.clone() }
    });
    unique(prefixed).ok_or_else(|| Error::Plan {
        what: "two inputs would have the same name in the output".into(),
        hint: "name each file once; run folders of one name into separate outputs".into(),
    })
}

/// A file and the name that tells it from files of another input.
struct Found {
    file: InputFile,
    parent: String,
}

struct Search {
    from: Option<Format>,
    skip_unknown: bool,
    unknown: Vec<String>,
}

impl Search {
    fn input(&mut self, input: &str) -> Result<Vec<Found>, Error> {
        let mut found = Vec::new();
        if input == "-" {
            let format = self.from.ok_or_else(|| Error::Plan {
                what: "the format of standard input is not known".into(),
                hint: "name it, such as --from jsonl".into(),
            })?;
            let relative = format!("stdin.{}", format.extension());
            let file = InputFile { path: PathBuf::from("-"), relative, format, remote: None };
            found.push(Found { file, parent: String::new() });
            return Ok(found);
        }
        let path = Path::new(input);
        match fs::metadata(path) {
            Ok(kind) if kind.is_dir() => {
                self.folder(path, "", &name_of(path), DEEPEST, &mut found)?;
                if found.is_empty() && self.unknown.is_empty() {
                    return Err(Error::NoInput {
                        path: input.to_owned(),
                        what: "the folder holds no file to read",
                    });
                }
            }
            Ok(_) => self.file(path, name(path)?, &parent_of(path), &mut found),
            Err(error) if error.kind() == io::ErrorKind::NotFound && is_glob(input) => {
                self.glob(input, &mut found)?;
            }
            Err(error) => return Err(Error::io("open", input, &error)),
        }
        Ok(found)
    }

    fn glob(&mut self, pattern: &str, found: &mut Vec<Found>) -> Result<(), Error> {
        let bad = |_| Error::Plan {
            what: format!("{pattern}: this is not a glob"),
            hint: "quote a name that holds * ? or [ as [*] [?] [[]".into(),
        };
        let base: PathBuf = Path::new(pattern)
            .components()
            .take_while(|part| !is_glob(&part.as_os_str().to_string_lossy()))
            .collect();
        let mut any = false;
        // Sorted by the crate; symbolic links are not followed by its `**`.
        for path in glob::glob(pattern).map_err(bad)? {
            let path =
                path.map_err(|error| Error::io("read", error.path().to_string_lossy(), error.error()))?;
            any = true;
            let relative = path.strip_prefix(&base).unwrap_or(&path);
            if relative.iter().any(|part| is_hidden(&part.to_string_lossy())) {
                continue;
            }
            let relative = slashed(relative)?;
            if path.is_symlink() && path.is_dir() {
                self.link(&path)?;
            } else if path.is_dir() {
                self.folder(&path, &format!("{relative}/"), &name_of(&base), DEEPEST, found)?;
            } else {
                self.file(&path, relative, &name_of(&base), found);
            }
        }
        // Folders and files inside them can both match.
        found.sort_by(|one, other| one.file.relative.cmp(&other.file.relative));
        found.dedup_by(|one, other| one.file.path == other.file.path);
        if any { Ok(()) } else { Err(Error::NoInput { path: pattern.to_owned(), what: "no file matches" }) }
    }

    fn folder(
        &mut self,
        path: &Path,
        prefix: &str,
        parent: &str,
        depth: usize,
        found: &mut Vec<Found>,
    ) -> Result<(), Error> {
        let shown = || path.to_string_lossy().into_owned();
        let depth = depth.checked_sub(1).ok_or_else(|| Error::NoInput {
            path: shown(),
            what: "there are too many folders inside each other",
        })?;
        let read = |error: io::Error| Error::io("read", shown(), &error);
        let mut entries = BTreeMap::new();
        for entry in fs::read_dir(path).map_err(read)? {
            let entry = entry.map_err(read)?;
            entries.insert(name(&entry.path())?, entry);
        }
        for (name, entry) in entries {
            if is_hidden(&name) {
                continue;
            }
            let (path, kind) = (entry.path(), entry.file_type().map_err(read)?);
            let relative = format!("{prefix}{name}");
            if kind.is_dir() {
                self.folder(&path, &format!("{relative}/"), parent, depth, found)?;
            } else if kind.is_symlink() && path.is_dir() {
                self.link(&path)?;
            } else {
                self.file(&path, relative, parent, found);
            }
        }
        Ok(())
    }

    /// Following a link could lead in a circle, or out of what the user named.
    fn link(&self, path: &Path) -> Result<(), Error> {
        if self.skip_unknown {
            return Ok(());
        }
        let path = path.to_string_lossy().into_owned();
        Err(Error::NoInput { path, what: "links to folders are not followed" })
    }

    fn file(&mut self, path: &Path, relative: String, parent: &str, found: &mut Vec<Found>) {
        match self.from.or_else(|| Format::by_file_name(&relative)) {
            Some(format) => {
                let file = InputFile { path: path.to_owned(), relative, format, remote: None };
                found.push(Found { file, parent: parent.to_owned() });
            }
            None if self.skip_unknown => {}
            None => self.unknown.push(relative),
        }
    }

    fn unknown_kinds(&self) -> Error {
        let mut names = self.unknown.iter().take(TOLD).map(String::as_str).collect::<Vec<_>>().join(", ");
        if self.unknown.len() > TOLD {
            names.push_str(", …");
        }
        Error::Plan {
            what: format!("{} input file(s) of unknown kind: {names}", self.unknown.len()),
            hint: "name the format with --from, or leave such files out with --skip-unknown".into(),
        }
    }
}

/// The files, if no two have the same name; case counts for nothing on some file systems.
fn unique(files: impl Iterator<Item = InputFile>) -> Option<Vec<InputFile>> {
    let mut names = std::collections::HashSet::new();
    let files: Vec<InputFile> = files.collect();
    files.iter().all(|file| names.insert(file.relative.to_lowercase())).then_some(files)
}

/// Names of job markers, checksums, version control and our own account.
fn is_hidden(name: &str) -> bool {
    name.starts_with('.') || (name.starts_with('_') && !name.contains('='))
}

fn is_glob(text: &str) -> bool {
    text.contains(['*', '?', '['])
}

/// Last part of the path.
fn name(path: &Path) -> Result<String, Error> {
    let name = path.file_name().and_then(|name| name.to_str()).map(str::to_owned);
    name.ok_or_else(|| Error::NoInput {
        path: path.to_string_lossy().into_owned(),
        what: "the name is not Unicode",
    })
}

fn slashed(path: &Path) -> Result<String, Error> {
    let parts: Option<Vec<&str>> = path.iter().map(|part| part.to_str()).collect();
    let parts = parts.ok_or_else(|| Error::NoInput {
        path: path.to_string_lossy().into_owned(),
        what: "the name is not Unicode",
    })?;
    Ok(parts.join("/"))
}

/// Name of a folder, also of `.` and `..`.
fn name_of(path: &Path) -> String {
    let path = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    name(&path).unwrap_or_default()
}

fn parent_of(path: &Path) -> String {
    path.parent().map(name_of).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(files: &[&str]) -> tempfile::TempDir {
        let root = tempfile::tempdir().expect("a folder");
        for file in files {
            let path = root.path().join(file);
            fs::create_dir_all(path.parent().expect("has one")).expect("created");
            fs::write(path, "x").expect("written");
        }
        root
    }

    fn names(root: &tempfile::TempDir, inputs: &[&str]) -> Result<Vec<String>, Error> {
        let inputs: Vec<String> =
            inputs.iter().map(|input| root.path().join(input).to_str().expect("text").to_owned()).collect();
        Ok(discover(&inputs, None, false)?.into_iter().map(|file| file.relative).collect())
    }

    #[test]
    fn folders_are_read_in_order_and_keep_their_partitions() {
        let root =
            tree(&["d/y=2/b.csv", "d/y=1/a.CSV", "d/_SUCCESS", "d/.crc", "d/_limpid/m.csv", "d/z.jsonl.gz"]);
        assert_eq!(names(&root, &["d"]).expect("found"), ["y=1/a.CSV", "y=2/b.csv", "z.jsonl.gz"]);
        assert_eq!(names(&root, &["d/y=*"]).expect("found"), ["y=1/a.CSV", "y=2/b.csv"]);
        assert_eq!(names(&root, &["d/**/*.csv"]).expect("found"), ["y=2/b.csv"]);
        assert_eq!(names(&root, &["d/z.jsonl.gz"]).expect("found"), ["z.jsonl.gz"]);
    }

    #[test]
    fn what_cannot_be_read_is_told() {
        let root = tree(&["d/a.csv", "d/data.bin", "empty/_x"]);
        assert!(matches!(names(&root, &["d"]), Err(Error::Plan { what, .. }) if what.contains("data.bin")));
        assert!(matches!(names(&root, &["empty"]), Err(Error::NoInput { .. })));
        assert!(matches!(names(&root, &["nothing"]), Err(Error::Io { kind: io::ErrorKind::NotFound, .. })));
        assert!(matches!(names(&root, &["d/*.pq"]), Err(Error::NoInput { .. })));
        assert!(matches!(discover(&["-".into()], None, false), Err(Error::Plan { .. })));
        let stdin = discover(&["-".into()], Some(Format::JsonlGz), false).expect("found");
        assert_eq!(stdin[0].relative, "stdin.jsonl.gz");
        let folder = root.path().join("d").to_str().expect("text").to_owned();
        assert_eq!(discover(std::slice::from_ref(&folder), None, true).expect("found").len(), 1);
        assert_eq!(discover(&[folder], Some(Format::Csv), false).expect("found").len(), 2);
    }

    #[test]
    fn names_are_made_unique_or_refused() {
        let root = tree(&["a/x.csv", "b/x.csv", "b/y.csv"]);
        assert_eq!(names(&root, &["a", "b/y.csv"]).expect("found"), ["x.csv", "y.csv"]);
        assert_eq!(names(&root, &["a", "b"]).expect("found"), ["a/x.csv", "b/x.csv", "b/y.csv"]);
        assert!(matches!(names(&root, &["a", "a/x.csv"]), Err(Error::Plan { .. })));
    }

    #[cfg(unix)]
    #[test]
    fn links_to_folders_are_refused() {
        let root = tree(&["d/a.csv"]);
        std::os::unix::fs::symlink(root.path(), root.path().join("d/loop")).expect("linked");
        assert!(matches!(names(&root, &["d"]), Err(Error::NoInput { .. })));
    }
}
