//! `round`: to a multiple.

use super::{Cell, Transform, Untreatable};

/// Rounds half away from zero to a multiple of the number.
pub(super) struct Round(pub(super) f64);

impl Transform for Round {
    fn rewrite(&self, cell: &Cell<'_>, out: &mut String) -> Result<(), Untreatable> {
        let number: f64 = cell.value.trim().parse().map_err(|_| Untreatable("round: not a number"))?;
        let rounded = (number / self.0).round() * self.0;
        if !rounded.is_finite() {
            return Err(Untreatable("round: not a number"));
        }
        // Multiples of 0.1 are not exact in binary; twelve digits hide that.
        let text = format!("{rounded:.12}");
        let text = text.trim_end_matches('0').trim_end_matches('.');
        out.push_str(if text == "-0" { "0" } else { text });
        Ok(())
    }
}
