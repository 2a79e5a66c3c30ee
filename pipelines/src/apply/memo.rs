//! Replacements of one batch, so that a value that occurs again is not worked out again.
//!
//! It changes nothing but the time: a transform is a function of what it says it depends on.

use std::sync::Arc;

use hashbrown::HashMap;

use crate::transform::{Depends, Transform};

/// Most replacements that are kept.
const MOST: usize = 1 << 16;
/// Longest value that is kept, in bytes.
const LONGEST: usize = 128;

/// Replacements by transform and value.
#[derive(Default)]
pub(super) struct Memo {
    kept: HashMap<usize, HashMap<String, Kept>>,
    count: usize,
}

/// A replacement, and the row whose people it was made with.
struct Kept {
    row: u32,
    made: String,
}

impl Memo {
    /// What the value was replaced by where it stood before. `same_people` tells whether a row holds the same people.
    pub(super) fn get(
        &self,
        transform: &Arc<dyn Transform>,
        value: &str,
        same_people: impl Fn(u32) -> bool,
    ) -> Option<&str> {
        let kept = self.kept.get(&Arc::as_ptr(transform).addr())?.get(value)?;
        let holds = match transform.depends() {
            Depends::Place => false,
            Depends::Value => true,
            Depends::People => same_people(kept.row),
        };
        holds.then_some(kept.made.as_str())
    }

    /// Keeps what a value of a row was replaced by.
    pub(super) fn keep(&mut self, transform: &Arc<dyn Transform>, value: &str, row: u32, made: &str) {
        if transform.depends() == Depends::Place || value.len() > LONGEST || made.len() > LONGEST {
            return;
        }
        if self.count == MOST {
            *self = Self::default();
        }
        self.count += 1;
        let kept = self.kept.entry(Arc::as_ptr(transform).addr()).or_default();
        kept.insert(value.to_owned(), Kept { row, made: made.to_owned() });
    }
}
