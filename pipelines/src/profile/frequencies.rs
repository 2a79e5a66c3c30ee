//! How often each value of a column occurs, while there are few: what a rank attack on its pseudonyms would be worth.
//!
//! Values are digests; what they were is not kept. Counts merge, and whether there are too many values does not depend on
//! the order in which they come.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::risk::{RankAttack, rank_attack};

/// Most values that are told apart.
const MOST_VALUES: usize = 4096;

/// Counts by value.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Frequencies {
    counts: BTreeMap<u64, u64>,
    /// There were more values than are told apart, and nothing is known.
    #[serde(default)]
    too_many: bool,
}

impl Frequencies {
    /// Counts a value by its digest.
    pub(super) fn add(&mut self, digest: u64) {
        self.count(digest, 1);
    }

    fn count(&mut self, digest: u64, count: u64) {
        if self.too_many {
            return;
        }
        *self.counts.entry(digest).or_insert(0) += count;
        if self.counts.len() > MOST_VALUES {
            *self = Self { counts: BTreeMap::new(), too_many: true };
        }
    }

    /// Adds the counts of another part.
    pub(super) fn merge(&mut self, other: &Self) {
        if other.too_many {
            self.clone_from(other);
        }
        other.counts.iter().for_each(|(digest, count)| self.count(*digest, *count));
    }

    /// What an attacker who knows every frequency would name rightly; `None` where nothing is known.
    pub fn rank_attack(&self) -> Option<RankAttack> {
        rank_attack(self.counts.values().copied())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn of(values: impl IntoIterator<Item = u64>) -> Frequencies {
        let mut frequencies = Frequencies::default();
        values.into_iter().for_each(|value| frequencies.add(value));
        frequencies
    }

    #[test]
    fn too_many_values_are_too_many_in_any_order() {
        let most = MOST_VALUES as u64;
        assert!(of(0..most).rank_attack().is_some());
        let whole = of(0..=most);
        assert_eq!(whole.rank_attack(), None);
        let (mut first, mut last) = (of(0..most), of(most..=most));
        first.merge(&of(most..=most));
        last.merge(&of(0..most));
        assert_eq!((&first, &last), (&whole, &whole));
        first.merge(&of(0..5));
        assert_eq!(first, whole);
    }

    proptest! {
        #[test]
        fn parts_add_up(values in prop::collection::vec(0..50_u64, 0..300), cut in 0..300_usize) {
            let (one, two) = values.split_at(cut.min(values.len()));
            let mut sum = of(one.iter().copied());
            sum.merge(&of(two.iter().copied()));
            prop_assert_eq!(sum, of(values.iter().copied()));
        }
    }
}
