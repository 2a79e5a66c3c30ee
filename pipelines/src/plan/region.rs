//! Regions of a table, each generalized for itself: what local recoding found, as a plan writes it and a row goes through.

use std::{cmp::Ordering, collections::BTreeMap};

use serde::{Deserialize, Serialize};

use crate::{
    error::Error,
    risk::{Cut, Dictionary, Ladder},
};

/// A region of a table. The first is the whole; every other is named by exactly one before it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Region {
    /// Its rows are a class.
    Class {},
    /// It is cut by number.
    Number {
        /// Place of the quasi-identifier.
        column: usize,
        /// The least number of the upper region.
        at: f64,
        /// Where numbers below it go.
        below: usize,
        /// Where the others go.
        above: usize,
    },
    /// It is cut by the groups of a hierarchy.
    Groups {
        /// Place of the quasi-identifier.
        column: usize,
        /// Level of the groups.
        level: usize,
        /// Where the rows without a value go, if there are any.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        null: Option<usize>,
        /// Where the rows of each group go.
        groups: BTreeMap<String, usize>,
    },
}

/// What a class shows of a column.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Extent {
    /// Numbers from the first on and below the second.
    Numbers(Option<f64>, Option<f64>),
    /// A group on this level.
    Level(usize),
}

impl Extent {
    /// The cell: `37-52`, `<37`, `>=52`, `*`, or the group of the value.
    pub(crate) fn label(&self, value: Option<&str>, ladder: &Ladder) -> Option<String> {
        match self {
            Self::Numbers(None, None) => Some(crate::risk::ANY.to_owned()),
            Self::Numbers(None, Some(high)) => Some(format!("<{high}")),
            Self::Numbers(Some(low), None) => Some(format!(">={low}")),
            Self::Numbers(Some(low), Some(high)) => Some(format!("{low}-{high}")),
            Self::Level(level) => ladder.climb(value, *level).flatten(),
        }
    }
}

impl Region {
    /// From the cuts of codes to those of values.
    pub(super) fn of(cut: &Cut, ladders: &[Ladder], dictionaries: &[Dictionary]) -> Self {
        match cut {
            Cut::None => Self::Class {},
            Cut::Number { column, at, parts: [below, above] } => {
                Self::Number { column: *column, at: *at, below: *below, above: *above }
            }
            Cut::Groups { column, level, parts } => {
                let (mut null, mut groups) = (None, BTreeMap::new());
                for (code, part) in parts {
                    let value =
                        usize::try_from(*code).ok().and_then(|code| dictionaries[*column].values().get(code));
                    match ladders[*column].climb(value.and_then(Option::as_deref), *level).flatten() {
                        Some(group) => drop(groups.insert(group, *part)),
                        None => null = Some(*part),
                    }
                }
                Self::Groups { column: *column, level: *level, null, groups }
            }
        }
    }
}

/// A number as a cell holds it.
pub(crate) fn number(value: Option<&str>) -> Option<f64> {
    value?.trim().parse().ok().filter(|number: &f64| number.is_finite())
}

/// The region a row belongs to; `None` where a value lies in none: its row falls.
pub(crate) fn region_of(regions: &[Region], ladders: &[&Ladder], row: &[Option<&str>]) -> Option<usize> {
    let mut at = 0;
    loop {
        let next = match regions.get(at)? {
            Region::Class {} => return Some(at),
            Region::Number { column, at, below, above } => {
                let number = number(*row.get(*column)?)?;
                if number.total_cmp(at) == Ordering::Less { *below } else { *above }
            }
            Region::Groups { column, level, null, groups } => {
                match ladders.get(*column)?.climb(*row.get(*column)?, *level)? {
                    Some(group) => *groups.get(&group)?,
                    None => (*null)?,
                }
            }
        };
        // Regions point forward only: a damaged plan cannot lead around.
        at = Some(next).filter(|next| *next > at)?;
    }
}

/// What each class shows, by region; an error where the plan's regions are no tree.
pub(crate) fn extents(regions: &[Region], start: Vec<Extent>) -> Result<Vec<Option<Vec<Extent>>>, Error> {
    let damaged = || Error::Plan {
        what: "the plan's regions are damaged".into(),
        hint: "make a new plan: limpid plan".into(),
    };
    let mut known: Vec<Option<Vec<Extent>>> = vec![None; regions.len()];
    *known.first_mut().ok_or_else(damaged)? = Some(start);
    for (number, region) in regions.iter().enumerate() {
        let own = known.get(number).cloned().flatten().ok_or_else(damaged)?;
        let mut part = |next: usize, column: usize, extent: Extent| -> Result<(), Error> {
            let mut extents = own.clone();
            *extents.get_mut(column).ok_or_else(damaged)? = extent;
            let place = known.get_mut(next).filter(|place| next > number && place.is_none());
            *place.ok_or_else(damaged)? = Some(extents);
            Ok(())
        };
        match region {
            Region::Class {} => {}
            Region::Number { column, at, below, above } => {
                let Some(Extent::Numbers(low, high)) = own.get(*column).cloned() else {
                    return Err(damaged());
                };
                part(*below, *column, Extent::Numbers(low, Some(*at)))?;
                part(*above, *column, Extent::Numbers(Some(*at), high))?;
            }
            Region::Groups { column, level, null, groups } => {
                for next in groups.values().chain(null) {
                    part(*next, *column, Extent::Level(*level))?;
                }
            }
        }
    }
    Ok(known)
}
