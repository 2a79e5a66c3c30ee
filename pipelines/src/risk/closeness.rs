//! t-closeness (Li, Li, Venkatasubramanian, ICDE 2007): how far a class is from the whole table.
//!
//! All three distances are computed in integers and divided once, so that they are right at any size: products of
//! counts pass 2^31 at a hundred thousand rows.
//!
//! A histogram is the values of a class by ascending code with their rows.

#![expect(clippy::cast_precision_loss, reason = "a ratio of exact integers")]

use super::{index, sensitive::Distribution};

/// Variational distance, ½ Σ|q−p|: all values are equally far from each other.
pub(super) fn equal(whole: &Distribution, histogram: &[(u32, u64)], rows: u64) -> f64 {
    let (rows, total) = (u128::from(rows), u128::from(whole.total));
    let more = histogram.iter().map(|(code, count)| {
        (u128::from(*count) * total).saturating_sub(rows * u128::from(whole.count(*code)))
    });
    ratio(more.sum(), rows * total)
}

/// Earth mover's distance over the ranks of numbers, 1/(d−1) Σ|Σ(q−p)|; `None` where the values are no numbers.
pub(super) fn ordered(whole: &Distribution, histogram: &[(u32, u64)], rows: u64) -> Option<f64> {
    let order = whole.order.as_ref()?;
    if order.values < 2 {
        return Some(0.0);
    }
    let mut ranked: Vec<(usize, u64)> =
        histogram.iter().map(|(code, count)| (order.ranks[index(*code)], *count)).collect();
    ranked.sort_unstable();
    let (rows, total) = (u128::from(rows), u128::from(whole.total));
    let mut sum: u128 = 0;
    let mut before: u128 = 0;
    let mut from = 0;
    // Between two values of the class its own cumulated count stands still, and the table's only grows.
    let mut stretch = |from: usize, to: usize, before: u128| {
        let own = before * total;
        let cut = order.up_to[from..to].partition_point(|count| count * rows < own) + from;
        let below = order.sums[cut] - order.sums[from];
        let above = order.sums[to] - order.sums[cut];
        sum += own * (cut - from) as u128 - below * rows + above * rows - own * (to - cut) as u128;
    };
    for (rank, count) in ranked {
        if rank > from {
            stretch(from, rank, before);
            from = rank;
        }
        before += u128::from(count);
    }
    stretch(from, order.values, before);
    Some(ratio(sum, rows * total * (order.values - 1) as u128))
}

/// Earth mover's distance over a hierarchy, Σ level/height · min(surplus, want) over its groups; `None` without one.
pub(super) fn hierarchical(whole: &Distribution, histogram: &[(u32, u64)], rows: u64) -> Option<f64> {
    let tree = whole.tree.as_ref()?;
    let height = tree.levels.len();
    if height == 0 {
        return Some(0.0);
    }
    let (rows_i, total) = (i128::from(rows), i128::from(whole.total));
    let mut extras: Vec<i128> = whole.counts.iter().map(|count| -rows_i * i128::from(*count)).collect();
    for (code, count) in histogram {
        extras[index(*code)] += i128::from(*count) * total;
    }
    // Of every group, one value speaks for it on the levels above.
    let mut below: Vec<(usize, i128)> = extras.into_iter().enumerate().collect();
    let mut cost: u128 = 0;
    for (level, groups) in tree.levels.iter().enumerate() {
        let size = groups.iter().max().map_or(0, |most| index(*most) + 1);
        let mut sums = vec![(usize::MAX, 0_u128, 0_u128); size];
        for (leaf, extra) in &below {
            let group = &mut sums[index(groups[*leaf])];
            group.0 = group.0.min(*leaf);
            if extra.is_negative() {
                group.2 += extra.unsigned_abs();
            } else {
                group.1 += extra.unsigned_abs();
            }
        }
        cost += (level + 1) as u128 * sums.iter().map(|(_, more, less)| (*more).min(*less)).sum::<u128>();
        let extra = |more: u128, less: u128| more.cast_signed() - less.cast_signed();
        below = sums
            .into_iter()
            .filter(|(leaf, ..)| *leaf != usize::MAX)
            .map(|(leaf, more, less)| (leaf, extra(more, less)))
            .collect();
    }
    Some(ratio(cost, u128::from(rows) * u128::from(whole.total) * height as u128))
}

fn ratio(part: u128, whole: u128) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}
