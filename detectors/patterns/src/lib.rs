//! What a regular expression says of all its matches, read off its syntax tree.
//!
//! The build of the detectors reads the patterns of all rules that ship, so that no program has to when it starts;
//! rules that do not ship are read where they are used.

mod anchor;
mod around;
mod bytes;
mod cases;
mod literals;
mod outline;
mod parts;
mod program;
mod shape;

use regex_syntax::{
    ParserBuilder,
    hir::{Hir, HirKind},
};
use serde::{Deserialize, Serialize};

pub use anchor::{Anchor, FAR, LEAD, LONG, Mark, NEAR, Sign, Start};
pub use around::Around;
pub use bytes::Bytes;
pub use literals::Literals;
pub use parts::assembled;
pub use program::Program;
pub use shape::is_token;

/// Which neighbours end the value. Own boundaries instead of `\b`: neither CJK text nor an underscore hides a value.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Boundary {
    /// No ASCII letter or digit may touch the value.
    #[default]
    Word,
    /// No ASCII digit may touch the value.
    Digit,
    /// The pattern states its own edges.
    None,
}

/// A pattern as a rule states it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Source {
    /// The regular expression; ASCII classes, Unicode off. Where it ignores case, both cases of other letters are in it.
    pub expression: String,
    /// Whether letters match in both cases.
    pub ignore_case: bool,
    /// What may not touch the value.
    pub boundary: Boundary,
}

/// What is so for every match of a pattern. Lengths are in bytes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facts {
    /// Index of the capture group `value`, or 0 for the whole match.
    pub value_group: usize,
    /// What stands around the group `value`, where that tells where it stands.
    pub around_value: Option<Around>,
    /// How the places are found at which it is tried.
    pub anchor: Anchor,
    /// Length of the shortest match.
    pub min_len: usize,
    /// Length of the longest match; `None` = any length.
    pub max_len: Option<usize>,
}

impl Source {
    /// The pattern of a rule, or one of its words; `None` for a rule that has neither.
    pub fn new(
        pattern: Option<&str>,
        words: &[String],
        ignore_case: bool,
        boundary: Boundary,
    ) -> Option<Self> {
        // The longest first: of two terms that begin alike the longer is meant.
        let mut words: Vec<&String> = words.iter().collect();
        words.sort_by_key(|word| (std::cmp::Reverse(word.len()), *word));
        let words: Vec<_> = words.into_iter().map(|word| regex_syntax::escape(word)).collect();
        let expression = if words.is_empty() { pattern?.to_owned() } else { words.join("|") };
        Some(Self { expression: cases::both(&expression, ignore_case), ignore_case, boundary })
    }

    /// Reads the pattern. An error: what is wrong with it.
    pub fn read(&self) -> Result<Facts, String> {
        let tree = self.tree()?;
        let value_group = value_group(&tree).unwrap_or(0);
        Ok(Facts {
            around_value: Around::of(&tree),
            anchor: Anchor::of(&tree, self.boundary, value_group > 0),
            min_len: tree.properties().minimum_len().unwrap_or(0),
            max_len: tree.properties().maximum_len(),
            value_group,
        })
    }

    /// What stands before the group `value`, and the group; `None` where it is no part of every match.
    pub fn halves(&self) -> Option<(Hir, Hir)> {
        let tree = self.tree().ok()?;
        let parts = shape::parts(&tree);
        let at = parts.iter().position(shape::is_value)?;
        Some((Hir::concat(parts.get(..at)?.to_vec()), parts.get(at)?.clone()))
    }

    fn tree(&self) -> Result<Hir, String> {
        let mut parser = ParserBuilder::new();
        let parser = parser.unicode(false).utf8(false).case_insensitive(self.ignore_case);
        parser.build().parse(&self.expression).map_err(|error| error.to_string())
    }
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
