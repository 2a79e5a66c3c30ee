//! From what the user names to files: folders are searched, globs expanded, nothing is skipped in silence.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use super::InputFile;
use crate::{error::Error, format::Format};

/// Finds the input files, in order of their names. `from` overrides the extension; with `skip_unknown`, files of
/// unknown formats inside folders are left behind.
pub fn discover(inputs: &[String], from: Option<Format>, skip_unknown: bool) -> Result<Vec<InputFile>, Error> {
    let search = Search { from, skip_unknown };
    let mut files = Vec::new();
    for input in inputs {
        search.input(input, &mut files)?;
    }
    let mut seen = BTreeSet::new();
    for file in &files {
        if !seen.insert(file.relative.to_lowercase()) {
            return Err(Error::Plan {
                what: format!("two inputs have the same name, {}", file.relative),
                hint: "run them into separate outputs".into(),
            });
        }
    }
    Ok(files)
}

struct Search {
    from: Option<Format>,
    skip_unknown: bool,
}

impl Search {
    fn input(&self, input: &str, files: &mut Vec<InputFile>) -> Result<(), Error> {
        if input == "-" {
            let format = self.from.ok_or_else(|| Error::Plan {
                what: "the format of standard input is unknown".into(),
                hint: "name it with --from, such as --from jsonl".into(),
            })?;
            files.push(InputFile { path: "-".into(), relative: format!("stdin.{}", format.name()), format });
            return Ok(());
        }
        let path = Path::new(input);
        if !path.exists() && input.contains(['*', '?', '[']) {
            return self.glob(input, files);
        }
        let kind = fs::metadata(path).map_err(|error| Error::io("open", input, &error))?;
        if kind.is_dir() {
            let before = files.len();
            self.folder(path, "", files)?;
            if files.len() == before {
                return Err(Error::NoInput { path: input.into(), what: "the folder holds no data files" });
            }
            return Ok(());
        }
        let relative = path.file_name().and_then(|name| name.to_str()).unwrap_or("input").to_owned();
        let format = self.format(&relative).ok_or_else(|| Error::NoInput { path: input.into(), what: UNKNOWN })?;
        files.push(InputFile { path: path.to_path_buf(), relative, format });
        Ok(())
    }

    fn glob(&self, pattern: &str, files: &mut Vec<InputFile>) -> Result<(), Error> {
        let paths = glob::glob(pattern).map_err(|_| Error::NoInput { path: pattern.into(), what: "malformed glob" })?;
        let mut paths: Vec<PathBuf> = paths.filter_map(Result::ok).filter(|path| path.is_file()).collect();
        paths.sort();
        if paths.is_empty() {
            return Err(Error::NoInput { path: pattern.into(), what: "no file matches" });
        }
        // What the pattern's fixed part names is the root; the rest is kept in the names.
        let fixed: PathBuf = Path::new(pattern)
            .components()
            .take_while(|part| !part.as_os_str().to_str().is_some_and(|part| part.contains(['*', '?', '['])))
            .collect();
        for path in paths {
            let relative = slashed(path.strip_prefix(&fixed).unwrap_or(&path));
            match self.format(&relative) {
                Some(format) => files.push(InputFile { path, relative, format }),
                None if self.skip_unknown => {}
                None => return Err(Error::NoInput { path: relative, what: UNKNOWN }),
            }
        }
        Ok(())
    }

    /// Names that begin with `_` or `.` are no data, as for Spark and Hive. Linked folders are not followed.
    fn folder(&self, folder: &Path, prefix: &str, files: &mut Vec<InputFile>) -> Result<(), Error> {
        let shown = || if prefix.is_empty() { folder.display().to_string() } else { prefix.to_owned() };
        let entries = fs::read_dir(folder).map_err(|error| Error::io("open", shown(), &error))?;
        let mut entries: Vec<_> = entries.collect::<Result<_, _>>().map_err(|error| Error::io("read", shown(), &error))?;
        entries.sort_by_key(fs::DirEntry::file_name);
        for entry in entries {
            let name = entry.file_name();
            let name = name.to_str().ok_or_else(|| Error::NoInput {
                path: shown(),
                what: "a file name in it is not UTF-8",
            })?;
            if name.starts_with(['_', '.']) {
                continue;
            }
            let relative = format!("{prefix}{name}");
            let kind = entry.file_type().map_err(|error| Error::io("open", &relative, &error))?;
            if kind.is_dir() {
                self.folder(&entry.path(), &format!("{relative}/"), files)?;
            } else if entry.path().is_file() {
                match self.format(name) {
                    Some(format) => files.push(InputFile { path: entry.path(), relative, format }),
                    None if self.skip_unknown => {}
                    None => return Err(Error::NoInput { path: relative, what: UNKNOWN }),
                }
            }
        }
        Ok(())
    }

    fn format(&self, name: &str) -> Option<Format> {
        self.from.or_else(|| Format::by_file_name(name))
    }
}

const UNKNOWN: &str = "unknown format, and nothing is skipped in silence (--skip-unknown leaves such files behind)";

/// A relative path with `/` whatever the system.
fn slashed(path: &Path) -> String {
    let parts: Vec<_> = path.components().filter_map(|part| part.as_os_str().to_str()).collect();
    parts.join("/")
}
