//! Every risk model, read off the counts in one pass over the classes.
//!
//! T has N rows in m classes; n is the number of rows of a class, q the share of a sensitive value in it, p its share
//! in T. Nulls are values like any other.

#![expect(clippy::cast_precision_loss, reason = "shares of counts; counts themselves stay integers")]

use std::collections::BTreeMap;

use serde::Serialize;

use super::{
    CODE, Counter, SUBJECT,
    closeness::{equal, hierarchical, ordered},
    code_at,
    sensitive::{Distribution, Tree},
};
use crate::error::Error;

/// The risk of a table.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Risk {
    /// Rows, N.
    pub rows: u64,
    /// Equivalence classes, m.
    pub classes: u64,
    /// Rows of the smallest class: k-anonymity (Samarati, Sweeney 1998). 0 for an empty table.
    pub k: u64,
    /// Rows of the largest class.
    pub largest: u64,
    /// Rows that are alone in their class: sample uniqueness is their share.
    pub unique_rows: u64,
    /// Fewest different subjects of a class: k-anonymity of people who have several rows.
    pub entity_k: Option<u64>,
    /// Highest re-identification risk, 1/k (prosecutor: the attacker knows that the person is in the table).
    pub prosecutor_highest: f64,
    /// Average of it over the rows, m/N.
    pub prosecutor_average: f64,
    /// How many classes have how many rows.
    pub sizes: BTreeMap<u64, u64>,
    /// By sensitive column.
    pub sensitive: Vec<SensitiveRisk>,
    /// Against the population the table was taken from.
    pub population: Option<PopulationRisk>,
}

/// What the classes tell about one sensitive column.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SensitiveRisk {
    /// The column.
    pub column: String,
    /// Largest share of a value in a class: (α,k)-anonymity (Wong 2006) holds from this α on.
    pub alpha: f64,
    /// Fewest different values of a class: distinct l-diversity (Machanavajjhala 2007).
    pub distinct_l: u64,
    /// Smallest exp(−Σ q ln q) of a class: entropy l-diversity, a real number.
    pub entropy_l: f64,
    /// By l from 2 to 5: recursive (c,l)-diversity holds for every c above this; `None` where a class has too few values.
    pub recursive_c: BTreeMap<u32, Option<f64>>,
    /// t-closeness, all values equally far.
    pub t_equal: f64,
    /// t-closeness over the order of numbers; `None` where the values are no numbers.
    pub t_ordered: Option<f64>,
    /// t-closeness over the hierarchy; `None` without one.
    pub t_hierarchical: Option<f64>,
    /// Largest |ln(q/p)| over the values that occur: δ-disclosure privacy (Brickell, Shmatikov 2008) holds for every δ
    /// above this, if `delta_strict`.
    pub delta: f64,
    /// Whether every value occurs in every class, as the original definition of δ-disclosure demands.
    pub delta_strict: bool,
    /// Largest (q−p)/p: basic β-likeness (Cao, Karras 2012) holds from this β on.
    pub beta: f64,
    /// The same for enhanced β-likeness, (q−p)/p ≤ min(β, −ln p); `None` where no β does it.
    pub enhanced_beta: Option<f64>,
    /// Share of the rarest value in the table.
    pub rarest: f64,
}

/// Models that know the population. F is the number of rows of a class there.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct PopulationRisk {
    /// Rows of the population.
    pub rows: u64,
    /// Smallest F over the classes of the table: k-map (Sweeney 2001).
    pub k_map: u64,
    /// Smallest n/F over the classes of the population: δ-presence (Nergiz 2007), lower bound.
    pub presence_min: f64,
    /// Largest n/F: δ-presence, upper bound.
    pub presence_max: f64,
    /// Highest risk when the attacker does not know who is in the table, 1/min F.
    pub journalist_highest: f64,
    /// max(m/ΣF, 1/N Σ n/F).
    pub journalist_average: f64,
    /// Share of rows that are found again when all are tried, 1/N Σ n/F.
    pub marketer: f64,
    /// Rows of the table that are alone in the population.
    pub unique_rows: u64,
}

impl Risk {
    /// Share of rows with a re-identification risk above `threshold`.
    pub fn at_risk(&self, threshold: f64) -> f64 {
        let above = self.sizes.iter().filter(|(size, _)| 1.0 / **size as f64 > threshold);
        let rows: u64 = above.map(|(size, classes)| size * classes).sum();
        share(rows, self.rows)
    }
}

/// Reads every model off the counts.
pub fn measure(counter: &mut Counter) -> Result<Risk, Error> {
    let trees = vec![None; counter.columns.sensitive.len()];
    measure_with(counter, trees)
}

/// The same with hierarchies of sensitive columns.
pub fn measure_with(counter: &mut Counter, trees: Vec<Option<Tree>>) -> Result<Risk, Error> {
    let mut meter = Meter::new(counter, trees);
    let layout = (counter.columns.subject.is_some(), counter.has_population());
    counter.table.for_each_class(|class| {
        meter.class(class.rows(), layout);
        Ok(())
    })?;
    meter.finish(counter)
}

/// Sizes of classes that are counted by place.
const SMALL: usize = 256;

/// What accumulates over the classes.
struct Meter {
    distributions: Vec<Distribution>,
    risk: Risk,
    subjects: Vec<[u8; SUBJECT]>,
    histograms: Vec<Vec<(u32, u64)>>,
    entity_k: u64,
    population: Presence,
    /// Counts of a class, most frequent first.
    counts: Vec<u64>,
    /// How many classes have how many rows, for small ones.
    small: Vec<u64>,
}

/// What accumulates against the population.
struct Presence {
    k_map: u64,
    lowest: f64,
    highest: f64,
    sum: f64,
    classes_rows: u64,
    unique_rows: u64,
    missing: bool,
}

impl Meter {
    fn new(counter: &Counter, trees: Vec<Option<Tree>>) -> Self {
        let distributions: Vec<Distribution> = counter
            .sensitive
            .iter()
            .zip(trees)
            .map(|(dictionary, tree)| Distribution::new(dictionary).with_tree(tree))
            .collect();
        let sensitive = counter
            .columns
            .sensitive
            .iter()
            .zip(&distributions)
            .map(|(column, whole)| SensitiveRisk::new(column, whole));
        let risk = Risk {
            rows: counter.rows,
            classes: 0,
            k: u64::MAX,
            largest: 0,
            unique_rows: 0,
            entity_k: None,
            prosecutor_highest: 0.0,
            prosecutor_average: 0.0,
            sizes: BTreeMap::new(),
            sensitive: sensitive.collect(),
            population: None,
        };
        let population = Presence {
            k_map: u64::MAX,
            lowest: f64::INFINITY,
            highest: 0.0,
            sum: 0.0,
            classes_rows: 0,
            unique_rows: 0,
            missing: false,
        };
        let histograms = vec![Vec::new(); distributions.len()];
        Self {
            distributions,
            risk,
            subjects: Vec::new(),
            histograms,
            entity_k: u64::MAX,
            population,
            counts: Vec::new(),
            small: vec![0; SMALL],
        }
    }

    fn class<'a>(
        &mut self,
        records: impl Iterator<Item = (&'a [u8], u64)>,
        (subject, population): (bool, bool),
    ) {
        let (mut own, mut others) = (0, 0);
        self.subjects.clear();
        self.histograms.iter_mut().for_each(Vec::clear);
        for (record, count) in records {
            if population && record.last() == Some(&1) {
                others += count;
                continue;
            }
            own += count;
            for (place, histogram) in self.histograms.iter_mut().enumerate() {
                histogram.push((code_at(record, place * CODE), count));
            }
            let at = self.distributions.len() * CODE;
            if subject && let Some(bytes) = record.get(at..at + SUBJECT) {
                self.subjects.push(std::array::from_fn(|index| bytes[index]));
            }
        }
        if population {
            self.population.class(own, others);
        }
        if own == 0 {
            return;
        }
        let risk = &mut self.risk;
        risk.classes += 1;
        risk.k = risk.k.min(own);
        risk.largest = risk.largest.max(own);
        match usize::try_from(own).ok().and_then(|own| self.small.get_mut(own)) {
            Some(classes) => *classes += 1,
            None => *risk.sizes.entry(own).or_default() += 1,
        }
        risk.unique_rows += u64::from(own == 1);
        if subject {
            self.subjects.sort_unstable();
            self.subjects.dedup();
            self.entity_k = self.entity_k.min(self.subjects.len() as u64);
        }
        let columns = self.histograms.iter_mut().zip(&mut self.distributions).zip(&mut risk.sensitive);
        for ((histogram, whole), sensitive) in columns {
            merge_equal(histogram);
            // All classes of one value, whatever their size, say the same: most classes of a risky table are such.
            if let [(code, _)] = histogram.as_slice()
                && whole.single_seen(*code)
            {
                continue;
            }
            sensitive.class(whole, histogram, own, &mut self.counts);
        }
    }

    fn finish(self, counter: &Counter) -> Result<Risk, Error> {
        let Self { mut risk, entity_k, population, small, .. } = self;
        let small = (0..).zip(small).filter(|(_, classes)| *classes > 0);
        risk.sizes.extend(small);
        if risk.classes == 0 {
            risk.k = 0;
            risk.sensitive.iter_mut().for_each(SensitiveRisk::clear);
        } else {
            risk.prosecutor_highest = 1.0 / risk.k as f64;
            risk.prosecutor_average = share(risk.classes, risk.rows);
            risk.entity_k = counter.columns.subject.is_some().then_some(entity_k);
        }
        if counter.has_population() && risk.classes > 0 {
            risk.population = Some(population.finish(&risk, counter.population)?);
        }
        Ok(risk)
    }
}

impl Presence {
    fn class(&mut self, own: u64, others: u64) {
        self.missing |= own > others;
        let presence = share(own, others);
        self.lowest = self.lowest.min(presence);
        self.highest = self.highest.max(presence);
        if own > 0 {
            self.k_map = self.k_map.min(others);
            self.sum += presence;
            self.classes_rows += others;
            if others == 1 {
                self.unique_rows += own;
            }
        }
    }

    fn finish(self, risk: &Risk, rows: u64) -> Result<PopulationRisk, Error> {
        if self.missing {
            return Err(Error::Plan {
                what:
                    "the population does not contain the table: a class has more rows in the table than there"
                        .into(),
                hint: "give the table of everybody, generalized in the same way".into(),
            });
        }
        let marketer = self.sum / risk.rows as f64;
        Ok(PopulationRisk {
            rows,
            k_map: self.k_map,
            presence_min: self.lowest,
            presence_max: self.highest,
            journalist_highest: 1.0 / self.k_map as f64,
            journalist_average: share(risk.classes, self.classes_rows).max(marketer),
            marketer,
            unique_rows: self.unique_rows,
        })
    }
}

impl SensitiveRisk {
    fn new(column: &str, whole: &Distribution) -> Self {
        let rarest = whole.counts.iter().filter(|count| **count > 0).min().copied().unwrap_or(0);
        Self {
            column: column.to_owned(),
            alpha: 0.0,
            distinct_l: u64::MAX,
            entropy_l: f64::INFINITY,
            recursive_c: (2..=5).map(|l| (l, Some(0.0))).collect(),
            t_equal: 0.0,
            t_ordered: whole.order.as_ref().map(|_| 0.0),
            t_hierarchical: whole.tree.as_ref().map(|_| 0.0),
            delta: 0.0,
            delta_strict: true,
            beta: 0.0,
            enhanced_beta: Some(0.0),
            rarest: share(rarest, whole.total),
        }
    }

    /// What an empty table says: nothing is told, nothing is diverse.
    fn clear(&mut self) {
        self.distinct_l = 0;
        self.entropy_l = 0.0;
    }

    fn class(&mut self, whole: &Distribution, histogram: &[(u32, u64)], rows: u64, counts: &mut Vec<u64>) {
        let most = histogram.iter().map(|(_, count)| *count).max().unwrap_or(0);
        self.alpha = self.alpha.max(share(most, rows));
        self.distinct_l = self.distinct_l.min(histogram.len() as u64);
        counts.clear();
        counts.extend(histogram.iter().map(|(_, count)| *count));
        counts.sort_unstable_by_key(|count| std::cmp::Reverse(*count));
        // In the order of the counts: codes are numbered otherwise on other machines.
        self.entropy_l = self.entropy_l.min(entropy_of(counts.iter().copied(), rows));
        for (l, worst) in &mut self.recursive_c {
            *worst = worst.zip(falling_c(counts, *l)).map(|(worst, own)| worst.max(own));
        }
        self.t_equal = self.t_equal.max(equal(whole, histogram, rows));
        raise(&mut self.t_ordered, ordered(whole, histogram, rows));
        raise(&mut self.t_hierarchical, hierarchical(whole, histogram, rows));
        self.delta = self.delta.max(delta(whole, histogram, rows));
        self.delta_strict &= histogram.len() == whole.values();
        let beta = beta(whole, histogram, rows);
        self.beta = self.beta.max(beta);
        let bound = |code: u32| -share(whole.count(code), whole.total).ln();
        let enhanced = histogram.iter().all(|(code, count)| {
            gain(*count, rows, whole.count(*code), whole.total) <= bound(*code) + TOLERANCE
        });
        self.enhanced_beta = self.enhanced_beta.filter(|_| enhanced).map(|worst| worst.max(beta));
    }
}

/// Bounds of real numbers are compared with this tolerance.
pub(super) const TOLERANCE: f64 = 1e-9;

fn raise(worst: &mut Option<f64>, own: Option<f64>) {
    *worst = worst.zip(own).map(|(worst, own)| worst.max(own));
}

pub(super) fn share(part: u64, whole: u64) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

/// Adds up the counts of one code.
pub(super) fn merge_equal(histogram: &mut Vec<(u32, u64)>) {
    histogram.sort_unstable();
    histogram.dedup_by(|next, kept| {
        let same = next.0 == kept.0;
        if same {
            kept.1 += next.1;
        }
        same
    });
}

/// exp of the entropy of a class.
pub(super) fn entropy_l(histogram: &[(u32, u64)], rows: u64) -> f64 {
    entropy_of(histogram.iter().map(|(_, count)| *count), rows)
}

fn entropy_of(counts: impl ExactSizeIterator<Item = u64>, rows: u64) -> f64 {
    if counts.len() < 2 {
        return 1.0;
    }
    let sum: f64 = counts.map(|count| count as f64 * (count as f64).ln()).sum();
    ((rows as f64).ln() - sum / rows as f64).exp()
}

/// r₁ / Σ rᵢ from the l-th most frequent value on; `None` with fewer than l values.
pub(super) fn recursive_c(histogram: &[(u32, u64)], l: u32) -> Option<f64> {
    let mut counts: Vec<u64> = histogram.iter().map(|(_, count)| *count).collect();
    counts.sort_unstable_by_key(|count| std::cmp::Reverse(*count));
    falling_c(&counts, l)
}

/// The same of descending counts.
fn falling_c(counts: &[u64], l: u32) -> Option<f64> {
    let rest: u64 = counts.get(super::index(l).saturating_sub(1)..)?.iter().sum();
    (rest > 0).then(|| share(counts[0], rest))
}

/// Largest |ln(q/p)| over the values of the class.
pub(super) fn delta(whole: &Distribution, histogram: &[(u32, u64)], rows: u64) -> f64 {
    let one = |(code, count): &(u32, u64)| {
        (share(*count, rows) / share(whole.count(*code), whole.total)).ln().abs()
    };
    histogram.iter().map(one).fold(0.0, f64::max)
}

/// Largest (q−p)/p over the values of the class.
pub(super) fn beta(whole: &Distribution, histogram: &[(u32, u64)], rows: u64) -> f64 {
    let one = |(code, count): &(u32, u64)| gain(*count, rows, whole.count(*code), whole.total);
    histogram.iter().map(one).fold(0.0, f64::max)
}

fn gain(count: u64, rows: u64, whole: u64, total: u64) -> f64 {
    share(count, rows) / share(whole, total) - 1.0
}
