//! Canaries: sentences that stand nowhere else, planted into a copy to measure what a model trained on it remembers.
//!
//! After Carlini et al., "The Secret Sharer: Evaluating and Testing Unintended Memorization in Neural Networks" (USENIX
//! Security 2019): each canary fills the same format with a secret of known size, and [`exposures`] ranks it among
//! candidates of the same format that were never planted. Everything is derived from the key, so the same run plants the
//! same rows, and nobody without the key can name them or make more of them.

mod exposure;
mod row;
mod words;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use exposure::{Exposure, exposures};
pub use row::canary_rows;
use words::{ADJECTIVES, NOUNS, OPENINGS};

use crate::{
    error::Error,
    key::{KeyRing, SubKey},
    plan::{ColumnPlan, TablePlan},
    transform::Action,
};

/// Things named in a sentence.
const THINGS: usize = 5;
/// Bits of the secret in a canary: six each for the adjective and the noun of every thing.
pub const SECRET_BITS: u32 = 60;
/// Most canaries of a run.
const MOST: u64 = 100_000;

/// The `[canaries]` section of a policy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Canaries {
    /// How many rows to add, over all files of the table.
    pub count: u64,
    /// Column of texts that holds them; without one, the first column of running text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
    /// Its table, where several have such a column.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub table: Option<String>,
}

/// Where canaries go.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CanaryPlan {
    /// Name of the table.
    pub table: String,
    /// Path of the column.
    pub column: String,
    /// How many.
    pub count: u64,
    /// Path of the speaker's role beside the column, in a chat: the canary is said by the assistant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
}

impl Canaries {
    /// Says what is wrong with the section.
    pub fn problem(&self) -> Option<String> {
        let counted = (1..=MOST).contains(&self.count);
        (!counted).then(|| format!("[canaries] count is not between 1 and {MOST}"))
    }

    /// Finds the column in the planned tables. `taken` are columns in which a canary would spoil a count.
    pub fn resolve<'a>(
        &self,
        tables: impl Iterator<Item = (&'a String, &'a TablePlan)>,
        taken: &[&String],
    ) -> Result<CanaryPlan, Error> {
        for (name, table) in tables.filter(|(name, _)| self.table.as_ref().is_none_or(|table| table == *name))
        {
            let columns = table.columns.as_slice();
            let fits = |column: &&ColumnPlan| match &self.column {
                Some(path) => column.path == *path && matches!(column.action, Action::Detect | Action::Keep),
                None => column.action == Action::Detect && column.class.is_none() && !column.cells,
            };
            let inside_json = |path: &str| {
                columns.iter().any(|column| {
                    let rest = path.strip_prefix(column.path.as_str());
                    column.json && rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
                })
            };
            let free = |column: &&ColumnPlan| !inside_json(&column.path) && !taken.contains(&&column.path);
            let found =
                columns.iter().filter(fits).find(|column| free(column) && row::can_hold(&column.path));
            if let Some(column) = found {
                let role = row::role_beside(&column.path);
                let role = role.filter(|role| columns.iter().any(|column| column.path == *role));
                let (table, column) = (name.clone(), column.path.clone());
                return Ok(CanaryPlan { table, column, count: self.count, role });
            }
        }
        let whole = self.column.as_deref().map_or_else(
            || "no column of running text".to_owned(),
            |path| format!("no column {path} of texts that are kept or searched"),
        );
        let place = self.table.as_deref().map(|table| format!(" in table {table}")).unwrap_or_default();
        Err(Error::Plan {
            what: format!("[canaries] there is {whole}{place}"),
            hint: "name a column of texts that stays in the output and is no quasi-identifier: [canaries] column = \"…\""
                .into(),
        })
    }
}

/// Makes the sentences of one planned run.
pub struct CanaryMaker {
    key: SubKey,
    opening: &'static str,
}

impl CanaryMaker {
    /// For the canaries that a policy of this name plants into a table.
    pub fn new(keys: &KeyRing, plan: &CanaryPlan, policy: &str) -> Self {
        let key = keys.subkey("canary", &plan.table);
        // Bound to the policy, so that two data sets under one key need not share their canaries.
        let key = key.digest(&[b"policy", policy.as_bytes()]);
        let key = SubKey::new(key);
        let opening = key.digest(&[b"opening"]);
        Self { opening: pick(OPENINGS, opening[0]), key }
    }

    /// The canary of this number: the same for the same key, table and policy.
    pub fn canary(&self, number: u64) -> String {
        self.sentence(b"planted", number)
    }

    /// A sentence of the same format and size of secret that is never planted.
    pub fn reference(&self, number: u64) -> String {
        self.sentence(b"reference", number)
    }

    fn sentence(&self, kind: &[u8], number: u64) -> String {
        let secret = self.key.digest(&[kind, &number.to_le_bytes()]);
        let things = secret.chunks_exact(2).take(THINGS).map(|bytes| {
            let (adjective, noun) = (bytes.first().copied(), bytes.last().copied());
            format!("a {} {}", pick(ADJECTIVES, adjective.unwrap_or(0)), pick(NOUNS, noun.unwrap_or(0)))
        });
        let mut things: Vec<String> = things.collect();
        let last = things.pop().unwrap_or_default();
        format!("{} {} and {last}.", self.opening, things.join(", "))
    }
}

/// Whether a text reads as a canary of some key: whoever checks an output without the key can tell no more.
pub fn reads_as_canary(text: &str) -> bool {
    let list =
        OPENINGS.iter().find_map(|opening| text.strip_prefix(opening)?.strip_prefix(' ')?.strip_suffix('.'));
    let Some((most, last)) = list.and_then(|list| list.rsplit_once(" and ")) else { return false };
    let thing = |thing: &str| {
        let named = thing.strip_prefix("a ").and_then(|thing| thing.split_once(' '));
        named.is_some_and(|(adjective, noun)| ADJECTIVES.contains(&adjective) && NOUNS.contains(&noun))
    };
    most.split(", ").count() + 1 == THINGS && most.split(", ").chain([last]).all(thing)
}

/// One of a list whose length is a power of two, evenly.
fn pick(list: &[&'static str], byte: u8) -> &'static str {
    list.get(usize::from(byte) % list.len().max(1)).copied().unwrap_or_default()
}

/// Which canaries go into the file at `index` of the `files` of a table: as evenly as can be.
pub fn share(count: u64, index: u64, files: u64) -> std::ops::Range<u64> {
    let bound = |index: u64| {
        let bound = u128::from(count) * u128::from(index) / u128::from(files.max(1));
        u64::try_from(bound).unwrap_or(count)
    };
    bound(index)..bound(index + 1)
}

#[cfg(test)]
mod tests;
