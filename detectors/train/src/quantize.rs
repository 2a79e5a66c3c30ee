//! From full precision to the model's small integers.

use crate::crf::Learned;
use limpid_detectors::tagger::calibration::Calibration;
use limpid_detectors::tagger::lattice::STATES;
use limpid_detectors::tagger::lexicon::Lexicon;
use limpid_detectors::tagger::model::Model;
use limpid_detectors::tagger::weights::Weights;

/// Largest weight that is kept exactly; what is larger is cut off.
const LARGEST: f32 = 4.0;

/// Builds the model; also tells how many features are in it and how many found no room.
pub fn model(
    keys: &[u64],
    learned: &Learned,
    lexicon: Lexicon,
    bonus: [f32; 5],
    bits: u32,
) -> (Model, usize, usize) {
    let scale = LARGEST / 127.0;
    let mut features: Vec<(f32, u64, [i8; STATES])> = Vec::new();
    for (key, row) in keys.iter().zip(&learned.rows) {
        let mut small = [0_i8; STATES];
        let mut strength = 0.0;
        for (to, weight) in small.iter_mut().zip(row.weights) {
            *to = (weight / scale).round().clamp(-127.0, 127.0) as i8;
            strength += weight * weight;
        }
        if small.iter().any(|w| w.unsigned_abs() > 1) {
            features.push((strength, *key, small));
        }
    }
    features.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    let count = features.len();
    let (weights, left_out) = Weights::build(bits, features.into_iter().map(|(_, key, small)| (key, small)));
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
