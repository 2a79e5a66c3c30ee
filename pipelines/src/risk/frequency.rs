//! Pseudonyms that keep frequencies: whoever knows how often each value occurs outside names them by rank.

use serde::{Deserialize, Serialize};

/// What a rank attack on a column names rightly.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RankAttack {
    /// Rows named rightly, on average.
    pub rows: u64,
    /// Of how many.
    pub of: u64,
}

/// The attack on values that occur so often; `None` for none.
///
/// Of `g` values that occur equally often, `f` rows each, a guess names one rightly on average: `f` rows of `g f`. A
/// frequency that only one value has falls for certain (frequency analysis of deterministic encryption: Naveed, Kamara and
/// Wright, CCS 2015).
pub fn rank_attack(counts: impl Iterator<Item = u64>) -> Option<RankAttack> {
    let mut frequencies: Vec<u64> = counts.collect();
    frequencies.sort_unstable();
    let of = frequencies.iter().sum();
    frequencies.dedup();
    (of > 0).then(|| RankAttack { rows: frequencies.iter().sum(), of })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frequency_that_only_one_has_falls_for_certain() {
        let attack =
            |counts: &[u64]| rank_attack(counts.iter().copied()).map(|RankAttack { rows, of }| (rows, of));
        assert_eq!(attack(&[7, 3, 1]), Some((11, 11)));
        // Of three that occur twice one is guessed.
        assert_eq!(attack(&[2, 2, 2]), Some((2, 6)));
        assert_eq!(attack(&[]), None);
    }
}
