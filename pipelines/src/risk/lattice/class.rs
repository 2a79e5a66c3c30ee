//! The tuples of a table, grouped on a node of the lattice.

#![expect(clippy::cast_precision_loss, reason = "sums of shares")]

use super::Fallen;
use crate::{
    error::Error,
    risk::{
        CODE, Counter, Distribution, Generalizations, Models, SUBJECT, code_at, index, measure::merge_equal,
    },
};

/// The tuples, column by column, and what is inside each.
pub(super) struct Sheet {
    pub(super) rows: u64,
    /// By column: the code of each tuple.
    pub(super) codes: Vec<Vec<u32>>,
    /// Rows of each tuple.
    pub(super) counts: Vec<u64>,
    /// Where the insides of each tuple begin, and of one more.
    starts: Vec<usize>,
    /// Sensitive codes, subject and rows.
    insides: Vec<Inside>,
    distributions: Vec<Distribution>,
    subjects: bool,
}

struct Inside {
    sensitive: Vec<u32>,
    subject: [u8; SUBJECT],
    rows: u64,
}

/// Memory that is used again from node to node.
#[derive(Default)]
pub(super) struct Scratch {
    sums: Vec<u128>,
    slots: Vec<u32>,
    keys: Vec<u128>,
    pub(super) rows: Vec<u64>,
    /// Class of each tuple.
    pub(super) classes: Vec<u32>,
    pub(super) fates: Vec<Fate>,
}

/// What becomes of a class.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    Stays,
    /// Falls here, may stay on a finer node.
    Falls,
    /// Falls here and on every finer node.
    Certain,
}

impl Sheet {
    pub(super) fn read(counter: &mut Counter, distributions: Vec<Distribution>) -> Result<Self, Error> {
        let columns = counter.columns().quasi.len();
        let sensitive = distributions.len();
        let subjects = counter.columns().subject.is_some();
        let inside = sensitive > 0 || subjects;
        let mut tuples: Vec<(Vec<u32>, u64, Vec<Inside>)> = Vec::new();
        counter.table().for_each_class(|class| {
            let codes = (0..columns).map(|column| code_at(class.key(), column * CODE)).collect();
            let mut insides = Vec::new();
            let mut rows = 0;
            for (record, count) in class.rows() {
                rows += count;
                if inside {
                    let at = sensitive * CODE;
                    let subject = record.get(at..at + SUBJECT).and_then(|bytes| bytes.try_into().ok());
                    insides.push(Inside {
                        sensitive: (0..sensitive).map(|place| code_at(record, place * CODE)).collect(),
                        subject: subject.unwrap_or_default(),
                        rows: count,
                    });
                }
            }
            tuples.push((codes, rows, insides));
            Ok(())
        })?;
        let mut sheet = Self {
            rows: counter.rows(),
            codes: vec![Vec::with_capacity(tuples.len()); columns],
            counts: Vec::with_capacity(tuples.len()),
            starts: vec![0],
            insides: Vec::new(),
            distributions,
            subjects,
        };
        for (codes, rows, insides) in tuples {
            sheet.codes.iter_mut().zip(codes).for_each(|(column, code)| column.push(code));
            sheet.counts.push(rows);
            sheet.insides.extend(insides);
            sheet.starts.push(sheet.insides.len());
        }
        Ok(sheet)
    }

    /// Groups the tuples on a node and lets fall what does not satisfy the models.
    pub(super) fn fall(
        &self,
        columns: &[Generalizations],
        levels: &[usize],
        models: &Models,
        scratch: &mut Scratch,
    ) -> Fallen {
        self.group(columns, levels, scratch);
        self.judge(models, scratch);
        let mut fallen = Fallen { smallest: u64::MAX, ..Fallen::default() };
        for (rows, fate) in scratch.rows.iter().zip(&scratch.fates) {
            match fate {
                Fate::Stays => {
                    fallen.classes += 1;
                    fallen.smallest = fallen.smallest.min(*rows);
                    fallen.largest = fallen.largest.max(*rows);
                }
                Fate::Falls => fallen.suppressed += rows,
                Fate::Certain => {
                    fallen.suppressed += rows;
                    fallen.certain += rows;
                }
            }
        }
        if fallen.classes == 0 {
            fallen.smallest = 0;
        }
        let tables: Vec<&[f64]> =
            columns.iter().zip(levels).map(|(column, level)| column.shares[*level].as_slice()).collect();
        for (codes, shares) in self.codes.iter().zip(tables) {
            let each = codes.iter().zip(&self.counts).zip(&scratch.classes);
            let kept = each.filter(|(_, class)| scratch.fates[index(**class)] == Fate::Stays);
            fallen.kept.push(kept.map(|((code, rows), _)| shares[index(*code)] * *rows as f64).sum());
        }
        fallen
    }

    /// Shows the classes that stay, each by the codes of one of its tuples.
    pub(super) fn kept(
        &self,
        columns: &[Generalizations],
        levels: &[usize],
        models: &Models,
        mut visit: impl FnMut(&[u32]),
    ) {
        let mut scratch = Scratch::default();
        self.group(columns, levels, &mut scratch);
        self.judge(models, &mut scratch);
        let mut seen = vec![false; scratch.rows.len()];
        let mut codes = Vec::new();
        for (tuple, class) in scratch.classes.iter().enumerate() {
            if scratch.fates[index(*class)] == Fate::Stays
                && !std::mem::replace(&mut seen[index(*class)], true)
            {
                codes.clear();
                codes.extend(self.codes.iter().map(|column| column[tuple]));
                visit(&codes);
            }
        }
    }

    /// Numbers the classes. Every group of every column has a random number, a class the sum of them: 128 bits, so
    /// that two classes meet with a chance of one in 10²⁵ at a million of them.
    fn group(&self, columns: &[Generalizations], levels: &[usize], scratch: &mut Scratch) {
        let Scratch { sums, slots, keys, rows, classes, .. } = scratch;
        sums.clear();
        sums.resize(self.counts.len(), 0);
        for (place, (codes, (column, level))) in self.codes.iter().zip(columns.iter().zip(levels)).enumerate()
        {
            let numbers: Vec<u128> =
                column.groups[*level].iter().map(|group| random_number(place, *group)).collect();
            sums.iter_mut().zip(codes).for_each(|(sum, code)| *sum = sum.wrapping_add(numbers[index(*code)]));
        }
        let size = (self.counts.len() * 2).next_power_of_two().max(2);
        slots.clear();
        slots.resize(size, u32::MAX);
        keys.clear();
        rows.clear();
        classes.clear();
        for (sum, count) in sums.iter().zip(&self.counts) {
            let mut slot = low(*sum) & (size - 1);
            let class = loop {
                let class = slots[slot];
                if class == u32::MAX {
                    let class = u32::try_from(keys.len()).unwrap_or(u32::MAX);
                    slots[slot] = class;
                    keys.push(*sum);
                    rows.push(0);
                    break class;
                }
                if keys[index(class)] == *sum {
                    break class;
                }
                slot = (slot + 1) & (size - 1);
            };
            rows[index(class)] += count;
            classes.push(class);
        }
    }

    /// Whether the classes that stay satisfy the models against the distribution of their own rows.
    pub(super) fn holds_released(&self, models: &Models, scratch: &Scratch) -> bool {
        if models.t.is_none() && models.delta.is_none() && models.beta.is_none() {
            return true;
        }
        let mut classes: Vec<Vec<&[Inside]>> = vec![Vec::new(); scratch.rows.len()];
        for (tuple, class) in scratch.classes.iter().enumerate() {
            if scratch.fates[index(*class)] == Fate::Stays {
                classes[index(*class)].push(&self.insides[self.starts[tuple]..self.starts[tuple + 1]]);
            }
        }
        let mut histogram = Vec::new();
        self.distributions.iter().enumerate().all(|(place, whole)| {
            let mut counts = vec![0_u64; whole.counts.len()];
            for inside in classes.iter().flatten().copied().flatten() {
                counts[index(inside.sensitive[place])] += inside.rows;
            }
            let own = whole.with_counts(counts);
            classes.iter().filter(|class| !class.is_empty()).all(|class| {
                histogram.clear();
                let insides = class.iter().copied().flatten();
                histogram.extend(insides.map(|inside| (inside.sensitive[place], inside.rows)));
                merge_equal(&mut histogram);
                models.admits(&own, &histogram, histogram.iter().map(|(_, rows)| rows).sum())
            })
        })
    }

    /// Judges the classes of the scratch, with their rows: which of them stay.
    pub(super) fn judge(&self, models: &Models, scratch: &mut Scratch) {
        let Scratch { rows, classes, fates, .. } = scratch;
        fates.clear();
        fates.extend(rows.iter().map(|rows| if *rows < models.k { Fate::Certain } else { Fate::Stays }));
        if !self.subjects && !models.needs_sensitive() {
            return;
        }
        // The tuples of each class, one class after the other.
        let mut starts = vec![0_usize; rows.len() + 1];
        for class in classes.iter() {
            starts[index(*class) + 1] += 1;
        }
        (1..starts.len()).for_each(|place| starts[place] += starts[place - 1]);
        let mut next = starts.clone();
        let mut tuples = vec![0_usize; classes.len()];
        for (tuple, class) in classes.iter().enumerate() {
            tuples[next[index(*class)]] = tuple;
            next[index(*class)] += 1;
        }
        let mut histogram = Vec::new();
        let mut subjects: Vec<[u8; SUBJECT]> = Vec::new();
        for (class, fate) in fates.iter_mut().enumerate() {
            if *fate != Fate::Stays {
                continue;
            }
            let members = &tuples[starts[class]..starts[class + 1]];
            let insides = || {
                members.iter().flat_map(|tuple| &self.insides[self.starts[*tuple]..self.starts[*tuple + 1]])
            };
            if self.subjects {
                subjects.clear();
                subjects.extend(insides().map(|inside| inside.subject));
                subjects.sort_unstable();
                subjects.dedup();
                if (subjects.len() as u64) < models.k {
                    *fate = Fate::Certain;
                    continue;
                }
            }
            for (place, whole) in self.distributions.iter().enumerate() {
                histogram.clear();
                histogram.extend(insides().map(|inside| (inside.sensitive[place], inside.rows)));
                merge_equal(&mut histogram);
                if !models.admits_values(histogram.len()) {
                    *fate = Fate::Certain;
                    break;
                }
                if !models.admits(whole, &histogram, rows[class]) {
                    *fate = Fate::Falls;
                }
            }
        }
    }
}

/// 128 bits that depend on a column and a group alone.
fn random_number(column: usize, group: u32) -> u128 {
    let seed = (column as u64) << 32 | u64::from(group);
    u128::from(mixed(seed)) << 64 | u128::from(mixed(seed ^ 0x5bf0_3635_dcf5_2d7a))
}

/// The finalizer of `SplitMix64` (Steele, Lea, Flood 2014).
fn mixed(seed: u64) -> u64 {
    let mut word = seed.wrapping_add(0x9e37_79b9_7f4a_7c15).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    word = (word ^ word >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    word = (word ^ word >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
    word ^ word >> 31
}

fn low(sum: u128) -> usize {
    usize::try_from(sum & u128::from(u32::MAX)).unwrap_or(0)
}
