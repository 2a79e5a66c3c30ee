//! Protection that can be undone: digests without a key, two forms of one card number, a shifted date beside one that is
//! not, pseudonyms whose frequencies tell who they are. Digests as MD5 and SHA-1 make them, under a name that says of what,
//! are warned of.
//!
//! Digests are tried against small domains that anybody can enumerate. How many rows would fall to somebody who knows
//! how often each value occurs is told, not judged: it depends on what is known outside. Of `g` pseudonyms that occur
//! equally often one is guessed right on average, so a frequency that only one has falls for certain.

use std::collections::{BTreeMap, HashMap};

use jiff::civil::Date;
use limpid_detectors::{Engine, words_of};
use limpid_pipelines::{
    path::last_name,
    plan::{ColumnPlan, Plan},
    risk::{RankAttack, rank_attack},
};

use super::{
    Findings, Subject, dictionary,
    reader::{Value, read_leaves},
};
use crate::error::CliError;

/// Most different pseudonyms counted of a column: more than that, and most of them are rare.
const MOST_VALUES: usize = 1 << 20;
/// Fewest rows in which two dates are compared.
const FEWEST_DATES: u64 = 20;

/// Words that say that a column holds digests.
const DIGEST_WORDS: &[&str] = &["hash", "hashed", "digest", "md5", "sha", "sha1", "hex"];

/// Words for what is found without its column's name, so that no detector has a list of them.
const PLAIN_WORDS: &[&str] = &["card", "email", "ip", "mac", "mail", "mobile", "phone", "tel"];

/// What a part of a file shows of one column.
#[derive(Default)]
struct Seen {
    values: u64,
    /// Digests that are in the dictionary.
    cracked: u64,
    /// Values of the length of MD5 and SHA-1.
    outdated: u64,
    /// Values too short to be encrypted in their format.
    short: u64,
    /// Values that look like digests or tokens.
    digests: u64,
    /// Card numbers of which some digits are left.
    truncated: u64,
    /// Days by row.
    days: BTreeMap<u64, i32>,
    /// How often each pseudonym occurs, by digest.
    counts: HashMap<u64, u64>,
}

/// By path.
type Columns = BTreeMap<String, Seen>;

/// How two dates of a row lie to each other.
#[derive(Default)]
struct Twin {
    rows: u64,
    near: u64,
    first: Option<i32>,
    last: Option<i32>,
}

pub(super) fn check(subject: &Subject<'_>) -> Result<Findings, CliError> {
    let mut findings = Findings::looked_at("");
    let (mut values, mut told) = (0, Vec::new());
    let mut tables: BTreeMap<String, Columns> = BTreeMap::new();
    for file in &subject.files {
        let table = subject.table(&file.relative);
        let planned = Planned::of(subject.plan.as_ref(), &table);
        let columns = tables.entry(table.clone()).or_default();
        let mut twins: BTreeMap<(String, String), Twin> = BTreeMap::new();
        let read = read_leaves(
            &subject.driver,
            file,
            (subject.plan.as_ref(), &table),
            |part: &mut Columns, value| look(part, &planned, &value),
            |part| {
                planned.compare(&part, &mut twins);
                for (path, seen) in part {
                    values += seen.values;
                    columns.entry(path).or_default().merge(seen);
                }
                Ok(())
            },
        );
        if let Err(error) = read {
            findings.problem(format!("{}: {error}", file.relative));
        }
        for ((shifted, twin), dates) in &twins {
            if planned.tells(shifted, dates) {
                findings.problem(format!(
                    "{}: column {twin} is not shifted and tells the dates of column {shifted}, which is",
                    file.relative
                ));
            }
        }
    }
    let engine = subject.engine()?;
    for (table, columns) in &tables {
        let planned = Planned::of(subject.plan.as_ref(), table);
        judge(table, columns, (&planned, &engine), &mut findings, &mut told);
    }
    findings.looked_at = format!("{} files, {values} values", subject.files.len());
    if !told.is_empty() {
        findings.looked_at += &format!("; to a rank attack would fall {}", told.join(", "));
    }
    Ok(findings)
}

/// What the plan says of a table's columns.
struct Planned<'a>(BTreeMap<&'a str, &'a ColumnPlan>);

impl<'a> Planned<'a> {
    fn of(plan: Option<&'a Plan>, table: &str) -> Self {
        let columns = plan.and_then(|plan| plan.tables.get(table)).map(|table| table.columns.as_slice());
        Self(columns.unwrap_or_default().iter().map(|column| (column.path.as_str(), column)).collect())
    }

    fn action(&self, path: &str) -> &str {
        self.0.get(path).map_or("", |column| column.action.name())
    }

    /// An option of the column's operator, as the plan writes it: the checker does not share the operator's code.
    fn option(&self, path: &str, name: &str) -> Option<serde_json::Value> {
        let column = self.0.get(path)?;
        let action = serde_json::to_value(&column.action).ok()?;
        action.get(column.action.name())?.get(name).cloned()
    }

    /// Whether equal values get equal pseudonyms in the whole data set.
    fn is_deterministic(&self, path: &str) -> bool {
        let dataset = || self.option(path, "scope").is_some_and(|scope| scope == "dataset");
        match self.action(path) {
            "encrypt" => true,
            "hash" | "tokenize" | "surrogate" => dataset(),
            _ => false,
        }
    }

    fn is_card(&self, path: &str) -> bool {
        let class = self.0.get(path).and_then(|column| column.class.as_ref());
        let name = path.to_lowercase();
        class.is_some_and(|class| class.as_str() == "CREDIT_CARD")
            || name
                .split(|letter: char| !letter.is_alphanumeric())
                .any(|word| matches!(word, "card" | "pan" | "cc"))
    }

    /// Lays every shifted column beside every one that is left as it was.
    fn compare(&self, part: &Columns, twins: &mut BTreeMap<(String, String), Twin>) {
        for (shifted, dates) in part.iter().filter(|(path, _)| self.action(path) == "date_shift") {
            let Some(limit) = self.limit(shifted) else { continue };
            let kept = part.iter().filter(|(path, _)| matches!(self.action(path), "keep" | "detect"));
            for (path, others) in kept.filter(|(_, seen)| !seen.days.is_empty()) {
                let twin = twins.entry((shifted.clone(), path.clone())).or_default();
                for (row, day) in &dates.days {
                    let Some(other) = others.days.get(row) else { continue };
                    twin.rows += 1;
                    twin.near += u64::from(day.abs_diff(*other) <= limit);
                    twin.first = Some(twin.first.map_or(*day, |first| first.min(*day)));
                    twin.last = Some(twin.last.map_or(*day, |last| last.max(*day)));
                }
            }
        }
    }

    fn limit(&self, path: &str) -> Option<u32> {
        u32::try_from(self.option(path, "max_days")?.as_u64()?).ok()
    }

    /// Whether one date is nearly always within the shift of the other, though the dates spread much wider.
    fn tells(&self, shifted: &str, twin: &Twin) -> bool {
        let spread = twin.first.zip(twin.last).map_or(0, |(first, last)| last.abs_diff(first));
        let wide = self.limit(shifted).is_some_and(|limit| spread > 4 * limit);
        wide && twin.rows >= FEWEST_DATES && twin.near * 20 >= twin.rows * 19
    }
}

fn look(part: &mut Columns, planned: &Planned<'_>, value: &Value<'_>) {
    if !part.contains_key(value.path) {
        part.insert(value.path.to_owned(), Seen::default());
    }
    let Some(seen) = part.get_mut(value.path) else { return };
    let text = value.text.trim();
    seen.values += 1;
    let hexadecimal = text.len() >= 32 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    seen.cracked += u64::from(hexadecimal && dictionary::undoes(text));
    seen.outdated += u64::from(hexadecimal && matches!(text.len(), 32 | 40));
    seen.digests += u64::from(hexadecimal || text.starts_with("<CREDIT_CARD:"));
    seen.short += u64::from(!text.is_empty() && is_of_small_domain(text));
    seen.truncated += u64::from(is_truncated_card(text));
    if let Some(day) = text.get(..10).and_then(|day| day.parse::<Date>().ok()) {
        seen.days.insert(value.row, days(day));
    }
    if planned.is_deterministic(value.path) && !text.is_empty() && seen.counts.len() < MOST_VALUES {
        let digest = blake3::hash(text.as_bytes());
        let digest = digest.as_bytes().iter().take(8).fold(0, |sum, byte| sum << 8 | u64::from(*byte));
        *seen.counts.entry(digest).or_insert(0) += 1;
    }
}

impl Seen {
    fn merge(&mut self, other: Self) {
        self.values += other.values;
        self.cracked += other.cracked;
        self.outdated += other.outdated;
        self.short += other.short;
        self.digests += other.digests;
        self.truncated += other.truncated;
        let mut counts: Vec<(u64, u64)> = other.counts.into_iter().collect();
        counts.sort_unstable();
        for (digest, count) in counts {
            if self.counts.len() < MOST_VALUES || self.counts.contains_key(&digest) {
                *self.counts.entry(digest).or_insert(0) += count;
            }
        }
    }
}

fn judge(
    table: &str,
    columns: &Columns,
    (planned, engine): (&Planned<'_>, &Engine),
    findings: &mut Findings,
    told: &mut Vec<String>,
) {
    for (path, seen) in columns {
        if seen.cracked > 0 {
            findings.problem(format!(
                "table {table}: column {path}: {} digests without a key were undone by trying {} numbers and days",
                seen.cracked,
                dictionary::size()
            ));
        }
        if seen.short > 0 && planned.action(path) == "encrypt" {
            findings.warn(format!(
                "table {table}: column {path}: {} encrypted values have a form of which there are fewer than a million",
                seen.short
            ));
        }
        if seen.outdated * 2 > seen.values
            && planned.action(path) != "hash"
            && let Some(entity) = digested(path, engine)
        {
            findings.warn(format!(
                "table {table}: column {path} looks like MD5 or SHA-1 of {entity}: without a key, whoever lists such values can try them all"
            ));
        }
        if let Some(RankAttack { rows, of }) = rank_attack(seen.counts.values().copied()) {
            told.push(format!("{rows} of {of} rows of {table}, column {path}"));
        }
    }
    let cards = |wanted: fn(&Seen) -> u64| {
        let most =
            move |(path, seen): &(&String, &Seen)| planned.is_card(path) && wanted(seen) * 2 > seen.values;
        columns.iter().filter(most).map(|(path, _)| path.clone()).collect::<Vec<_>>()
    };
    let (truncated, digests) = (cards(|seen| seen.truncated), cards(|seen| seen.digests));
    if let (Some(truncated), Some(digest)) = (truncated.first(), digests.first()) {
        findings.problem(format!(
            "table {table}: column {truncated} truncates card numbers and column {digest} digests them: each undoes the other"
        ));
    }
}

/// What a column of digests is made of, by its name without the words for digests.
fn digested(path: &str, engine: &Engine) -> Option<String> {
    let words = words_of(last_name(path));
    let words: Vec<&str> = words.split(' ').filter(|word| !DIGEST_WORDS.contains(word)).collect();
    let header = engine.header(&words.join("_"));
    let rule = header.detectors().first().and_then(|detector| engine.rule(*detector));
    let plain = || words.iter().find(|word| PLAIN_WORDS.contains(word)).map(|word| (*word).to_owned());
    rule.map(|rule| rule.entity.to_string()).or_else(plain)
}

/// Whether there are fewer than a million values of this form (NIST SP 800-38G rev. 1).
fn is_of_small_domain(text: &str) -> bool {
    let letters = text.bytes().filter(u8::is_ascii_alphanumeric).count();
    letters < 4 || letters < 6 && text.bytes().all(|byte| !byte.is_ascii_alphabetic())
}

/// A card number of which the middle is gone: digits at an end, at least four signs for missing ones.
fn is_truncated_card(text: &str) -> bool {
    let letters: Vec<char> = text.chars().filter(|letter| !matches!(letter, ' ' | '-')).collect();
    let gone = letters.iter().filter(|letter| matches!(letter, '*' | 'x' | 'X' | '#' | '•')).count();
    let digits = letters.iter().filter(|letter| letter.is_ascii_digit()).count();
    (13..=19).contains(&letters.len()) && gone >= 4 && digits >= 4 && gone + digits == letters.len()
}

fn days(day: Date) -> i32 {
    let since = jiff::civil::date(1970, 1, 1);
    since.until(day).map_or(0, |span| span.get_days())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn truncated_cards_are_told_from_cards_and_texts() {
        for card in ["************1111", "4111 11** **** 1111", "411111xxxxxx1111"] {
            assert!(is_truncated_card(card), "{card}");
        }
        for other in ["4111111111111111", "****************", "see **** 1111", "2026-01-20"] {
            assert!(!is_truncated_card(other), "{other}");
        }
    }
}
