//! Learns the weights: a conditional random field with partly known labels, `AdaGrad` over shuffled sequences.

use crate::encode::{Examples, NONE};
use crate::rng::Rng;
use limpid_detectors::tagger::lattice::{LANES, Lanes, Lattice, STATES, Transitions};
use rayon::prelude::*;

/// How to learn.
#[derive(Debug, Clone, Copy)]
pub struct Settings {
    /// Passes over the data.
    pub epochs: usize,
    /// Step size.
    pub rate: f32,
    /// Pull towards zero at every touch of a weight.
    pub decay: f32,
    /// Share of a token's features that are not seen.
    pub dropout: f32,
    /// Seed of the order.
    pub seed: u64,
}

/// One feature's weights and the squares of its gradients so far.
#[derive(Debug, Clone, Copy)]
struct Row {
    weights: Lanes,
    squares: Lanes,
}

/// What was learned, in full precision.
#[derive(Debug)]
pub struct Learned {
    /// The weights of each feature.
    pub rows: Vec<Lanes>,
    /// From state to state.
    pub transitions: [[f32; STATES]; STATES],
}

/// Learns `times` over, each time in another order, and takes the mean of what was learned: the likelihood has no valleys, so
/// what differs is chance.
pub fn learn(examples: &Examples, settings: Settings, times: u64) -> Learned {
    let seeds = (0..times).into_par_iter().map(|time| settings.seed + 1000 * time);
    let all: Vec<Learned> = seeds.map(|seed| once(examples, Settings { seed, ..settings })).collect();
    let share = 1.0 / times as f32;
    let mean = |values: &mut dyn Iterator<Item = f32>| values.sum::<f32>() * share;
    let rows = (0..examples.keys.len())
        .map(|row| std::array::from_fn(|lane| mean(&mut all.iter().map(|one| one.rows[row][lane]))))
        .collect();
    let transitions = std::array::from_fn(|from| {
        std::array::from_fn(|to| mean(&mut all.iter().map(|one| one.transitions[from][to])))
    });
    Learned { rows, transitions }
}

fn once(examples: &Examples, settings: Settings) -> Learned {
    let mut rows = vec![Row { weights: [0.0; LANES], squares: [0.05; LANES] }; examples.keys.len()];
    let mut learned = [[0.0_f32; STATES]; STATES];
    let mut squares = [[1.0_f32; STATES]; STATES];
    let mut rng = Rng::new(settings.seed);
    let mut order: Vec<usize> = (0..examples.starts.len() - 1).collect();
    let (mut free, mut gold) = (Lattice::default(), Lattice::default());
    let mut emissions: Vec<Lanes> = Vec::new();
    // The features of the sequence's tokens that are not dropped, and where each token's end.
    let (mut seen, mut ends): (Vec<usize>, Vec<usize>) = Default::default();
    let keep = ((1.0 - f64::from(settings.dropout)) * u64::MAX as f64) as u64;
    let mut sums = vec![[0.0_f32; LANES]; examples.keys.len()];
    let mut averaged = 0.0;
    for epoch in 0..settings.epochs {
        rng.shuffle(&mut order);
        // The step shrinks towards the end, so that the last sequences do not count most.
        let rate = settings.rate * (1.0 - 0.9 * epoch as f32 / settings.epochs as f32);
        let mut transitions = Transitions::new(&learned);
        let mut pending = [[0.0_f32; STATES]; STATES];
        for (step, at) in order.iter().enumerate() {
            let range = examples.starts[*at] as usize..examples.starts[at + 1] as usize;
            let items = &examples.items[range];
            emissions.clear();
            seen.clear();
            ends.clear();
            ends.push(0);
            for item in items {
                let mut sum = [0.0; LANES];
                let from = seen.len();
                seen.extend(features(examples, item).filter(|_| keep == u64::MAX || rng.next() <= keep));
                for feature in &seen[from..] {
                    for (lane, weight) in sum.iter_mut().zip(&rows[*feature].weights) {
                        *lane += weight;
                    }
                }
                ends.push(seen.len());
                emissions.push(sum);
            }
            free.sums(&emissions, &transitions, |_| u16::MAX);
            gold.sums(&emissions, &transitions, |token| items[token].allowed);
            let impossible = gold.forward.last().is_none_or(|last| last.iter().sum::<f32>() == 0.0);
            if impossible {
                continue;
            }
            for token in 0..items.len() {
                let (model, wanted) = (free.marginal(token), gold.marginal(token));
                let mut gradient = [0.0; LANES];
                let mut largest = 0.0_f32;
                for lane in 0..STATES {
                    gradient[lane] = wanted[lane] - model[lane];
                    largest = largest.max(gradient[lane].abs());
                }
                if largest < 0.002 {
                    continue;
                }
                for feature in &seen[ends[token]..ends[token + 1]] {
                    let row = &mut rows[*feature];
                    for lane in 0..LANES {
                        row.squares[lane] += gradient[lane] * gradient[lane];
                        let step = rate / row.squares[lane].sqrt();
                        row.weights[lane] += step * (gradient[lane] - settings.decay * row.weights[lane]);
                    }
                }
                if token > 0 {
                    pairs(&gold, token, &transitions, 1.0, &mut pending);
                    pairs(&free, token, &transitions, -1.0, &mut pending);
                }
            }
            if step % 16 == 15 {
                for from in 0..STATES {
                    for to in 0..STATES {
                        let gradient = pending[from][to];
                        squares[from][to] += gradient * gradient;
                        learned[from][to] += rate / squares[from][to].sqrt() * gradient;
                    }
                }
                pending = [[0.0; STATES]; STATES];
                transitions = Transitions::new(&learned);
            }
        }
        // The mean of the later passes is steadier than where the last one happened to stop.
        if epoch * 2 >= settings.epochs {
            averaged += 1.0;
            for (sum, row) in sums.iter_mut().zip(&rows) {
                for (sum, weight) in sum.iter_mut().zip(row.weights) {
                    *sum += weight;
                }
            }
        }
    }
    let share = (1.0 - settings.dropout) / averaged;
    sums.iter_mut().flatten().for_each(|sum| *sum *= share);
    Learned { rows: sums, transitions: learned }
}

/// The features of a token.
pub fn features<'e>(
    examples: &'e Examples,
    item: &'e crate::encode::Item,
) -> impl Iterator<Item = usize> + 'e {
    let words = item
        .words
        .iter()
        .enumerate()
        .flat_map(|(place, word)| examples.words[*word as usize][place].iter().copied());
    words.chain(item.pairs.iter().copied().filter(|f| *f != NONE)).map(|f| f as usize)
}

/// Adds the probabilities of the steps into `token`.
fn pairs(
    lattice: &Lattice,
    token: usize,
    transitions: &Transitions,
    sign: f32,
    out: &mut [[f32; STATES]; STATES],
) {
    let (before, local, later) =
        (&lattice.forward[token - 1], &lattice.local[token], &lattice.backward[token]);
    let mut total = 0.0;
    let mut steps = [[0.0; STATES]; STATES];
    for from in 0..STATES {
        for to in 0..STATES {
            let step = before[from] * transitions.factors[from][to] * local[to] * later[to];
            steps[from][to] = step;
            total += step;
        }
    }
    if total > 0.0 {
        for (row, steps) in out.iter_mut().zip(&steps) {
            for (value, step) in row.iter_mut().zip(steps) {
                *value += sign * step / total;
            }
        }
    }
}
