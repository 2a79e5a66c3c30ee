//! Detectors of which no hit counts without a context word: they are tried only near one.

use std::ops::Range;

use limpid_patterns::{Anchor, LEAD};

use crate::{
    context::{Mentions, Reach},
    detector::Detector,
};

/// Longest match whose context words are looked for around the place where it begins.
const LONGEST: usize = 128;

/// The detectors that some mentions help, one after the other in a text.
#[derive(Default)]
pub(crate) struct Helped {
    near: Range<usize>,
    detectors: Vec<u64>,
}

/// Which detectors need which words.
pub(crate) struct Needy {
    /// The detectors, as a set.
    detectors: Vec<u64>,
    /// By phrase of the lexicon: those it helps. Each of the same number of words.
    helped: Vec<u64>,
}

impl Needy {
    /// Numbered from 0. `phrases`: how many the lexicon has.
    pub(crate) fn new(detectors: &[Detector], phrases: usize) -> Self {
        let words = detectors.len().div_ceil(64);
        let mut needy = Self { detectors: vec![0; words], helped: vec![0; words * phrases] };
        for (index, detector) in detectors.iter().enumerate() {
            let short =
                detector.lengths().is_some_and(|(_, longest)| longest.is_some_and(|most| most <= LONGEST));
            // Others are not asked about at their places.
            let starts =
                detector.pattern.as_ref().is_some_and(|one| matches!(one.facts.anchor, Anchor::Start(_)));
            if !detector.needs_context || !short || !starts {
                continue;
            }
            insert(&mut needy.detectors, index);
            for phrase in detector.context.phrases() {
                insert(&mut needy.helped, usize::from(phrase) * words * 64 + index);
            }
        }
        needy
    }

    /// Whether it is one of them: then words near its places have been looked for.
    pub(crate) fn has(&self, detector: u16) -> bool {
        has(&self.detectors, detector)
    }

    /// What is in reach of a match at a place of a text: it begins in the lead or behind it, so no word before these counts.
    pub(crate) fn around(text: &str, place: usize, reach: Reach) -> Range<usize> {
        reach.begin(text, place.saturating_sub(LEAD))..reach.end(text, place + LONGEST)
    }

    /// Takes the needy ones that no word `around` a place helps, and no `header`, out of the detectors `found`. `helped`: what was
    /// told of the place before it in the text.
    pub(crate) fn admit<'a>(
        &self,
        around: impl FnOnce() -> Range<usize>,
        header: &[u16],
        mentions: impl FnOnce() -> &'a Mentions,
        found: &mut Vec<u16>,
        helped: &mut Helped,
    ) {
        if !found.iter().any(|detector| self.has(*detector)) {
            return;
        }
        let words = self.detectors.len();
        let (around, mentions) = (around(), mentions());
        let near = mentions.within(around.start, around.end);
        if near != helped.near || helped.detectors.is_empty() {
            helped.detectors.clear();
            helped.detectors.resize(words, 0);
            for phrase in mentions.phrases(near.clone()) {
                let first = usize::from(phrase) * words;
                let more = self.helped.get(first..first + words).unwrap_or_default();
                helped.detectors.iter_mut().zip(more).for_each(|(all, more): (&mut u64, _)| *all |= more);
            }
            for detector in header {
                insert(&mut helped.detectors, usize::from(*detector));
            }
            helped.near = near;
        }
        found.retain(|detector| !self.has(*detector) || has(&helped.detectors, *detector));
    }
}

fn has(set: &[u64], detector: u16) -> bool {
    set.get(usize::from(detector) / 64).is_some_and(|word| word >> (detector % 64) & 1 == 1)
}

fn insert(sets: &mut [u64], index: usize) {
    if let Some(word) = sets.get_mut(index / 64) {
        *word |= 1 << (index % 64);
    }
}
