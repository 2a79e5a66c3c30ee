//! Personal values in many languages: sentences of our own, written by somebody who had not seen the rules.

use std::fmt::Write as _;

use limpid_detectors::{Engine, Set};

use crate::data::{Data, Hit, engine, found, rate, unmarked};

/// A language, a tab, a kind of value, a tab, a text in which «…» marks every value of the kind.
const SENTENCES: &str = include_str!("../sample/values_in_languages.txt");
/// The kind of texts that have no personal value.
const NONE: &str = "none";
/// What such a text may have all the same.
const HARMLESS: [&str; 6] = ["LOCATION", "ORGANIZATION", "NRP", "DATE_TIME", "MONEY", "URL"];
/// The policy that says what is left in a text.
const TRAINING: &str = include_str!("../../pipelines/presets/training.toml");

/// Values by what they have in common: found, all.
pub type Table<'t> = Vec<(&'t str, usize, usize)>;

pub fn measure(_: &Data) -> String {
    let engine = engine(Set::Default, None);
    let (mut kinds, mut languages): (Table<'_>, Table<'_>) = Default::default();
    for (language, rest) in SENTENCES.lines().filter_map(|line| line.split_once('\t')) {
        let Some((kind, marked)) = rest.split_once('\t') else { continue };
        let (text, values) = unmarked(marked);
        let hits = found(&engine, &text);
        if kind == NONE {
            count(&mut kinds, NONE, hits.iter().all(|hit| harmless(&engine, hit)));
            continue;
        }
        let letters: Vec<char> = text.chars().collect();
        for value in values {
            let covered = hidden(&engine, kind, value, &letters, &hits);
            count(&mut kinds, kind, covered);
            count(&mut kinds, "all", covered);
            count(&mut languages, language, covered);
        }
    }
    let mut out = String::from(
        "## Values in other languages\n\nSentences of our own (`benches/sample/values_in_languages.txt`), written without knowledge of the rules, and nothing was changed to suit\nthem after they were read. Found: every letter and digit of the value (of ages the number) is part of a finding that the\npolicy `training` does not keep (of days any); `none`: texts\nwithout personal values in which nothing but places, bodies, days, sums and addresses of pages is found.\n",
    );
    table(&mut out, "value", &kinds);
    table(&mut out, "language", &languages);
    out
}

/// Whether a text without personal values may have the hit all the same.
pub fn harmless(engine: &Engine, hit: &Hit) -> bool {
    let rule = engine.rule(hit.2.detector).expect("a detector has a rule");
    HARMLESS.contains(&rule.entity.as_str())
}

/// Whether every letter and digit of a value is part of a hit; of an age the digits, which tell it, not the word behind
/// them. What the policy `training` keeps hides nothing: who is taken for a place, or born on a day like any, is left in the text.
pub fn hidden(
    engine: &Engine,
    kind: &str,
    (start, end): (usize, usize),
    letters: &[char],
    hits: &[Hit],
) -> bool {
    let keeps = |line: &str, entity: &str| {
        let rest = line.split_once(" = \"keep\"").and_then(|(name, _)| entity.strip_prefix(name));
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('_') && line.starts_with("SPECIAL"))
    };
    let kept = |hit: &Hit| {
        let rule = engine.rule(hit.2.detector).expect("a detector has a rule");
        TRAINING.lines().any(|line| keeps(line, rule.entity.as_str()))
    };
    let counts = |hit: &&Hit| kind == "date" || !kept(hit);
    let hits: Vec<&Hit> = hits.iter().filter(counts).collect();
    let age = kind == "age" && letters[start..end].iter().any(|letter| letter.is_numeric());
    let tells = |at: &usize| if age { letters[*at].is_numeric() } else { letters[*at].is_alphanumeric() };
    (start..end).filter(tells).all(|at| hits.iter().any(|(from, to, _)| (*from..*to).contains(&at)))
}

pub fn count<'t>(table: &mut Table<'t>, name: &'t str, right: bool) {
    if table.iter().all(|row| row.0 != name) {
        table.push((name, 0, 0));
    }
    for row in table.iter_mut().filter(|row| row.0 == name) {
        row.1 += usize::from(right);
        row.2 += 1;
    }
}

pub fn table(out: &mut String, name: &str, rows: &Table<'_>) {
    writeln!(out, "\n| {name} | found |\n|---|---|").expect("a string takes it");
    for (name, right, all) in rows {
        writeln!(out, "| {name} | {} |", rate(*right, *all)).expect("a string takes it");
    }
}
