//! `top_bottom`: extremes are cut off, which the HIPAA Safe Harbor asks of ages above 89.

use super::{Cell, Transform, Untreatable};

/// Replaces numbers beyond the limits by the limits.
pub(super) struct Cut {
    pub(super) top: Option<f64>,
    pub(super) bottom: Option<f64>,
}

impl Transform for Cut {
    fn rewrite(&self, cell: &Cell<'_>, out: &mut String) -> Result<(), Untreatable> {
        let number: f64 = cell.value.trim().parse().map_err(|_| Untreatable("top_bottom: not a number"))?;
        if number.is_nan() {
            return Err(Untreatable("top_bottom: not a number"));
        }
        match (self.top, self.bottom) {
            (Some(top), _) if number > top => out.push_str(&format!("{top}")),
            (_, Some(bottom)) if number < bottom => out.push_str(&format!("{bottom}")),
            _ => out.push_str(cell.value),
        }
        Ok(())
    }
}
