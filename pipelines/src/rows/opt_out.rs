//! The list of people who opted out: read once, kept as fingerprints under the key, never as values.

use std::{collections::BTreeSet, fs::File};

use super::rules::OptOut;
use crate::{
    error::{Error, Place},
    key::KeyRing,
    transform::normalize,
};

/// Separates these fingerprints from those of findings.
const KIND: &str = "OPT_OUT";

impl OptOut {
    /// The fingerprint of a value of the column.
    pub(super) fn fingerprint(&self, keys: &KeyRing, value: &str) -> [u8; 16] {
        let normal = normalize(self.entity.as_deref().unwrap_or_default(), value);
        keys.fingerprint_text(KIND, &normal)
    }
}

/// Reads the list; returns its fingerprints in hex, sorted, each once. Empty cells are nobody.
pub fn read_opt_outs(rule: &OptOut, keys: &KeyRing) -> Result<Vec<String>, Error> {
    let name = rule.file.display().to_string();
    let file = File::open(&rule.file).map_err(|error| Error::io("open", &name, &error))?;
    let tabs = rule.file.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("tsv"));
    let mut reader = csv::ReaderBuilder::new().delimiter(if tabs { b'\t' } else { b',' }).from_reader(file);
    let malformed = |what: &'static str| Error::Malformed { place: Place::file(&name), what };
    let wanted = rule.list_column.as_deref().unwrap_or(&rule.column);
    let header = reader.headers().map_err(|_| malformed("the list is no table of text"))?;
    // What a list without header line has in its first line is somebody: it is not shown.
    let column = header.iter().position(|name| name.trim_start_matches('\u{feff}') == wanted);
    let column = column.ok_or_else(|| Error::Plan {
        what: format!("{name}: the opt-out list has no column {wanted}"),
        hint: "the list needs a header line; `list_column` names its column".into(),
    })?;
    let mut fingerprints = BTreeSet::new();
    for record in reader.records() {
        let record = record.map_err(|_| malformed("a line of the opt-out list cannot be read"))?;
        let value = record.get(column).unwrap_or_default().trim();
        if !value.is_empty() {
            let fingerprint = rule.fingerprint(keys, value);
            fingerprints.insert(fingerprint.iter().map(|byte| format!("{byte:02x}")).collect::<String>());
        }
    }
    Ok(fingerprints.into_iter().collect())
}
