//! The best full-domain generalization: one level for each column, found on the counted tuples.
//!
//! Every choice of levels is a node of a lattice. Its score is ARX's Loss: of each column the mean share of the
//! hierarchy that a cell stands for (1 in a suppressed row), scaled to 0..1, and of the columns the geometric mean of
//! 1 + loss, less 1. Coarser columns only lose more, so the score without suppression bounds that of a node and of all
//! above it; and rows that must be suppressed for k on one node must be so on every finer one. Both bounds prune; what
//! is left is looked at, so that the optimum is exact (El Emam et al. 2009; Kohlmayer et al. 2012).

#![expect(clippy::cast_precision_loss, reason = "shares of counts")]

mod class;
mod local;

use class::Sheet;
pub use local::Cut;

use super::{Counter, Distribution, Generalizations, Models, Tree};
use crate::error::Error;

/// Two scores this near are the same.
const SAME: f64 = 1e-12;
/// Most nodes of a lattice.
const MOST_NODES: usize = 1 << 24;

/// The tuples of a table and all ways to generalize them.
pub struct Lattice {
    sheet: Sheet,
    columns: Vec<Generalizations>,
    /// By column and level: rows × share, over all rows.
    totals: Vec<Vec<f64>>,
    /// By column and level: the largest share.
    largest: Vec<Vec<f64>>,
    /// Nodes from one level of a column to the next.
    steps: Vec<usize>,
    nodes: usize,
    released: bool,
}

/// What generalization comes to on one node.
#[derive(Debug, Clone, PartialEq)]
pub struct Solution {
    /// Level by column.
    pub levels: Vec<usize>,
    /// ARX's Loss, 0 to 1.
    pub loss: f64,
    /// Rows whose class does not satisfy the models.
    pub suppressed: u64,
    /// Classes of the others.
    pub classes: u64,
    /// Rows of the smallest of them.
    pub smallest: u64,
    /// Rows of the largest of them.
    pub largest: u64,
    /// Nodes looked at until it was found to be the best.
    pub looked_at: usize,
}

/// A node's rows that fall.
#[derive(Debug, Clone, Default)]
pub(super) struct Fallen {
    /// For reasons that hold on every finer node, too.
    certain: u64,
    /// For any reason.
    suppressed: u64,
    /// By column: rows × share of those that stay.
    kept: Vec<f64>,
    classes: u64,
    smallest: u64,
    largest: u64,
}

/// What the search knows.
struct Search {
    best: Option<Solution>,
    /// The solution with the fewest rows suppressed, where none is good enough.
    nearest: Option<Solution>,
    looked_at: Vec<bool>,
    /// By node: rows that certainly fall.
    certain: Vec<u64>,
    count: usize,
    limit: u64,
}

impl Lattice {
    /// Takes the counted tuples and a hierarchy's groups for each quasi-identifier. `trees`: hierarchies of the
    /// sensitive columns, for hierarchical closeness.
    pub fn new(
        counter: &mut Counter,
        columns: Vec<Generalizations>,
        trees: Vec<Option<Tree>>,
    ) -> Result<Self, Error> {
        let distributions: Vec<Distribution> = counter
            .sensitive()
            .iter()
            .zip(trees)
            .map(|(dictionary, tree)| Distribution::new(dictionary).with_tree(tree))
            .collect();
        let sheet = Sheet::read(counter, distributions)?;
        let over = |(column, counts): (&Generalizations, &[u64])| -> Vec<f64> {
            let sum =
                |shares: &Vec<f64>| shares.iter().zip(counts).map(|(share, rows)| share * *rows as f64).sum();
            column.shares.iter().map(sum).collect()
        };
        let counts = counter.quasi().iter().map(super::Dictionary::counts);
        let totals = columns.iter().zip(counts).map(over).collect();
        let most = |shares: &Vec<f64>| shares.iter().copied().fold(0.0, f64::max);
        let largest = columns.iter().map(|column| column.shares.iter().map(most).collect()).collect();
        let mut nodes = 1_usize;
        let mut steps = Vec::with_capacity(columns.len());
        for column in &columns {
            steps.push(nodes);
            nodes = nodes.saturating_mul(column.groups.len());
        }
        if nodes > MOST_NODES {
            return Err(Error::Plan {
                what: format!("{nodes} ways to generalize are too many"),
                hint: "give the hierarchies fewer levels, or name fewer quasi-identifiers".into(),
            });
        }
        Ok(Self { sheet, columns, totals, largest, steps, nodes, released: false })
    }

    /// Also demands what the rows that stay show by themselves: their classes compared with their own distribution, not
    /// with that of a table nobody gets to see. ARX compares with the latter alone.
    #[must_use]
    pub fn released(self) -> Self {
        Self { released: true, ..self }
    }

    /// Ways to generalize.
    pub fn nodes(&self) -> usize {
        self.nodes
    }

    /// Rows of the table.
    pub fn rows(&self) -> u64 {
        self.sheet.rows
    }

    /// Groups by column, level and value.
    pub fn columns(&self) -> &[Generalizations] {
        &self.columns
    }

    /// The best node that suppresses at most `limit` rows; `Err` holds the one that suppresses fewest.
    pub fn search(&self, models: &Models, limit: u64) -> Result<Solution, Option<Solution>> {
        let mut search = Search {
            best: None,
            nearest: None,
            looked_at: vec![false; self.nodes],
            certain: vec![0; self.nodes],
            count: 0,
            limit,
        };
        let mut order: Vec<(f64, usize)> =
            (0..self.nodes).map(|node| (self.bound(&self.levels(node), 0), node)).collect();
        order.sort_by(|one, other| one.0.total_cmp(&other.0).then(one.1.cmp(&other.1)));
        let mut scratch = class::Scratch::default();
        for (bound, node) in order {
            if search.best.as_ref().is_some_and(|best| bound > best.loss + SAME) {
                break;
            }
            if self.is_settled(&search, node) {
                continue;
            }
            let mut path = self.way_up(node);
            // The lowest node of the way up that suffices, by halves: each look rules out all below a failing one.
            while !path.is_empty() && !self.is_settled(&search, node) {
                let middle = path.len() / 2;
                let at = path[middle];
                let fails = if self.is_settled(&search, at) {
                    search.certain[at] > limit
                } else {
                    let suppressed = self.look(models, at, &mut search, &mut scratch);
                    suppressed > limit
                };
                if fails {
                    path.drain(..=middle)
                } else {
                    path.drain(middle..)
                };
            }
            if !self.is_settled(&search, node) {
                self.look(models, node, &mut search, &mut scratch);
            }
        }
        let Search { best, nearest, count, .. } = search;
        match best {
            Some(best) => Ok(Solution { looked_at: count, ..best }),
            None => Err(nearest.map(|nearest| Solution { looked_at: count, ..nearest })),
        }
    }

    /// What comes out on one node.
    pub fn solution(&self, models: &Models, levels: &[usize]) -> Solution {
        let fallen = self.sheet.fall(&self.columns, levels, models, &mut class::Scratch::default());
        self.scored(levels.to_vec(), &fallen)
    }

    /// Shows the classes that stay on a node, each by the code of one value for each column that belongs to it.
    pub fn kept(&self, models: &Models, levels: &[usize], visit: impl FnMut(&[u32])) {
        self.sheet.kept(&self.columns, levels, models, visit);
    }

    /// Whether nothing more need be known about a node.
    fn is_settled(&self, search: &Search, node: usize) -> bool {
        search.looked_at[node]
            || search.certain[node] > search.limit
            || search.best.as_ref().is_some_and(|best| {
                let levels = self.levels(node);
                !is_better(self.bound(&levels, search.certain[node]), &levels, best)
            })
    }

    /// Looks at a node: the rows it suppresses.
    fn look(&self, models: &Models, node: usize, search: &mut Search, scratch: &mut class::Scratch) -> u64 {
        let levels = self.levels(node);
        let fallen = self.sheet.fall(&self.columns, &levels, models, scratch);
        search.looked_at[node] = true;
        search.count += 1;
        if fallen.certain > 0 {
            self.below(&levels, |finer| search.certain[finer] = search.certain[finer].max(fallen.certain));
        }
        let suppressed =
            if self.released && fallen.suppressed > 0 && !self.sheet.holds_released(models, scratch) {
                self.sheet.rows
            } else {
                fallen.suppressed
            };
        let solution = self.scored(levels, &fallen);
        if suppressed <= search.limit {
            if search.best.as_ref().is_none_or(|best| is_better(solution.loss, &solution.levels, best)) {
                search.best = Some(solution);
            }
        } else if search
            .nearest
            .as_ref()
            .is_none_or(|nearest| (suppressed, solution.loss) < (nearest.suppressed, nearest.loss))
        {
            search.nearest = Some(solution);
        }
        suppressed
    }

    fn levels(&self, node: usize) -> Vec<usize> {
        self.steps.iter().zip(&self.columns).map(|(step, column)| node / step % column.groups.len()).collect()
    }

    /// Nodes from this one to the top, each one level above the one before, where it costs least.
    fn way_up(&self, node: usize) -> Vec<usize> {
        let mut levels = self.levels(node);
        let mut way = vec![node];
        let mut at = node;
        loop {
            let raised = |column: usize| {
                let mut raised = levels.clone();
                raised[column] += 1;
                self.bound(&raised, 0)
            };
            let open =
                (0..levels.len()).filter(|column| levels[*column] + 1 < self.columns[*column].groups.len());
            let next =
                open.map(|column| (raised(column), column)).min_by(|one, other| one.0.total_cmp(&other.0));
            let Some((_, column)) = next else { return way };
            levels[column] += 1;
            at += self.steps[column];
            way.push(at);
        }
    }

    /// Shows every node below and at these levels.
    fn below(&self, levels: &[usize], mut visit: impl FnMut(usize)) {
        let mut at = vec![0; levels.len()];
        let mut node = 0;
        loop {
            visit(node);
            let Some(column) = (0..levels.len()).find(|column| at[*column] < levels[*column]) else { return };
            at[column] += 1;
            node += self.steps[column];
            for (level, step) in at[..column].iter_mut().zip(&self.steps) {
                node -= *level * step;
                *level = 0;
            }
        }
    }

    /// The least loss of a node that suppresses at least so many rows.
    fn bound(&self, levels: &[usize], suppressed: u64) -> f64 {
        let rows = self.sheet.rows as f64;
        let column = |(column, level): (usize, &usize)| {
            let more = suppressed as f64 * (1.0 - self.largest[column][*level]);
            (column, (self.totals[column][*level] + more) / rows)
        };
        self.loss(levels.iter().enumerate().map(column))
    }

    fn scored(&self, levels: Vec<usize>, fallen: &Fallen) -> Solution {
        let rows = self.sheet.rows as f64;
        let shares = fallen.kept.iter().map(|kept| (kept + fallen.suppressed as f64) / rows);
        Solution {
            loss: self.loss(shares.enumerate()),
            levels,
            suppressed: fallen.suppressed,
            classes: fallen.classes,
            smallest: fallen.smallest,
            largest: fallen.largest,
            looked_at: 1,
        }
    }

    /// ARX's Loss from the mean share of each column.
    fn loss(&self, shares: impl Iterator<Item = (usize, f64)>) -> f64 {
        let factor = |(column, share): (usize, f64)| {
            let least = 1.0 / self.columns[column].leaves as f64;
            // A column of one value loses nothing until it is suppressed.
            1.0 + if least < 1.0 { (share - least) / (1.0 - least) } else { 0.0 }
        };
        let product: f64 = shares.map(factor).product();
        product.powf(1.0 / self.columns.len() as f64) - 1.0
    }
}

/// Whether a node with this loss, or one that may have it, is better: of two that lose the same, the finer one.
fn is_better(loss: f64, levels: &[usize], best: &Solution) -> bool {
    let height = |levels: &[usize]| levels.iter().sum::<usize>();
    loss < best.loss - SAME
        || loss <= best.loss + SAME && (height(levels), levels) < (height(&best.levels), &best.levels)
}

#[cfg(test)]
mod tests;
