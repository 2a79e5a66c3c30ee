//! The subject index of an output: `findings.parquet` and `subjects.parquet`, read as they are.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    fs::File,
    path::{Path, PathBuf},
    sync::Arc,
};

use arrow::{
    array::{ArrayRef, AsArray, BooleanArray, RecordBatch, UInt64Array},
    compute::filter_record_batch,
    datatypes::{SchemaRef, UInt64Type},
};
use limpid_pipelines::{error::Error, key::KeyRing};
use parquet::{
    arrow::arrow_reader::ParquetRecordBatchReaderBuilder,
    file::reader::{FileReader, SerializedFileReader},
};
use serde::Serialize;

use super::Subject;
use crate::{
    error::CliError,
    lineage::{FOLDER, Manifest},
    run::{findings, subjects},
};

/// One place where a subject stands.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Found {
    /// Which of the subjects asked for, from 0.
    pub subject: usize,
    /// Output file.
    pub file: String,
    /// Row group of the file, where its format has any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub row_group: Option<usize>,
    /// Row of the file, from 0.
    pub row: u64,
    /// Column path.
    pub column: String,
    /// Entity.
    pub entity: String,
}

/// The files of the index.
pub struct Index {
    root: PathBuf,
}

/// Rows by input file, as the index names files.
pub(super) type Removed = BTreeMap<String, BTreeSet<u64>>;

impl Index {
    /// The index of an output.
    pub fn of(root: &Path) -> Self {
        Self { root: root.to_path_buf() }
    }

    fn files(&self) -> impl Iterator<Item = PathBuf> {
        let side = self.root.join(FOLDER);
        [findings::FILE, subjects::FILE]
            .into_iter()
            .map(move |name| side.join(name))
            .filter(|path| path.exists())
    }

    /// Shows every batch of the index.
    fn each(&self, mut see: impl FnMut(&RecordBatch)) -> Result<(), Error> {
        for path in self.files() {
            for batch in open(&path)? {
                see(&batch?);
            }
        }
        Ok(())
    }

    /// Every `(entity, column)` that the index knows.
    pub fn kinds(&self) -> Result<BTreeSet<(String, String)>, Error> {
        let mut kinds = BTreeSet::new();
        self.each(|batch| {
            if let Some(columns) = Columns::of(batch) {
                let mut last = ("", "");
                for row in 0..batch.num_rows() {
                    let kind = (columns.entity.value(row), columns.column.value(row));
                    if kind != last {
                        kinds.insert((kind.0.to_owned(), kind.1.to_owned()));
                        last = kind;
                    }
                }
            }
        })?;
        Ok(kinds)
    }

    /// The fingerprints of the subjects under every entity that they may be logged as; the value is the subject.
    fn wanted(&self, subjects: &[Subject], keys: &KeyRing) -> Result<HashMap<[u8; 16], usize>, CliError> {
        let kinds = self.kinds()?;
        let mut wanted = HashMap::new();
        for (number, subject) in subjects.iter().enumerate() {
            let mut entities: Vec<&str> = kinds
                .iter()
                .filter(|(entity, column)| subject.means(entity, column))
                .map(|(entity, _)| entity.as_str())
                .collect();
            entities.dedup();
            if entities.is_empty() {
                return Err(unknown_key(number, &kinds));
            }
            for entity in entities {
                if let Some(fingerprint) = subject.fingerprint(entity, keys) {
                    wanted.insert(fingerprint, number);
                }
            }
        }
        Ok(wanted)
    }

    /// The fingerprints of the subjects, in hex, sorted.
    pub(super) fn fingerprints(&self, subjects: &[Subject], keys: &KeyRing) -> Result<Vec<String>, CliError> {
        let wanted = self.wanted(subjects, keys)?;
        let mut hex: Vec<String> = wanted.keys().map(|bytes| crate::run::digest::hex(bytes)).collect();
        hex.sort();
        Ok(hex)
    }

    /// Where the subjects stand, by file and row.
    pub(super) fn locate(
        &self,
        manifest: &Manifest,
        subjects: &[Subject],
        keys: &KeyRing,
    ) -> Result<Vec<Found>, CliError> {
        let wanted = self.wanted(subjects, keys)?;
        let outputs: HashMap<&str, &str> =
            manifest.outputs.iter().map(|record| (record.input.as_str(), record.name.as_str())).collect();
        let mut found = Vec::new();
        self.each(|batch| {
            let Some(columns) = Columns::of(batch) else { return };
            for row in 0..batch.num_rows() {
                let subject = columns.fingerprint(row).and_then(|fingerprint| wanted.get(&fingerprint));
                if let (Some(subject), Some(file)) = (subject, outputs.get(columns.file.value(row))) {
                    found.push(Found {
                        subject: *subject,
                        file: (*file).to_owned(),
                        row_group: None,
                        row: columns.rows.value(row),
                        column: columns.column.value(row).to_owned(),
                        entity: columns.entity.value(row).to_owned(),
                    });
                }
            }
        })?;
        found.sort_by(|left, right| {
            (&left.file, left.row, &left.column).cmp(&(&right.file, right.row, &right.column))
        });
        found.dedup();
        self.add_row_groups(&mut found);
        Ok(found)
    }

    fn add_row_groups(&self, found: &mut [Found]) {
        let mut ends: HashMap<String, Vec<u64>> = HashMap::new();
        for place in found {
            let ends =
                ends.entry(place.file.clone()).or_insert_with(|| row_groups(&self.root.join(&place.file)));
            let group = ends.partition_point(|end| *end <= place.row);
            place.row_group = (group < ends.len()).then_some(group);
        }
    }

    /// Whether one of these fingerprints is still there.
    pub fn shows(&self, fingerprints: &BTreeSet<[u8; 16]>) -> Result<u64, Error> {
        let mut count = 0;
        self.each(|batch| {
            if let Some(columns) = Columns::of(batch) {
                let here = (0..batch.num_rows()).filter_map(|row| columns.fingerprint(row));
                count += here.filter(|fingerprint| fingerprints.contains(fingerprint)).count() as u64;
            }
        })?;
        Ok(count)
    }

    /// A file of the index without some rows, and with the rows behind them moved up.
    pub(super) fn without_rows(
        &self,
        name: &str,
        schema: &SchemaRef,
        removed: &Removed,
    ) -> Result<Vec<u8>, Error> {
        let mut bytes = Vec::new();
        let mut writer = findings::table_writer(schema, &mut bytes)?;
        let failed = || Error::io("write", name, &std::io::ErrorKind::Other.into());
        let sorted: HashMap<&str, Vec<u64>> =
            removed.iter().map(|(file, rows)| (file.as_str(), rows.iter().copied().collect())).collect();
        for batch in open(&self.root.join(FOLDER).join(name))? {
            let batch = batch?;
            let columns = Columns::of(&batch).ok_or_else(failed)?;
            let gone =
                |row: usize| sorted.get(columns.file.value(row)).map(Vec::as_slice).unwrap_or_default();
            let (stays, rows): (Vec<bool>, Vec<u64>) = (0..batch.num_rows())
                .map(|row| {
                    let at = columns.rows.value(row);
                    let before = gone(row).partition_point(|removed| *removed < at);
                    (gone(row).get(before) != Some(&at), at - before as u64)
                })
                .unzip();
            let place = batch.schema().index_of("out_row").map_err(|_| failed())?;
            let mut arrays: Vec<ArrayRef> = batch.columns().to_vec();
            if let Some(array) = arrays.get_mut(place) {
                *array = Arc::new(UInt64Array::from(rows));
            }
            let batch = RecordBatch::try_new(Arc::clone(schema), arrays).map_err(|_| failed())?;
            let batch = filter_record_batch(&batch, &BooleanArray::from(stays)).map_err(|_| failed())?;
            writer.write(&batch).map_err(|_| failed())?;
        }
        writer.close().map_err(|_| failed())?;
        Ok(bytes)
    }
}

/// The rows by the inputs that the outputs were made from.
pub(super) fn by_input(manifest: &Manifest, rows: &BTreeMap<String, BTreeSet<u64>>) -> Removed {
    let outputs = manifest.outputs.iter();
    outputs.filter_map(|record| Some((record.input.clone(), rows.get(&record.name)?.clone()))).collect()
}

fn unknown_key(number: usize, kinds: &BTreeSet<(String, String)>) -> CliError {
    let mut known: Vec<&str> =
        kinds.iter().flat_map(|(entity, column)| [entity.as_str(), column.as_str()]).collect();
    known.sort_unstable();
    known.dedup();
    known.truncate(40);
    CliError::usage(
        format!("subject {}: the index knows no entity or column of this name", number + 1),
        if known.is_empty() {
            "nothing in this output is indexed: name the columns people are found by, subjects = [\"…\"]"
                .to_owned()
        } else {
            format!("people can be found by: {}", known.join(", "))
        },
    )
}

/// The columns that both files of the index have.
struct Columns<'a> {
    file: &'a arrow::array::StringArray,
    column: &'a arrow::array::StringArray,
    entity: &'a arrow::array::StringArray,
    rows: &'a UInt64Array,
    fingerprints: &'a arrow::array::FixedSizeBinaryArray,
}

impl<'a> Columns<'a> {
    fn of(batch: &'a RecordBatch) -> Option<Self> {
        let text = |name: &str| batch.column_by_name(name)?.as_string_opt::<i32>();
        Some(Self {
            file: text("file")?,
            column: text("column")?,
            entity: text("entity")?,
            rows: batch.column_by_name("out_row")?.as_primitive_opt::<UInt64Type>()?,
            fingerprints: batch.column_by_name("fingerprint")?.as_fixed_size_binary_opt()?,
        })
    }

    fn fingerprint(&self, row: usize) -> Option<[u8; 16]> {
        self.fingerprints.value(row).try_into().ok()
    }
}

fn open(path: &Path) -> Result<impl Iterator<Item = Result<RecordBatch, Error>> + use<>, Error> {
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or("index").to_owned();
    let file = File::open(path).map_err(|error| Error::io("open", &name, &error))?;
    let malformed = move || Error::Malformed {
        place: limpid_pipelines::error::Place::file(&name),
        what: "the index cannot be read",
    };
    let reader = ParquetRecordBatchReaderBuilder::try_new(file).map_err(|_| malformed())?;
    let reader = reader.with_batch_size(1 << 16).build().map_err(|_| malformed())?;
    Ok(reader.map(move |batch| batch.map_err(|_| malformed())))
}

/// Where each row group of a Parquet file ends; empty for other files.
fn row_groups(path: &Path) -> Vec<u64> {
    let reader = File::open(path).ok().and_then(|file| SerializedFileReader::new(file).ok());
    let Some(reader) = reader else { return Vec::new() };
    let groups = reader.metadata().row_groups().iter();
    groups
        .scan(0, |end, group| {
            *end += u64::try_from(group.num_rows()).unwrap_or(0);
            Some(*end)
        })
        .collect()
}
