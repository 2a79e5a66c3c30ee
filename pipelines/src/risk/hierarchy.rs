//! Hierarchies: ever coarser groups of a column's values, from the values themselves to `*`.
//!
//! A group lies whole in one group of the next level, or the hierarchy is no tree and is refused.

mod grid;
mod list;

use std::path::PathBuf;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use grid::Generalizations;
use list::List;

use crate::{error::Error, transform::parse_date};

/// What everything is in the end.
pub const ANY: &str = "*";

/// How a column is made coarser, as a policy says it. Level 0 are the values, the last is `*`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Hierarchy {
    /// Numbers become intervals of these widths; each a multiple of the one before.
    Interval(Vec<f64>),
    /// Only this many first characters are left, the others become `*`; ever fewer.
    Prefix(Vec<usize>),
    /// One more character from the end becomes `*` on each level, this many in all.
    Mask(usize),
    /// Dates become their month, quarter, year, decade, in this order.
    Date(Vec<DateLevel>),
    /// A file in ARX's form: a line for each value, with its groups level by level, parted by `;`.
    Csv(PathBuf),
}

/// How much of a date is left.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DateLevel {
    /// `1991-05`
    Month,
    /// `1991-Q2`
    Quarter,
    /// `1991`
    Year,
    /// `1990s`
    Decade,
}

impl Hierarchy {
    /// Says what is wrong with the options.
    pub fn validate(&self) -> Result<(), String> {
        fn falls<T>(levels: &[T], nested: impl Fn(&T, &T) -> bool) -> bool {
            levels.windows(2).all(|pair| nested(&pair[0], &pair[1]))
        }
        let problem = match self {
            Self::Interval(widths) if widths.is_empty() => "interval: no width is given",
            Self::Interval(widths) if !widths.iter().all(|width| width.is_finite() && *width > 0.0) => {
                "interval: a width is not a positive number"
            }
            Self::Interval(widths)
                if !falls(widths, |fine, coarse| coarse > fine && coarse % fine == 0.0) =>
            {
                "interval: each width must be a multiple of the one before, or the groups are no tree"
            }
            Self::Prefix(lengths) if !falls(lengths, |fine, coarse| coarse < fine) => {
                "prefix: each length must be less than the one before"
            }
            Self::Date(levels) if !falls(levels, |fine, coarse| coarse > fine) => {
                "date: each level must be coarser than the one before (month, quarter, year, decade)"
            }
            _ => return Ok(()),
        };
        Err(problem.to_owned())
    }

    /// Reads what the hierarchy needs.
    pub fn load(&self, column: &str) -> Result<Ladder, Error> {
        let rungs = match self {
            Self::Interval(widths) => Rungs::Interval(widths.clone()),
            Self::Prefix(lengths) => Rungs::Prefix(lengths.clone()),
            Self::Mask(most) => Rungs::Mask(*most),
            Self::Date(levels) => Rungs::Date(levels.clone()),
            Self::Csv(path) => Rungs::List(List::read(path, column)?),
        };
        Ok(Ladder { column: column.to_owned(), rungs })
    }
}

/// A hierarchy that is ready to be climbed.
pub struct Ladder {
    column: String,
    rungs: Rungs,
}

enum Rungs {
    Interval(Vec<f64>),
    Prefix(Vec<usize>),
    Mask(usize),
    Date(Vec<DateLevel>),
    List(List),
    /// The values and `*`.
    None,
}

impl Ladder {
    /// Nothing between the values and `*`.
    pub fn of_two(column: &str) -> Self {
        Self { column: column.to_owned(), rungs: Rungs::None }
    }

    /// Number of the last level, on which everything is `*`.
    pub fn top(&self) -> usize {
        match &self.rungs {
            Rungs::Interval(widths) => widths.len() + 1,
            Rungs::Prefix(lengths) => lengths.len() + 1,
            Rungs::Mask(most) => most + 1,
            Rungs::Date(levels) => levels.len() + 1,
            Rungs::List(list) => list.top(),
            Rungs::None => 1,
        }
    }

    /// BLAKE3 of the file behind it, where there is one.
    pub fn digest(&self) -> Option<String> {
        match &self.rungs {
            Rungs::List(list) => Some(list.digest.clone()),
            _ => None,
        }
    }

    /// The group of a value on a level; `None` where the hierarchy misses it. A null stays one up to the last level.
    pub fn climb(&self, value: Option<&str>, level: usize) -> Option<Option<String>> {
        if level >= self.top() {
            return Some(Some(match &self.rungs {
                Rungs::List(list) => list.root().to_owned(),
                _ => ANY.to_owned(),
            }));
        }
        let Some(value) = value else { return Some(None) };
        if level == 0 {
            let known = !matches!(&self.rungs, Rungs::List(list) if !list.holds(value));
            return known.then(|| Some(value.to_owned()));
        }
        let group = match &self.rungs {
            Rungs::Interval(widths) => {
                let number: f64 = value.trim().parse().ok().filter(|number: &f64| number.is_finite())?;
                let width = widths.get(level - 1)?;
                let low = (number / width).floor() * width;
                format!("{low}-{}", low + width)
            }
            Rungs::Prefix(lengths) => {
                let kept = *lengths.get(level - 1)?;
                value.chars().enumerate().map(|(place, one)| if place < kept { one } else { '*' }).collect()
            }
            Rungs::Mask(_) => {
                let kept = value.chars().count().saturating_sub(level);
                value.chars().enumerate().map(|(place, one)| if place < kept { one } else { '*' }).collect()
            }
            Rungs::Date(levels) => date_group(value, *levels.get(level - 1)?)?,
            Rungs::List(list) => list.group(value, level)?.to_owned(),
            Rungs::None => return None,
        };
        Some(Some(group))
    }
}

fn date_group(value: &str, level: DateLevel) -> Option<String> {
    let date = parse_date(value)?;
    let (year, month) = (date.year(), date.month());
    Some(match level {
        DateLevel::Month => format!("{year:04}-{month:02}"),
        DateLevel::Quarter => format!("{year:04}-Q{}", (month - 1) / 3 + 1),
        DateLevel::Year => format!("{year:04}"),
        DateLevel::Decade => format!("{}0s", year.div_euclid(10)),
    })
}

#[cfg(test)]
mod tests;
