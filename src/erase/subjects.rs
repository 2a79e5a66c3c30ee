//! Who is meant: `KEY=VALUE`, where the key is an entity or a column.

use std::path::Path;

use limpid_detectors::Entity;
use limpid_pipelines::{
    error::{Error, Place},
    key::KeyRing,
};

use crate::error::CliError;

/// A person by one value of theirs. Has no `Debug`: it holds a value.
pub struct Subject {
    /// Entity or column, as given.
    pub key: String,
    value: String,
}

impl Subject {
    /// Reads `KEY=VALUE`.
    pub fn parse(text: &str) -> Option<Self> {
        let (key, value) = text.split_once('=')?;
        let (key, value) = (key.trim(), value.trim());
        (!key.is_empty() && !value.is_empty()).then(|| Self { key: key.to_owned(), value: value.to_owned() })
    }

    /// Whether the key means this entity in this column: by the name of either, or by a word of the entity's
    /// (`email` means `EMAIL_ADDRESS`, `ssn` means `US_SSN`).
    pub(super) fn means(&self, entity: &str, column: &str) -> bool {
        let key = self.key.to_uppercase();
        self.key == column
            || key == entity
            || entity.split('_').any(|word| word == key)
            || (key == "NAME" && entity == "PERSON")
    }

    /// The fingerprint under which a run logged the value.
    pub(super) fn fingerprint(&self, entity: &str, keys: &KeyRing) -> Option<[u8; 16]> {
        Some(keys.fingerprint(&Entity::new(entity).ok()?, &self.value))
    }
}

/// Reads subjects from a file: a .csv or .tsv table whose header names the keys, or a line `KEY=VALUE` each.
pub fn read_subjects(path: &Path) -> Result<Vec<Subject>, CliError> {
    let name = path.display().to_string();
    let bytes = std::fs::read(path).map_err(|error| Error::io("read", &name, &error))?;
    let text = String::from_utf8(bytes).map_err(|_| Error::Malformed {
        place: Place::file(&name),
        what: "the list of subjects is not UTF-8",
    })?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let extension = path.extension().and_then(|one| one.to_str()).unwrap_or_default().to_ascii_lowercase();
    let subjects = match extension.as_str() {
        "csv" => table(text, b',', &name)?,
        "tsv" => table(text, b'\t', &name)?,
        _ => lines(text, &name)?,
    };
    if subjects.is_empty() {
        return Err(CliError::usage(
            format!("{name}: the list names nobody"),
            "write a line KEY=VALUE each, or a .csv table whose header names the keys",
        ));
    }
    Ok(subjects)
}

fn lines(text: &str, name: &str) -> Result<Vec<Subject>, CliError> {
    let mut subjects = Vec::new();
    for (line, number) in text.lines().zip(1..) {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        subjects.push(Subject::parse(line).ok_or_else(|| {
            CliError::usage(
                format!("{name}, line {number}: this is not KEY=VALUE"),
                "write email=ann@example.com, say; a table needs the extension .csv or .tsv",
            )
        })?);
    }
    Ok(subjects)
}

fn table(text: &str, delimiter: u8, name: &str) -> Result<Vec<Subject>, CliError> {
    let malformed =
        || Error::Malformed { place: Place::file(name), what: "the list of subjects is no table" };
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).from_reader(text.as_bytes());
    let keys = reader.headers().map_err(|_| malformed())?.clone();
    let mut subjects = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|_| malformed())?;
        for (key, value) in keys.iter().zip(&record) {
            let (key, value) = (key.trim(), value.trim());
            if !value.is_empty() {
                subjects.push(Subject { key: key.to_owned(), value: value.to_owned() });
            }
        }
    }
    Ok(subjects)
}
