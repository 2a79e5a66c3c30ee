//! How many people are unique in the population, told from a sample of it: the number of classes by their size is all that
//! is needed.
//!
//! N people, a sample of n rows, the sampling fraction π = n / N, and `c_i` classes of i rows. Three estimators, and the rule
//! of Dankar, El Emam, Neisa and Roffey ("Estimating the re-identification risk of clinical data sets", 2012) that chooses
//! among them, as ARX applies it.

#![expect(clippy::cast_precision_loss, reason = "estimates from counts")]

mod gamma;
mod pitman;
mod snb;
mod zayatz;

use std::collections::BTreeMap;

use serde::Serialize;

/// Up to this sampling fraction the rule takes Pitman's model.
const SMALL_FRACTION: f64 = 0.1;

/// Which estimator the rule took.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Estimator {
    /// Pitman's sampling formula.
    Pitman,
    /// Zayatz.
    Zayatz,
    /// Slide negative binomial.
    Snb,
}

impl Estimator {
    /// For people.
    pub fn name(self) -> &'static str {
        match self {
            Self::Pitman => "Pitman",
            Self::Zayatz => "Zayatz",
            Self::Snb => "slide negative binomial",
        }
    }
}

/// People who are alone in their class of the whole population, as estimated.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct PopulationUniques {
    /// People of the population.
    pub population: u64,
    /// Share of them in the sample.
    pub sampling_fraction: f64,
    /// By Pitman's model; `None` where no parameters fit.
    pub pitman: Option<f64>,
    /// By the model of Zayatz.
    pub zayatz: f64,
    /// By the slide negative binomial model; `None` where no parameters fit.
    pub snb: Option<f64>,
    /// What the rule of Dankar et al. took.
    pub chosen: Estimator,
    /// Its estimate.
    pub uniques: f64,
}

/// A sample: rows, people of the population, and how many classes have how many rows.
struct Sample<'a> {
    rows: f64,
    population: f64,
    classes: f64,
    sizes: &'a BTreeMap<u64, u64>,
}

impl Sample<'_> {
    fn fraction(&self) -> f64 {
        self.rows / self.population
    }

    /// Classes of this size.
    fn of_size(&self, size: u64) -> f64 {
        self.sizes.get(&size).map_or(0.0, |count| *count as f64)
    }

    /// `(size, classes)`.
    fn iter(&self) -> impl Iterator<Item = (f64, f64)> {
        self.sizes.iter().map(|(size, count)| (*size as f64, *count as f64))
    }
}

/// Estimates the unique people of a `population` from `sizes`, how many classes of the sample have how many rows; `None`
/// for a sample that is empty or larger than the population.
pub fn population_uniques(sizes: &BTreeMap<u64, u64>, population: u64) -> Option<PopulationUniques> {
    let rows: u64 = sizes.iter().map(|(size, count)| size * count).sum();
    if rows == 0 || rows > population {
        return None;
    }
    let classes: u64 = sizes.values().sum();
    let sample = Sample { rows: rows as f64, population: population as f64, classes: classes as f64, sizes };
    let most = sample.population;
    let sane = |estimate: &f64| (0.0..=most).contains(estimate);
    // A table without a unique row says that there is none elsewhere: every model agrees.
    let alone = sample.of_size(1) > 0.0;
    let estimate = |estimate: fn(&Sample<'_>) -> Option<f64>| {
        if alone { estimate(&sample).filter(sane) } else { Some(0.0) }
    };
    let (pitman, snb) = (estimate(pitman::uniques), estimate(snb::uniques));
    let zayatz = zayatz::uniques(&sample).min(most);
    let (chosen, uniques) = match (pitman, snb) {
        (Some(pitman), _) if sample.fraction() <= SMALL_FRACTION => (Estimator::Pitman, pitman),
        (_, Some(snb)) if sample.fraction() > SMALL_FRACTION && snb <= zayatz => (Estimator::Snb, snb),
        _ => (Estimator::Zayatz, zayatz),
    };
    Some(PopulationUniques {
        population,
        sampling_fraction: sample.fraction(),
        pitman,
        zayatz,
        snb,
        chosen,
        uniques,
    })
}

/// Where a function that is positive at `low` and not at `high` crosses zero.
fn bisect(mut low: f64, mut high: f64, at: impl Fn(f64) -> f64) -> f64 {
    for _ in 0..200 {
        let middle = f64::midpoint(low, high);
        if at(middle) > 0.0 {
            low = middle;
        } else {
            high = middle;
        }
    }
    f64::midpoint(low, high)
}

#[cfg(test)]
mod tests;
