//! Reads every leaf of a file, wherever it is nested, the way apply saw it.

use std::sync::Arc;

use arrow::array::LargeStringArray;
use limpid_pipelines::{
    driver::Driver,
    error::Error,
    plan::Plan,
    source::{Chunk, InputFile, Numbered, ReadOptions, open},
    walk::{Decision, Kind, Leaf, Visitor, walk},
};

/// One value of a leaf.
pub(super) struct Value<'a> {
    /// Row in the file.
    pub(super) row: u64,
    /// Path of the leaf.
    pub(super) path: &'a str,
    /// Number of the value within its row and path.
    pub(super) item: u32,
    /// Whether it is text (or a number, date, time).
    pub(super) kind: Kind,
    /// The value as text.
    pub(super) text: &'a str,
}

/// Shows every value of the file to `see` on any thread, batch by batch, and hands its results to `collect` in order.
pub(super) fn read_leaves<R: Send + Default>(
    driver: &Driver,
    file: &InputFile,
    (plan, table): (Option<&Plan>, &str),
    see: impl Fn(&mut R, Value<'_>) + Sync,
    mut collect: impl FnMut(R) -> Result<(), Error>,
) -> Result<(), Error> {
    let mut source = open(file, &ReadOptions::default())?;
    driver.ordered(
        || source.next_chunk(),
        |chunk: Chunk| {
            let decoded = (chunk.decode)()?;
            let mut result = R::default();
            for numbered in &decoded.batches {
                look(numbered, plan, table, &see, &mut result)?;
            }
            Ok(result)
        },
        &mut collect,
    )
}

fn look<R>(
    numbered: &Numbered,
    plan: Option<&Plan>,
    table: &str,
    see: &(impl Fn(&mut R, Value<'_>) + Sync),
    result: &mut R,
) -> Result<(), Error> {
    let json: Vec<&str> = plan
        .and_then(|plan| plan.tables.get(table))
        .map(|table| {
            table.columns.iter().filter(|column| column.json).map(|column| column.path.as_str()).collect()
        })
        .unwrap_or_default();
    let mut onlooker = Onlooker { first_row: numbered.first_row, json, see, result };
    walk(&numbered.batch, &mut onlooker).map(drop)
}

struct Onlooker<'a, R, S> {
    first_row: u64,
    json: Vec<&'a str>,
    see: &'a S,
    result: &'a mut R,
}

impl<R, S: Fn(&mut R, Value<'_>) + Sync> Visitor for Onlooker<'_, R, S> {
    fn decide(&mut self, path: &str, kind: Kind) -> Result<Decision, Error> {
        Ok(match kind {
            Kind::Opaque => Decision::Keep,
            Kind::Text if self.json.contains(&path) => Decision::Json,
            _ => Decision::Visit,
        })
    }

    fn visit(&mut self, leaf: &Leaf<'_>) -> Result<Option<LargeStringArray>, Error> {
        let path: Arc<str> = leaf.path.into();
        let mut last = None;
        let mut item = 0;
        for (text, row) in leaf.values.iter().zip(leaf.rows) {
            item = if last == Some(*row) { item + 1 } else { 0 };
            last = Some(*row);
            if let Some(text) = text {
                let row = self.first_row + u64::from(*row);
                (self.see)(self.result, Value { row, path: &path, item, kind: leaf.kind, text });
            }
        }
        Ok(None)
    }

    fn json_key(&mut self, key: &str) -> Option<String> {
        // Keys are values too; their place is the row they stand in, which the walk does not tell.
        let row = self.first_row;
        (self.see)(self.result, Value { row, path: "*", item: 0, kind: Kind::Text, text: key });
        // A key that was hidden has no name in a path, here as there.
        is_tagged(key).then(|| key.to_owned())
    }
}

/// Whether a key holds a tag such as `<EMAIL_ADDRESS:5f3a9c01>`.
fn is_tagged(key: &str) -> bool {
    let tail = key.split_once('<').map_or("", |(_, tail)| tail);
    tail.split_once('>')
        .is_some_and(|(tag, _)| tag.split_once(':').is_some_and(|(_, digits)| digits.len() == 8))
}
