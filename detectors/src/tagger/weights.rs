//! The weights: one row of small integers a feature, in buckets of one cache line each.
//!
//! A row carries a check of its feature's key, so a feature that was never learned adds nothing instead of
//! somebody else's weights.

use super::lattice::{LANES, STATES};
use super::model::ModelError;

/// Rows in a bucket; a bucket is as long as a cache line.
const ROWS: usize = 4;

/// Weights in the first lanes, the check in the last three bytes.
#[derive(Debug, Clone, Copy, Default)]
#[repr(C, align(16))]
struct Row([i8; LANES]);

impl Row {
    #[inline]
    fn check(&self) -> u32 {
        let [.., last, a, b, c] = self.0.map(i8::cast_unsigned);
        u32::from_le_bytes([last, a, b, c]) >> 8
    }

    fn set(&mut self, check: u32, weights: impl IntoIterator<Item = i8>) {
        for (lane, weight) in self.0.iter_mut().zip(weights.into_iter().take(STATES)) {
            *lane = weight;
        }
        for (lane, byte) in self.0.iter_mut().skip(STATES).zip(check.to_le_bytes()) {
            *lane = byte.cast_signed();
        }
    }
}

#[derive(Debug, Clone, Copy, Default)]
#[repr(C, align(64))]
struct Bucket([Row; ROWS]);

/// Sum of weights of one token, a lane a state. The lanes behind the states hold nothing of use.
pub type Sum = [i16; LANES];

/// The table of all rows.
#[derive(Debug, Clone)]
pub struct Weights {
    buckets: Vec<Bucket>,
}

impl Weights {
    /// A table of `1 << bits` buckets. Features come most important first: where a bucket is full, the rest are
    /// left out. Returns how many were.
    pub fn build(bits: u32, features: impl IntoIterator<Item = (u64, [i8; STATES])>) -> (Self, usize) {
        let mut table = Self { buckets: vec![Bucket::default(); 1 << bits] };
        let mut left_out = 0;
        for (key, weights) in features {
            let (slot, check) = table.place(key);
            match table.buckets[slot].0.iter_mut().find(|row| row.check() == 0) {
                Some(row) => row.set(check, weights),
                None => left_out += 1,
            }
        }
        (table, left_out)
    }

    #[inline]
    fn place(&self, key: u64) -> (usize, u32) {
        let slot = key as usize & (self.buckets.len() - 1);
        (slot, (key >> 40) as u32 | 1)
    }

    /// Adds the row of a feature, if there is one, to `sum`.
    #[inline]
    pub fn add(&self, key: u64, sum: &mut Sum) {
        let (slot, check) = self.place(key);
        let Some(bucket) = self.buckets.get(slot) else { return };
        // Without branches: whether a feature is known, and in which row, is hard to foresee, and the buckets of
        // several features are waited for together.
        let mut found = ROWS;
        for (at, row) in bucket.0.iter().enumerate() {
            found = if row.check() == check { at } else { found };
        }
        let known = -i8::from(found < ROWS);
        let row = &bucket.0[found % ROWS];
        for lane in 0..LANES {
            sum[lane] = sum[lane].wrapping_add(i16::from(row.0[lane] & known));
        }
    }

    /// Base-two logarithm of the number of buckets.
    pub fn bits(&self) -> u32 {
        self.buckets.len().trailing_zeros()
    }

    fn rows(&self) -> impl Iterator<Item = &Row> {
        self.buckets.iter().flat_map(|bucket| &bucket.0)
    }

    /// Number of rows in use.
    pub fn used(&self) -> usize {
        self.rows().filter(|row| row.check() != 0).count()
    }

    /// Appends the table's bytes: rows used in each bucket, then the rows.
    pub fn write(&self, out: &mut Vec<u8>) {
        for bucket in &self.buckets {
            out.push(bucket.0.iter().filter(|row| row.check() != 0).count() as u8);
        }
        for row in self.rows().filter(|row| row.check() != 0) {
            out.extend(row.0.iter().map(|byte| byte.cast_unsigned()));
        }
    }

    /// Reads a table; returns it and what follows it.
    pub fn read(bits: u32, bytes: &[u8]) -> Result<(Self, &[u8]), ModelError> {
        let cut = || ModelError::Malformed("the weights are cut");
        if bits > 24 {
            return Err(ModelError::Malformed("the table of weights is too large"));
        }
        let mut buckets = vec![Bucket::default(); 1 << bits];
        let (counts, mut rest) = bytes.split_at_checked(buckets.len()).ok_or_else(cut)?;
        for (bucket, count) in buckets.iter_mut().zip(counts) {
            for row in bucket.0.iter_mut().take(usize::from(*count)) {
                let (head, tail) = rest.split_first_chunk::<LANES>().ok_or_else(cut)?;
                rest = tail;
                *row = Row(head.map(u8::cast_signed));
            }
        }
        Ok((Self { buckets }, rest))
    }
}
