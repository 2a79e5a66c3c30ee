//! Pitman's sampling formula (Pitman 1995; Hoshino, "Applying Pitman's sampling formula to microdata disclosure risk
//! assessment", Journal of Official Statistics 17, 2001): parameters θ > −α and 0 ≤ α < 1 by maximum likelihood.

use super::{
    Sample, bisect,
    gamma::{digamma, ln_gamma_ratio},
};

/// The least α: below it the model is Ewens's.
const LEAST_ALPHA: f64 = 1e-6;
/// Bounds of ln(θ + α).
const BOUNDS: (f64, f64) = (-30.0, 40.0);

/// The expected number of uniques of a population of N. `None` where every row is alone: nothing bounds θ then.
pub(super) fn uniques(sample: &Sample<'_>) -> Option<f64> {
    let (theta, alpha) = fit(sample)?;
    Some(expected(theta, alpha, sample.population))
}

/// `N Γ(θ+1) Γ(θ+α+N−1) / (Γ(θ+α) Γ(θ+N))`; for large N Hoshino's `Γ(θ+1) / Γ(θ+α) N^α`.
pub(super) fn expected(theta: f64, alpha: f64, population: f64) -> f64 {
    let logarithm =
        ln_gamma_ratio(theta + alpha, 1.0 - alpha) + ln_gamma_ratio(theta + population, alpha - 1.0);
    population * logarithm.exp()
}

/// θ and α of the highest likelihood: for each α the best θ, and among these the best α.
pub(super) fn fit(sample: &Sample<'_>) -> Option<(f64, f64)> {
    if sample.classes >= sample.rows || sample.classes < 2.0 {
        return None;
    }
    let best = |alpha: f64| {
        let of = |logarithm: f64| logarithm.exp() - alpha;
        of(bisect(BOUNDS.0, BOUNDS.1, |logarithm| slopes(of(logarithm), alpha, sample).0))
    };
    let slope = |alpha: f64| slopes(best(alpha), alpha, sample).1;
    let alpha =
        if slope(LEAST_ALPHA) <= 0.0 { LEAST_ALPHA } else { bisect(LEAST_ALPHA, 1.0 - LEAST_ALPHA, slope) };
    Some((best(alpha), alpha))
}

/// The derivatives of the logarithm of the likelihood
/// `Σ_{i<u} ln(θ + iα) − Σ_{i<n} ln(θ + i) + Σ_j c_j Σ_{i<j} ln(i − α)` by θ and by α, u being the number of classes.
pub(super) fn slopes(theta: f64, alpha: f64, sample: &Sample<'_>) -> (f64, f64) {
    let share = theta / alpha;
    // Σ_{i<u} 1 / (θ + iα)
    let classes = (digamma(share + sample.classes) - digamma(share + 1.0)) / alpha;
    let by_theta = classes - (digamma(theta + sample.rows) - digamma(theta + 1.0));
    let sizes: f64 =
        sample.iter().map(|(size, count)| count * (digamma(size - alpha) - digamma(1.0 - alpha))).sum();
    let by_alpha = (sample.classes - 1.0 - theta * classes) / alpha - sizes;
    (by_theta, by_alpha)
}
