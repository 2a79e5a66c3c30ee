//! A hierarchy written out, in ARX's form: `34;30-39;20-59;*`, a line a value.

use std::{
    collections::{BTreeSet, HashMap},
    path::Path,
};

use super::ANY;
use crate::error::{Error, Place};

/// Groups by value.
pub(super) struct List {
    /// BLAKE3 of the file.
    pub(super) digest: String,
    /// Groups from level 1 on.
    groups: HashMap<String, Vec<String>>,
    /// In the order of the file.
    values: Vec<String>,
    /// Whether the last column is one group, so that `*` need not be added.
    rooted: bool,
    levels: usize,
    root: String,
}

impl List {
    /// Reads a hierarchy and checks that it is a tree.
    pub(super) fn read(path: &Path, column: &str) -> Result<Self, Error> {
        let name = path.display().to_string();
        let bytes = std::fs::read(path).map_err(|error| Error::io("read", &name, &error))?;
        Self::parse(&bytes, &name, column)
    }

    fn parse(bytes: &[u8], name: &str, column: &str) -> Result<Self, Error> {
        let head = bytes.split(|byte| *byte == b'\n').next().unwrap_or_default();
        let delimiter = [b';', b'\t', b','].into_iter().find(|one| head.contains(one)).unwrap_or(b';');
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(delimiter)
            .has_headers(false)
            .flexible(true)
            .from_reader(bytes);
        let refused = |row: usize, what: &'static str| Error::Malformed {
            place: Place { file: name.to_owned(), row: Some(row as u64), column: Some(column.to_owned()) },
            what,
        };
        let mut groups: HashMap<String, Vec<String>> = HashMap::new();
        let mut values = Vec::new();
        let mut parents: HashMap<(usize, String), String> = HashMap::new();
        let mut levels = 0;
        for (row, record) in reader.records().enumerate() {
            let record =
                record.map_err(|_| refused(row, "the hierarchy cannot be read: it is no UTF-8 table"))?;
            let mut cells = record.iter().map(str::to_owned);
            let value = cells.next().unwrap_or_default();
            let above: Vec<String> = cells.collect();
            if row == 0 {
                levels = above.len();
            }
            if above.len() != levels {
                return Err(refused(
                    row,
                    "the hierarchy is no tree: this value has more or fewer levels than the first",
                ));
            }
            for (level, pair) in above.windows(2).enumerate() {
                let parent = parents.entry((level, pair[0].clone())).or_insert_with(|| pair[1].clone());
                if *parent != pair[1] {
                    return Err(refused(
                        row,
                        "the hierarchy is no tree: a group lies in two groups of the next level",
                    ));
                }
            }
            match groups.get(&value) {
                Some(known) if *known != above => {
                    return Err(refused(row, "the hierarchy is no tree: a value stands in two groups"));
                }
                Some(_) => {}
                None => {
                    values.push(value.clone());
                    groups.insert(value, above);
                }
            }
        }
        let lasts: BTreeSet<&str> =
            groups.values().filter_map(|above| above.last()).map(String::as_str).collect();
        let root = lasts.first().filter(|_| lasts.len() == 1).map(|only| (*only).to_owned());
        Ok(Self {
            digest: blake3::hash(bytes).to_hex().to_string(),
            rooted: root.is_some(),
            root: root.unwrap_or_else(|| ANY.to_owned()),
            groups,
            values,
            levels,
        })
    }

    pub(super) fn top(&self) -> usize {
        self.levels + usize::from(!self.rooted)
    }

    pub(super) fn root(&self) -> &str {
        &self.root
    }

    pub(super) fn holds(&self, value: &str) -> bool {
        self.groups.contains_key(value)
    }

    pub(super) fn values(&self) -> &[String] {
        &self.values
    }

    pub(super) fn group(&self, value: &str, level: usize) -> Option<&str> {
        self.groups.get(value)?.get(level - 1).map(String::as_str)
    }
}
