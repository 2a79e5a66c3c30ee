//! Policy × schema × profile, fully resolved: what happens to every column, readable and hashable.

mod anonymity;
mod classify;
mod region;

use std::collections::BTreeMap;

use limpid_detectors::{Engine, Entity, Header};
use serde::{Deserialize, Serialize};

pub use anonymity::{AnonymityPlan, QuasiPlan, anonymous_tables};
pub(crate) use anonymity::{CLASS, class_digest, class_key};
pub use classify::form;
use classify::{Class, classify, share};
pub use region::Region;
pub(crate) use region::{Extent, extents, region_of};

use crate::{
    canary::CanaryPlan,
    error::{Error, Place},
    key::KeyRing,
    known::KnownList,
    path::last_name,
    policy::{Policy, Unlisted},
    profile::{ColumnProfile, Profile},
    risk::RankAttack,
    rows::{RowPlan, no_column},
    transform::Action,
    walk::Kind,
};

/// Share of a column's texts that must be JSON for it to be walked as JSON.
const JSON_SHARE: f64 = 0.9;

/// What happens to a data set. Its hash names it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Plan {
    /// Version of this file's form.
    pub version: u32,
    /// Version of limpid that made it.
    pub limpid: String,
    /// BLAKE3 of the selected detectors: another set of rules is another plan.
    pub detectors: String,
    /// Names the key the values are derived from.
    pub key_id: String,
    /// The list of known values, where one was given: another list is another plan.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub known_values: Option<KnownValues>,
    /// Which rows go, as far as the policy alone does not say it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rows: Option<RowPlan>,
    /// The policy with everything it extends.
    pub policy: Policy,
    /// Where marker sentences are added, if the policy asks for them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub canaries: Option<CanaryPlan>,
    /// By table name.
    pub tables: BTreeMap<String, TablePlan>,
}

/// Names a list of known values without telling any of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KnownValues {
    /// How many different values there are.
    pub count: usize,
    /// BLAKE3 of the folded values under the run's key; empty in a plan that was made without a key.
    pub digest: String,
}

/// What happens to the files of one table.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TablePlan {
    /// In the order of the columns.
    pub columns: Vec<ColumnPlan>,
    /// How its rows are made alike, where the policy asks for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub anonymity: Option<AnonymityPlan>,
}

/// What happens to one column.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ColumnPlan {
    /// Column path.
    pub path: String,
    /// The entity that the whole column is, if it is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub class: Option<Entity>,
    /// What happens; `detect` = only to what is found in the values.
    pub action: Action,
    /// Whether the texts are walked as JSON.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub json: bool,
    /// Whether the texts are values of a few words, not running text: names are read otherwise in them.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub cells: bool,
    /// Where equal values get equal pseudonyms: how many of the rows looked at would fall to somebody who knows how often
    /// each value occurs. For people; nothing depends on it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rank_attack: Option<RankAttack>,
    /// Why, for people.
    pub why: String,
}

impl ColumnPlan {
    /// The column's name, read for the detectors that search its texts.
    pub fn header(&self, engine: &Engine) -> Header {
        let header = engine.header(last_name(&self.path));
        if self.cells { header.of_cells() } else { header }
    }
}

impl Plan {
    /// Resolves a policy against a profile.
    pub fn resolve(policy: &Policy, profile: &Profile, engine: &Engine, key_id: &str) -> Result<Self, Error> {
        if let Some((what, hint)) = policy.purpose_problem() {
            return Err(Error::Plan { what, hint });
        }
        refuse_unmentioned(policy, profile)?;
        refuse_missing(policy, profile)?;
        let mut tables = BTreeMap::new();
        for (name, table) in &profile.tables {
            let mut columns: Vec<_> = table.columns.iter().collect();
            columns.sort_by_key(|(_, column)| column.order);
            let columns: Result<Vec<_>, Error> =
                columns.into_iter().map(|(path, column)| plan_column(policy, engine, path, column)).collect();
            tables.insert(name.clone(), TablePlan { columns: columns?, anonymity: None });
        }
        let taken = policy.anonymity.iter();
        let taken: Vec<_> = taken
            .flat_map(|anonymity| anonymity.quasi_identifiers.iter().chain(&anonymity.sensitive))
            .collect();
        let canaries = policy.canaries.as_ref();
        let canaries = canaries.map(|canaries| canaries.resolve(tables.iter(), &taken)).transpose()?;
        Ok(Self {
            version: 1,
            limpid: env!("CARGO_PKG_VERSION").to_owned(),
            detectors: engine.digest().to_hex().to_string(),
            key_id: key_id.to_owned(),
            known_values: None,
            rows: None,
            canaries,
            policy: policy.clone(),
            tables,
        })
    }
}

/// Strict mode: every column that the policy does not mention, told at once.
fn refuse_unmentioned(policy: &Policy, profile: &Profile) -> Result<(), Error> {
    if policy.unlisted != Unlisted::Error {
        return Ok(());
    }
    let columns = profile.tables.values().flat_map(|table| &table.columns);
    let mut missing: Vec<(&str, u64)> = columns
        .filter(|(path, column)| {
            // What holds mentioned columns is no column of its own: JSON in a text.
            let inside = column.json > 0 && policy.columns.iter().any(|rule| rule.path.within(path));
            policy.column_action(path).is_none() && !inside
        })
        .map(|(path, column)| (path.as_str(), column.order))
        .collect();
    missing.sort_by_key(|(path, order)| (*order, *path));
    let mut paths: Vec<&str> = Vec::new();
    for (path, _) in missing {
        if !paths.contains(&path) {
            paths.push(path);
        }
    }
    if paths.is_empty() { Ok(()) } else { Err(unmentioned(&paths)) }
}

fn unmentioned(paths: &[&str]) -> Error {
    let (columns, them) = match paths {
        [path] => (format!("column {path} is"), "it"),
        _ => (format!("{} columns are", paths.len()), "each"),
    };
    let list = if paths.len() > 1 { format!(": {}", paths.join(", ")) } else { String::new() };
    Error::Plan {
        what: format!("{columns} not mentioned in the policy{list}"),
        hint: format!("give {them} an action under [columns], or set unlisted = \"detect\""),
    }
}

/// A rule about rows must find its column in every table that it is for.
fn refuse_missing(policy: &Policy, profile: &Profile) -> Result<(), Error> {
    for (path, tables) in policy.rows.columns() {
        if let Some(table) = tables.iter().find(|table| !profile.tables.contains_key(*table)) {
            return Err(Error::Plan {
                what: format!("[rows] names table {table}, which is not there"),
                hint: format!(
                    "the tables are: {}",
                    profile.tables.keys().cloned().collect::<Vec<_>>().join(", ")
                ),
            });
        }
        for (name, table) in &profile.tables {
            let has = table.rows == 0 || table.columns.contains_key(path);
            if !has && (tables.is_empty() || tables.contains(name)) {
                return Err(no_column(name, path));
            }
        }
    }
    Ok(())
}

fn plan_column(
    policy: &Policy,
    engine: &Engine,
    path: &str,
    column: &ColumnProfile,
) -> Result<ColumnPlan, Error> {
    let class = classify(engine, path, column);
    let json = share(column.json, column.texts) >= JSON_SHARE && column.texts > 0;
    if json && class.is_none() && policy.column_action(path).is_none() {
        let why = "texts are JSON: searched by their own paths".to_owned();
        return Ok(ColumnPlan {
            path: path.into(),
            class: None,
            action: Action::Detect,
            json: true,
            cells: false,
            rank_attack: None,
            why,
        });
    }
    let kind = if column.texts > 0 { Kind::Text } else { Kind::Scalar };
    let (action, why) = resolve(policy, path, kind, class.as_ref())?;
    let class = class.map(|class| class.entity);
    Ok(ColumnPlan {
        path: path.into(),
        class,
        json: false,
        cells: column.is_of_cells(),
        rank_attack: column.frequencies.rank_attack().filter(|_| action.keeps_frequencies()),
        action,
        why,
    })
}

/// The action for a leaf and why: the policy's word on the column, then its word on the entity.
fn resolve(
    policy: &Policy,
    path: &str,
    kind: Kind,
    class: Option<&Class>,
) -> Result<(Action, String), Error> {
    if !policy.admits(path) {
        let purpose = policy.purpose.as_deref().unwrap_or_default();
        return Ok((Action::Drop, format!("the policy does not allow it for {purpose}")));
    }
    if let Some(action) = policy.column_action(path) {
        return Ok((action.clone(), "the policy names the column".into()));
    }
    match policy.unlisted {
        Unlisted::Drop => return Ok((Action::Drop, "the policy drops what it does not name".into())),
        Unlisted::Error => return Err(unmentioned(&[path])),
        Unlisted::Detect => {}
    }
    Ok(match class {
        Some(class) if policy.action(&class.entity).masks() => {
            (policy.action(&class.entity).clone(), format!("{}: {}", class.entity, class.why))
        }
        // What it is, is told even where nothing happens to it.
        Some(class) if kind == Kind::Text => {
            (Action::Detect, format!("{}: {}; kept, its text is searched", class.entity, class.why))
        }
        Some(class) => (Action::Keep, format!("{}: {}; kept", class.entity, class.why)),
        _ if kind == Kind::Text => (Action::Detect, "text is searched".into()),
        _ => (Action::Keep, "no personal data by name or value".into()),
    })
}

impl Plan {
    /// Records the list the plan is made with.
    #[must_use]
    pub fn with_list(self, list: Option<&KnownList>, keys: Option<&KeyRing>) -> Self {
        let known_values = list.map(|list| KnownValues {
            count: list.len(),
            digest: keys.map(|keys| list.digest(keys)).unwrap_or_default(),
        });
        Self { known_values, ..self }
    }

    /// Writes the digest of the list into a plan that was made without a key.
    pub fn sign_list(&mut self, list: Option<&KnownList>, keys: &KeyRing) {
        if let (Some(known), Some(list)) = (&mut self.known_values, list)
            && known.digest.is_empty()
        {
            known.digest = list.digest(keys);
        }
    }

    /// Whether the list is the one the plan was made with.
    pub(crate) fn admits(&self, list: Option<&KnownList>, keys: &KeyRing) -> Result<(), Error> {
        let refused = |what: &str, hint: &str| Err(Error::Plan { what: what.into(), hint: hint.into() });
        match (&self.known_values, list) {
            (None, None) => Ok(()),
            (None, Some(_)) => {
                refused("the plan was made without a list of known values", "make a new plan with the list")
            }
            (Some(_), None) => refused(
                "the plan was made with a list of known values",
                "give the same list with --known-values FILE",
            ),
            (Some(planned), Some(list)) => {
                let same = planned.count == list.len()
                    && (planned.digest.is_empty() || planned.digest == list.digest(keys));
                if same {
                    return Ok(());
                }
                refused(
                    "the plan was made with another list of known values",
                    "give the same list, or make a new plan",
                )
            }
        }
    }

    /// What happens to a leaf, planned or not: a column that the profile did not see is resolved by its name.
    pub fn leaf(&self, engine: &Engine, table: &str, path: &str, kind: Kind) -> Result<ColumnPlan, Error> {
        let planned =
            self.tables.get(table).and_then(|table| table.columns.iter().find(|column| column.path == path));
        if let Some(planned) = planned {
            let mut planned = planned.clone();
            // A column planned as numbers may hold a text further on: it is searched.
            if planned.action == Action::Keep
                && kind == Kind::Text
                && self.policy.column_action(path).is_none()
            {
                planned.action = Action::Detect;
            }
            return Ok(planned);
        }
        plan_column(
            &self.policy,
            engine,
            path,
            &ColumnProfile { texts: u64::from(kind == Kind::Text), ..ColumnProfile::default() },
        )
    }

    /// What happens to a node with others inside, or to one that cannot be looked into.
    pub fn node(&self, path: &str, kind: Kind) -> Result<Action, Error> {
        if let Some(action) = self.policy.column_action(path) {
            let whole = !action.masks() || *action == Action::Drop;
            return match kind {
                Kind::Nested => Ok(if whole { action.clone() } else { Action::Detect }),
                _ if whole => Ok(action.clone()),
                _ => Err(refused(path)),
            };
        }
        let inside = self.policy.columns.iter().any(|rule| rule.path.within(path));
        match (self.policy.unlisted, kind) {
            (Unlisted::Drop, _) if !inside => Ok(Action::Drop),
            (Unlisted::Error, Kind::Inert | Kind::Opaque) => Err(unmentioned(&[path])),
            _ => Ok(Action::Detect),
        }
    }
}

fn refused(path: &str) -> Error {
    Error::Unsupported {
        place: Place { column: Some(path.to_owned()), ..Place::default() },
        what: "any action but keep or drop on a column of this type".into(),
    }
}
