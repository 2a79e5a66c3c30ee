//! A rule that runs, and the selected ones of many.

use crate::{
    both,
    compile::{Pattern, RuleError},
    context::{Lexicon, Words},
    rule::Rule,
    rules::parse_rules,
    select::Selection,
};

/// A rule and its compiled pattern.
#[derive(Debug)]
pub struct Detector {
    /// The rule as written.
    pub rule: Rule,
    pub(crate) pattern: Option<Pattern>,
    pub(crate) min_score: f32,
    pub(crate) context: Words,
    pub(crate) anti_context: Words,
    /// Whether no hit counts without a context word or a header.
    pub(crate) needs_context: bool,
}

impl Detector {
    /// Shortest and longest match of the pattern, in bytes; `None` without a pattern.
    pub(crate) fn lengths(&self) -> Option<(usize, Option<usize>)> {
        self.pattern.as_ref().map(|pattern| (pattern.facts.min_len, pattern.facts.max_len))
    }
}

/// The selected rules, ready to run, and the phrases of all of them.
pub(crate) fn compiled(
    rules: Vec<Rule>,
    selection: &Selection,
) -> Result<(Vec<Detector>, Lexicon), RuleError> {
    let mut rules: Vec<Rule> = rules.into_iter().filter(|rule| selection.admits(rule)).collect();
    // The last one, whatever the selection.
    rules.extend(parse_rules("unsearched.toml", include_str!("unsearched.toml"))?);
    if u16::try_from(rules.len()).is_err() {
        return Err(RuleError::TooMany);
    }
    let lists = rules.iter().flat_map(|rule| [rule.context.as_slice(), rule.anti_context.as_slice()]);
    let patterns = || rules.iter().map(Pattern::of).collect::<Result<Vec<_>, _>>();
    let ((lexicon, words), patterns) = both(|| Lexicon::new(lists), patterns);
    let mut words = words.into_iter();
    let mut detectors = Vec::with_capacity(rules.len());
    for (mut rule, pattern) in rules.into_iter().zip(patterns?) {
        // What it is tried on says nothing of what it finds.
        (rule.examples, rule.counter_examples) = Default::default();
        let min_score = selection.min_score_for(&rule);
        let certain = rule.score.pattern.max(rule.score.validated.unwrap_or(0.0));
        detectors.push(Detector {
            needs_context: certain < min_score,
            pattern,
            rule,
            min_score,
            context: words.next().unwrap_or_default(),
            anti_context: words.next().unwrap_or_default(),
        });
    }
    Ok((detectors, lexicon))
}
