//! `replace`: a constant text, by default the entity in angle brackets.

use super::{Cell, Transform, Untreatable};

/// Writes the same text for every value.
pub(super) struct Replace(String);

impl Replace {
    pub(super) fn new(entity: &str, with: Option<&str>) -> Self {
        Self(with.map_or_else(|| format!("<{entity}>"), str::to_owned))
    }
}

impl Transform for Replace {
    fn rewrite(&self, _: &Cell<'_>, out: &mut String) -> Result<(), Untreatable> {
        out.push_str(&self.0);
        Ok(())
    }
}
