//! A file of the output, written again without some of its rows.

use std::collections::BTreeSet;

use arrow::{array::BooleanArray, compute::filter_record_batch};
use limpid_detectors::Engine;
use limpid_pipelines::{
    driver::Driver,
    error::{Error, Place},
    format::Format,
    plan::Plan,
    sink::{WriteOptions, create},
    source::{InputFile, ReadOptions, open},
    table::table_name,
};

use super::revision::{Revision, settle};
use crate::{
    lineage::manifest::OutputRecord,
    run::{digest::Digest, treated_columns},
};

/// Writes `file` without `rows` into the revision; returns the digests of what was written.
pub(super) fn without_rows(
    file: &InputFile,
    record: &OutputRecord,
    rows: &BTreeSet<u64>,
    (plan, engine): (&Plan, &Engine),
    driver: &Driver,
    revision: &Revision<'_>,
) -> Result<Digest, Error> {
    let format = Format::by_name(&record.format).ok_or(Error::Malformed {
        place: Place::file(&record.name),
        what: "the manifest names an unknown format",
    })?;
    let file = InputFile { format, ..file.clone() };
    let mut source = open(&file, &ReadOptions::default())?;
    let schema = source.schema();
    let options = WriteOptions {
        format,
        metadata: source.metadata(),
        no_statistics: treated_columns(&schema, &table_name(&record.input), (plan, engine))?,
        own_metadata: vec![("limpid.version".to_owned(), env!("CARGO_PKG_VERSION").to_owned())],
        schema,
    };
    let staged = revision.stage(&record.name)?;
    let mut sink = create(Box::new(staged.clone()), &options)?;
    let mut gone = 0;
    driver.ordered(
        || source.next_chunk(),
        |chunk| {
            let decoded = (chunk.decode)()?;
            if let Some(rejected) = decoded.rejected.first() {
                return Err(Error::Malformed {
                    place: Place::row(&record.name, rejected.row),
                    what: rejected.what,
                });
            }
            let mut kept = Vec::with_capacity(decoded.batches.len());
            for numbered in decoded.batches {
                let end = numbered.first_row + numbered.batch.num_rows() as u64;
                let here: BTreeSet<u64> = rows.range(numbered.first_row..end).copied().collect();
                if here.is_empty() {
                    kept.push((numbered.batch, 0));
                    continue;
                }
                let stays: BooleanArray =
                    (numbered.first_row..end).map(|row| Some(!here.contains(&row))).collect();
                let batch = filter_record_batch(&numbered.batch, &stays).map_err(|_| Error::Internal)?;
                kept.push((batch, here.len()));
            }
            Ok(kept)
        },
        |kept| {
            for (batch, removed) in kept {
                gone += removed;
                sink.write(&batch)?;
            }
            Ok(())
        },
    )?;
    sink.finish()?;
    if gone != rows.len() {
        return Err(Error::Malformed {
            place: Place::file(&record.name),
            what: "the index names a row that the file does not have",
        });
    }
    settle(&record.name, &staged)
}
