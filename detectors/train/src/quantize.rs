//! From full precision to the model's small integers.

use crate::crf::{Learned, features};
use crate::encode::Examples;
use limpid_detectors::tagger::calibration::Calibration;
use limpid_detectors::tagger::lattice::{LABELS, LANES, Lattice, STATES};
use limpid_detectors::tagger::lexicon::Lexicon;
use limpid_detectors::tagger::model::Model;
use limpid_detectors::tagger::weights::Weights;

/// Largest weight that is kept exactly; what is larger is cut off.
const LARGEST: f32 = 4.0;

/// Most features that are kept, so that the model stays below 8 MB.
const MOST: usize = 396_000;

/// Builds the model; also tells how many features are in it and how many found no room.
pub fn model(
    examples: &Examples,
    learned: &Learned,
    lexicon: Lexicon,
    bonus: [f32; LABELS.len()],
    bits: u32,
) -> (Model, usize, usize) {
    let scale = LARGEST / 127.0;
    let mut kept: Vec<(f32, u64, [i8; STATES])> = Vec::new();
    let mut uses = vec![0_u32; examples.keys.len()];
    for feature in examples.items.iter().flat_map(|item| features(examples, item)) {
        uses[feature] += 1;
    }
    for ((key, row), uses) in examples.keys.iter().zip(&learned.rows).zip(uses) {
        let mut small = [0_i8; STATES];
        let mut strength = 0.0;
        for (to, weight) in small.iter_mut().zip(row) {
            *to = (weight / scale).round().clamp(-127.0, 127.0) as i8;
            strength += weight * weight;
        }
        if small.iter().any(|w| w.unsigned_abs() > 1) {
            // What is seen often and says much is kept first.
            kept.push((strength * (uses as f32).sqrt(), *key, small));
        }
    }
    kept.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    kept.truncate(MOST);
    let count = kept.len();
    let (weights, left_out) = Weights::build(bits, kept.into_iter().map(|(_, key, small)| (key, small)));
    let model = Model {
        lexicon,
        weights,
        scale,
        learned: learned.transitions,
        bonus,
        calibration: Calibration::default(),
    };
    (model, count, left_out)
}

/// Share of tokens that the small integers tag differently from full precision, over the first sequences of training.
pub fn changed(examples: &Examples, learned: &Learned, model: &Model) -> f64 {
    let transitions = model.transitions();
    let mut lattice = Lattice::default();
    let (mut exact, mut small) = (Vec::new(), Vec::new());
    let (mut tokens, mut different) = (0, 0);
    for pair in examples.starts.windows(2).take(20_000) {
        let (mut full, mut short) = (Vec::new(), Vec::new());
        for item in &examples.items[pair[0] as usize..pair[1] as usize] {
            let (mut emission, mut sum) = ([0.0; LANES], [0; LANES]);
            for feature in features(examples, item) {
                for (lane, weight) in emission.iter_mut().zip(learned.rows[feature]) {
                    *lane += weight;
                }
                model.weights.add(examples.keys[feature], &mut sum);
            }
            full.push(emission);
            short.push(sum.map(|value| f32::from(value) * model.scale));
        }
        lattice.best(&full, &transitions, &mut exact);
        lattice.best(&short, &transitions, &mut small);
        tokens += exact.len();
        different += exact.iter().zip(&small).filter(|(a, b)| a != b).count();
    }
    different as f64 / f64::from(u32::try_from(tokens.max(1)).unwrap_or(u32::MAX))
}
