//! Zayatz ("Estimation of the number of unique population elements using a sample", US Bureau of the Census, 1991): what
//! share of the rows that are alone in the sample is alone in the population, if classes there are distributed as here.

use super::{Sample, gamma::ln_gamma_ratio};

/// `c_1 P(1 in the population | 1 in the sample) / π`, by Bayes over the sizes of classes.
pub(super) fn uniques(sample: &Sample<'_>) -> f64 {
    let one = sample.of_size(1);
    let all: f64 = sample.iter().map(|(size, classes)| classes * one_of(size, sample)).sum();
    // One of one is drawn with probability π: it cancels out.
    if all > 0.0 { one * one / all } else { 0.0 }
}

/// The hypergeometric probability that a sample of n of N holds just one of `size`:
/// `size C(N − size, n − 1) / C(N, n)`.
pub(super) fn one_of(size: f64, sample: &Sample<'_>) -> f64 {
    let (rows, population) = (sample.rows, sample.population);
    let left = population - rows - size + 1.0;
    if left < 0.0 {
        return 0.0;
    }
    let logarithm = ln_gamma_ratio(left + 1.0, size - 1.0) - ln_gamma_ratio(population - size + 1.0, size);
    size * rows * logarithm.exp()
}
