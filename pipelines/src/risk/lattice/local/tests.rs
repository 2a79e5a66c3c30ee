#![expect(clippy::cast_possible_truncation, reason = "few values")]

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::super::tests::counter;
use super::*;
use crate::risk::{Closeness, Counter, Diversity, Hierarchy, Ladder, tests::Table};

fn k(k: u64) -> Models {
    Models { k, ..Models::default() }
}

/// The region of a row, by its codes: exactly one part of every cut may take it.
fn descend(regions: &[Cut], lattice: &Lattice, numbers: &[Option<Vec<f64>>], codes: &[u32]) -> usize {
    let mut at = 0;
    loop {
        match &regions[at] {
            Cut::None => return at,
            Cut::Number { column, at: cut, parts } => {
                let value = numbers[*column].as_ref().expect("numbers")[codes[*column] as usize];
                at = parts[usize::from(value >= *cut)];
            }
            Cut::Groups { column, level, parts } => {
                let groups = &lattice.columns()[*column].groups[*level];
                let own = groups[codes[*column] as usize];
                let fits: Vec<usize> = parts
                    .iter()
                    .filter(|(code, _)| groups[*code as usize] == own)
                    .map(|(_, part)| *part)
                    .collect();
                assert_eq!(fits.len(), 1, "a row lies in one part");
                at = fits[0];
            }
        }
    }
}

fn numbers(counter: &Counter, column: usize) -> Vec<f64> {
    let values = counter.quasi()[column].values().iter();
    values.map(|value| value.as_deref().expect("a value").parse().expect("a number")).collect()
}

#[test]
fn one_column_of_different_numbers_ends_in_classes_of_less_than_two_k() {
    let values: Vec<String> = (0..997).map(|value| (value * 7919 % 10_007).to_string()).collect();
    let values: Vec<&str> = values.iter().map(String::as_str).collect();
    let table = Table::of(&[("a", &values)]);
    let mut counter = counter(&table, &["a"], &[]);
    let grid = Ladder::of_two("a").over(&counter.quasi()[0]).expect("a grid");
    let numbers = vec![Some(numbers(&counter, 0))];
    let lattice = Lattice::new(&mut counter, vec![grid], Vec::new()).expect("a lattice");
    for least in [1, 2, 5, 30, 498, 499, 997] {
        let (_, solution) = lattice.local(&k(least), &numbers).expect("regions");
        assert!(solution.smallest >= least && solution.largest < 2 * least.max(1), "{least}: {solution:?}");
    }
    assert!(lattice.local(&k(998), &numbers).is_none());
}

#[test]
fn what_a_column_needs_in_one_region_it_need_not_lose_in_another() {
    // Of the young there are many of every number, of the old few: only they become coarser.
    let ages: Vec<String> = (0..60)
        .map(|row| if row < 50 { 20 + row / 10 } else { 80 + (row - 50) })
        .map(|age| age.to_string())
        .collect();
    let ages: Vec<&str> = ages.iter().map(String::as_str).collect();
    let table = Table::of(&[("age", &ages)]);
    let mut counter = counter(&table, &["age"], &[]);
    let grid = Hierarchy::Interval(vec![10.0])
        .load("age")
        .expect("a ladder")
        .over(&counter.quasi()[0])
        .expect("a grid");
    let numbers = vec![Some(numbers(&counter, 0))];
    let lattice = Lattice::new(&mut counter, vec![grid], Vec::new()).expect("a lattice");
    let (_, local) = lattice.local(&k(5), &numbers).expect("regions");
    let global = lattice.search(&k(5), 0).expect("a level");
    assert_eq!((local.classes, local.smallest), (7, 5));
    assert!(local.loss < global.loss, "{} {}", local.loss, global.loss);
}

proptest! {
    #[test]
    fn every_row_has_one_class_and_every_class_satisfies_the_models(
        rows in prop::collection::vec((0..40_u32, 0..9_u32, 0..4_u32, 0..3_u32), 1..120),
        least in 1..7_u64,
        kind in 0..3,
    ) {
        let text = |of: fn(&(u32, u32, u32, u32)) -> u32| rows.iter().map(|row| Some(of(row).to_string())).collect();
        let table = Table {
            names: ["a", "b", "c", "s"].map(str::to_owned).to_vec(),
            columns: vec![text(|row| row.0), text(|row| row.1), text(|row| row.2), text(|row| row.3)],
        };
        let mut counter = counter(&table, &["a", "b", "c"], &["s"]);
        let ladders = [
            Ladder::of_two("a"),
            Hierarchy::Interval(vec![3.0]).load("b").expect("a ladder"),
            Ladder::of_two("c"),
        ];
        let grids = ladders.iter().zip(counter.quasi()).map(|(ladder, own)| ladder.over(own).expect("a grid")).collect();
        let numbers = vec![Some(numbers(&counter, 0)), None, None];
        let models = match kind {
            0 => k(least),
            1 => Models { l: Some(Diversity::Distinct(2)), ..k(least) },
            _ => Models { t: Some(Closeness::Equal(0.3)), ..k(least) },
        };
        let code = |column: usize, value: u32| {
            let values = counter.quasi()[column].values();
            values.iter().position(|one| one.as_deref() == Some(value.to_string().as_str())).expect("known") as u32
        };
        let codes: Vec<[u32; 3]> = rows.iter().map(|row| [code(0, row.0), code(1, row.1), code(2, row.2)]).collect();
        let lattice = Lattice::new(&mut counter, grids, vec![None]).expect("a lattice");
        let share = |rows: &[u32], value: u32| rows.iter().filter(|one| **one == value).count() as f64 / rows.len() as f64;
        let all: Vec<u32> = rows.iter().map(|row| row.3).collect();
        let satisfied = |own: &[u32]| {
            let distance: f64 = (0..3).map(|value| (share(own, value) - share(&all, value)).abs()).sum::<f64>() / 2.0;
            let mut different = own.to_vec();
            different.sort_unstable();
            different.dedup();
            own.len() as u64 >= least && (kind != 1 || different.len() >= 2) && (kind != 2 || distance <= 0.3 + 1e-9)
        };
        let Some((regions, solution)) = lattice.local(&models, &numbers) else {
            prop_assert!(!satisfied(&all));
            return Ok(());
        };
        let mut classes: BTreeMap<usize, Vec<u32>> = BTreeMap::new();
        for (row, codes) in rows.iter().zip(&codes) {
            classes.entry(descend(&regions, &lattice, &numbers, codes)).or_default().push(row.3);
        }
        prop_assert!(classes.values().all(|own| satisfied(own)), "{:?}", classes);
        prop_assert_eq!(classes.len() as u64, solution.classes);
        prop_assert!((-1e-9..=1.0 + 1e-9).contains(&solution.loss));
    }
}
