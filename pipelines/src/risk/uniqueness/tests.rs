#![expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "small numbers")]

use proptest::prelude::*;

use super::*;

fn sample(sizes: &BTreeMap<u64, u64>, population: f64) -> Sample<'_> {
    let rows: u64 = sizes.iter().map(|(size, count)| size * count).sum();
    let classes: u64 = sizes.values().sum();
    Sample { rows: rows as f64, population, classes: classes as f64, sizes }
}

fn near(left: f64, right: f64, by: f64) {
    assert!((left - right).abs() <= by * right.abs().max(1e-300), "{left} is not {right}");
}

#[test]
fn the_hypergeometric_probability_is_that_of_counting() {
    let choose =
        |n: u64, k: u64| (0..k).fold(1_u128, |sum, i| sum * u128::from(n - i) / u128::from(i + 1)) as f64;
    for (population, rows) in [(30_u64, 4_u64), (30, 15), (30, 29), (40, 7)] {
        let sizes = BTreeMap::from([(1, rows)]);
        for size in 1..=population - rows + 1 {
            let exact = size as f64 * choose(population - size, rows - 1) / choose(population, rows);
            near(zayatz::one_of(size as f64, &sample(&sizes, population as f64)), exact, 1e-11);
        }
        assert!(
            zayatz::one_of((population - rows + 2) as f64, &sample(&sizes, population as f64)).abs() < 1e-300
        );
    }
}

#[test]
fn zayatz_by_hand() {
    // N = 10, n = 4: two rows alone and a pair. P(1 of 1) = 2/5, P(1 of 2) = 2 C(8,3) / C(10,4) = 8/15.
    let sizes = BTreeMap::from([(1, 2), (2, 1)]);
    near(zayatz::uniques(&sample(&sizes, 10.0)), 2.0 * (0.8 / (0.8 + 8.0 / 15.0)) / 0.4, 1e-12);
    // The sample is the population.
    near(zayatz::uniques(&sample(&sizes, 4.0)), 2.0, 1e-12);
}

#[test]
fn pitman_expects_what_drawing_one_by_one_expects() {
    // A new person is a new class with (θ + α k) / (n + θ), and joins one of a single person with (1 − α) / (n + θ).
    for (theta, alpha) in [(0.7, 0.2), (35.0, 0.6), (-0.3, 0.5), (2.0, 1e-6)] {
        let (mut alone, mut classes) = (1.0, 1.0);
        for n in 1..2000 {
            let new = (theta + alpha * classes) / (f64::from(n) + theta);
            alone += new - alone * (1.0 - alpha) / (f64::from(n) + theta);
            classes += new;
            near(pitman::expected(theta, alpha, f64::from(n) + 1.0), alone, 1e-9);
        }
    }
}

#[test]
fn pitman_fits_where_the_plain_sums_of_the_likelihood_are_level() {
    let sizes = BTreeMap::from([(1, 120), (2, 40), (3, 17), (5, 9), (12, 4), (40, 1)]);
    let sample = sample(&sizes, 1e5);
    let (theta, alpha) = pitman::fit(&sample).expect("parameters");
    assert!((0.01..0.99).contains(&alpha) && theta > 0.0, "{theta} {alpha}");
    let count = |number: f64| 1..number as u32;
    let by_theta: f64 = count(sample.classes).map(|i| 1.0 / (theta + f64::from(i) * alpha)).sum::<f64>()
        - count(sample.rows).map(|i| 1.0 / (theta + f64::from(i))).sum::<f64>();
    let by_alpha: f64 =
        count(sample.classes).map(|i| f64::from(i) / (theta + f64::from(i) * alpha)).sum::<f64>()
            - sample
                .iter()
                .map(|(size, c)| c * count(size).map(|i| 1.0 / (f64::from(i) - alpha)).sum::<f64>())
                .sum::<f64>();
    assert!(by_theta.abs() < 1e-6 && by_alpha.abs() < 1e-6, "{by_theta} {by_alpha}");
}

#[test]
fn the_sample_that_snb_expects_is_that_of_summing_over_sizes_and_leads_back() {
    for (classes, fraction, alpha, beta) in
        [(1000.0, 0.3, 0.6, 0.2), (5e4, 0.15, 2.0, 0.5), (300.0, 0.8, 1.3, 0.4)]
    {
        let (mut one, mut two, mut others) = (0.0, 0.0, f64::powf(beta, alpha));
        for extra in 0..3000_u32 {
            let size = f64::from(extra) + 1.0;
            one += others * size * fraction * f64::powf(1.0 - fraction, size - 1.0);
            two += others * size * (size - 1.0) / 2.0
                * fraction
                * fraction
                * f64::powf(1.0 - fraction, size - 2.0);
            others *= (f64::from(extra) + alpha) / (f64::from(extra) + 1.0) * (1.0 - beta);
        }
        let (c1, c2) = snb::expected(classes, fraction, alpha, beta);
        near(c1, classes * one, 1e-9);
        near(c2, classes * two, 1e-9);
        let found = snb::solve(classes, fraction, (c1, c2));
        let same = |(a, b): &&(f64, f64)| (a - alpha).abs() < 1e-5 * alpha && (b - beta).abs() < 1e-5;
        assert!(found.iter().any(|one| same(&one)), "{found:?} is not {alpha} {beta}");
    }
}

#[test]
fn shlosser_by_hand() {
    // q = 1/2, c = {1: 4, 2: 2}: above = 4/4 + 2·2·(1/4)(3/4) = 7/4; below = 4·(1/2)(1/2) + 2·(1/4)(5/4) = 13/8;
    // missed = 4/2 + 2/4 = 5/2; once = 4/2 + 2·2·(1/2)(1/2) = 3; K = 6 + 4 (14/13) (25/36).
    let sizes = BTreeMap::from([(1, 4), (2, 2)]);
    near(snb::shlosser(&sample(&sizes, 16.0)), 6.0 + 4.0 * 14.0 / 13.0 * 25.0 / 36.0, 1e-12);
    near(snb::shlosser(&sample(&sizes, 8.0)), 6.0, 1e-12);
}

/// A population that Pitman's process makes, person by person, and a sample of it: sizes there, people, uniques.
fn drawn(fraction: f64, seed: u64) -> (BTreeMap<u64, u64>, u64, f64) {
    let (theta, alpha, population) = (300.0, 0.4, 20_000_usize);
    let mut state = seed;
    let mut uniform = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 11) as f64 / (1_u64 << 53) as f64
    };
    let (mut class, mut sizes) = (Vec::with_capacity(population), Vec::<f64>::new());
    while class.len() < population {
        let people = class.len() as f64;
        if uniform() < (theta + alpha * sizes.len() as f64) / (people + theta) {
            class.push(sizes.len());
            sizes.push(1.0);
            continue;
        }
        // Of a class of n with the weight n − α: somebody of it, who is refused with α / n.
        let joined = loop {
            let one = class[(uniform() * people) as usize];
            if uniform() >= alpha / sizes[one] {
                break one;
            }
        };
        sizes[joined] += 1.0;
        class.push(joined);
    }
    let mut rows = vec![0_u64; sizes.len()];
    class.iter().filter(|_| uniform() < fraction).for_each(|one| rows[*one] += 1);
    let mut seen = BTreeMap::new();
    rows.iter().filter(|rows| **rows > 0).for_each(|rows| *seen.entry(*rows).or_insert(0) += 1);
    (seen, population as u64, sizes.iter().filter(|size| **size < 1.5).count() as f64)
}

#[test]
fn the_rule_is_near_the_truth_and_takes_pitman_for_small_samples_alone() {
    for fraction in [0.05, 0.5] {
        let of = |seed: u64| {
            let (sizes, population, alone) = drawn(fraction, seed);
            let found = population_uniques(&sizes, population).expect("an estimate");
            assert_eq!(found.chosen == Estimator::Pitman, fraction <= SMALL_FRACTION, "{found:?}");
            found.uniques / alone
        };
        // One sample is off by a fifth, say; what counts is that many are not off together.
        let mean = (0..6).map(of).sum::<f64>() / 6.0;
        assert!((0.9..1.1).contains(&mean), "{fraction}: {mean}");
    }
}

#[test]
fn what_is_no_sample_has_no_estimate_and_no_unique_row_means_none() {
    assert_eq!(population_uniques(&BTreeMap::new(), 10), None);
    assert_eq!(population_uniques(&BTreeMap::from([(1, 11)]), 10), None);
    let none = population_uniques(&BTreeMap::from([(2, 5)]), 1000).expect("an estimate");
    assert!(none.uniques.abs() < 1e-300 && none.zayatz.abs() < 1e-300);
    let all = population_uniques(&BTreeMap::from([(1, 10)]), 1000).expect("an estimate");
    near(all.uniques, 1000.0, 1e-12);
}

proptest! {
    #[test]
    fn estimates_stay_between_nobody_and_everybody(
        sizes in prop::collection::btree_map(1..60_u64, 1..500_u64, 1..12),
        times in 1.0..2000.0_f64,
    ) {
        let rows: u64 = sizes.iter().map(|(size, count)| size * count).sum();
        let population = (rows as f64 * times) as u64;
        let found = population_uniques(&sizes, population).expect("an estimate");
        for one in [Some(found.uniques), Some(found.zayatz), found.pitman, found.snb].into_iter().flatten() {
            prop_assert!(one >= 0.0 && one <= population as f64, "{:?}", found);
        }
    }
}
