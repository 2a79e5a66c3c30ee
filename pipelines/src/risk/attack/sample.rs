//! What one pass over a table leaves behind: some rows, some values, the range of every number.

use std::collections::BTreeMap;

use arrow::array::{Array, LargeStringArray};

/// Some rows, column by column.
pub type Block = Vec<LargeStringArray>;

/// A row: a value for each column.
pub(super) type Row = Vec<Option<String>>;

/// Numbers that look random and are the same in every run (`SplitMix64`).
pub(super) struct Random(pub(super) u64);

impl Random {
    pub(super) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut word = self.0;
        word = (word ^ word >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        word = (word ^ word >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        word ^ word >> 31
    }

    /// A number below `end`.
    pub(super) fn below(&mut self, end: u64) -> u64 {
        let product = u128::from(self.next()) * u128::from(end.max(1));
        u64::try_from(product >> 64).unwrap_or(0)
    }

    pub(super) fn index(&mut self, end: usize) -> usize {
        usize::try_from(self.below(end as u64)).unwrap_or(0)
    }
}

/// A sample of a table.
pub(super) struct Sample {
    random: Random,
    size: usize,
    pub(super) rows: u64,
    /// Rows drawn without preference (Vitter's algorithm R, 1985), with their numbers.
    pub(super) drawn: Vec<(u64, Row)>,
    pub(super) columns: Vec<Column>,
}

/// A column of a sample.
#[derive(Default)]
pub(super) struct Column {
    /// Whether every value is a number.
    numbers: Option<bool>,
    pub(super) low: f64,
    pub(super) high: f64,
    pub(super) nulls: u64,
    /// Values with the smallest hashes and how often each occurs: a choice that prefers none, with exact counts.
    values: BTreeMap<(u64, String), u64>,
}

impl Column {
    pub(super) fn is_numeric(&self) -> bool {
        self.numbers == Some(true)
    }

    /// Values that occur once.
    pub(super) fn once(&self) -> impl Iterator<Item = &String> {
        self.values.iter().filter(|(_, count)| **count == 1).map(|((_, value), _)| value)
    }

    fn see(&mut self, value: Option<&str>, size: usize) {
        let Some(value) = value else {
            self.nulls += 1;
            return;
        };
        match number(value) {
            Some(number) => {
                let first = self.numbers.is_none();
                self.low = if first { number } else { self.low.min(number) };
                self.high = if first { number } else { self.high.max(number) };
                self.numbers.get_or_insert(true);
            }
            None => self.numbers = Some(false),
        }
        let hash = blake3::hash(value.as_bytes());
        let hash = u64::from_le_bytes(std::array::from_fn(|index| hash.as_bytes()[index]));
        let full = self.values.len() >= size;
        if full && self.values.last_key_value().is_some_and(|((last, _), _)| hash > *last) {
            return;
        }
        *self.values.entry((hash, value.to_owned())).or_insert(0) += 1;
        if self.values.len() > size {
            self.values.pop_last();
        }
    }
}

impl Sample {
    pub(super) fn new(columns: usize, size: usize, seed: u64) -> Self {
        let columns = (0..columns).map(|_| Column::default()).collect();
        Self { random: Random(seed), size, rows: 0, drawn: Vec::new(), columns }
    }

    pub(super) fn see(&mut self, block: &Block) {
        let rows = block.first().map_or(0, Array::len);
        for row in 0..rows {
            self.rows += 1;
            let place = if self.drawn.len() < self.size {
                Some(self.drawn.len())
            } else {
                Some(self.random.index(usize::try_from(self.rows).unwrap_or(usize::MAX)))
                    .filter(|place| *place < self.size)
            };
            if let Some(place) = place {
                let drawn = (
                    self.rows - 1,
                    block.iter().map(|column| cell(column, row).map(str::to_owned)).collect(),
                );
                if place == self.drawn.len() { self.drawn.push(drawn) } else { self.drawn[place] = drawn }
            }
        }
        let size = self.size;
        for (column, values) in self.columns.iter_mut().zip(block) {
            values.iter().for_each(|value| column.see(value, size));
        }
    }
}

pub(super) fn cell(column: &LargeStringArray, row: usize) -> Option<&str> {
    column.is_valid(row).then(|| column.value(row))
}

/// A finite number.
pub(super) fn number(text: &str) -> Option<f64> {
    text.trim().parse::<f64>().ok().filter(|number| number.is_finite())
}
