//! The rule linter: what `limpid detectors check` and the tests run over a rule file.

use std::collections::BTreeSet;

use crate::{
    compile::RuleError,
    engine::Engine,
    finding::Finding,
    header::Header,
    rule::{Place, Rule},
    select::{Selection, Set},
};

/// Something wrong with a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// A short code that stays the same.
    pub code: &'static str,
    /// Where the rule stands.
    pub place: Place,
    /// Id of the detector.
    pub detector: String,
    /// What is wrong.
    pub message: String,
}

/// Longest match, in bytes, of a pattern that cannot read the same bytes too often.
const LONGEST: usize = 4 * 1024;
/// Size of the texts that patterns with longer matches are tried on, in bytes.
const WINDOW: usize = 64 * 1024;
/// What such texts are made of, besides the rule's own examples.
const FILLERS: &[&str] = &[
    "a", "A", "1", "@", "%", "=", "a.", "1.", "1 ", "a@", "a@b.", "-a", "/", "http://", "://a", "\"", "a=1&",
];
/// Fewest examples, and fewest counter-examples, of a detector with a pattern.
const FEWEST: usize = 3;

/// Returns everything wrong with `rules`; examples must be found, with exact spans, among all of `rules` together.
pub fn check_rules(rules: &[Rule]) -> Vec<Problem> {
    let everything = Selection { set: Set::Deep, ..Selection::default() };
    let engine = match Engine::new(rules.to_vec(), &everything) {
        Ok(engine) => engine.reading_as_usual(),
        Err(error) => {
            let (code, message) = (error.code(), error.to_string());
            let place = match &error {
                RuleError::Pattern { file, line, .. } => Place { file: file.clone(), line: *line },
                _ => Place::default(),
            };
            return vec![Problem { code, place, detector: "-".into(), message }];
        }
    };
    let mut ids = BTreeSet::new();
    let mut problems = Vec::new();
    for (rule, detector) in rules.iter().zip(engine.detectors()) {
        let mut report = |code, message: String| {
            problems.push(Problem { code, place: rule.place.clone(), detector: rule.id.clone(), message });
        };
        if !ids.insert(&rule.id) {
            report("LR0004", "the id is used twice".into());
        }
        if !well_formed(&rule.id) {
            report("LR0005", "an id is `region.name` of a-z, 0-9 and _".into());
        }
        if rule.pattern.is_some() && !rule.words.is_empty() {
            report("LR0006", "a rule has a pattern or words, not both".into());
        }
        match detector.lengths() {
            None if rule.headers.is_empty() && rule.tag.is_none() && rule.instead_of.is_none() => {
                report("LR0007", "no pattern, words, tag, headers or instead_of: it can find nothing".into());
            }
            Some((0, _)) => report("LR0008", "the pattern matches the empty text".into()),
            Some((_, longest))
                if longest.is_none_or(|longest| longest > LONGEST) && quadratic(&engine, rule) =>
            {
                report("LR0009", "reads parts of a text again and again: bound the repetitions".into());
            }
            _ => {}
        }
        if (rule.pattern.is_some() || rule.tag.is_some() || rule.instead_of.is_some())
            && (rule.examples.len() < FEWEST || rule.counter_examples.len() < FEWEST)
        {
            report("LR0010", format!("fewer than {FEWEST} examples or {FEWEST} counter-examples"));
        }
        check_examples(&engine, rule, &mut report);
        check_counter_examples(&engine, rule, &mut report);
    }
    problems
}

/// Whether the rule gives up on a text of 64 KB that repeats something.
fn quadratic(engine: &Engine, rule: &Rule) -> bool {
    let examples = rule.examples.iter().map(|example| unmark(&example.text).0);
    let fillers = FILLERS.iter().map(|filler| (*filler).to_owned());
    let texts = examples.chain(fillers).filter(|text| !text.is_empty());
    texts.map(|text| text.repeat(WINDOW / text.len() + 1)).any(|text| engine.gives_up(&rule.id, &text))
}

fn well_formed(id: &str) -> bool {
    let part = |part: &str| {
        let valid = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
        !part.is_empty() && part.bytes().all(valid)
    };
    id.split_once('.').is_some_and(|(region, name)| part(region) && part(name))
}

fn check_examples(engine: &Engine, rule: &Rule, report: &mut impl FnMut(&'static str, String)) {
    for (number, example) in rule.examples.iter().enumerate() {
        let (text, expected) = unmark(&example.text);
        let header = example.column.as_deref().map_or_else(Header::none, |column| engine.header(column));
        let findings = found(engine, &text, &header, example.set);
        // Identifiers of several countries look alike: which of them a value is called may differ, where it stands not.
        let concerned = |finding: &&Finding| {
            engine.entity(finding) == Some(&rule.entity)
                || expected.iter().any(|(start, end)| finding.start < *end && *start < finding.end)
        };
        let spans: Vec<_> =
            findings.iter().filter(concerned).map(|finding| (finding.start, finding.end)).collect();
        if spans != expected {
            report(
                "LR0011",
                format!("example {}: expected {expected:?}, found {spans:?} among all rules", number + 1),
            );
        }
    }
}

fn check_counter_examples(engine: &Engine, rule: &Rule, report: &mut impl FnMut(&'static str, String)) {
    for (number, example) in rule.counter_examples.iter().enumerate() {
        let findings = found(engine, &example.text, &Header::none(), example.set);
        if findings.iter().any(|finding| engine.rule(finding.detector).is_some_and(|hit| hit.id == rule.id)) {
            report("LR0012", format!("counter-example {} is found, although: {}", number + 1, example.why));
        }
    }
}

/// What all rules together find at the thresholds of `set`.
fn found(engine: &Engine, text: &str, header: &Header, set: Set) -> Vec<Finding> {
    let mut findings = Vec::new();
    engine.candidates(text, header, &mut findings);
    let selection = Selection { set, ..Selection::default() };
    let least = |finding: &Finding| engine.rule(finding.detector).map(|rule| selection.min_score_for(rule));
    findings.retain(|finding| least(finding).is_some_and(|least| finding.score >= least));
    engine.settle(text, &mut findings);
    findings
}

/// Removes the marks `«…»` and returns the spans they enclosed.
fn unmark(marked: &str) -> (String, Vec<(usize, usize)>) {
    let mut text = String::with_capacity(marked.len());
    let mut spans = Vec::new();
    let mut open = None;
    for letter in marked.chars() {
        match letter {
            '«' => open = Some(text.len()),
            '»' => spans.extend(open.take().map(|start| (start, text.len()))),
            _ => text.push(letter),
        }
    }
    (text, spans)
}
