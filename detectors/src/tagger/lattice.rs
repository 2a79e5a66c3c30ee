//! Sequences of BIO states: which may follow which, the best path, and how likely each state is.
//!
//! Everything is plain 32-bit arithmetic in a fixed order, with an exponential of our own, so that every machine
//! gets the same answers.

use super::Label;

/// States: outside, and the begin and the inside of each label.
pub const STATES: usize = 13;
/// States padded to a register.
pub const LANES: usize = 16;
/// One value a state.
pub type Lanes = [f32; LANES];

/// The labels in the order of their states.
pub const LABELS: [Label; 6] =
    [Label::Person, Label::Location, Label::Organization, Label::DateTime, Label::Nrp, Label::Attribute];

/// The label of a state, if it is not outside.
pub fn label_of(state: usize) -> Option<Label> {
    LABELS.get(state.checked_sub(1)? / 2).copied()
}

/// Whether the state begins a span.
pub fn begins(state: usize) -> bool {
    state % 2 == 1
}

/// The begin state of a label; its inside state is the next.
pub fn begin_of(label: Label) -> usize {
    label as usize * 2 + 1
}

/// Whether a span may go on like this.
pub fn may_follow(from: usize, to: usize) -> bool {
    to >= STATES || begins(to) || to == 0 || from == to || from + 1 == to
}

/// Scores of going from one state (row) to the next (lane); forbidden steps are very low.
#[derive(Debug, Clone, PartialEq)]
pub struct Transitions {
    /// As scores.
    pub scores: [Lanes; STATES],
    /// As factors: the exponentials of the scores.
    pub factors: [Lanes; STATES],
    /// The factors with the next state as the row and the one before as the lane.
    reversed: [Lanes; STATES],
}

const FORBIDDEN: f32 = -1.0e6;

impl Transitions {
    /// From learned scores; forbidden steps are closed whatever the scores say.
    pub fn new(learned: &[[f32; STATES]; STATES]) -> Self {
        let mut scores = [[FORBIDDEN; LANES]; STATES];
        let mut factors = [[0.0; LANES]; STATES];
        let mut reversed = [[0.0; LANES]; STATES];
        for from in 0..STATES {
            for to in (0..STATES).filter(|to| may_follow(from, *to)) {
                scores[from][to] = learned[from][to];
                factors[from][to] = exp(learned[from][to]);
                reversed[to][from] = factors[from][to];
            }
        }
        Self { scores, factors, reversed }
    }
}

/// The exponential function, good to six digits, the same on every machine.
#[inline]
pub fn exp(x: f32) -> f32 {
    let y = (x * std::f32::consts::LOG2_E).clamp(-126.0, 126.0);
    // Adding this rounds to a whole number, which then stands in the lowest bits.
    let shifted = y + 12_582_912.0;
    let f = (y - (shifted - 12_582_912.0)) * std::f32::consts::LN_2;
    let fraction = 1.0
        + f * (1.0
            + f * (0.5 + f * (0.166_666_67 + f * (0.041_666_67 + f * (0.008_333_334 + f * 0.001_388_889)))));
    f32::from_bits(fraction.to_bits().wrapping_add(shifted.to_bits() << 23))
}

/// The sum of all lanes, in four running sums so that the additions do not wait for each other.
fn total(lanes: &Lanes) -> f32 {
    let mut sums = [0.0; 4];
    for part in lanes.chunks_exact(4) {
        for (sum, value) in sums.iter_mut().zip(part) {
            *sum += value;
        }
    }
    (sums[0] + sums[1]) + (sums[2] + sums[3])
}

/// Buffers of the two passes.
#[derive(Debug, Clone, Default)]
pub struct Lattice {
    back: Vec<[u8; LANES]>,
    /// Exponentials of the emissions, each token's divided by its largest.
    pub local: Vec<Lanes>,
    /// Forward values, each token's sum being 1.
    pub forward: Vec<Lanes>,
    /// Backward values.
    pub backward: Vec<Lanes>,
}

impl Lattice {
    /// The best path from outside to outside.
    pub fn best(&mut self, emissions: &[Lanes], transitions: &Transitions, path: &mut Vec<u8>) {
        path.clear();
        self.back.clear();
        let mut values = [FORBIDDEN; LANES];
        values[0] = 0.0;
        for emission in emissions {
            let mut best = [f32::MIN; LANES];
            let mut from = [0_u8; LANES];
            for (state, scores) in transitions.scores.iter().enumerate() {
                let value = values[state];
                for lane in 0..LANES {
                    let candidate = value + scores[lane];
                    let better = candidate > best[lane];
                    best[lane] = if better { candidate } else { best[lane] };
                    from[lane] = if better { state as u8 } else { from[lane] };
                }
            }
            for lane in 0..LANES {
                values[lane] = best[lane] + emission[lane];
            }
            self.back.push(from);
        }
        let mut state = 0;
        let mut best = f32::MIN;
        for (candidate, scores) in transitions.scores.iter().enumerate() {
            if values[candidate] + scores[0] > best {
                best = values[candidate] + scores[0];
                state = candidate;
            }
        }
        for from in self.back.iter().rev() {
            path.push(state as u8);
            state = usize::from(from[state]);
        }
        path.reverse();
    }

    /// Forward and backward values, for the states that `allowed` (a bit a state) leaves open.
    pub fn sums(&mut self, emissions: &[Lanes], transitions: &Transitions, allowed: impl Fn(usize) -> u16) {
        self.local.clear();
        for (at, emission) in emissions.iter().enumerate() {
            let mask = allowed(at);
            let highest = emission[..STATES].iter().copied().fold(f32::MIN, f32::max);
            let mut local = [0.0; LANES];
            for lane in 0..LANES {
                local[lane] = exp((emission[lane] - highest).max(-60.0));
            }
            for (lane, value) in local.iter_mut().enumerate() {
                *value = if mask >> lane & 1 == 1 { *value } else { 0.0 };
            }
            self.local.push(local);
        }
        self.forward.clear();
        let mut last = [0.0; LANES];
        last[0] = 1.0;
        for local in &self.local {
            let mut next = [0.0; LANES];
            for (value, factors) in last.iter().zip(&transitions.factors) {
                for lane in 0..LANES {
                    next[lane] += value * factors[lane];
                }
            }
            for lane in 0..LANES {
                next[lane] *= local[lane];
            }
            let total = total(&next);
            let scale = if total > 0.0 { 1.0 / total } else { 0.0 };
            for value in &mut next {
                *value *= scale;
            }
            self.forward.push(next);
            last = next;
        }
        self.backward.clear();
        self.backward.resize(emissions.len(), [0.0; LANES]);
        let mut later = [0.0; LANES];
        for (state, factors) in transitions.factors.iter().enumerate() {
            later[state] = factors[0];
        }
        for at in (0..emissions.len()).rev() {
            let total = total(&later);
            let scale = if total > 0.0 { 1.0 / total } else { 0.0 };
            for value in &mut later {
                *value *= scale;
            }
            self.backward[at] = later;
            let mut weighted = [0.0; LANES];
            for lane in 0..LANES {
                weighted[lane] = later[lane] * self.local[at][lane];
            }
            later = [0.0; LANES];
            for (value, factors) in weighted.iter().zip(&transitions.reversed) {
                for lane in 0..LANES {
                    later[lane] += value * factors[lane];
                }
            }
        }
    }

    /// How likely each state is at one token, after [`Self::sums`].
    pub fn marginal(&self, at: usize) -> Lanes {
        let mut out = [0.0; LANES];
        let (Some(forward), Some(backward)) = (self.forward.get(at), self.backward.get(at)) else {
            return out;
        };
        let mut total = 0.0;
        for lane in 0..STATES {
            out[lane] = forward[lane] * backward[lane];
            total += out[lane];
        }
        let scale = if total > 0.0 { 1.0 / total } else { 0.0 };
        for value in &mut out {
            *value *= scale;
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_exponential_is_close() {
        for x in [-30.0_f32, -3.3, -0.1, 0.0, 0.7, 5.0, 12.0] {
            assert!((exp(x) / x.exp() - 1.0).abs() < 1.0e-5, "{x}");
        }
    }

    #[test]
    fn paths_are_valid_and_sums_agree_with_them() {
        let transitions = Transitions::new(&[[0.0; STATES]; STATES]);
        let mut inside = [0.0; LANES];
        inside[2] = 9.0;
        inside[1] = 4.0;
        let mut lattice = Lattice::default();
        let mut path = Vec::new();
        lattice.best(&[[0.0; LANES], inside, inside], &transitions, &mut path);
        // An inside may not come first: one of the tokens before begins the span.
        assert_eq!(path, [1, 2, 2]);
        lattice.sums(&[[0.0; LANES], inside, inside], &transitions, |_| u16::MAX);
        assert!(lattice.marginal(1)[2] > 0.9 && lattice.marginal(0)[2] < 1.0e-6);
    }
}
