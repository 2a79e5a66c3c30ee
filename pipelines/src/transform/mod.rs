//! What happens to a value: one file an operator.
//!
//! A transform is a pure function of (value, scope, key): it remembers nothing, so the same person gets the same
//! replacement in every file, on every machine, in every run.

use limpid_detectors::Entity;

/// A value to rewrite and where it stands.
#[derive(Debug, Clone, Copy)]
pub struct Cell<'a> {
    /// The text to replace. Debug output of a cell is never written anywhere.
    pub value: &'a str,
    /// Names the document (file and row), for scope `document`.
    pub document: &'a [u8],
    /// Number of the value within its document, for scope `random`.
    pub occurrence: u64,
    /// The subject the row belongs to (value of the `per` column), where the plan names one.
    pub subject: Option<&'a str>,
}

/// The transform cannot treat this value. The caller redacts it and counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Untreatable(pub &'static str);

/// Rewrites values of one entity.
pub trait Transform: Send + Sync {
    /// Appends the replacement of `cell.value` to `out`. On `Err`, `out` is as it was.
    fn rewrite(&self, cell: &Cell<'_>, out: &mut String) -> Result<(), Untreatable>;
}

/// Builds the transform of `action` for `entity`.
#[allow(unused)]
pub fn build(entity: &Entity) {}
