//! `date_shift`: every date of a subject moves by the same secret number of days.
//!
//! Intervals between the dates of one subject stay; nobody who knows one person's shift learns another's. Without a
//! subject column, the dates of one document move together.

use jiff::ToSpan;

use super::{Cell, Transform, Untreatable, date};
use crate::key::{KeyRing, SubKey};

/// Moves dates.
pub(super) struct DateShift {
    key: SubKey,
    max_days: u32,
}

impl DateShift {
    pub(super) fn new(keys: &KeyRing, max_days: u32) -> Self {
        // One key for every entity: the dates of birth and of visits of one subject move together.
        Self { key: keys.subkey("date_shift", ""), max_days: max_days.max(1) }
    }

    /// Between -max and max, never 0.
    fn days(&self, cell: &Cell<'_>) -> i64 {
        let digest = match cell.subject {
            Some(subject) => self.key.digest(&[b"subject", subject.trim().as_bytes()]),
            None => self.key.digest(&[b"document", cell.document]),
        };
        let draw = digest.iter().take(8).fold(0u64, |draw, byte| draw << 8 | u64::from(*byte));
        let max = i64::from(self.max_days);
        let place = i64::try_from(draw % (2 * u64::from(self.max_days))).unwrap_or(0);
        if place < max { place - max } else { place - max + 1 }
    }
}

impl Transform for DateShift {
    fn rewrite(&self, cell: &Cell<'_>, out: &mut String) -> Result<(), Untreatable> {
        let written = date::parse(cell.value).ok_or(Untreatable("date_shift: not a date"))?;
        let moved = written.date.checked_add(self.days(cell).days());
        let moved = moved.map_err(|_| Untreatable("date_shift: beyond the calendar"))?;
        let text = written.rewritten(moved);
        // White space around the date stays as it stood.
        let trimmed = cell.value.trim();
        let (before, after) = cell.value.split_once(trimmed).unwrap_or_default();
        out.extend([before, &text, after]);
        Ok(())
    }
}
