//! The compiled detectors and the scan.

use crate::{
    compile::{Pattern, RuleError, compile},
    context::{against, near},
    entity::Entity,
    finding::{Evidence, Finding},
    header::{Header, speaks_for, words_of},
    prefilter::KindTable,
    resolve::resolve,
    rule::{Boundary, Rule},
    rules::embedded_rules,
    select::Selection,
    validators::Verdict,
};

/// A rule and its compiled pattern.
#[derive(Debug)]
pub struct Detector {
    /// The rule as written.
    pub rule: Rule,
    pattern: Option<Pattern>,
    min_score: f32,
}

/// A selection of detectors, ready to scan. Shared by all threads.
pub struct Engine {
    detectors: Vec<Detector>,
    kinds: KindTable,
    digest: blake3::Hash,
}

impl Engine {
    /// Compiles the selected ones of the embedded rules.
    pub fn embedded(selection: &Selection) -> Result<Self, RuleError> {
        Self::new(embedded_rules()?, selection)
    }

    /// Compiles the selected ones of `rules`; their order settles ties.
    pub fn new(rules: Vec<Rule>, selection: &Selection) -> Result<Self, RuleError> {
        let mut hasher = blake3::Hasher::new();
        let mut detectors = Vec::new();
        for rule in rules.into_iter().filter(|rule| selection.admits(rule)) {
            let min_score = selection.min_score_of(&rule.entity);
            hasher.update(format!("{rule:?} {min_score}\n").as_bytes());
            let pattern = compile(&rule)?;
            detectors.push(Detector { rule, pattern, min_score });
        }
        if u16::try_from(detectors.len()).is_err() {
            return Err(RuleError::TooMany);
        }
        Ok(Self { detectors, kinds: KindTable::new(), digest: hasher.finalize() })
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
        self.candidates(text, header, &mut candidates);
        candidates.retain(|finding| finding.score >= self.min_score(finding.detector));
        resolve(&mut candidates);
        out.append(&mut candidates);
    }

    /// Appends every hit of every detector, overlaps and low scores included: for `--explain`.
    pub fn candidates(&self, text: &str, header: &Header, out: &mut Vec<Finding>) {
        let kinds = self.kinds.scan(text);
        for (index, detector) in self.detectors.iter().enumerate() {
            let (Some(pattern), Ok(index)) = (&detector.pattern, u16::try_from(index)) else {
                continue;
            };
            if pattern.required & !kinds == 0 && pattern.min_len <= text.len() {
                let named = header.names(index);
                scan(text, &detector.rule, pattern, named, |start, end, score, evidence| {
                    out.push(Finding { start, end, score, detector: index, evidence });
                });
            }
        }
    }
}

/// Runs one pattern over the text. A rejected candidate does not swallow its tail: the search resumes one byte later.
fn scan(
    text: &str,
    rule: &Rule,
    pattern: &Pattern,
    header: bool,
    mut found: impl FnMut(usize, usize, f32, Evidence),
) {
    let mut locations = pattern.regex.capture_locations();
    let mut from = 0;
    while let Some(whole) = pattern.regex.captures_read_at(&mut locations, text.as_bytes(), from) {
        let span = locations.get(pattern.value_group).unwrap_or((whole.start(), whole.end()));
        let hit = judge(text, span, rule, header).map(|judged| (span, judged));
        match hit.or_else(|| shorter(text, span, rule, pattern, header)) {
            Some((span, (score, evidence))) => {
                found(span.0, span.1, score, evidence);
                from = span.1.max(whole.start() + 1);
            }
            None => from = whole.start() + 1,
        }
        if from > text.len() {
            return;
        }
    }
}

/// How many shorter readings of a rejected candidate are tried.
const SHORTER: usize = 12;

type Hit = ((usize, usize), (f32, Evidence));

/// A greedy candidate may have swallowed what follows the value (`4111 1111 1111 1111 2026`): every reading of it
/// that ends earlier, at the end of a word, is judged in turn. Only check digits can tell, so other rules do not try;
/// nor do those with a group `value`, whose own right edge a cut would fake.
fn shorter(
    text: &str,
    (start, end): (usize, usize),
    rule: &Rule,
    pattern: &Pattern,
    header: bool,
) -> Option<Hit> {
    if rule.validator.is_none() || pattern.value_group != 0 {
        return None;
    }
    let bytes = text.as_bytes();
    let ends_word = |end: &usize| {
        let at = |index: usize| bytes.get(index).is_some_and(u8::is_ascii_alphanumeric);
        at(end - 1) && !at(*end)
    };
    (start + pattern.min_len.max(1)..end).rev().filter(ends_word).take(SHORTER).find_map(|end| {
        let head = bytes.get(..end)?;
        let mut locations = pattern.regex.capture_locations();
        pattern.regex.captures_read_at(&mut locations, head, start)?;
        let span = locations.get(pattern.value_group).filter(|span| *span == (start, end))?;
        judge(text, span, rule, header).map(|judged| (span, judged))
    })
}

/// Decides whether a match counts, and how much.
fn judge(text: &str, (start, end): (usize, usize), rule: &Rule, header: bool) -> Option<(f32, Evidence)> {
    let value = text.get(start..end).filter(|value| !value.is_empty())?;
    if touches(text, start, end, rule.boundary) {
        return None;
    }
    let verdict = rule.validator.as_ref().map_or(Verdict::Unknown, |validator| validator.check(value));
    if verdict == Verdict::Invalid || against(text, start, &rule.anti_context) {
        return None;
    }
    let context = near(text, start, end, &rule.context);
    let validated = verdict == Verdict::Valid;
    let mut score = rule.score.pattern;
    if validated {
        score = score.max(rule.score.validated.unwrap_or(score));
    }
    if context.is_some() || header {
        score = score.max(rule.score.context.unwrap_or(score));
    }
    Some((score, Evidence { pattern: rule.score.pattern, validated, context, header, ..Evidence::default() }))
}

/// Whether a forbidden neighbour touches the span.
fn touches(text: &str, start: usize, end: usize, boundary: Boundary) -> bool {
    let forbidden = |byte: &u8| match boundary {
        Boundary::None => false,
        Boundary::Digit => byte.is_ascii_digit(),
        Boundary::Word => byte.is_ascii_alphanumeric(),
    };
    let bytes = text.as_bytes();
    let before = start.checked_sub(1).and_then(|index| bytes.get(index));
    before.is_some_and(forbidden) || bytes.get(end).is_some_and(forbidden)
}
