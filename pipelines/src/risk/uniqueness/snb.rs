//! The slide negative binomial model (Chen and Keller-McNulty, "Estimation of identification disclosure risk in microdata",
//! Journal of Official Statistics 14, 1998): a class of the population has one person and a negative binomial number of
//! others, with parameters α > 0 and 0 < β < 1; each is drawn with probability π. Unique are K β^α of K classes.
//!
//! K is the modified Shlosser estimate (Haas and Stokes, "Estimating the number of classes in a finite population", JASA 93,
//! 1998). Two places differ from ARX's source (commit 003f9dd), whose second equation multiplies by the power of 1 − D instead of dividing by it,
//! and whose sum in K subtracts one for each size instead of one power.

use super::{Sample, bisect};

/// Values of β that are tried.
const STEPS: u32 = 400;
/// Bounds of the logit of β.
const BOUNDS: (f64, f64) = (-14.0, 14.0);

/// `K β^α`; where several parameters fit, those with the most uniques. `None` where none fit.
pub(super) fn uniques(sample: &Sample<'_>) -> Option<f64> {
    let (classes, fraction) = (shlosser(sample), sample.fraction());
    let seen = (sample.of_size(1), sample.of_size(2));
    let found = solve(classes, fraction, seen).into_iter();
    found.map(|(alpha, beta)| classes * beta.powf(alpha)).max_by(f64::total_cmp)
}

/// How many classes the population has.
pub(super) fn shlosser(sample: &Sample<'_>) -> f64 {
    let q = sample.fraction();
    let sum = |term: &dyn Fn(f64) -> f64| -> f64 {
        sample.iter().map(|(size, classes)| term(size) * classes).sum()
    };
    let above = sum(&|size| size * q * q * (1.0 - q * q).powf(size - 1.0));
    let below = sum(&|size| (1.0 - q).powf(size) * ((1.0 + q).powf(size) - 1.0));
    let (missed, once) =
        (sum(&|size| (1.0 - q).powf(size)), sum(&|size| size * q * (1.0 - q).powf(size - 1.0)));
    if below <= 0.0 || once <= 0.0 {
        return sample.classes;
    }
    sample.classes + sample.of_size(1) * above / below * (missed / once).powi(2)
}

/// The classes of the sample with one and with two rows that K classes of the population lead to: its generating function
/// `s (β / (1 − (1−β) s))^α` at `1 − π + π s`, derived once and twice.
pub(super) fn expected(classes: f64, fraction: f64, alpha: f64, beta: f64) -> (f64, f64) {
    let d = (1.0 - fraction) * (1.0 - beta);
    let power = (beta / (1.0 - d)).powf(alpha);
    let one = classes * fraction * power * (1.0 + alpha * d / (1.0 - d));
    let two = classes * fraction * fraction * power * alpha * (1.0 - beta) * (2.0 - (1.0 - alpha) * d)
        / (2.0 * (1.0 - d).powi(2));
    (one, two)
}

/// Every α and β under which the sample has as many classes of one and of two rows as were seen.
pub(super) fn solve(classes: f64, fraction: f64, seen: (f64, f64)) -> Vec<(f64, f64)> {
    let wanted = seen.0 / (classes * fraction);
    // On which α the first equation holds for a β: below or above the α where its left side is highest.
    let alpha = |beta: f64, above: bool| -> Option<f64> {
        let d = (1.0 - fraction) * (1.0 - beta);
        let (ratio, odds) = ((beta / (1.0 - d)).ln(), d / (1.0 - d));
        let left = |alpha: f64| (alpha * ratio).exp() * (1.0 + alpha * odds) - wanted;
        let top = (-1.0 / ratio - 1.0 / odds).max(0.0);
        if above {
            let end = (1..60).map(|step| top + 2_f64.powi(step)).find(|end| left(*end) < 0.0)?;
            (left(top) >= 0.0).then(|| bisect(top, end, left))
        } else {
            (left(0.0) < 0.0 && left(top) >= 0.0).then(|| bisect(top, 0.0, left))
        }
    };
    let mut found = Vec::new();
    for above in [false, true] {
        let of = |logit: f64| 1.0 / (1.0 + (-logit).exp());
        let miss = |logit: f64| {
            let beta = of(logit);
            Some(expected(classes, fraction, alpha(beta, above)?, beta).1 - seen.1)
        };
        let step = |step: u32| BOUNDS.0 + (BOUNDS.1 - BOUNDS.0) * f64::from(step) / f64::from(STEPS);
        for (low, high) in (0..STEPS).map(|number| (step(number), step(number + 1))) {
            let (Some(at_low), Some(at_high)) = (miss(low), miss(high)) else { continue };
            if (at_low > 0.0) != (at_high > 0.0) {
                let sign = if at_low > 0.0 { 1.0 } else { -1.0 };
                let beta = of(bisect(low, high, |logit| sign * miss(logit).unwrap_or(f64::NAN)));
                found.extend(alpha(beta, above).map(|alpha| (alpha, beta)));
            }
        }
    }
    found
}
