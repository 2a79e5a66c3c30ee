//! What a model remembers of a canary, from how well it predicts it.

use serde::Serialize;

/// How exposed one canary is.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Exposure {
    /// The model's perplexity of the canary.
    pub perplexity: f64,
    /// Its place among the candidates by perplexity, from 1; candidates that tie share their mean place.
    pub rank: f64,
    /// In bits: `log2 |R| - log2 rank`, from 0 to `log2 |R|`.
    pub bits: f64,
}

/// The exposure of each canary among `references`, candidates of the same format that were never planted.
///
/// Carlini et al. 2019, definition 1: `log2 |R| - log2 rank`. Here R is the canary itself and the references, a sample of
/// the space of all secrets: more than `log2(references + 1)` bits cannot be seen. A model that learned nothing gives each
/// canary an even chance of every rank, and `log2 e = 1.44` bits in the mean.
pub fn exposures(canaries: &[f64], references: &[f64]) -> Vec<Exposure> {
    let mut references = references.to_vec();
    references.sort_by(f64::total_cmp);
    let candidates = count(references.len() + 1);
    let exposure = |perplexity: f64| {
        let below = references.partition_point(|reference| *reference < perplexity);
        let tied = references.partition_point(|reference| *reference <= perplexity) - below;
        let rank = 1.0 + count(below) + count(tied) / 2.0;
        Exposure { perplexity, rank, bits: candidates.log2() - rank.log2() }
    };
    canaries.iter().copied().map(exposure).collect()
}

#[expect(clippy::cast_precision_loss, reason = "far below 2^52")]
fn count(number: usize) -> f64 {
    number as f64
}
