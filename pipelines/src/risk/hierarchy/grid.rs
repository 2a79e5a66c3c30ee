//! A hierarchy over the values that occur: groups and their shares, level by level.

#![expect(clippy::cast_precision_loss, reason = "shares of small counts")]

use std::collections::{HashMap, HashSet};

use super::{Ladder, Rungs};
use crate::{
    error::Error,
    risk::{Dictionary, Tree},
};

/// The groups of a column's values on every level.
pub struct Generalizations {
    /// Group by code, by level; level 0 are the codes.
    pub groups: Vec<Vec<u32>>,
    /// Share of the hierarchy's values that the group of a code holds, by level and code.
    pub shares: Vec<Vec<f64>>,
    /// Values of the hierarchy.
    pub leaves: usize,
}

impl Ladder {
    /// Leads every value of a dictionary up; an error counts the values it misses.
    pub fn over(&self, dictionary: &Dictionary) -> Result<Generalizations, Error> {
        // Values that only the hierarchy knows count in the shares.
        let mut values: Vec<Option<&str>> = dictionary.values().iter().map(Option::as_deref).collect();
        let own = values.len();
        if let Rungs::List(list) = &self.rungs {
            let known: HashSet<&str> = values.iter().flatten().copied().collect();
            values.extend(
                list.values().iter().map(String::as_str).filter(|one| !known.contains(*one)).map(Some),
            );
        }
        let leaves = values.len();
        let mut groups: Vec<Vec<u32>> = Vec::new();
        let mut shares: Vec<Vec<f64>> = Vec::new();
        for level in 0..=self.top() {
            let mut known: HashMap<Option<String>, u32> = HashMap::new();
            let mut codes = Vec::with_capacity(leaves);
            let mut missed = 0_u64;
            for value in &values {
                let Some(group) = self.climb(*value, level) else {
                    missed += 1;
                    continue;
                };
                let next = u32::try_from(known.len()).unwrap_or(u32::MAX);
                codes.push(*known.entry(group).or_insert(next));
            }
            if missed > 0 {
                return Err(self.misses(missed));
            }
            if let Some(below) = groups.last()
                && !nested(below, &codes)
            {
                return Err(Error::Plan {
                    what: format!("the hierarchy of column {} is no tree", self.column),
                    hint: "every group must lie whole in one group of the next level".into(),
                });
            }
            let mut sizes = vec![0_u64; known.len()];
            for code in &codes {
                sizes[to_usize(*code)] += 1;
            }
            shares.push(
                codes[..own].iter().map(|code| sizes[to_usize(*code)] as f64 / leaves as f64).collect(),
            );
            groups.push(codes);
        }
        for codes in &mut groups {
            codes.truncate(own);
        }
        Ok(Generalizations { groups, shares, leaves })
    }

    /// The hierarchy as a tree over a sensitive column's values.
    pub fn tree(&self, dictionary: &Dictionary) -> Result<Tree, Error> {
        let mut groups = self.over(dictionary)?.groups;
        groups.remove(0);
        Ok(Tree { levels: groups })
    }

    fn misses(&self, missed: u64) -> Error {
        let why = match &self.rungs {
            Rungs::Interval(_) => "are no numbers",
            Rungs::Date(_) => "are no dates",
            _ => "are not in it",
        };
        let values = if missed == 1 { "1 value" } else { &format!("{missed} different values") };
        Error::Plan {
            what: format!("the hierarchy of column {} misses values: {values} of it {why}", self.column),
            hint: "add them to the hierarchy, or give the column another one under [anonymity.hierarchies]"
                .into(),
        }
    }
}

/// Whether each group of the finer level lies in one of the coarser.
fn nested(fine: &[u32], coarse: &[u32]) -> bool {
    let mut parents: HashMap<u32, u32> = HashMap::new();
    fine.iter().zip(coarse).all(|(group, above)| *parents.entry(*group).or_insert(*above) == *above)
}

fn to_usize(code: u32) -> usize {
    usize::try_from(code).unwrap_or(usize::MAX)
}
