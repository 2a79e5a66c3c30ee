//! From the model's own certainty to the share of tags that are right, a piecewise linear table a label.

use super::Label;
use super::lattice::LABELS;

/// Where the table has its knots.
pub const KNOTS: [f32; 10] = [0.0, 0.3, 0.5, 0.65, 0.8, 0.9, 0.95, 0.98, 0.995, 1.0];

/// One table a label, learned on text held out of training.
#[derive(Debug, Clone, PartialEq)]
pub struct Calibration {
    tables: [[f32; KNOTS.len()]; LABELS.len()],
}

impl Default for Calibration {
    fn default() -> Self {
        Self { tables: [KNOTS; LABELS.len()] }
    }
}

impl Calibration {
    /// Fits the tables to observed tags: their raw score and whether they were right.
    pub fn fit(observed: &[(Label, f32, bool)]) -> Self {
        let mut out = Self::default();
        for (table, label) in out.tables.iter_mut().zip(LABELS) {
            // Two tags' worth of belief in the raw score steady the knots that few tags fall on.
            let mut right = KNOTS.map(|knot| f64::from(knot) * 2.0);
            let mut all = [2.0_f64; KNOTS.len()];
            for (_, raw, correct) in observed.iter().filter(|o| o.0 == label) {
                let (at, part) = position(*raw);
                for (knot, share) in [(at, 1.0 - part), (at + 1, part)] {
                    all[knot] += f64::from(share);
                    right[knot] += f64::from(share) * f64::from(u8::from(*correct));
                }
            }
            monotone(&right, &all, table);
        }
        out
    }

    /// The probability that a tag of this raw score is right.
    pub fn apply(&self, label: Label, raw: f32) -> f32 {
        let (at, part) = position(raw);
        let Some(table) = self.tables.get(label as usize) else { return raw };
        (table[at] * (1.0 - part) + table[at + 1] * part).clamp(0.0, 1.0)
    }

    /// All values in the order of the file.
    pub fn values(&self) -> impl Iterator<Item = f32> {
        self.tables.iter().flatten().copied()
    }

    /// Reads the values back.
    pub fn read(mut next: impl FnMut() -> Option<f32>) -> Option<Self> {
        let mut out = Self::default();
        for value in out.tables.iter_mut().flatten() {
            *value = next()?;
        }
        Some(out)
    }
}

/// The knot at or below a raw score, and how far the score is on the way to the next.
fn position(raw: f32) -> (usize, f32) {
    let raw = raw.clamp(0.0, 1.0);
    let at = KNOTS.iter().rposition(|knot| *knot <= raw).unwrap_or(0).min(KNOTS.len() - 2);
    (at, (raw - KNOTS[at]) / (KNOTS[at + 1] - KNOTS[at]))
}

/// Pools neighbours that stand in the wrong order (pool adjacent violators).
fn monotone(right: &[f64], all: &[f64], out: &mut [f32]) {
    let mut pools: Vec<(f64, f64, usize)> = Vec::new();
    for (right, all) in right.iter().zip(all) {
        let mut pool = (*right, *all, 1);
        while let Some(last) = pools.last().copied().filter(|last| last.0 / last.1 >= pool.0 / pool.1) {
            pool = (pool.0 + last.0, pool.1 + last.1, pool.2 + last.2);
            pools.pop();
        }
        pools.push(pool);
    }
    let values = pools.iter().flat_map(|pool| std::iter::repeat_n((pool.0 / pool.1) as f32, pool.2));
    for (slot, value) in out.iter_mut().zip(values) {
        *slot = value;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn overconfident_scores_are_brought_down() {
        let observed: Vec<_> = (0..1000).map(|n| (Label::Person, 0.9, n % 2 == 0)).collect();
        let fitted = Calibration::fit(&observed);
        assert!((fitted.apply(Label::Person, 0.9) - 0.5).abs() < 0.05);
        assert!((fitted.apply(Label::Location, 0.8) - 0.8).abs() < 1.0e-6);
        assert!(fitted.tables.iter().all(|table| table.is_sorted()));
    }
}
