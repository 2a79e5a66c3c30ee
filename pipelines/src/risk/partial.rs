//! A profile of a part of the data, as a file: what one machine counted, for another to add up.
//!
//! It holds the values of the quasi-identifiers, so it is sealed under the run's key.

use std::{
    collections::{BTreeMap, BTreeSet},
    io::{self, Read, Write},
};

use serde::{Deserialize, Serialize, de::DeserializeOwned};

use super::{Columns, Counter, Dictionary, SealedReader, SealedWriter};
use crate::{error::Error, key::KeyRing, profile::Profile, rows::RowPlan};

/// What the file begins with, outside the seal.
const MAGIC: &[u8] = b"limpid profile 1\n";
/// What it is sealed for.
const PURPOSE: &str = "profile";

/// What one machine saw of a data set.
pub struct Partial {
    /// Counts by column.
    pub profile: Profile,
    /// Counts of quasi-identifiers, by table, where the policy asks for them.
    pub counters: BTreeMap<String, Counter>,
    /// The row rules that were applied before counting, where the policy has some.
    pub rows: Option<RowPlan>,
}

#[derive(Serialize, Deserialize)]
struct Head {
    profile: Profile,
    tables: Vec<String>,
    #[serde(default)]
    rows: Option<RowPlan>,
}

#[derive(Serialize, Deserialize)]
struct TableHead {
    columns: Columns,
    rows: u64,
    seen: BTreeSet<String>,
    quasi: Vec<Column>,
    sensitive: Vec<Column>,
}

#[derive(Serialize, Deserialize)]
struct Column {
    values: Vec<Option<String>>,
    counts: Vec<u64>,
}

impl Partial {
    /// Writes it, sealed.
    pub fn write(&mut self, mut out: impl Write, keys: &KeyRing) -> Result<(), Error> {
        let failed = |error: io::Error| Error::io("write", "the profile", &error);
        out.write_all(MAGIC).map_err(failed)?;
        let mut sealed = SealedWriter::new(out, keys, PURPOSE);
        let tables = self.counters.keys().cloned().collect();
        write_json(&mut sealed, &Head { profile: self.profile.clone(), tables, rows: self.rows.clone() })?;
        for counter in self.counters.values_mut() {
            let columns = |dictionaries: &[Dictionary]| dictionaries.iter().map(Column::of).collect();
            let head = TableHead {
                columns: counter.columns.clone(),
                rows: counter.rows,
                seen: counter.seen.clone(),
                quasi: columns(&counter.quasi),
                sensitive: columns(&counter.sensitive),
            };
            write_json(&mut sealed, &head)?;
            counter.table.for_each_record(|record, count| {
                sealed
                    .write_all(&[1])
                    .and_then(|()| sealed.write_all(record))
                    .and_then(|()| sealed.write_all(&count.to_le_bytes()))
                    .map_err(failed)
            })?;
            sealed.write_all(&[0]).map_err(failed)?;
        }
        sealed.finish().map(drop).map_err(failed)
    }

    /// Reads one; `name` serves messages, `budget` is the memory for the counts of each table.
    pub fn read(mut input: impl Read, name: &str, keys: &KeyRing, budget: usize) -> Result<Self, Error> {
        let damaged = || Error::Malformed {
            place: crate::error::Place::file(name),
            what: "this is no profile written by `limpid profile`, or it is damaged",
        };
        let mut magic = vec![0; MAGIC.len()];
        input.read_exact(&mut magic).map_err(|_| damaged())?;
        if magic != MAGIC {
            return Err(damaged());
        }
        let mut sealed = SealedReader::new(input, keys, PURPOSE)?;
        let head: Head = read_json(&mut sealed).ok_or_else(damaged)?;
        let mut counters = BTreeMap::new();
        for table in head.tables {
            let head: TableHead = read_json(&mut sealed).ok_or_else(damaged)?;
            let key = tuple_key(keys, &table);
            let mut counter = Counter::coded(head.columns, key, budget);
            counter.rows = head.rows;
            counter.seen = head.seen;
            counter.quasi =
                head.quasi.into_iter().map(Column::dictionary).collect::<Option<_>>().ok_or_else(damaged)?;
            counter.sensitive = head
                .sensitive
                .into_iter()
                .map(Column::dictionary)
                .collect::<Option<_>>()
                .ok_or_else(damaged)?;
            let width = counter.table.layout().width;
            let mut record = vec![0; width + 8];
            loop {
                let mut more = [0];
                sealed.read_exact(&mut more).map_err(|_| damaged())?;
                if more == [0] {
                    break;
                }
                sealed.read_exact(&mut record).map_err(|_| damaged())?;
                let (tuple, count) = record.split_at(width);
                let mut known = counter.quasi.iter().chain(&counter.sensitive).enumerate();
                let inside = |(place, dictionary): (usize, &Dictionary)| {
                    super::index(super::code_at(tuple, place * super::CODE)) < dictionary.values().len()
                };
                if !known.all(inside) {
                    return Err(damaged());
                }
                counter.table.add(tuple, count.try_into().map_or(0, u64::from_le_bytes))?;
            }
            counters.insert(table, counter);
        }
        Ok(Self { profile: head.profile, counters, rows: head.rows })
    }

    /// Adds what another machine saw. Both must have counted the same columns.
    pub fn merge(&mut self, other: Self) -> Result<(), Error> {
        if !self.counters.is_empty() && !other.counters.is_empty() && self.rows != other.rows {
            return Err(Error::Plan {
                what:
                    "two profiles were counted with different [rows]: another time, or another opt-out list"
                        .into(),
                hint: "profile every part with the same policy and the same --now".into(),
            });
        }
        if self.counters.is_empty() {
            self.rows.clone_from(&other.rows);
        }
        self.profile.merge(&other.profile);
        for (table, mut theirs) in other.counters {
            match self.counters.get_mut(&table) {
                Some(ours) if ours.columns != theirs.columns => {
                    return Err(Error::Plan {
                        what: format!("{table}: two profiles were made with different [anonymity] sections"),
                        hint: "profile every part with the same policy".into(),
                    });
                }
                Some(ours) => ours.merge(&mut theirs)?,
                None => {
                    self.counters.insert(table, theirs);
                }
            }
        }
        Ok(())
    }
}

/// The key of the subjects' digests: the same on every machine with the run's key.
pub fn tuple_key(keys: &KeyRing, table: &str) -> [u8; 32] {
    *keys.subkey("tuples", table).bytes()
}

impl Column {
    fn of(dictionary: &Dictionary) -> Self {
        Self { values: dictionary.values().to_vec(), counts: dictionary.counts().to_vec() }
    }

    fn dictionary(self) -> Option<Dictionary> {
        let mut dictionary = Dictionary::default();
        if self.values.len() != self.counts.len() {
            return None;
        }
        for (value, count) in self.values.iter().zip(self.counts) {
            let code = dictionary.code(value.as_deref()).ok()?;
            dictionary.count(code, count);
        }
        (dictionary.values().len() == self.values.len()).then_some(dictionary)
    }
}

fn write_json(out: &mut impl Write, value: &impl Serialize) -> Result<(), Error> {
    let bytes = serde_json::to_vec(value).map_err(|_| Error::Internal)?;
    let written = out.write_all(&(bytes.len() as u64).to_le_bytes()).and_then(|()| out.write_all(&bytes));
    written.map_err(|error| Error::io("write", "the profile", &error))
}

fn read_json<T: DeserializeOwned>(input: &mut impl Read) -> Option<T> {
    let mut length = [0; 8];
    input.read_exact(&mut length).ok()?;
    let mut bytes = Vec::new();
    let length = u64::from_le_bytes(length);
    // A length that lies reserves no memory.
    input.take(length).read_to_end(&mut bytes).ok()?;
    (bytes.len() as u64 == length).then(|| serde_json::from_slice(&bytes).ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        key::MasterKey,
        risk::{Origin, measure, tests::Table},
    };

    fn keys(byte: u8) -> KeyRing {
        KeyRing::new(MasterKey::ephemeral(std::array::from_fn(|index| {
            byte.wrapping_mul(31) ^ index.to_le_bytes()[0]
        })))
    }

    fn partial(keys: &KeyRing, rows: &[(&str, &str, &str)]) -> Partial {
        let column = |of: fn(&(&str, &str, &str)) -> String| -> Vec<String> { rows.iter().map(of).collect() };
        let (a, s, p) = (column(|row| row.0.into()), column(|row| row.1.into()), column(|row| row.2.into()));
        let texts = |column: &'_ [String]| column.iter().map(|text| Some(text.clone())).collect();
        let table = Table {
            names: ["a", "s", "p"].map(str::to_owned).to_vec(),
            columns: vec![texts(&a), texts(&s), texts(&p)],
        };
        let columns =
            Columns { quasi: vec!["a".into()], sensitive: vec!["s".into()], subject: Some("p".into()) };
        let mut counter = Counter::coded(columns, tuple_key(keys, "t"), 1 << 20);
        let encoded = counter.encoder().encode(&table.batch()).expect("encodes");
        counter.add(&encoded, Origin::Sample).expect("adds");
        Partial {
            profile: Profile::default(),
            counters: BTreeMap::from([("t".to_owned(), counter)]),
            rows: None,
        }
    }

    #[test]
    fn parts_of_many_machines_add_up_and_tell_nobody() {
        let keys = keys(1);
        let (one, two) = ([("x-value", "1", "p"), ("y", "2", "q")], [("y", "2", "q"), ("x-value", "3", "r")]);
        let whole = &mut partial(&keys, &[one, two].concat());
        let expected = measure(whole.counters.get_mut("t").expect("a table")).expect("measures");
        let mut sum: Option<Partial> = None;
        for part in [&two, &one] {
            let mut file = Vec::new();
            partial(&keys, part).write(&mut file, &keys).expect("writes");
            assert!(!file.windows(7).any(|window| window == b"x-value"));
            let read = Partial::read(file.as_slice(), "f", &keys, 1 << 20).expect("reads");
            match &mut sum {
                Some(sum) => sum.merge(read).expect("merges"),
                None => sum = Some(read),
            }
        }
        let mut sum = sum.expect("two parts");
        assert_eq!(measure(sum.counters.get_mut("t").expect("a table")).expect("measures"), expected);
        assert_eq!((expected.rows, expected.k, expected.entity_k), (4, 2, Some(1)));
    }

    #[test]
    fn a_changed_file_or_another_key_is_refused() {
        let mut file = Vec::new();
        partial(&keys(1), &[("x", "1", "p")]).write(&mut file, &keys(1)).expect("writes");
        assert!(Partial::read(file.as_slice(), "f", &keys(2), 1 << 20).is_err());
        for place in 0..file.len() {
            let mut changed = file.clone();
            changed[place] ^= 1;
            assert!(Partial::read(changed.as_slice(), "f", &keys(1), 1 << 20).is_err(), "byte {place}");
            assert!(Partial::read(&file[..place], "f", &keys(1), 1 << 20).is_err(), "cut at {place}");
        }
    }
}
