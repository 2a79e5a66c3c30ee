//! Are the rows as alike as the policy asks? Counted again, from the output alone.

use std::collections::{BTreeMap, BTreeSet};

use arrow::array::RecordBatch;
use limpid_pipelines::{
    policy::Anonymity,
    risk::{Closeness, Counter, Diversity, Origin, Recursive, Risk, SensitiveRisk, measure_with},
    source::{Numbered, ReadOptions, open},
};

use super::{Findings, Subject};
use crate::{
    error::CliError,
    run::tuples::{Counting, count},
};

/// Memory for counts, in bytes.
const BUDGET: usize = 640 << 20;
/// Bounds of real numbers are compared with this tolerance.
const TOLERANCE: f64 = 1e-9;

pub(super) fn check(subject: &Subject<'_>) -> Result<Findings, CliError> {
    let Some(anonymity) = &subject.policy().anonymity else {
        return Ok(Findings::skipped("the policy has no [anonymity] section"));
    };
    let mut findings = Findings::looked_at("");
    let mut told = Vec::new();
    let mut files: BTreeMap<String, Vec<_>> = BTreeMap::new();
    for file in &subject.files {
        files.entry(subject.table(&file.relative)).or_default().push(file);
    }
    let key = crate::secret::random_bytes()?;
    let options = ReadOptions::default();
    let counting = Counting { driver: &subject.driver, options: &options, budget: BUDGET };
    for (table, files) in &files {
        // With a plan, the tables are those it made anonymous; without one, those that have the columns.
        let planned = subject.plan.as_ref().and_then(|plan| plan.tables.get(table));
        let names: BTreeSet<String> = match files.first().map(|file| open(file, &options)) {
            Some(Ok(source)) => source.schema().fields().iter().map(|field| field.name().clone()).collect(),
            _ => BTreeSet::new(),
        };
        let flat = || anonymity.quasi_identifiers.iter().any(|path| names.contains(path));
        let meant = match planned {
            Some(planned) => planned.anonymity.is_some(),
            None => anonymity.table.as_ref().map_or_else(flat, |only| only == table),
        };
        if !meant {
            continue;
        }
        let mut columns = anonymity.columns();
        let dropped = |path: &String| {
            let column = planned.and_then(|plan| plan.columns.iter().find(|column| column.path == *path));
            column.is_some_and(|column| column.action.name() == "drop")
        };
        columns.sensitive.retain(|path| !dropped(path));
        columns.subject = columns.subject.filter(|path| !dropped(path));
        let mut counter = Counter::digests(columns, key, BUDGET);
        let counted = files.iter().try_for_each(|file| {
            let stay = |numbered: &Numbered| Ok(without_canaries(subject, &file.relative, numbered));
            count(&mut counter, file, Origin::Sample, counting, stay, |_| {})?;
            counter.check_columns()
        });
        if let Err(error) = counted {
            findings.problem(format!("{table}: {error}"));
            continue;
        }
        let mut trees = Vec::new();
        for (path, dictionary) in counter.columns().sensitive.clone().iter().zip(counter.sensitive()) {
            let hierarchy = anonymity.hierarchies.get(path);
            let tree = hierarchy.map(|hierarchy| hierarchy.load(path)?.tree(dictionary)).transpose();
            match tree {
                Ok(tree) => trees.push(tree),
                Err(error) => {
                    findings.problem(format!("{table}: {error}"));
                    trees.push(None);
                }
            }
        }
        let risk = measure_with(&mut counter, trees)?;
        told.push(format!(
            "{table}: k = {}, {} classes, highest risk {:.2} %, average {:.2} %",
            risk.entity_k.unwrap_or(risk.k),
            risk.classes,
            risk.prosecutor_highest * 100.0,
            risk.prosecutor_average * 100.0
        ));
        for problem in problems(anonymity, &risk) {
            findings.problem(format!("{table}: {problem}"));
        }
    }
    if told.is_empty() && findings.problems.is_empty() {
        findings.problem("no table has the quasi-identifiers of the policy");
    }
    findings.looked_at = told.join("; ");
    Ok(findings)
}

/// Rows of people: canaries are nobody's. The check of canaries makes sure that they hold nothing else.
fn without_canaries(subject: &Subject<'_>, file: &str, numbered: &Numbered) -> RecordBatch {
    let real = usize::try_from(subject.first_canary(file).saturating_sub(numbered.first_row));
    numbered.batch.slice(0, numbered.batch.num_rows().min(real.unwrap_or(usize::MAX)))
}

/// Which models the table does not satisfy.
fn problems(anonymity: &Anonymity, risk: &Risk) -> Vec<String> {
    let mut problems = Vec::new();
    if risk.rows == 0 {
        return problems;
    }
    let k = risk.entity_k.unwrap_or(risk.k);
    if k < anonymity.k {
        problems.push(format!("k is {k}, the policy asks for {}", anonymity.k));
    }
    for sensitive in &risk.sensitive {
        let SensitiveRisk { column, .. } = sensitive;
        let mut ask = |name: &str, own: f64, bound: Option<f64>, holds: fn(f64, f64) -> bool| {
            if let Some(bound) = bound.filter(|bound| !holds(own, *bound)) {
                problems.push(format!("column {column}: {name} is {own:.6}, the policy asks for {bound}"));
            }
        };
        let at_most = |own: f64, bound: f64| own <= bound + TOLERANCE;
        let at_least = |own: f64, bound: f64| own >= bound - TOLERANCE;
        ask("alpha", sensitive.alpha, anonymity.alpha, at_most);
        ask("beta", sensitive.beta, anonymity.beta, at_most);
        ask("delta", sensitive.delta, anonymity.delta, |own, bound| own < bound);
        #[expect(clippy::cast_precision_loss, reason = "a small number")]
        match anonymity.l {
            Some(Diversity::Distinct(l)) => ask("l", sensitive.distinct_l as f64, Some(l as f64), at_least),
            Some(Diversity::Entropy(l)) => ask("entropy l", sensitive.entropy_l, Some(l), at_least),
            Some(Diversity::Recursive(Recursive { c, l })) => {
                let own = sensitive.recursive_c.get(&l).copied().flatten().unwrap_or(f64::INFINITY);
                ask("recursive c", own, Some(c), |own, bound| own < bound);
            }
            None => {}
        }
        match anonymity.t {
            Some(Closeness::Equal(t)) => ask("t", sensitive.t_equal, Some(t), at_most),
            Some(Closeness::Ordered(t)) => {
                ask("t", sensitive.t_ordered.unwrap_or(f64::INFINITY), Some(t), at_most);
            }
            Some(Closeness::Hierarchical(t)) => {
                ask("t", sensitive.t_hierarchical.unwrap_or(f64::INFINITY), Some(t), at_most);
            }
            None => {}
        }
    }
    problems
}
