//! From inputs to tables and a profile: what `scan`, `plan` and `run` begin with.

use std::{
    collections::{BTreeMap, VecDeque},
    sync::Arc,
};

use arrow::datatypes::SchemaRef;
use limpid_detectors::{Engine, Header};
use limpid_pipelines::{
    driver::Driver,
    error::{Error, Place},
    format::FORMATS,
    profile::{Profile, Search, TableProfile},
    source::{Chunk, Decoded, InputFile, ReadOptions, Source, open},
    table::table_name,
};
use rayon::prelude::*;

use super::digest::hex;

/// An input file and the table it belongs to.
#[derive(Debug, Clone)]
pub struct Part {
    /// The file; its `relative` name holds no personal data.
    pub file: InputFile,
    /// Its table.
    pub table: String,
}

/// Assigns each file to its table. Personal data in a file or folder name is replaced by a tag and a digest.
pub fn parts(files: Vec<InputFile>, engine: &Engine, key: impl Fn(&str) -> [u8; 16]) -> Vec<Part> {
    let part = |mut file: InputFile| {
        // The extension is no part of the name: with it, an address would end in `.txt`.
        let lower = file.relative.to_lowercase();
        let extensions = FORMATS.iter().flat_map(|(.., extensions)| extensions.iter());
        let extension =
            extensions.filter(|extension| lower.ends_with(&format!(".{extension}"))).map(|one| one.len() + 1);
        let (name, extension) = file.relative.split_at(file.relative.len() - extension.max().unwrap_or(0));
        let segments = name.split('/').map(|segment| clean_name(segment, engine, &key));
        file.relative = segments.collect::<Vec<_>>().join("/") + extension;
        Part { table: table_name(&file.relative), file }
    };
    files.into_iter().map(part).collect()
}

fn clean_name(name: &str, engine: &Engine, key: &impl Fn(&str) -> [u8; 16]) -> String {
    let mut findings = Vec::new();
    engine.detect(name, &Header::of_key(name), &mut findings);
    let mut clean = String::new();
    let mut copied = 0;
    for finding in &findings {
        let (Some(entity), Some(found)) = (engine.entity(finding), name.get(finding.start..finding.end))
        else {
            continue;
        };
        if matches!(entity.as_str(), "DATE_TIME" | "URL") {
            continue;
        }
        clean.push_str(name.get(copied..finding.start).unwrap_or_default());
        clean.push_str(&format!("{entity}-{}", hex(key(found).get(..4).unwrap_or_default())));
        copied = finding.end;
    }
    clean.push_str(name.get(copied..).unwrap_or_default());
    clean
}

/// What profiling looks at, and what it does with files that break on the way.
pub struct Look<'a> {
    /// What is looked for.
    pub search: Search<'a>,
    /// The threads.
    pub driver: &'a Driver,
    /// How to cut the files.
    pub options: &'a ReadOptions,
    /// Most rows of each file; `None` = all.
    pub rows: Option<u64>,
    /// Leave damaged files out instead of stopping.
    pub set_aside: bool,
}

/// Profiles every file and checks that the files of a table agree; returns the names of damaged files, too.
pub fn profile(
    parts: &[Part],
    look: &Look<'_>,
    mut advance: impl FnMut(u64),
) -> Result<(Profile, Vec<String>), Error> {
    let mut profile = Profile::default();
    let mut damaged = Vec::new();
    let mut schemas: BTreeMap<&str, (SchemaRef, &str)> = BTreeMap::new();
    for part in parts {
        let mut source = open(&part.file, look.options)?;
        let first = schemas.entry(&part.table).or_insert_with(|| (source.schema(), &part.file.relative));
        same_schema(&part.file.relative, &source.schema(), &first.0, first.1)?;
        match observe(source.as_mut(), look, &mut advance) {
            Err(Error::Malformed { .. }) if look.set_aside => damaged.push(part.file.relative.clone()),
            table => {
                let table = TableProfile { files: 1, ..table? };
                profile.merge(&Profile { tables: BTreeMap::from([(part.table.clone(), table)]) });
            }
        }
    }
    Ok((profile, damaged))
}

/// Checks that the files of each table have one schema.
pub fn agree(parts: &[Part], options: &ReadOptions) -> Result<(), Error> {
    let mut schemas: BTreeMap<&str, (SchemaRef, &str)> = BTreeMap::new();
    for part in parts {
        let schema = open(&part.file, options)?.schema();
        let first = schemas.entry(&part.table).or_insert_with(|| (Arc::clone(&schema), &part.file.relative));
        same_schema(&part.file.relative, &schema, &first.0, first.1)?;
    }
    Ok(())
}

/// Profiles one file.
fn observe(
    source: &mut dyn Source,
    look: &Look<'_>,
    advance: &mut impl FnMut(u64),
) -> Result<TableProfile, Error> {
    let mut total = TableProfile::default();
    let limit = look.rows.unwrap_or(u64::MAX);
    look.driver.ordered(
        || source.next_chunk().filter(|chunk| chunk.as_ref().map_or(true, |chunk| chunk.first_row < limit)),
        |chunk: Chunk| {
            let tables = (chunk.decode)()?.batches.into_par_iter().map(|numbered| {
                let left = usize::try_from(limit.saturating_sub(numbered.first_row)).unwrap_or(usize::MAX);
                let rows = numbered.batch.num_rows().min(left);
                let mut table = TableProfile::default();
                table.observe(&numbered.batch.slice(0, rows), numbered.first_row, look.search)?;
                Ok(table)
            });
            Ok(tables.collect())
        },
        |tables: Vec<Result<TableProfile, Error>>| {
            for table in tables {
                let table = table?;
                advance(table.rows);
                total.merge(&table);
            }
            Ok(())
        },
    )?;
    Ok(total)
}

fn same_schema(file: &str, schema: &SchemaRef, first: &SchemaRef, first_file: &str) -> Result<(), Error> {
    let columns = schema.fields().len().max(first.fields().len());
    for index in 0..columns {
        let (ours, theirs) = (schema.fields().get(index), first.fields().get(index));
        let same = ours.zip(theirs).is_some_and(|(ours, theirs)| {
            ours.name() == theirs.name() && ours.data_type() == theirs.data_type()
        });
        if !same {
            let column = ours.or(theirs).map_or("", |field| field.name());
            return Err(Error::SchemaChanged {
                place: Place::column(file, column),
                first: first_file.to_owned(),
            });
        }
    }
    Ok(())
}

/// A source that first repeats what was already read: for standard input, which cannot be read twice.
pub struct Replayed {
    first: VecDeque<(u64, Decoded)>,
    rest: Box<dyn Source>,
}

impl Replayed {
    /// Reads chunks until `rows` rows are there, profiling them.
    pub fn read(
        mut source: Box<dyn Source>,
        search: Search<'_>,
        rows: u64,
    ) -> Result<(Self, TableProfile), Error> {
        let mut table = TableProfile { files: 1, ..TableProfile::default() };
        let mut first = VecDeque::new();
        while table.rows < rows {
            let Some(chunk) = source.next_chunk().transpose()? else { break };
            let decoded = (chunk.decode)()?;
            for numbered in &decoded.batches {
                let left = usize::try_from(rows - table.rows).unwrap_or(usize::MAX);
                let batch = numbered.batch.slice(0, numbered.batch.num_rows().min(left));
                table.observe(&batch, numbered.first_row, search)?;
            }
            first.push_back((chunk.first_row, decoded));
        }
        Ok((Self { first, rest: source }, table))
    }
}

impl Source for Replayed {
    fn schema(&self) -> SchemaRef {
        Arc::clone(&self.rest.schema())
    }

    fn metadata(&self) -> limpid_pipelines::metadata::FileMetadata {
        self.rest.metadata()
    }

    fn next_chunk(&mut self) -> Option<Result<Chunk, Error>> {
        match self.first.pop_front() {
            Some((first_row, decoded)) => {
                Some(Ok(Chunk { first_row, decode: Box::new(move || Ok(decoded)) }))
            }
            None => self.rest.next_chunk(),
        }
    }

    fn rows(&self) -> Option<u64> {
        None
    }

    fn is_ready(&mut self) -> bool {
        !self.first.is_empty() || self.rest.is_ready()
    }
}
