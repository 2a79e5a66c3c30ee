//! How a sensitive column spreads over the whole table: what every class is compared with.

use super::Dictionary;

/// Shares of the values of a sensitive column, as counts.
pub struct Distribution {
    /// Rows by code.
    pub(super) counts: Vec<u64>,
    /// Rows in all.
    pub(super) total: u64,
    /// Where the values are numbers.
    pub(super) order: Option<Order>,
    /// By code: whether a class of this value alone was seen.
    singles: Vec<bool>,
    /// The values as numbers, by code.
    numbers: Option<Vec<f64>>,
    /// Where a hierarchy of the values is given.
    pub(super) tree: Option<Tree>,
}

/// The values in ascending order.
pub(super) struct Order {
    /// Place by code; `None` = no row has the value.
    pub(super) ranks: Vec<usize>,
    /// How many values there are.
    pub(super) values: usize,
    /// Rows with the first `n + 1` values, by place.
    pub(super) up_to: Vec<u128>,
    /// Sums of the first `n` of these.
    pub(super) sums: Vec<u128>,
}

/// A hierarchy of values, as groups by level; level 0 are the values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tree {
    /// The group above each value, by code, for each level from 1 up to the root.
    pub levels: Vec<Vec<u32>>,
}

impl Distribution {
    /// The distribution of a column; ordered where all its values are numbers (nulls first).
    pub fn new(dictionary: &Dictionary) -> Self {
        let number = |value: &Option<String>| match value {
            None => Some(f64::NEG_INFINITY),
            Some(text) => text.trim().parse::<f64>().ok().filter(|number| number.is_finite()),
        };
        let numbers: Option<Vec<f64>> = dictionary.values().iter().map(number).collect();
        Self::of(numbers, None, dictionary.counts().to_vec())
    }

    fn of(numbers: Option<Vec<f64>>, tree: Option<Tree>, counts: Vec<u64>) -> Self {
        let order = numbers.as_ref().map(|numbers| Order::of(numbers, &counts));
        let singles = vec![false; counts.len()];
        Self { total: counts.iter().sum(), counts, order, singles, numbers, tree }
    }

    /// The same values with other counts: those of some of the rows.
    pub(super) fn with_counts(&self, counts: Vec<u64>) -> Self {
        Self::of(self.numbers.clone(), self.tree.clone(), counts)
    }

    /// The same with a hierarchy of the values.
    #[must_use]
    pub fn with_tree(self, tree: Option<Tree>) -> Self {
        Self { tree, ..self }
    }

    /// How many values occur.
    pub fn values(&self) -> usize {
        self.counts.iter().filter(|count| **count > 0).count()
    }

    /// Whether a class of this value alone was seen before; from now on it was.
    pub(super) fn single_seen(&mut self, code: u32) -> bool {
        self.singles.get_mut(super::index(code)).is_some_and(|seen| std::mem::replace(seen, true))
    }

    pub(super) fn count(&self, code: u32) -> u64 {
        self.counts.get(super::index(code)).copied().unwrap_or(0)
    }
}

impl Order {
    fn of(numbers: &[f64], counts: &[u64]) -> Self {
        let mut sorted: Vec<(f64, usize)> = numbers.iter().copied().zip(0..).collect();
        sorted.retain(|(_, code)| counts[*code] > 0);
        sorted.sort_by(|one, other| one.0.total_cmp(&other.0).then(one.1.cmp(&other.1)));
        let mut ranks = vec![0; counts.len()];
        let mut up_to = Vec::new();
        let mut sums = vec![0];
        let mut rows: u128 = 0;
        // `1` and `1.0` are one number.
        for (rank, equal) in sorted.chunk_by(|one, other| one.0.total_cmp(&other.0).is_eq()).enumerate() {
            for (_, code) in equal {
                ranks[*code] = rank;
                rows += u128::from(counts[*code]);
            }
            up_to.push(rows);
            sums.push(sums.last().copied().unwrap_or(0) + rows);
        }
        Self { ranks, values: up_to.len(), up_to, sums }
    }
}
