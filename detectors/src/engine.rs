//! The compiled detectors and the scan.

use std::cell::OnceCell;

use crate::{
    compile::{Pattern, RuleError, compile},
    context::{Lexicon, Mentions, Reach, Words},
    entity::Entity,
    finding::{Evidence, Finding},
    header::{Header, speaks_for, words_of},
    normalize::{Depth, views},
    prefilter::KindTable,
    resolve::resolve,
    rule::Rule,
    rules::embedded_rules,
    scan::Scan,
    select::{Selection, Set},
};

/// A rule and its compiled pattern.
#[derive(Debug)]
pub struct Detector {
    /// The rule as written.
    pub rule: Rule,
    pattern: Option<Pattern>,
    min_score: f32,
    context: Words,
    anti_context: Words,
}

impl Detector {
    /// Whether no hit counts without a context word or a header.
    fn needs_context(&self) -> bool {
        let scores = &self.rule.score;
        scores.pattern.max(scores.validated.unwrap_or(0.0)) < self.min_score
    }
}

/// A selection of detectors, ready to scan. Shared by all threads.
pub struct Engine {
    detectors: Vec<Detector>,
    kinds: KindTable,
    lexicon: Lexicon,
    reach: Reach,
    depth: Depth,
    digest: blake3::Hash,
}

impl Engine {
    /// Compiles the selected ones of the embedded rules.
    pub fn embedded(selection: &Selection) -> Result<Self, RuleError> {
        Self::new(embedded_rules()?, selection)
    }

    /// Compiles the selected ones of `rules`; their order settles ties.
    pub fn new(rules: Vec<Rule>, selection: &Selection) -> Result<Self, RuleError> {
        let rules: Vec<Rule> = rules.into_iter().filter(|rule| selection.admits(rule)).collect();
        if u16::try_from(rules.len()).is_err() {
            return Err(RuleError::TooMany);
        }
        let lists = rules.iter().flat_map(|rule| [rule.context.as_slice(), rule.anti_context.as_slice()]);
        let (lexicon, words) = Lexicon::new(lists).map_err(|_| RuleError::TooMany)?;
        let mut words = words.into_iter();
        let mut hasher = blake3::Hasher::new();
        let mut detectors = Vec::new();
        for rule in rules {
            let min_score = selection.min_score_of(&rule.entity);
            hasher.update(format!("{rule:?} {min_score}\n").as_bytes());
            detectors.push(Detector {
                pattern: compile(&rule)?,
                rule,
                min_score,
                context: words.next().unwrap_or_default(),
                anti_context: words.next().unwrap_or_default(),
            });
        }
        let deep = selection.set == Set::Deep;
        Ok(Self {
            detectors,
            kinds: KindTable::new(),
            lexicon,
            reach: if deep { Reach::FAR } else { Reach::USUAL },
            depth: if deep { Depth::Deep } else { Depth::Usual },
            digest: hasher.update(&[u8::from(deep)]).finalize(),
        })
    }

    /// The detectors, in rule order; [`Finding::detector`] is an index into them.
    pub fn detectors(&self) -> &[Detector] {
        &self.detectors
    }

    /// The rule behind a finding.
    pub fn rule(&self, detector: u16) -> Option<&Rule> {
        self.detectors.get(usize::from(detector)).map(|detector| &detector.rule)
    }

    /// The entity a finding is reported as.
    pub fn entity(&self, finding: &Finding) -> Option<&Entity> {
        self.rule(finding.detector).map(|rule| &rule.entity)
    }

    /// BLAKE3 over the selected rules and the threshold: names exactly what was looked for.
    pub fn digest(&self) -> blake3::Hash {
        self.digest
    }

    fn min_score(&self, detector: u16) -> f32 {
        self.detectors.get(usize::from(detector)).map_or(1.0, |detector| detector.min_score)
    }

    /// Reads a column name once, for all its cells.
    pub fn header(&self, column: &str) -> Header {
        let words = words_of(column);
        let named = |(index, detector): (usize, &Detector)| {
            let explained = speaks_for(&detector.rule, &words)?;
            Some((std::cmp::Reverse(explained), u16::try_from(index).ok()?))
        };
        let mut detectors: Vec<_> = self.detectors.iter().enumerate().filter_map(named).collect();
        detectors.sort_unstable();
        Header { detectors: detectors.into_iter().map(|(_, index)| index).collect() }
    }

    /// Appends the findings of `text` to `out`: sorted, without overlaps, offsets in bytes.
    pub fn detect(&self, text: &str, header: &Header, out: &mut Vec<Finding>) {
        let mut candidates = Vec::new();
        self.search(text, header, true, &mut candidates);
        candidates.retain(|finding| finding.score >= self.min_score(finding.detector));
        resolve(&mut candidates);
        out.append(&mut candidates);
    }

    /// Appends every hit of every detector, overlaps and low scores included: for `--explain`.
    pub fn candidates(&self, text: &str, header: &Header, out: &mut Vec<Finding>) {
        self.search(text, header, false, out);
    }

    /// The text as it stands, then its other readings.
    fn search(&self, text: &str, header: &Header, quick: bool, out: &mut Vec<Finding>) {
        self.search_one(text, header, quick, &mut |span, score, detector, evidence| {
            out.push(Finding { start: span.0, end: span.1, score, detector, evidence });
        });
        for view in views(text, self.depth) {
            self.search_one(view.text(), header, quick, &mut |span, score, detector, evidence| {
                if let Some((start, end)) = view.origin(span.0, span.1) {
                    let evidence = Evidence { view: view.kind(), ..evidence };
                    out.push(Finding { start, end, score, detector, evidence });
                }
            });
        }
    }

    /// One reading. `quick`: hits that cannot count need not be reported.
    fn search_one(
        &self,
        text: &str,
        header: &Header,
        quick: bool,
        found: &mut dyn FnMut((usize, usize), f32, u16, Evidence),
    ) {
        let kinds = self.kinds.scan(text);
        let all_mentions = OnceCell::<Mentions>::new();
        let mentions = || all_mentions.get_or_init(|| self.lexicon.mentions(text));
        for (index, detector) in self.detectors.iter().enumerate() {
            let (Some(pattern), Ok(index)) = (&detector.pattern, u16::try_from(index)) else {
                continue;
            };
            if pattern.required & !kinds != 0 || pattern.min_len > text.len() {
                continue;
            }
            let named = header.names(index);
            if quick && !named && detector.needs_context() && !detector.context.occur(mentions()) {
                continue;
            }
            let wordless = detector.context.is_empty() && detector.anti_context.is_empty();
            let none = Mentions::default();
            let scan = Scan {
                text,
                rule: &detector.rule,
                pattern,
                context: &detector.context,
                anti_context: &detector.anti_context,
                mentions: if wordless { &none } else { mentions() },
                reach: self.reach,
                header: named,
            };
            scan.run(|span, score, evidence| found(span, score, index, evidence));
        }
    }
}
