//! From a rule to something that runs, and what can be wrong with a rule.

use std::{panic::resume_unwind, sync::OnceLock, thread};

use regex_automata::{
    meta::{BuildError, Regex},
    util::syntax,
};
use regex_syntax::{
    ParserBuilder,
    hir::{Hir, HirKind},
};

use crate::{
    anchor::{Anchor, around_value},
    rule::Rule,
};

/// Upper limit of one compiled pattern, in bytes: a size, never a time.
const SIZE_LIMIT: usize = 512 * 1024;

/// Rules that one thread reads faster than another starts.
const FEW: usize = 32;

/// A rule file or a rule is unusable.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RuleError {
    /// The file is not a valid rule file.
    #[error("rule file {file}: {message}")]
    Syntax {
        /// Name of the file.
        file: String,
        /// What the parser says, with line and column.
        message: String,
    },
    /// The pattern does not compile or is too large.
    #[error("{file}:{line}: detector {id}: the pattern does not compile: {message}")]
    Pattern {
        /// Name of the rule file.
        file: String,
        /// Line of the detector.
        line: usize,
        /// Id of the detector.
        id: String,
        /// What the compiler says.
        message: String,
    },
    /// The tagger that is asked for cannot be had.
    #[error("tagger: {0}")]
    Tagger(String),
    /// More detectors than an index can hold.
    #[error("more than 65535 detectors or context words")]
    TooMany,
}

impl RuleError {
    /// A short code that stays the same: `LR0001` a file that is none, `LR0002` a pattern that is none.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Syntax { .. } => "LR0001",
            Self::Pattern { .. } => "LR0002",
            Self::TooMany => "LR0003",
            Self::Tagger(_) => "LR0013",
        }
    }
}

/// A pattern, read; it is compiled when it first runs, for most of those that ship never do.
#[derive(Debug)]
pub(crate) struct Pattern {
    source: String,
    ignore_case: bool,
    regex: OnceLock<Option<Regex>>,
    /// Index of the capture group `value`, or 0 for the whole match.
    pub(crate) value_group: usize,
    /// How many bytes stand around the group `value` within a text, where that is always the same.
    pub(crate) around_value: Option<(usize, usize)>,
    /// How the places are found at which it is tried.
    pub(crate) anchor: Anchor,
    /// Shortest possible match in bytes.
    pub(crate) min_len: usize,
    /// Longest possible match in bytes; `None` = any length.
    pub(crate) max_len: Option<usize>,
}

impl Pattern {
    /// The compiled pattern; `None` where it does not compile, which [`compile`] has ruled out.
    pub(crate) fn regex(&self) -> Option<&Regex> {
        self.regex.get_or_init(|| build(&self.source, self.ignore_case).ok()).as_ref()
    }
}

fn build(source: &str, ignore_case: bool) -> Result<Regex, Box<BuildError>> {
    Regex::builder()
        .configure(Regex::config().nfa_size_limit(Some(SIZE_LIMIT)).utf8_empty(false))
        .syntax(syntax::Config::new().unicode(false).utf8(false).case_insensitive(ignore_case))
        .build(source)
        .map_err(Box::new)
}

/// Reads the patterns of all rules, in order, on all processors: it is most of what a program does before its first byte.
pub(crate) fn compile_all(rules: &[Rule]) -> Vec<Result<Option<Pattern>, RuleError>> {
    let share = rules.len().div_ceil(thread::available_parallelism().map_or(1, usize::from)).max(FEW);
    thread::scope(|scope| {
        let work = |rules: &'_ [Rule]| rules.iter().map(compile).collect::<Vec<_>>();
        let started: Vec<_> = rules.chunks(share).map(|rules| scope.spawn(move || work(rules))).collect();
        started
            .into_iter()
            .flat_map(|thread| thread.join().unwrap_or_else(|panic| resume_unwind(panic)))
            .collect()
    })
}

/// Reads the rule's pattern; `None` for a rule that only knows headers. That those that ship compile is a matter of
/// tests; others are compiled here and now.
fn compile(rule: &Rule) -> Result<Option<Pattern>, RuleError> {
    let Some(source) = rule.source() else {
        return Ok(None);
    };
    let failure = |message: String| RuleError::Pattern {
        file: rule.place.file.clone(),
        line: rule.place.line,
        id: rule.id.clone(),
        message,
    };
    let parse = |ignore_case| {
        let mut parser = ParserBuilder::new();
        let parser = parser.unicode(false).utf8(false).case_insensitive(ignore_case);
        parser.build().parse(&source).map_err(|error| failure(error.to_string()))
    };
    let tree = parse(rule.ignore_case)?;
    let value_group = value_group(&tree).unwrap_or(0);
    let pattern = Pattern {
        around_value: around_value(&tree),
        anchor: Anchor::of(&tree, || parse(false).ok(), rule.boundary, value_group > 0),
        min_len: tree.properties().minimum_len().unwrap_or(0),
        max_len: tree.properties().maximum_len(),
        value_group,
        source,
        ignore_case: rule.ignore_case,
        regex: OnceLock::new(),
    };
    if !rule.place.embedded {
        let compiled =
            build(&pattern.source, pattern.ignore_case).map_err(|error| failure(error.to_string()))?;
        pattern.regex.get_or_init(|| Some(compiled));
    }
    Ok(Some(pattern))
}

/// Index of the group `value`.
fn value_group(pattern: &Hir) -> Option<usize> {
    match pattern.kind() {
        HirKind::Capture(capture) if capture.name.as_deref() == Some("value") => {
            usize::try_from(capture.index).ok()
        }
        HirKind::Capture(capture) => value_group(&capture.sub),
        HirKind::Repetition(repetition) => value_group(&repetition.sub),
        HirKind::Concat(parts) | HirKind::Alternation(parts) => parts.iter().find_map(value_group),
        HirKind::Empty | HirKind::Look(_) | HirKind::Literal(_) | HirKind::Class(_) => None,
    }
}
