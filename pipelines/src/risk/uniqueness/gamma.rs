//! Differences of the logarithm of the gamma function and of its derivative, exact where both terms are huge.

/// From here on Stirling's series is exact to the last digits.
const FAR: f64 = 12.0;

/// `ln Γ(x + d) − ln Γ(x)` for positive `x` and `x + d` (Stirling's series, DLMF 5.11.1, after 5.5.1 has moved both far).
pub(super) fn ln_gamma_ratio(x: f64, d: f64) -> f64 {
    let (mut near, mut moved) = (x, 0.0);
    while near < FAR || near + d < FAR {
        moved += (near / (near + d)).ln();
        near += 1.0;
    }
    let end = near + d;
    moved + (near - 0.5) * (d / near).ln_1p() + d * end.ln() - d + rest(end) - rest(near)
}

/// What Stirling's formula leaves over.
fn rest(x: f64) -> f64 {
    let square = x.powi(-2);
    (1.0 / 12.0
        - square * (1.0 / 360.0 - square * (1.0 / 1260.0 - square * (1.0 / 1680.0 - square / 1188.0))))
        / x
}

/// `ψ(x)` for positive `x` (DLMF 5.11.2 after 5.5.2).
pub(super) fn digamma(x: f64) -> f64 {
    let (mut x, mut moved) = (x, 0.0);
    while x < FAR {
        moved -= 1.0 / x;
        x += 1.0;
    }
    let square = x.powi(-2);
    let series = square
        * (1.0 / 12.0
            - square * (1.0 / 120.0 - square * (1.0 / 252.0 - square * (1.0 / 240.0 - square / 132.0))));
    moved + x.ln() - 0.5 / x - series
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_values() {
        let near = |left: f64, right: f64| {
            assert!((left - right).abs() < 1e-13 * right.abs().max(1.0), "{left} {right}");
        };
        // Γ(1/2) = √π, Γ(5) = 24, ψ(1) = −γ, ψ(1/2) = −γ − 2 ln 2.
        near(ln_gamma_ratio(0.5, 0.5), -0.5 * std::f64::consts::PI.ln());
        near(ln_gamma_ratio(1.0, 4.0), 24_f64.ln());
        near(ln_gamma_ratio(5.0, -4.0), -24_f64.ln());
        let euler = 0.577_215_664_901_532_9;
        near(digamma(1.0), -euler);
        near(digamma(0.5), -euler - 2.0 * std::f64::consts::LN_2);
        // A billion apart from nothing: Γ(x + 2)/Γ(x) = x (x + 1).
        near(ln_gamma_ratio(1e9, 2.0), (1e9 * (1e9 + 1.0_f64)).ln());
    }
}
