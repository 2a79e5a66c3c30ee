//! Counting rows by their quasi-identifiers: over files, on all threads, in bounded memory.

use std::collections::BTreeMap;

use limpid_pipelines::{
    driver::Driver,
    error::Error,
    key::KeyRing,
    plan::{Plan, anonymous_tables},
    policy::Policy,
    profile::Profile,
    risk::{Counter, Origin, tuple_key},
    source::{Chunk, InputFile, ReadOptions, open},
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

/// Adds the rows of a file to a counter; `advance` is told how many.
pub fn count(
    counter: &mut Counter,
    file: &InputFile,
    origin: Origin,
    counting: Counting<'_>,
    mut advance: impl FnMut(u64),
) -> Result<(), Error> {
    let mut source = open(file, counting.options)?;
    let encoder = counter.encoder();
    counting.driver.ordered(
        || source.next_chunk(),
        |chunk: Chunk| {
            let decoded = (chunk.decode)()?;
            let encode = |numbered: &limpid_pipelines::source::Numbered| encoder.encode(&numbered.batch);
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

/// Counts the tables that the policy makes anonymous, by name.
pub fn count_tables(
    policy: &Policy,
    profile: &Profile,
    parts: &[Part],
    keys: &KeyRing,
    counting: Counting<'_>,
) -> Result<BTreeMap<String, Counter>, Error> {
    let mut counters = BTreeMap::new();
    let Some(anonymity) = &policy.anonymity else { return Ok(counters) };
    for table in anonymous_tables(anonymity, profile)? {
        let mut counter = Counter::coded(anonymity.columns(), tuple_key(keys, &table), counting.budget);
        for part in parts.iter().filter(|part| part.table == table) {
            count(&mut counter, &part.file, Origin::Sample, counting, |_| {})?;
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
    for (table, mut counter) in count_tables(&plan.policy, profile, parts, keys, counting)? {
        plan.anonymize(&table, &mut counter, keys)?;
    }
    Ok(())
}
