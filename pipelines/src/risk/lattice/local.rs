//! Local recoding: each region of the table is generalized as much as it needs, and no more.
//!
//! Strict multidimensional partitioning (Mondrian; `LeFevre`, `DeWitt` and Ramakrishnan, ICDE 2006): a region is cut at the
//! median of a column of numbers, or into the groups of the next finer level of a hierarchy, the widest column first, as
//! long as every part satisfies the models. No row is left out. All regions of one depth are judged together.

#![expect(clippy::cast_precision_loss, reason = "shares of counts")]

use std::collections::BTreeMap;

use super::{
    Lattice, Solution,
    class::{Fate, Scratch},
};
use crate::risk::{Models, index};

/// How a region is cut. Numbers of columns and regions, in the order of the quasi-identifiers and of the regions.
#[derive(Debug, Clone, PartialEq)]
pub enum Cut {
    /// It is not: its rows are a class.
    None,
    /// Numbers less than `at` into one region, the others into the next.
    Number {
        /// The column.
        column: usize,
        /// The least number of the upper region.
        at: f64,
        /// The lower region and the upper one.
        parts: [usize; 2],
    },
    /// By the groups of a level.
    Groups {
        /// The column.
        column: usize,
        /// The level of the hierarchy.
        level: usize,
        /// The code of a value of the group, and its region.
        parts: Vec<(u32, usize)>,
    },
}

/// A region that may still be cut.
struct Part {
    region: usize,
    tuples: Vec<usize>,
    levels: Vec<usize>,
    /// Columns not yet tried, the widest last.
    columns: Vec<usize>,
}

/// A cut to be judged: the tuples of each part.
struct Proposal {
    cut: Cut,
    parts: Vec<Vec<usize>>,
    levels: Vec<usize>,
}

impl Lattice {
    /// The regions, the first being the whole table, and what they come to; `None` where the whole table does not satisfy
    /// the models. `numbers`: by column the number of each code, where it is cut by number.
    pub fn local(&self, models: &Models, numbers: &[Option<Vec<f64>>]) -> Option<(Vec<Cut>, Solution)> {
        let all: Vec<usize> = (0..self.sheet.counts.len()).collect();
        let levels: Vec<usize> = self.columns.iter().map(|column| column.groups.len() - 1).collect();
        let mut scratch = Scratch::default();
        if !self.suffice(models, std::iter::once(&all), &mut scratch).first().copied().unwrap_or(false) {
            return None;
        }
        let mut regions = vec![Cut::None];
        let mut classes = Vec::new();
        let mut active = vec![self.part(0, all, levels, numbers)];
        while !active.is_empty() {
            let mut proposals: Vec<(Part, Proposal)> = Vec::new();
            for mut part in std::mem::take(&mut active) {
                let mut columns = std::mem::take(&mut part.columns);
                let found = std::iter::from_fn(|| columns.pop())
                    .find_map(|column| self.propose(&part, column, models.k, numbers));
                part.columns = columns;
                match found {
                    Some(proposal) => proposals.push((part, proposal)),
                    None => classes.push(part),
                }
            }
            let parts = proposals.iter().flat_map(|(_, proposal)| &proposal.parts);
            let mut fates = self.suffice(models, parts, &mut scratch).into_iter();
            for (part, proposal) in proposals {
                let fates: Vec<bool> = fates.by_ref().take(proposal.parts.len()).collect();
                if fates.contains(&false) {
                    active.push(part);
                    continue;
                }
                let first = regions.len();
                regions.resize(first + proposal.parts.len(), Cut::None);
                for (number, tuples) in proposal.parts.into_iter().enumerate() {
                    active.push(self.part(first + number, tuples, proposal.levels.clone(), numbers));
                }
                regions[part.region] = numbered(proposal.cut, first);
            }
        }
        let solution = self.solved(&classes, numbers);
        Some((regions, solution))
    }

    /// Whether the tuples of each class satisfy the models.
    fn suffice<'a>(
        &self,
        models: &Models,
        classes: impl Iterator<Item = &'a Vec<usize>>,
        scratch: &mut Scratch,
    ) -> Vec<bool> {
        // Class 0 holds what is not asked for.
        scratch.classes.clear();
        scratch.classes.resize(self.sheet.counts.len(), 0);
        scratch.rows.clear();
        scratch.rows.push(0);
        for (number, tuples) in (1_u32..).zip(classes) {
            for tuple in tuples {
                scratch.classes[*tuple] = number;
            }
            scratch.rows.push(self.rows_of(tuples));
        }
        self.sheet.judge(models, scratch);
        scratch.fates.iter().skip(1).map(|fate| *fate == Fate::Stays).collect()
    }

    fn rows_of(&self, tuples: &[usize]) -> u64 {
        tuples.iter().map(|tuple| self.sheet.counts[*tuple]).sum()
    }

    /// A region with its columns from the narrowest to the widest.
    fn part(
        &self,
        region: usize,
        tuples: Vec<usize>,
        levels: Vec<usize>,
        numbers: &[Option<Vec<f64>>],
    ) -> Part {
        let width = |column: usize| self.width(&tuples, column, levels[column], numbers[column].as_deref());
        let mut widths: Vec<(f64, usize)> = (0..levels.len())
            .map(|column| (width(column), column))
            .filter(|(width, _)| *width > 0.0)
            .collect();
        widths.sort_by(|one, other| one.0.total_cmp(&other.0).then(other.1.cmp(&one.1)));
        Part { region, columns: widths.into_iter().map(|(_, column)| column).collect(), tuples, levels }
    }

    /// How much of a column a region spans, 0 to 1.
    fn width(&self, tuples: &[usize], column: usize, level: usize, numbers: Option<&[f64]>) -> f64 {
        let codes = &self.sheet.codes[column];
        match numbers {
            Some(numbers) => {
                let span = |values: &mut dyn Iterator<Item = f64>| {
                    let (low, high) = values
                        .fold((f64::MAX, f64::MIN), |(low, high), value| (low.min(value), high.max(value)));
                    high - low
                };
                let whole = span(&mut numbers.iter().copied());
                let own = span(&mut tuples.iter().map(|tuple| numbers[index(codes[*tuple])]));
                if whole > 0.0 { own / whole } else { 0.0 }
            }
            None if level == 0 => 0.0,
            None => {
                tuples.first().map_or(0.0, |tuple| self.columns[column].shares[level][index(codes[*tuple])])
            }
        }
    }

    /// The cut of a region by a column, if every part has k rows.
    fn propose(&self, part: &Part, column: usize, k: u64, numbers: &[Option<Vec<f64>>]) -> Option<Proposal> {
        let codes = &self.sheet.codes[column];
        let mut levels = part.levels.clone();
        let (cut, parts) = match &numbers[column] {
            Some(numbers) => {
                let of = |tuple: &usize| numbers[index(codes[*tuple])];
                let at = self.median(&part.tuples, of)?;
                let (below, above) = part.tuples.iter().partition(|tuple| of(tuple) < at);
                (Cut::Number { column, at, parts: [0, 1] }, vec![below, above])
            }
            None => {
                levels[column] -= 1;
                let groups = &self.columns[column].groups[levels[column]];
                let mut parts: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
                for tuple in &part.tuples {
                    parts.entry(groups[index(codes[*tuple])]).or_default().push(*tuple);
                }
                let values = parts.values().enumerate();
                let values = values.filter_map(|(number, tuples)| Some((codes[*tuples.first()?], number)));
                let cut = Cut::Groups { column, level: levels[column], parts: values.collect() };
                (cut, parts.into_values().collect())
            }
        };
        parts.iter().all(|tuples| self.rows_of(tuples) >= k).then_some(Proposal { cut, parts, levels })
    }

    /// The number that parts the rows most evenly into those below it and the others.
    fn median(&self, tuples: &[usize], of: impl Fn(&usize) -> f64) -> Option<f64> {
        let mut rows: Vec<(f64, u64)> =
            tuples.iter().map(|tuple| (of(tuple), self.sheet.counts[*tuple])).collect();
        rows.sort_by(|one, other| one.0.total_cmp(&other.0));
        let all: u64 = rows.iter().map(|(_, rows)| rows).sum();
        let (mut below, mut best) = (0, None);
        for pair in rows.windows(2) {
            below += pair[0].1;
            let uneven = (2 * below).abs_diff(all);
            if pair[0].0 < pair[1].0 && best.is_none_or(|(least, _)| uneven < least) {
                best = Some((uneven, pair[1].0));
            }
        }
        best.map(|(_, at)| at)
    }

    /// What the classes come to; a cell of numbers stands for the different numbers of its region.
    fn solved(&self, classes: &[Part], numbers: &[Option<Vec<f64>>]) -> Solution {
        let sizes = classes.iter().map(|class| self.rows_of(&class.tuples));
        let share = |column: usize| {
            let codes = &self.sheet.codes[column];
            let rows = |class: &Part| -> f64 {
                let rows = self.rows_of(&class.tuples) as f64;
                let mut own: Vec<u32> = class.tuples.iter().map(|tuple| codes[*tuple]).collect();
                if numbers[column].is_some() {
                    own.sort_unstable();
                    own.dedup();
                    return rows * own.len() as f64 / self.columns[column].leaves as f64;
                }
                let shares = &self.columns[column].shares[class.levels[column]];
                rows * own.first().map_or(1.0, |code| shares[index(*code)])
            };
            (column, classes.iter().map(rows).sum::<f64>() / self.sheet.rows as f64)
        };
        Solution {
            levels: self.columns.iter().map(|column| column.groups.len() - 1).collect(),
            loss: self.loss((0..self.columns.len()).map(share)),
            suppressed: 0,
            classes: classes.len() as u64,
            smallest: sizes.clone().min().unwrap_or(0),
            largest: sizes.max().unwrap_or(0),
            looked_at: classes.len(),
        }
    }
}

/// A cut whose parts begin with a region.
fn numbered(cut: Cut, first: usize) -> Cut {
    match cut {
        Cut::None => Cut::None,
        Cut::Number { column, at, parts } => {
            Cut::Number { column, at, parts: parts.map(|part| part + first) }
        }
        Cut::Groups { column, level, parts } => {
            let parts = parts.into_iter().map(|(code, part)| (code, part + first)).collect();
            Cut::Groups { column, level, parts }
        }
    }
}

#[cfg(test)]
mod tests;
