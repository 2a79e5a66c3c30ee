//! Attacks on a released table, as Anonymeter makes them (Giomi et al., PETS 2023): singling out, linkability, inference;
//! and record linkage. What an attack reaches on people who are in the original table is compared with what it reaches
//! on people who are not (the control) and with guessing.
//!
//! Every table is read twice and never held: the first pass draws samples, the second counts and finds neighbours.

#![expect(clippy::cast_precision_loss, reason = "rates of counts")]

mod guess;
mod nearest;
mod predicate;
mod sample;

use serde::Serialize;

pub use guess::{Attacks, Request, attack};
pub use sample::Block;

/// Two-sided quantile of the normal distribution for 95 %.
const Z: f64 = 1.959_963_984_540_054;

/// How often an attack succeeds: Wilson's interval (1927) at 95 %.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Rate {
    /// Attacks made.
    pub attacks: u64,
    /// Those that succeeded.
    pub successes: u64,
    /// Middle of the interval.
    pub rate: f64,
    /// Half of its width.
    pub error: f64,
}

impl Rate {
    /// The rate of `successes` in `attacks`.
    pub fn new(attacks: u64, successes: u64) -> Self {
        let (n, s) = (attacks as f64, successes as f64);
        let (rate, error) = if attacks == 0 {
            (0.0, 0.0)
        } else {
            let spread = (s * (n - s) / n + Z * Z / 4.0).max(0.0).sqrt();
            ((s + Z * Z / 2.0) / (n + Z * Z), Z / (n + Z * Z) * spread)
        };
        Self { attacks, successes, rate, error }
    }
}

/// What an attack tells about the table.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AttackRisk {
    /// `singling out`, `linkability`, `inference`, `record linkage`.
    pub attack: &'static str,
    /// Against the original table.
    pub main: Rate,
    /// Guessing.
    pub baseline: Rate,
    /// Against people who are not in it.
    pub control: Option<Rate>,
    /// (main − control) / (1 − control), what the release adds; without control, the main rate. 0 to 1.
    pub risk: f64,
    /// Lower end of its 95 % interval.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// Whether the attack beats guessing; one that does not proves nothing.
    pub trustworthy: bool,
}

impl AttackRisk {
    /// Puts the rates together.
    pub fn new(attack: &'static str, main: Rate, baseline: Rate, control: Option<Rate>) -> Self {
        let (risk, error) = match control {
            None => (main.rate, main.error),
            Some(control) if control.rate >= 1.0 => (0.0, 0.0),
            Some(control) => {
                let left = 1.0 - control.rate;
                let of_main = main.error / left;
                let of_control = control.error * (main.rate - 1.0) / (left * left);
                ((main.rate - control.rate) / left, of_main.hypot(of_control))
            }
        };
        let clip = |value: f64| value.clamp(0.0, 1.0);
        let trustworthy = main.attacks > 0 && main.rate - main.error > baseline.rate;
        Self {
            attack,
            main,
            baseline,
            control,
            risk: clip(risk),
            low: clip(risk - error),
            high: clip(risk + error),
            trustworthy,
        }
    }
}

#[cfg(test)]
mod tests;
