//! Singling out: a condition on some columns that fits exactly one row.

use arrow::array::Array;

use super::sample::{Block, Random, Sample, cell, number};

/// Columns of a condition over several columns.
const MOST_COLUMNS: usize = 4;

/// A condition that a row meets in every part.
pub(super) struct Predicate(Vec<(usize, Test)>);

enum Test {
    Null,
    Is(String),
    AtLeast(f64),
    AtMost(f64),
}

impl Predicate {
    fn holds(&self, block: &Block, row: usize) -> bool {
        self.0.iter().all(|(column, test)| {
            let value = cell(&block[*column], row);
            let number = || value.and_then(number);
            match test {
                Test::Null => value.is_none(),
                Test::Is(text) => value == Some(text.as_str()),
                Test::AtLeast(bound) => number().is_some_and(|own| own >= *bound),
                Test::AtMost(bound) => number().is_some_and(|own| own <= *bound),
            }
        })
    }

    /// Adds the rows of a block that meet it.
    pub(super) fn count(
        predicates: &[Self],
        block: &Block,
        used: impl Fn(usize) -> bool,
        counts: &mut [u64],
    ) {
        let rows = block.first().map_or(0, Array::len);
        for row in (0..rows).filter(|row| used(*row)) {
            for (predicate, count) in predicates.iter().zip(counts.iter_mut()) {
                // More than one is enough to know.
                if *count < 2 && predicate.holds(block, row) {
                    *count += 1;
                }
            }
        }
    }
}

/// Conditions that may fit one row: values that occur once, extremes, single nulls, and rows in some of their columns.
pub(super) fn candidates(released: &Sample, wanted: usize, random: &mut Random) -> Vec<Predicate> {
    let mut found: Vec<Predicate> = Vec::new();
    for (place, column) in released.columns.iter().enumerate() {
        if column.nulls == 1 {
            found.push(Predicate(vec![(place, Test::Null)]));
        }
        if column.is_numeric() {
            found.push(Predicate(vec![(place, Test::AtMost(column.low))]));
            found.push(Predicate(vec![(place, Test::AtLeast(column.high))]));
        }
        found.extend(column.once().map(|value| Predicate(vec![(place, Test::Is(value.clone()))])));
    }
    shuffle(&mut found, random);
    found.truncate(wanted / 2);
    while found.len() < wanted && !released.drawn.is_empty() {
        let row = &released.drawn[random.index(released.drawn.len())].1;
        found.push(several(released, random, |place, _| row[place].clone()));
    }
    found
}

/// Conditions of the same form from values that were drawn column by column: guessing.
pub(super) fn guesses(released: &Sample, wanted: usize, random: &mut Random) -> Vec<Predicate> {
    if released.drawn.is_empty() {
        return Vec::new();
    }
    let guess = |random: &mut Random| {
        several(released, random, |place, random| {
            released.drawn[random.index(released.drawn.len())].1[place].clone()
        })
    };
    (0..wanted).map(|_| guess(random)).collect()
}

fn several(
    released: &Sample,
    random: &mut Random,
    value: impl Fn(usize, &mut Random) -> Option<String>,
) -> Predicate {
    let mut places: Vec<usize> = (0..released.columns.len()).collect();
    shuffle(&mut places, random);
    places.truncate(MOST_COLUMNS);
    let test = |place: usize| {
        let column = &released.columns[place];
        let test = match value(place, random) {
            None => Test::Null,
            Some(text) => match number(&text).filter(|_| column.is_numeric()) {
                Some(own) if own > median(released, place) => Test::AtLeast(own),
                Some(own) => Test::AtMost(own),
                None => Test::Is(text),
            },
        };
        (place, test)
    };
    Predicate(places.into_iter().map(test).collect())
}

fn median(released: &Sample, place: usize) -> f64 {
    let values = released.drawn.iter().filter_map(|(_, row)| number(row[place].as_deref()?));
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(0.0)
}

fn shuffle<T>(list: &mut [T], random: &mut Random) {
    for end in (1..list.len()).rev() {
        list.swap(end, random.index(end + 1));
    }
}
