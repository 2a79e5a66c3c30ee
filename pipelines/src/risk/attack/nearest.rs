//! The rows of a released table that are most like a person: Gower's distance (1971) over the columns known.

use arrow::array::Array;

use super::sample::{Block, Row, cell, number};

/// How two values of a column are compared.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Scale {
    /// The difference over this range.
    Number(f64),
    /// Equal or not.
    Same,
    /// Shared pairs of letters (Dice 1945): texts with slips.
    Letters,
}

/// The nearest rows of one target.
pub(super) struct Neighbours {
    pub(super) target: Row,
    columns: Vec<usize>,
    most: usize,
    /// Distance, number of the row, its values where they are wanted; nearest first.
    pub(super) nearest: Vec<(f64, u64, Option<String>)>,
}

impl Neighbours {
    pub(super) fn new(target: Row, columns: Vec<usize>, most: usize) -> Self {
        Self { target, columns, most, nearest: Vec::new() }
    }

    /// Looks at the rows of a block; `wanted`: the column whose value is kept.
    pub(super) fn see(&mut self, block: &Block, first: u64, scales: &[Scale], wanted: Option<usize>) {
        let rows = block.first().map_or(0, Array::len);
        for row in 0..rows {
            let bound = if self.nearest.len() < self.most {
                f64::INFINITY
            } else {
                self.nearest.last().map_or(f64::INFINITY, |(distance, ..)| *distance)
            };
            let mut distance = 0.0;
            for column in &self.columns {
                distance +=
                    apart(self.target[*column].as_deref(), cell(&block[*column], row), scales[*column]);
                if distance >= bound {
                    break;
                }
            }
            if distance < bound {
                let kept = wanted.and_then(|wanted| cell(&block[wanted], row)).map(str::to_owned);
                let place = self.nearest.partition_point(|(other, ..)| *other <= distance);
                self.nearest.insert(place, (distance, first + row as u64, kept));
                self.nearest.truncate(self.most);
            }
        }
    }
}

/// Distance of two values, 0 to 1; of two that are missing, 1: nothing is known to agree.
fn apart(one: Option<&str>, other: Option<&str>, scale: Scale) -> f64 {
    let (Some(one), Some(other)) = (one, other) else { return 1.0 };
    match scale {
        Scale::Number(range) => match number(one).zip(number(other)) {
            Some((one, other)) if range > 0.0 => ((one - other).abs() / range).min(1.0),
            Some((one, other)) if one.total_cmp(&other).is_eq() => 0.0,
            _ => 1.0,
        },
        Scale::Same => f64::from(u8::from(one != other)),
        Scale::Letters => 1.0 - alike(one, other),
    }
}

/// 2 · shared pairs of bytes / all pairs.
fn alike(one: &str, other: &str) -> f64 {
    if one == other {
        return 1.0;
    }
    let pairs = |text: &str| -> Vec<[u8; 2]> {
        let padded = [b" ", text.trim().as_bytes(), b" "].concat();
        let mut pairs: Vec<[u8; 2]> = padded
            .windows(2)
            .map(|pair| [pair[0].to_ascii_lowercase(), pair[1].to_ascii_lowercase()])
            .collect();
        pairs.sort_unstable();
        pairs
    };
    let (one, other) = (pairs(one), pairs(other));
    let (mut left, mut right, mut shared) = (0, 0, 0_u32);
    while left < one.len() && right < other.len() {
        match one[left].cmp(&other[right]) {
            std::cmp::Ordering::Less => left += 1,
            std::cmp::Ordering::Greater => right += 1,
            std::cmp::Ordering::Equal => {
                shared += 1;
                left += 1;
                right += 1;
            }
        }
    }
    2.0 * f64::from(shared) / (one.len() + other.len()) as f64
}
