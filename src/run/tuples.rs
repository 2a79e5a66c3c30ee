//! Counting rows by their quasi-identifiers: over files, on all threads, in bounded memory.

use std::collections::BTreeMap;

use arrow::array::RecordBatch;
use limpid_pipelines::{
    apply::BatchPlace,
    driver::Driver,
    error::Error,
    key::KeyRing,
    plan::{Plan, anonymous_tables},
    policy::Policy,
    profile::Profile,
    risk::{Counter, Origin, tuple_key},
    rows::{RowPlan, Selector},
    source::{Chunk, InputFile, Numbered, ReadOptions, open},
};

use super::prepare::Part;

/// How counting is done.
#[derive(Clone, Copy)]
pub struct Counting<'a> {
    /// The threads.
    pub driver: &'a Driver,
    /// How to cut the files.
    pub options: &'a ReadOptions,
    /// Bytes of counts kept in memory; what is more goes to temporary files.
    pub budget: usize,
}

/// All rows of a batch.
pub fn all(numbered: &Numbered) -> Result<RecordBatch, Error> {
    Ok(numbered.batch.clone())
}

/// Adds the rows of a file that `stay` to a counter; `advance` is told how many.
pub fn count(
    counter: &mut Counter,
    file: &InputFile,
    origin: Origin,
    counting: Counting<'_>,
    stay: impl Fn(&Numbered) -> Result<RecordBatch, Error> + Sync,
    mut advance: impl FnMut(u64),
) -> Result<(), Error> {
    let mut source = open(file, counting.options)?;
    let encoder = counter.encoder();
    counting.driver.ordered(
        || source.next_chunk(),
        |chunk: Chunk| {
            let decoded = (chunk.decode)()?;
            let encode = |numbered: &Numbered| encoder.encode(&stay(numbered)?);
            decoded.batches.iter().map(encode).collect::<Result<Vec<_>, Error>>()
        },
        |batches| {
            for encoded in &batches {
                counter.add(encoded, origin)?;
                advance(encoded.rows());
            }
            Ok(())
        },
    )
}

/// Counts the tables that the policy makes anonymous, by name: the rows that its row rules, as planned, let stay.
pub fn count_tables(
    (policy, rows): (&Policy, Option<&RowPlan>),
    profile: &Profile,
    parts: &[Part],
    keys: &KeyRing,
    counting: Counting<'_>,
) -> Result<BTreeMap<String, Counter>, Error> {
    let mut counters = BTreeMap::new();
    let Some(anonymity) = &policy.anonymity else { return Ok(counters) };
    let selector = Selector::new(&policy.rows, rows, keys)?;
    for table in anonymous_tables(anonymity, profile)? {
        let mut counter = Counter::coded(anonymity.columns(), tuple_key(keys, &table), counting.budget);
        for part in parts.iter().filter(|part| part.table == table) {
            let stay = |numbered: &Numbered| {
                let file = &part.file.relative;
                let place = BatchPlace { table: &table, file, first_row: numbered.first_row };
                Ok(selector.select(numbered.batch.clone(), place, keys)?.batch)
            };
            count(&mut counter, &part.file, Origin::Sample, counting, stay, |_| {})?;
        }
        counters.insert(table, counter);
    }
    Ok(counters)
}

/// Where the policy asks for it: counts the tables and writes the levels that make them anonymous into the plan.
pub fn anonymize(
    plan: &mut Plan,
    profile: &Profile,
    parts: &[Part],
    keys: &KeyRing,
    counting: Counting<'_>,
) -> Result<(), Error> {
    let counters = count_tables((&plan.policy, plan.rows.as_ref()), profile, parts, keys, counting)?;
    for (table, mut counter) in counters {
        plan.anonymize(&table, &mut counter, keys)?;
    }
    Ok(())
}
