//! How often every record occurs: counts that add up, in bounded memory.
//!
//! A record is a fixed number of bytes: first the class (the quasi-identifiers), then what is counted inside it. Records
//! are parted by a hash of their class, so that a class is whole in one part. When memory runs out, the largest part goes
//! to a file without a name, which vanishes with the process; parts come back one at a time. A record holds keyed
//! digests or the numbers of dictionary entries, never a value, so neither does the file (ADR 10).

use std::{
    fs::File,
    io::{Read, Seek, SeekFrom, Write},
};

use hashbrown::HashTable;

use crate::error::Error;

/// Number of parts: data may be this many times larger than memory.
const PARTS: usize = 256;
/// Bytes of a count.
const COUNT: usize = 8;
/// Records read back at a time.
const READ: usize = 4096;

/// Widths of a record, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Layout {
    /// The first bytes: two records of one class have the same.
    pub class: usize,
    /// The whole record.
    pub width: usize,
}

/// Counts by record.
pub struct TupleTable {
    layout: Layout,
    parts: Vec<Part>,
    budget: usize,
    used: usize,
    spilled: u64,
}

#[derive(Default)]
struct Part {
    index: HashTable<u32>,
    /// Record and count, one after the other.
    cells: Vec<u8>,
    file: Option<File>,
}

/// The records of one class, in ascending order.
pub struct Class<'a> {
    layout: Layout,
    cells: &'a [u8],
    order: &'a [u32],
}

impl<'a> Class<'a> {
    /// The bytes that all its records begin with.
    pub fn key(&self) -> &'a [u8] {
        self.order
            .first()
            .map_or(&[][..], |first| &cell(self.cells, self.layout, *first)[..self.layout.class])
    }

    /// What its records hold besides, with their counts.
    pub fn rows(&self) -> impl Iterator<Item = (&'a [u8], u64)> {
        let (cells, layout) = (self.cells, self.layout);
        self.order.iter().map(move |place| {
            let cell = cell(cells, layout, *place);
            (&cell[layout.class..layout.width], count_of(&cell[layout.width..]))
        })
    }

    /// How many rows it has.
    pub fn len(&self) -> u64 {
        self.rows().map(|(_, count)| count).sum()
    }

    /// Whether it has no rows.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl TupleTable {
    /// An empty table that keeps about `budget` bytes in memory.
    pub fn new(layout: Layout, budget: usize) -> Self {
        let parts = (0..PARTS).map(|_| Part::default()).collect();
        Self { layout, parts, budget, used: 0, spilled: 0 }
    }

    /// The widths of its records.
    pub fn layout(&self) -> Layout {
        self.layout
    }

    /// Bytes it keeps in memory.
    pub(super) fn budget(&self) -> usize {
        self.budget
    }

    /// Bytes that went to disk.
    pub fn spilled(&self) -> u64 {
        self.spilled
    }

    /// Adds `count` to a record.
    pub fn add(&mut self, record: &[u8], count: u64) -> Result<(), Error> {
        debug_assert_eq!(record.len(), self.layout.width);
        let hash = hash(0, &record[..self.layout.class]);
        let Some(part) = self.parts.get_mut(usize::from(hash.to_le_bytes()[0])) else { return Ok(()) };
        let before = part.size();
        part.add(self.layout, record, count);
        self.used = self.used + part.size() - before;
        if self.used > self.budget { self.spill() } else { Ok(()) }
    }

    /// Moves the largest part to its file.
    fn spill(&mut self) -> Result<(), Error> {
        let Some(part) = self.parts.iter_mut().max_by_key(|part| part.size()) else { return Ok(()) };
        let failed = |error: std::io::Error| Error::io("write", "a temporary file", &error);
        let file = match &mut part.file {
            Some(file) => file,
            none => none.insert(tempfile::tempfile().map_err(failed)?),
        };
        file.seek(SeekFrom::End(0)).and_then(|_| file.write_all(&part.cells)).map_err(failed)?;
        self.spilled += part.cells.len() as u64;
        self.used -= part.size();
        part.cells = Vec::new();
        part.index = HashTable::new();
        Ok(())
    }

    /// Shows every class, each once; the order means nothing. May be repeated.
    pub fn for_each_class(
        &mut self,
        mut visit: impl FnMut(&Class<'_>) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let layout = self.layout;
        let mut order = Vec::new();
        for part in &mut self.parts {
            let loaded = part.loaded(layout)?;
            let cells = loaded.as_ref().map_or(&part.cells, |loaded| &loaded.cells);
            let count = cells.len() / layout.stride();
            order.clear();
            order.extend(0..u32::try_from(count).unwrap_or(u32::MAX));
            // A record that is nothing but its class is a class of its own.
            if layout.width > layout.class {
                order.sort_unstable_by_key(|place| &cell(cells, layout, *place)[..layout.width]);
            }
            let same = |one: &u32, other: &u32| {
                layout.width > layout.class
                    && cell(cells, layout, *one)[..layout.class]
                        == cell(cells, layout, *other)[..layout.class]
            };
            for order in order.chunk_by(same) {
                visit(&Class { layout, cells, order })?;
            }
        }
        Ok(())
    }

    /// Shows every record and its count, each once.
    pub fn for_each_record(
        &mut self,
        mut visit: impl FnMut(&[u8], u64) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let layout = self.layout;
        for part in &mut self.parts {
            let loaded = part.loaded(layout)?;
            let cells = loaded.as_ref().map_or(&part.cells, |loaded| &loaded.cells);
            for cell in cells.chunks_exact(layout.stride()) {
                visit(&cell[..layout.width], count_of(&cell[layout.width..]))?;
            }
        }
        Ok(())
    }
}

impl Layout {
    fn stride(self) -> usize {
        self.width + COUNT
    }
}

impl Part {
    fn size(&self) -> usize {
        // The table of places keeps at most seven of eight slots filled; a slot is four bytes and a tag.
        self.cells.capacity() + self.index.capacity() * 8 / 7 * 5
    }

    fn add(&mut self, layout: Layout, record: &[u8], count: u64) {
        let Self { index, cells, .. } = self;
        let hash_of = |place: &u32| hash(1, &cell(cells, layout, *place)[..layout.width]);
        let found =
            index.find(hash(1, record), |place| &cell(cells, layout, *place)[..layout.width] == record);
        if let Some(place) = found {
            let at = to_usize(*place) * layout.stride() + layout.width;
            let sum = count_of(&cells[at..at + COUNT]).saturating_add(count);
            cells[at..at + COUNT].copy_from_slice(&sum.to_le_bytes());
            return;
        }
        let place = u32::try_from(cells.len() / layout.stride()).unwrap_or(u32::MAX);
        index.insert_unique(hash(1, record), place, hash_of);
        if cells.capacity() < cells.len() + layout.stride() {
            // A quarter more at a time: all parts grow together, and doubling them would waste half of the memory.
            cells.reserve_exact(cells.len() / 4 + 64 * layout.stride());
        }
        cells.extend_from_slice(record);
        cells.extend_from_slice(&count.to_le_bytes());
    }

    /// The part with what it wrote to disk, where it did.
    fn loaded(&mut self, layout: Layout) -> Result<Option<Self>, Error> {
        let Some(file) = &mut self.file else { return Ok(None) };
        let failed = |error: std::io::Error| Error::io("read", "a temporary file", &error);
        let mut whole = Self::default();
        let mut left = file.seek(SeekFrom::End(0)).map_err(failed)?;
        file.seek(SeekFrom::Start(0)).map_err(failed)?;
        let mut buffer = vec![0; READ * layout.stride()];
        while left > 0 {
            let size = usize::try_from(left).unwrap_or(usize::MAX).min(buffer.len());
            let bytes = &mut buffer[..size];
            file.read_exact(bytes).map_err(failed)?;
            whole.add_all(layout, bytes);
            left -= size as u64;
        }
        whole.add_all(layout, &self.cells);
        Ok(Some(whole))
    }

    fn add_all(&mut self, layout: Layout, cells: &[u8]) {
        for cell in cells.chunks_exact(layout.stride()) {
            self.add(layout, &cell[..layout.width], count_of(&cell[layout.width..]));
        }
    }
}

fn cell(cells: &[u8], layout: Layout, place: u32) -> &[u8] {
    let at = to_usize(place) * layout.stride();
    &cells[at..at + layout.stride()]
}

fn count_of(bytes: &[u8]) -> u64 {
    bytes.try_into().map_or(0, u64::from_le_bytes)
}

fn to_usize(place: u32) -> usize {
    usize::try_from(place).unwrap_or(usize::MAX)
}

/// Spreads bytes over 64 bits, eight at a time: records are digests or small numbers, chosen by nobody.
fn hash(seed: u64, bytes: &[u8]) -> u64 {
    const ODD: u64 = 0x9e37_79b9_7f4a_7c15;
    let mut hash = seed.wrapping_add(ODD);
    for chunk in bytes.chunks(8) {
        let mut word = [0; 8];
        word[..chunk.len()].copy_from_slice(chunk);
        hash = (hash ^ u64::from_le_bytes(word)).wrapping_mul(ODD);
        hash ^= hash >> 29;
    }
    hash = hash.wrapping_mul(0xbf58_476d_1ce4_e5b9);
    hash ^ hash >> 32
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;

    const LAYOUT: Layout = Layout { class: 2, width: 3 };

    fn classes(table: &mut TupleTable) -> BTreeMap<Vec<u8>, Vec<(Vec<u8>, u64)>> {
        let mut classes = BTreeMap::new();
        table
            .for_each_class(|class| {
                let rows = class.rows().map(|(rest, count)| (rest.to_vec(), count)).collect();
                assert_eq!(classes.insert(class.key().to_vec(), rows), None, "a class comes once");
                Ok(())
            })
            .expect("reads");
        classes
    }

    proptest! {
        #[test]
        fn spilling_and_order_change_nothing(records in prop::collection::vec((0..9_u8, 0..9_u8, 0..3_u8), 0..400)) {
            let mut expected: BTreeMap<Vec<u8>, BTreeMap<Vec<u8>, u64>> = BTreeMap::new();
            let mut roomy = TupleTable::new(LAYOUT, usize::MAX);
            let mut tight = TupleTable::new(LAYOUT, 4000);
            for (a, b, c) in &records {
                *expected.entry(vec![*a, *b]).or_default().entry(vec![*c]).or_default() += 1;
                roomy.add(&[*a, *b, *c], 1).expect("adds");
            }
            for (a, b, c) in records.iter().rev() {
                tight.add(&[*a, *b, *c], 1).expect("adds");
            }
            let expected: BTreeMap<_, Vec<_>> =
                expected.into_iter().map(|(class, rows)| (class, rows.into_iter().collect())).collect();
            prop_assert_eq!(&classes(&mut roomy), &expected);
            prop_assert_eq!(&classes(&mut tight), &expected);
            prop_assert!(records.len() < 100 || tight.spilled() > 0);
        }
    }
}
