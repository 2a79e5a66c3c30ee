//! From a rule to something that runs, and what can be wrong with a rule.

use regex::bytes::{Regex, RegexBuilder};

use crate::{prefilter::Needs, rule::Rule};

/// Upper limit of one compiled pattern, in bytes: a size, never a time.
const SIZE_LIMIT: usize = 512 * 1024;

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
        }
    }
}

/// A pattern ready to run.
#[derive(Debug)]
pub(crate) struct Pattern {
    pub(crate) regex: Regex,
    /// Index of the capture group `value`, or 0 for the whole match.
    pub(crate) value_group: usize,
    /// What every match holds.
    pub(crate) needs: Needs,
    /// Shortest possible match in bytes.
    pub(crate) min_len: usize,
    /// Longest possible match in bytes; `None` = any length.
    pub(crate) max_len: Option<usize>,
}

/// Compiles the rule's pattern; `None` for a rule that only knows headers.
pub(crate) fn compile(rule: &Rule) -> Result<Option<Pattern>, RuleError> {
    let Some(source) = rule.source() else {
        return Ok(None);
    };
    let failure = |message: String| RuleError::Pattern {
        file: rule.place.file.clone(),
        line: rule.place.line,
        id: rule.id.clone(),
        message,
    };
    let regex = RegexBuilder::new(&source)
        .unicode(false)
        .case_insensitive(rule.ignore_case)
        .size_limit(SIZE_LIMIT)
        .build()
        .map_err(|error| failure(error.to_string()))?;
    let mut parser = regex_syntax::ParserBuilder::new()
        .unicode(false)
        .utf8(false)
        .case_insensitive(rule.ignore_case)
        .build();
    let tree = parser.parse(&source).map_err(|error| failure(error.to_string()))?;
    let value_group = regex.capture_names().position(|name| name == Some("value")).unwrap_or(0);
    Ok(Some(Pattern {
        needs: Needs::of(&tree),
        min_len: tree.properties().minimum_len().unwrap_or(0),
        max_len: tree.properties().maximum_len(),
        regex,
        value_group,
    }))
}
