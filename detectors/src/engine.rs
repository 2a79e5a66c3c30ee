//! The compiled detectors, and what may be asked of them.

use std::{
    panic::{RefUnwindSafe, UnwindSafe},
    sync::{Arc, OnceLock},
};

use regex_automata::util::pool::Pool;

use crate::{
    anchor::{Finder, Places, Scratch},
    both,
    compile::RuleError,
    context::{Lexicon, Reach},
    detector::{Detector, compiled},
    entity::Entity,
    finding::Finding,
    header::{Header, Headers},
    needy::Needy,
    normalize::Depth,
    rule::Rule,
    rules::embedded_rules,
    select::{Selection, Set, TaggerKind},
    tagger::{FastTagger, Label, Mode, Tagger},
};

/// The entity of a text that was not searched to its end.
pub const UNSEARCHED: &str = "UNSEARCHED";

/// A selection of detectors, ready to scan. Shared by all threads.
pub struct Engine {
    pub(crate) detectors: Vec<Detector>,
    pub(crate) needy: Needy,
    pub(crate) finder: Arc<Finder>,
    pub(crate) scratch: Pool<(Scratch, Places), Fresh>,
    pub(crate) lexicon: Lexicon,
    pub(crate) reach: Reach,
    pub(crate) depth: Depth,
    pub(crate) names: Option<Names>,
    /// Detectors that stand for findings of another entity.
    pub(crate) relabelers: Vec<(Entity, u16)>,
    /// Detectors that are tried where findings of another entity end.
    pub(crate) followers: Vec<(Entity, u16)>,
    /// Made when first asked.
    headers: OnceLock<Headers>,
    digest: blake3::Hash,
}

/// Makes what is reused from text to text.
pub(crate) type Fresh = Box<dyn Fn() -> (Scratch, Places) + Send + Sync + UnwindSafe + RefUnwindSafe>;

/// The tagger, and the detectors that report what it finds.
pub(crate) struct Names {
    pub(crate) tagger: Arc<dyn Tagger>,
    pub(crate) reporters: Vec<(Label, u16)>,
}

impl Engine {
    /// Compiles the selected ones of the embedded rules.
    pub fn embedded(selection: &Selection) -> Result<Self, RuleError> {
        Self::new(embedded_rules()?.to_vec(), selection)
    }

    /// Compiles the selected ones of `rules`; their order settles ties.
    pub fn new(rules: Vec<Rule>, selection: &Selection) -> Result<Self, RuleError> {
        Self::load(
            || Ok(rules),
            selection,
            || match selection.tagger {
                TaggerKind::Fast => Ok(Some(Arc::new(FastTagger::embedded()))),
                TaggerKind::Accurate => {
                    Err(RuleError::Tagger("the accurate one is loaded by the caller".to_owned()))
                }
                TaggerKind::None => Ok(None),
            },
        )
    }

    /// The same with a tagger of the caller's, or none.
    pub fn with_tagger(
        rules: Vec<Rule>,
        selection: &Selection,
        tagger: Option<Arc<dyn Tagger>>,
    ) -> Result<Self, RuleError> {
        Self::load(|| Ok(rules), selection, || Ok(tagger))
    }

    /// The same of rules and a tagger that are still to be read: side by side.
    pub fn load(
        rules: impl FnOnce() -> Result<Vec<Rule>, RuleError>,
        selection: &Selection,
        tagger: impl FnOnce() -> Result<Option<Arc<dyn Tagger>>, RuleError> + Send,
    ) -> Result<Self, RuleError> {
        let (tagger, compiled) = both(tagger, || compiled(rules()?, selection));
        let (tagger, (detectors, lexicon)) = (tagger?, compiled?);
        let alone = |one: &&Detector| one.rule.follows.is_none();
        let anchors =
            detectors.iter().map(|one| Some(&Some(one).filter(alone)?.pattern.as_ref()?.facts.anchor));
        let digest = || {
            let mut hasher = blake3::Hasher::new();
            for Detector { rule, min_score, .. } in &detectors {
                hasher.update(format!("{} {min_score}\n", rule.meaning()).as_bytes());
            }
            hasher
        };
        let (finder, mut hasher) = both(|| Finder::new(anchors), digest);
        let finder = Arc::new(finder);
        let fresh = Arc::clone(&finder);
        let reporters: Vec<(Label, u16)> =
            (0u16..).zip(&detectors).filter_map(|(index, one)| Some((one.rule.tag?, index))).collect();
        let names = tagger.filter(|_| !reporters.is_empty()).map(|tagger| Names { tagger, reporters });
        if let Some(Names { tagger, .. }) = &names {
            hasher.update(tagger.digest().as_bytes());
        }
        let of = |other: fn(&Rule) -> &Option<Entity>| {
            let all = (0u16..).zip(&detectors);
            all.filter_map(|(index, one)| Some((other(&one.rule).clone()?, index))).collect()
        };
        let (relabelers, followers) = (of(|rule| &rule.instead_of), of(|rule| &rule.follows));
        let deep = selection.set == Set::Deep;
        Ok(Self {
            needy: Needy::new(&detectors, lexicon.len()),
            detectors,
            finder,
            scratch: Pool::new(Box::new(move || (fresh.scratch(), Places::new()))),
            lexicon,
            reach: if deep { Reach::FAR } else { Reach::USUAL },
            depth: if deep { Depth::Deep } else { Depth::Usual },
            names,
            relabelers,
            followers,
            headers: OnceLock::new(),
            digest: hasher.update(&[u8::from(deep)]).finalize(),
        })
    }

    /// All detectors of the deep set, but only the usual readings: how examples are judged.
    pub(crate) fn reading_as_usual(self) -> Self {
        Self { reach: Reach::USUAL, depth: Depth::Usual, ..self }
    }

    /// The slow twin: every pattern is tried everywhere in a text.
    #[cfg(test)]
    pub(crate) fn without_anchors(self) -> Self {
        let alone = |index: &u16| self.followers.iter().all(|(_, follower)| follower != index);
        let all = 0..u16::try_from(self.detectors.len()).unwrap_or(u16::MAX);
        let finder = Arc::new(Finder::everywhere(all.filter(alone).collect()));
        let fresh = Arc::clone(&finder);
        Self { finder, scratch: Pool::new(Box::new(move || (fresh.scratch(), Places::new()))), ..self }
    }

    /// The detectors, in rule order; [`Finding::detector`] is an index into them.
    pub fn detectors(&self) -> &[Detector] {
        &self.detectors
    }

    /// The rule behind a finding.
    pub fn rule(&self, detector: u16) -> Option<&Rule> {
        self.detectors.get(usize::from(detector)).map(|detector| &detector.rule)
    }

    /// The rules that nothing announces: each costs as much as reading every text once more.
    pub fn tried_everywhere(&self) -> impl Iterator<Item = &Rule> {
        self.finder.anywhere.iter().filter_map(|detector| self.rule(*detector))
    }

    /// The entity a finding is reported as.
    pub fn entity(&self, finding: &Finding) -> Option<&Entity> {
        self.rule(finding.detector).map(|rule| &rule.entity)
    }

    /// What finds names in running text.
    pub fn tagger(&self) -> Option<&dyn Tagger> {
        self.names.as_ref().map(|names| names.tagger.as_ref())
    }

    /// BLAKE3 over the selected rules, the threshold and the tagger: names exactly what was looked for.
    pub fn digest(&self) -> blake3::Hash {
        self.digest
    }

    pub(crate) fn min_score(&self, detector: u16) -> f32 {
        self.detectors.get(usize::from(detector)).map_or(1.0, |detector| detector.min_score)
    }

    /// Reads a column name once, for all its cells.
    pub fn header(&self, column: &str) -> Header {
        Header { detectors: self.spoken_for(column), mode: Some(Mode::Prose) }
    }

    /// The detectors that a column's name speaks for.
    pub(crate) fn spoken_for(&self, column: &str) -> Vec<u16> {
        let rules = || self.detectors.iter().map(|detector| &detector.rule);
        self.headers.get_or_init(|| Headers::new(rules())).spoken_for(column)
    }
}
