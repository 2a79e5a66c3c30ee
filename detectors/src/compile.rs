//! From a rule to something that runs, and what can be wrong with a rule.

use std::{
    collections::HashMap,
    sync::{Arc, LazyLock, OnceLock},
};

use limpid_patterns::{Facts, Source};
use regex_automata::{
    meta::{BuildError, Regex},
    util::syntax,
};

use crate::{halves::Halves, rule::Rule};

/// Upper limit of one compiled pattern, in bytes: a size, never a time.
pub(crate) const SIZE_LIMIT: usize = 512 * 1024;

/// What the build has read off the patterns that ship, and tests have compiled: most of what a program would otherwise do
/// before its first byte.
static KNOWN: LazyLock<HashMap<Source, Arc<Facts>>> = LazyLock::new(|| {
    let known: Vec<(Source, Facts)> =
        postcard::from_bytes(include_bytes!(concat!(env!("OUT_DIR"), "/facts.bin"))).unwrap_or_default();
    known.into_iter().map(|(source, facts)| (source, Arc::new(facts))).collect()
});

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
    source: Source,
    regex: OnceLock<Option<Regex>>,
    halves: OnceLock<Option<Halves>>,
    pub(crate) facts: Arc<Facts>,
}

impl Pattern {
    /// Reads the rule's pattern; `None` for a rule that only knows headers. One that does not ship is compiled here and now:
    /// it may not compile.
    pub(crate) fn of(rule: &Rule) -> Result<Option<Self>, RuleError> {
        let Some(source) = rule.source() else { return Ok(None) };
        let regex = OnceLock::new();
        let facts = match KNOWN.get(&source) {
            Some(facts) => Arc::clone(facts),
            None => {
                let failure = |message: String| RuleError::Pattern {
                    file: rule.place.file.clone(),
                    line: rule.place.line,
                    id: rule.id.clone(),
                    message,
                };
                let facts = source.read().map_err(failure)?;
                let compiled = build(&source).map_err(|error| failure(error.to_string()))?;
                regex.get_or_init(|| Some(compiled));
                Arc::new(facts)
            }
        };
        Ok(Some(Self { source, regex, halves: OnceLock::new(), facts }))
    }

    /// The compiled pattern; `None` where it does not compile, which tests have ruled out.
    pub(crate) fn regex(&self) -> Option<&Regex> {
        self.regex.get_or_init(|| build(&self.source).ok()).as_ref()
    }

    /// What tells where the value of a match stands; `None` for a pattern that is too large.
    pub(crate) fn halves(&self) -> Option<&Halves> {
        self.halves.get_or_init(|| Halves::of(&self.source)).as_ref()
    }
}

fn build(source: &Source) -> Result<Regex, Box<BuildError>> {
    let syntax = syntax::Config::new().unicode(false).utf8(false).case_insensitive(source.ignore_case);
    Regex::builder()
        .configure(
            Regex::config()
                .nfa_size_limit(Some(SIZE_LIMIT))
                .utf8_empty(false)
                // Searches begin at a known place, so nothing that looks for one is worth its making.
                .auto_prefilter(false)
                .onepass(false),
        )
        .syntax(syntax)
        .build(&source.expression)
        .map_err(Box::new)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::embedded_rules;

    #[test]
    fn the_build_has_read_every_pattern_that_ships_and_each_compiles() {
        let sources: Vec<Source> = embedded_rules().expect("parse").iter().filter_map(Rule::source).collect();
        assert!(sources.len() > 600);
        for source in sources {
            let read = source.read().expect("parses");
            assert_eq!(KNOWN.get(&source).map(AsRef::as_ref), Some(&read), "{source:?}");
            assert!(build(&source).is_ok(), "{source:?}");
        }
    }
}
