//! Values in disguise, and look-alikes that are none.

use std::{collections::BTreeMap, fmt::Write as _};

use limpid_detectors::Set;

use crate::data::{Data, engine, found, rate, rules_only, spans, text};

/// Found and all, by tier (0 = no personal data) and class.
type Classes = BTreeMap<(u64, String), (usize, usize)>;

pub fn measure(data: &Data) -> String {
    let cases = data.rows("evasion/cases.jsonl");
    let mut by_set = Vec::new();
    let engines = [
        ("default", engine(Set::Default, None)),
        ("deep", engine(Set::Deep, None)),
        ("default, rules alone", rules_only(Set::Default)),
        ("deep, rules alone", rules_only(Set::Deep)),
    ];
    for (set, engine) in &engines {
        let mut classes = Classes::new();
        let mut tiers = BTreeMap::<(u64, bool), (usize, usize)>::new();
        for case in &cases {
            let body = text(case, "text");
            let found = found(engine, body);
            let class = text(case, "class").to_owned();
            let negative = class.starts_with("neg_");
            let tier = if negative { 0 } else { case["tier"].as_u64().expect("a tier") };
            let covered = |at: usize| found.iter().any(|(start, end, _)| (*start..*end).contains(&at));
            let letters: Vec<char> = body.chars().collect();
            let whole = spans(&case["spans"])
                .into_iter()
                .all(|(start, end)| (start..end).all(|at| !letters[at].is_alphanumeric() || covered(at)));
            let hit = if negative { !found.is_empty() } else { whole };
            let name = text(case, "entity") == "PERSON";
            let tier_count = tiers.entry((tier, name)).or_default();
            let class_count = (!name).then(|| classes.entry((tier, class)).or_default());
            for count in std::iter::once(tier_count).chain(class_count) {
                count.0 += usize::from(hit);
                count.1 += 1;
            }
        }
        by_set.push((set, classes, tiers));
    }
    let mut out = String::from(
        "## Disguises\n\nFound = every letter and digit of the value covered. Names of people are counted apart. Look-alikes: texts that hold\nnothing; addresses kept for documentation are among them, and found on purpose.\n\n\
         | set | tier 1 | tier 2 | tier 3 | look-alikes hit | names, all tiers |\n|---|---|---|---|---|---|\n",
    );
    for (set, _, tiers) in &by_set {
        let tier = |tier: u64| tiers.get(&(tier, false)).copied().unwrap_or_default();
        let cell = |(hit, all): (usize, usize)| rate(hit, all);
        let names = (1..=3)
            .filter_map(|tier| tiers.get(&(tier, true)))
            .fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
        writeln!(
            out,
            "| {set} | {} | {} | {} | {} | {} |",
            cell(tier(1)),
            cell(tier(2)),
            cell(tier(3)),
            cell(tier(0)),
            cell(names)
        )
        .expect("writes");
    }
    out.push_str("\nBy class, without names of people; for look-alikes (tier none) what was hit:\n\n| tier | class | default | deep |\n|---|---|---|---|\n");
    for ((tier, class), (hit, all)) in &by_set[0].1 {
        let deep = by_set[1].1.get(&(*tier, class.clone())).copied().unwrap_or_default();
        let tier = if *tier == 0 { "none".to_owned() } else { tier.to_string() };
        writeln!(out, "| {tier} | {class} | {hit}/{all} | {}/{} |", deep.0, deep.1).expect("writes");
    }
    out
}
