//! From data to a model: mix, lexicon, encode, learn, make small; and what its scores are worth.

use crate::corpus::{Document, Gold, Source};
use crate::crf::{Settings, learn};
use crate::gazetteer::Gazetteer;
use crate::rng::Rng;
use crate::{encode, quantize, recipe, words};
use limpid_detectors::tagger::calibration::Calibration;
use limpid_detectors::tagger::lattice::LABELS;
use limpid_detectors::tagger::model::Model;
use limpid_detectors::tagger::{FastTagger, Label, Tagger};
use rayon::prelude::*;

/// Choices of one training.
#[derive(Debug, Clone)]
pub struct Options {
    /// Passes over the data.
    pub epochs: usize,
    /// Step size.
    pub rate: f32,
    /// Pull towards zero.
    pub decay: f32,
    /// Features must occur this often.
    pub least: u8,
    /// Share of possible names read as never seen.
    pub unseen: f64,
    /// Share of texts read as if in a language that nobody has seen.
    pub foreign: f64,
    /// Base-two logarithm of the number of buckets of weights.
    pub bits: u32,
    /// Added where a span of each label begins.
    pub bonus: [f32; LABELS.len()],
    /// How often every text is read, with other names each time.
    pub draws: u64,
    /// Share of a token's features that are not seen in training.
    pub dropout: f32,
    /// How often the weights are learned, each time in another order.
    pub times: u64,
    /// Seed of everything.
    pub seed: u64,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            epochs: 3,
            rate: 0.15,
            decay: 5.0e-4,
            least: 9,
            unseen: 0.12,
            foreign: 0.12,
            bits: 17,
            bonus: [0.5, 0.8, 1.4, 0.5, 1.0, 2.0],
            draws: 4,
            dropout: 0.4,
            times: 4,
            seed: 1,
        }
    }
}

/// A trained model and remarks for the person training.
#[derive(Debug)]
pub struct Trained {
    /// The model, not calibrated.
    pub model: Model,
    /// Figures of the training.
    pub remarks: Vec<String>,
}

/// Trains on the sources that may ship, `without` some of them.
pub fn train(sources: &[Source], gazetteer: &Gazetteer, without: &[&str], options: &Options) -> Trained {
    let mut remarks = Vec::new();
    // The same texts once more, with other names, and other sentences of our own.
    let mix: Vec<Document> = (0..options.draws)
        .flat_map(|draw| recipe::mix(sources, gazetteer, without, options.seed + 10 * draw))
        .collect();
    let texts: Vec<&Document> = ships(sources, without).flat_map(|source| &source.documents).collect();
    let lexicon = words::lexicon(gazetteer, &texts);
    remarks.push(format!("{} words in the lexicon", lexicon.len()));
    let examples = encode::encode(mix.iter(), &lexicon, options);
    drop(mix);
    remarks.push(format!(
        "{} tokens in {} segments, {} features",
        examples.items.len(),
        examples.starts.len() - 1,
        examples.keys.len()
    ));
    let settings = Settings {
        epochs: options.epochs,
        rate: options.rate,
        decay: options.decay,
        dropout: options.dropout,
        seed: options.seed,
    };
    let learned = learn(&examples, settings, options.times);
    let (model, kept, left_out) = quantize::model(&examples, &learned, lexicon, options.bonus, options.bits);
    remarks.push(format!("{kept} features kept, {left_out} of them without room"));
    let changed = quantize::changed(&examples, &learned, &model);
    remarks.push(format!(
        "{:.2} % of the tokens are tagged differently than in full precision",
        changed * 100.0
    ));
    Trained { model, remarks }
}

fn ships<'s>(sources: &'s [Source], without: &[&str]) -> impl Iterator<Item = &'s Source> {
    sources.iter().filter(|source| source.ships && !without.contains(&source.name.as_str()))
}

/// In so many parts the sources are divided.
const FOLDS: usize = 4;
/// Most characters that one source says about the scores.
const SAID: usize = 150_000;

/// What scores are worth on text of other sources than those learned from: the texts of each part of the sources are
/// read by a model that was trained without the part. A tag is right when it overlaps a span of its label. Texts of our own are
/// harder than what people write, and say nothing here.
pub fn calibrate(
    sources: &[Source],
    gazetteer: &Gazetteer,
    without: &[&str],
    options: &Options,
) -> Calibration {
    let observed = (0..FOLDS).into_par_iter().flat_map_iter(|fold| {
        let others = ships(sources, without).filter(|source| !source.ours);
        let part: Vec<&Source> = others.skip(fold).step_by(FOLDS).collect();
        let names = without.iter().copied().chain(part.iter().map(|source| source.name.as_str()));
        let options = Options { times: 1, ..options.clone() };
        let model = train(sources, gazetteer, &names.collect::<Vec<_>>(), &options).model;
        let mut rng = Rng::new(options.seed);
        let texts = part.into_iter().flat_map(|source| recipe::sample(source, SAID, &mut rng));
        observe(&tagger(&model), texts)
    });
    Calibration::fit(&observed.collect::<Vec<_>>())
}

/// A tagger of a model.
pub fn tagger(model: &Model) -> FastTagger {
    let bytes = model.write();
    FastTagger::new(model.clone(), blake3::hash(&bytes))
}

/// All tags on labels that are annotated: the score, and whether the tag was right.
pub fn observe<'d>(
    tagger: &dyn Tagger,
    documents: impl Iterator<Item = &'d Document>,
) -> Vec<(Label, f32, bool)> {
    let mut out = Vec::new();
    let mut tags = Vec::new();
    for document in documents {
        tags.clear();
        tagger.tag(&document.text, document.mode, &mut tags);
        for tag in tags.iter().filter(|tag| document.annotated.contains(&tag.label)) {
            let over: Vec<Gold> = document
                .spans
                .iter()
                .filter(|s| s.start < tag.end && tag.start < s.end)
                .map(|s| s.gold)
                .collect();
            if !over.contains(&Gold::Free) {
                out.push((tag.label, tag.score, over.contains(&Gold::Label(tag.label))));
            }
        }
    }
    out
}
