//! The levels that make a table anonymous, and the classes that stay: found once, applied row by row.
//!
//! Apply must know which rows stay without counting. The plan lists the classes that are large and diverse enough, each
//! as eight bytes of a digest under the run's key: what is not listed falls, so a row that the search did not see can
//! never slip through.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde::{Deserialize, Serialize};

use super::{
    ColumnPlan, Plan,
    region::{Extent, Region, number},
};
use crate::{
    error::Error,
    key::KeyRing,
    policy::{Anonymity, Recoding},
    profile::Profile,
    risk::{Counter, DateLevel, Generalizations, Hierarchy, Ladder, Lattice, Solution, part, tuple_digest},
    transform::Action,
};

/// Bytes of a listed class.
pub(crate) const CLASS: usize = 8;

/// How a table is made anonymous.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AnonymityPlan {
    /// Rows that were counted.
    pub rows: u64,
    /// Of them, rows that will be left out.
    pub suppressed: u64,
    /// Classes that stay.
    pub classes: u64,
    /// Rows of the smallest of them.
    pub smallest: u64,
    /// ARX's Loss, 0 (nothing lost) to 1.
    pub loss: f64,
    /// Regions that are generalized each for itself, where the policy asks for local recoding: the first is the whole table.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub regions: Vec<Region>,
    /// Digests of the classes that stay, eight bytes each, ascending, in base64.
    pub kept: String,
    /// In the policy's order.
    pub quasi_identifiers: Vec<QuasiPlan>,
}

/// What happens to one quasi-identifier.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QuasiPlan {
    /// The column.
    pub path: String,
    /// Level of the hierarchy: 0 = as it is.
    pub level: usize,
    /// The level on which everything is `*`.
    pub top: usize,
    /// Whether it is cut by number, not by a hierarchy.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub by_number: bool,
    /// The hierarchy; none = as it is, or `*`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hierarchy: Option<Hierarchy>,
    /// BLAKE3 of the hierarchy's file, where it is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub digest: Option<String>,
}

/// The key of a table's class digests.
pub(crate) fn class_key(keys: &KeyRing, table: &str) -> [u8; 32] {
    *keys.subkey("anonymity", table).bytes()
}

/// The digest a class is listed by.
pub(crate) fn class_digest<'a>(
    key: &[u8; 32],
    bytes: &mut Vec<u8>,
    groups: impl Iterator<Item = Option<&'a str>>,
) -> [u8; CLASS] {
    bytes.clear();
    groups.for_each(|group| part(bytes, group));
    let digest = tuple_digest(key, bytes);
    std::array::from_fn(|index| digest[index])
}

impl QuasiPlan {
    /// What the whole table shows of the column.
    pub(crate) fn whole(&self) -> Extent {
        if self.by_number { Extent::Numbers(None, None) } else { Extent::Level(self.top) }
    }

    /// The hierarchy, which must be the one the plan was made with.
    pub(crate) fn load(&self) -> Result<Ladder, Error> {
        let ladder = match &self.hierarchy {
            Some(hierarchy) => hierarchy.load(&self.path)?,
            None => Ladder::of_two(&self.path),
        };
        if ladder.digest() != self.digest {
            return Err(Error::Plan {
                what: format!("the hierarchy of column {} is not the one the plan was made with", self.path),
                hint: "give the same file, or make a new plan".into(),
            });
        }
        Ok(ladder)
    }
}

impl AnonymityPlan {
    /// The classes that stay.
    pub(crate) fn kept(&self) -> Result<Vec<[u8; CLASS]>, Error> {
        let damaged = || Error::Plan {
            what: "the plan's list of classes is damaged".into(),
            hint: "make a new plan: limpid plan".into(),
        };
        let bytes = STANDARD.decode(&self.kept).map_err(|_| damaged())?;
        if bytes.len() % CLASS != 0 {
            return Err(damaged());
        }
        Ok(bytes.chunks_exact(CLASS).filter_map(|class| class.try_into().ok()).collect())
    }
}

/// The tables the policy makes anonymous; an error names the columns that are not there.
pub fn anonymous_tables(anonymity: &Anonymity, profile: &Profile) -> Result<Vec<String>, Error> {
    let columns = anonymity.columns();
    let wanted: Vec<&String> =
        columns.quasi.iter().chain(&columns.sensitive).chain(&columns.subject).collect();
    let mut tables = Vec::new();
    let mut missing: Vec<(String, Vec<String>)> = Vec::new();
    for (name, table) in &profile.tables {
        if anonymity.table.as_ref().is_some_and(|only| only != name) {
            continue;
        }
        let lacks: Vec<String> = wanted
            .iter()
            .filter(|path| !table.columns.contains_key(**path))
            .map(|path| (*path).clone())
            .collect();
        if lacks.is_empty() {
            tables.push(name.clone());
        } else if columns.quasi.iter().any(|path| table.columns.contains_key(path))
            || anonymity.table.is_some()
        {
            missing.push((name.clone(), lacks));
        }
    }
    if let Some((table, lacks)) = missing.first() {
        let columns = if lacks.len() == 1 { "column" } else { "columns" };
        return Err(Error::Plan {
            what: format!("[anonymity]: {table} has no {columns} {}", lacks.join(", ")),
            hint:
                "correct the names, or say with `table` which table is meant; `limpid scan` shows the columns"
                    .into(),
        });
    }
    if tables.is_empty() {
        return Err(Error::Plan {
            what: format!("[anonymity]: no table has a column {}", anonymity.quasi_identifiers.join(", ")),
            hint: "correct the names; `limpid scan` shows the columns".into(),
        });
    }
    Ok(tables)
}

impl Plan {
    /// Finds the levels for one table from its counts and writes them into the plan.
    pub fn anonymize(&mut self, name: &str, counter: &mut Counter, keys: &KeyRing) -> Result<(), Error> {
        let Some(anonymity) = self.policy.anonymity.clone() else { return Ok(()) };
        let models = anonymity.models();
        let rows = counter.rows();
        if models.k > rows {
            return Err(Error::Plan {
                what: format!("[anonymity]: k = {} is larger than {name}, which has {rows} rows", models.k),
                hint: "lower k, or leave the table out with `table`".into(),
            });
        }
        for path in &anonymity.quasi_identifiers {
            if self.policy.column_action(path).is_some_and(|action| *action != Action::Keep) {
                return Err(Error::Plan {
                    what: format!("column {path} is a quasi-identifier and has an action of its own"),
                    hint: "remove one of them: its hierarchy says what happens to a quasi-identifier".into(),
                });
            }
        }
        let Some(table) = self.tables.get_mut(name) else { return Ok(()) };
        let mut quasi = Vec::new();
        let mut ladders = Vec::new();
        let mut grids: Vec<Generalizations> = Vec::new();
        let mut numbers: Vec<Option<Vec<f64>>> = Vec::new();
        let local = anonymity.recoding == Recoding::Local;
        for (path, dictionary) in anonymity.quasi_identifiers.iter().zip(counter.quasi()) {
            let given = anonymity.hierarchies.get(path);
            let class = table.columns.iter().find(|column| column.path == *path);
            let suggested = class.and_then(suggestion);
            // What the column's kind suggests may not fit its values; what is given must.
            let fits = |hierarchy: &Hierarchy| {
                hierarchy.load(path).and_then(|ladder| Ok((ladder.over(dictionary)?, ladder)))
            };
            let (hierarchy, (grid, ladder)) = match (given, suggested) {
                (Some(given), _) => (Some(given.clone()), fits(given)?),
                (None, Some(suggested)) if fits(&suggested).is_ok() => {
                    (Some(suggested.clone()), fits(&suggested)?)
                }
                _ => {
                    let ladder = Ladder::of_two(path);
                    (None, (ladder.over(dictionary)?, ladder))
                }
            };
            // All of them numbers, and no word on how to group them: medians.
            let own = || {
                dictionary.values().iter().map(|value| number(value.as_deref())).collect::<Option<Vec<f64>>>()
            };
            numbers.push(if local && given.is_none() { own() } else { None });
            let by_number = numbers.last().is_some_and(Option::is_some);
            let hierarchy = hierarchy.filter(|_| !by_number);
            let (ladder, grid) = if by_number {
                let ladder = Ladder::of_two(path);
                let grid = ladder.over(dictionary)?;
                (ladder, grid)
            } else {
                (ladder, grid)
            };
            quasi.push(QuasiPlan {
                path: path.clone(),
                level: 0,
                top: ladder.top(),
                by_number,
                hierarchy,
                digest: ladder.digest(),
            });
            ladders.push(ladder);
            grids.push(grid);
        }
        let tree = |(path, dictionary): (&String, &crate::risk::Dictionary)| {
            let hierarchy = anonymity.hierarchies.get(path);
            hierarchy.map(|hierarchy| hierarchy.load(path)?.tree(dictionary)).transpose()
        };
        let trees: Result<Vec<_>, Error> =
            anonymity.sensitive.iter().zip(counter.sensitive()).map(tree).collect();
        let lattice = Lattice::new(counter, grids, trees?)?.released();
        let limit = limit(rows, anonymity.max_suppressed);
        let (best, regions) = if local {
            let (cuts, best) = lattice
                .local(&models, &numbers)
                .ok_or_else(|| unreachable(name, &anonymity, &quasi, None, rows))?;
            let region = |cut| Region::of(cut, &ladders, counter.quasi());
            (best, cuts.iter().map(region).collect())
        } else {
            let best = lattice
                .search(&models, limit)
                .map_err(|nearest| unreachable(name, &anonymity, &quasi, nearest.as_ref(), rows))?;
            (best, Vec::new())
        };
        quasi.iter_mut().zip(&best.levels).for_each(|(quasi, level)| quasi.level = *level);
        let kept = if local {
            String::new()
        } else {
            listed(&lattice, counter, &models, &best, &ladders, &class_key(keys, name))
        };
        for quasi in &quasi {
            let Some(column) = table.columns.iter_mut().find(|column| column.path == quasi.path) else {
                continue;
            };
            column.action = Action::Hierarchy { level: quasi.level };
            column.why = if local {
                "quasi-identifier: as coarse as its region needs".to_owned()
            } else {
                format!("quasi-identifier: level {} of {}", quasi.level, quasi.top)
            };
        }
        table.anonymity = Some(AnonymityPlan {
            rows,
            suppressed: best.suppressed,
            classes: best.classes,
            smallest: best.smallest,
            loss: best.loss,
            regions,
            kept,
            quasi_identifiers: quasi,
        });
        Ok(())
    }
}

/// Rows that may be left out.
fn limit(rows: u64, share: f64) -> u64 {
    #[expect(clippy::cast_precision_loss, reason = "far more rows than a float counts exactly")]
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share of the rows")]
    let limit = (rows as f64 * share + 1e-9).floor() as u64;
    limit.min(rows)
}

/// What a column's kind suggests.
fn suggestion(column: &ColumnPlan) -> Option<Hierarchy> {
    let class = column.class.as_ref()?.as_str();
    Some(match class {
        "AGE" => Hierarchy::Interval(vec![5.0, 10.0, 20.0]),
        "YEAR_OF_BIRTH" => Hierarchy::Interval(vec![5.0, 10.0]),
        "DATE_OF_BIRTH" | "DATE_TIME" => {
            Hierarchy::Date(vec![DateLevel::Month, DateLevel::Year, DateLevel::Decade])
        }
        _ if class.contains("ZIP") || class.contains("POSTCODE") || class.contains("POSTAL") => {
            Hierarchy::Prefix(vec![4, 3, 2, 1])
        }
        _ => return None,
    })
}

fn listed(
    lattice: &Lattice,
    counter: &Counter,
    models: &crate::risk::Models,
    best: &Solution,
    ladders: &[Ladder],
    key: &[u8; 32],
) -> String {
    let mut classes: Vec<[u8; CLASS]> = Vec::new();
    let mut bytes = Vec::new();
    lattice.kept(models, &best.levels, |codes| {
        let columns = codes.iter().zip(counter.quasi()).zip(ladders.iter().zip(&best.levels));
        let groups: Vec<Option<String>> = columns
            .map(|((code, dictionary), (ladder, level))| {
                let value = usize::try_from(*code).ok().and_then(|code| dictionary.values().get(code));
                ladder.climb(value.and_then(Option::as_deref), *level).flatten()
            })
            .collect();
        classes.push(class_digest(key, &mut bytes, groups.iter().map(Option::as_deref)));
    });
    classes.sort_unstable();
    STANDARD.encode(classes.concat())
}

fn unreachable(
    table: &str,
    anonymity: &Anonymity,
    quasi: &[QuasiPlan],
    nearest: Option<&Solution>,
    rows: u64,
) -> Error {
    #[expect(clippy::cast_precision_loss, reason = "a percentage for people")]
    let percent = |part: u64| format!("{:.1} %", 100.0 * part as f64 / rows as f64);
    let mut what = format!(
        "{table}: no generalization satisfies the models with at most {:.1} % of the rows left out",
        anonymity.max_suppressed * 100.0
    );
    if let Some(nearest) = nearest {
        let levels = quasi.iter().zip(&nearest.levels);
        let levels: Vec<String> = levels
            .map(|(quasi, level)| format!("{} on level {level} of {}", quasi.path, quasi.top))
            .collect();
        what += &format!(
            "; the best one found leaves out {} of {rows} ({}): {}",
            nearest.suppressed,
            percent(nearest.suppressed),
            levels.join(", ")
        );
    }
    Error::Unreachable {
        what,
        hint: "raise max_suppressed, ask for less, or give coarser hierarchies".into(),
    }
}
