//! `redact`: the text is gone.

use super::{Cell, Transform, Untreatable};

/// Writes nothing.
pub(super) struct Redact;

impl Transform for Redact {
    fn rewrite(&self, _: &Cell<'_>, _: &mut String) -> Result<(), Untreatable> {
        Ok(())
    }
}
