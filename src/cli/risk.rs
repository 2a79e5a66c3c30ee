//! `limpid risk`

use std::{collections::BTreeMap, fmt::Write as _};

use clap::Args;
use limpid_pipelines::{
    driver::Driver,
    risk::{Columns, Counter, Hierarchy, Origin, PopulationUniques, Risk, measure_with, population_uniques},
    source::{ReadOptions, discover},
};
use serde::Serialize;

use super::{
    Voice,
    args::{InputArgs, MemoryArgs, ThreadArgs},
    output,
};
use crate::error::{CliError, Exit};
use crate::run::{
    Progress,
    tuples::{Counting, all, count},
};

/// Measure how easily a person is found again: k-anonymity, l-diversity, t-closeness, re-identification risk
///
/// Counts the rows that share their quasi-identifiers (what others may know: age, zip, sex) in one pass and bounded memory.
/// A null is a value of its own, and no row is left out. Nothing is written and no value is shown.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  limpid risk patients/ --quasi-identifiers age,zip,sex\n  \
    limpid risk patients/ --quasi-identifiers age,zip,sex --sensitive disease --subject patient_id\n  \
    limpid risk sample.csv --quasi-identifiers age,zip --population census.csv\n  \
    limpid risk sample.csv --quasi-identifiers age,zip --population-size 8400000\n  \
    limpid risk patients/ --quasi-identifiers age,zip,sex --fail-below 5    exit 1 when k is less")]
pub(super) struct RiskArgs {
    #[command(flatten)]
    input: InputArgs,
    /// Columns that others may know of a person
    #[arg(long, required = true, value_name = "COLUMN,…", value_delimiter = ',')]
    quasi_identifiers: Vec<String>,
    /// Columns that nobody should learn: diversity and closeness are measured for each
    #[arg(long, value_name = "COLUMN,…", value_delimiter = ',')]
    sensitive: Vec<String>,
    /// Column of the person, where one has several rows: k is also counted in people
    #[arg(long, value_name = "COLUMN")]
    subject: Option<String>,
    /// The table of everybody that the rows were taken from, generalized in the same way: k-map, presence, journalist
    #[arg(long, value_name = "INPUT")]
    population: Vec<String>,
    /// How many people the rows were sampled from, where there is no table of them: how many are unique among them is
    /// estimated (Pitman, Zayatz, slide negative binomial; which one counts by the rule of Dankar et al. 2012)
    #[arg(long, value_name = "N", conflicts_with = "population")]
    population_size: Option<u64>,
    /// A hierarchy of a sensitive column, in ARX's form: t-closeness over it
    #[arg(long, value_name = "COLUMN=FILE", value_parser = parse_hierarchy)]
    hierarchy: Vec<(String, std::path::PathBuf)>,
    /// Rows with a risk above this are counted
    #[arg(long, value_name = "RISK", default_value_t = 0.2)]
    threshold: f64,
    /// Exit 1 when k (of people, with --subject) is less than this
    #[arg(long, value_name = "K")]
    fail_below: Option<u64>,
    #[command(flatten)]
    memory: MemoryArgs,
    #[command(flatten)]
    work: ThreadArgs,
}

/// What is printed as JSON.
#[derive(Serialize)]
struct Report<'a> {
    quasi_identifiers: &'a [String],
    threshold: f64,
    at_risk: f64,
    spilled_bytes: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    population_uniques: Option<PopulationUniques>,
    #[serde(flatten)]
    risk: &'a Risk,
}

pub(super) fn run(args: &RiskArgs, voice: Voice) -> Result<Exit, CliError> {
    let columns = Columns {
        quasi: args.quasi_identifiers.clone(),
        sensitive: args.sensitive.clone(),
        subject: args.subject.clone(),
    };
    let key = crate::secret::random_bytes()?;
    let mut counter = Counter::digests(columns, key, args.memory.bytes());
    if !args.population.is_empty() {
        counter = counter.with_population();
    }
    let driver = Driver::new(args.work.threads)?;
    let options = ReadOptions::default();
    let counting = Counting { driver: &driver, options: &options, budget: args.memory.bytes() };
    let mut progress = Progress::new(0, voice.quiet);
    let population = discover(&args.population, args.input.from, args.input.skip_unknown);
    let population = if args.population.is_empty() { Vec::new() } else { population? };
    for (files, origin) in [(args.input.discover()?, Origin::Sample), (population, Origin::Population)] {
        for file in files {
            count(&mut counter, &file, origin, counting, all, |rows| progress.advance(0, rows, 0))?;
        }
    }
    progress.finish();
    counter.check_columns()?;
    let trees = trees(args, &counter)?;
    let risk = measure_with(&mut counter, trees)?;
    let population_uniques = match args.population_size {
        Some(size) if size < risk.rows => {
            return Err(CliError::usage(
                format!("--population-size {size} is less than the {} rows", risk.rows),
                "give the number of people that the rows were sampled from",
            ));
        }
        size => size.and_then(|size| population_uniques(&risk.sizes, size)),
    };
    let report = Report {
        population_uniques,
        quasi_identifiers: &args.quasi_identifiers,
        threshold: args.threshold,
        at_risk: risk.at_risk(args.threshold),
        spilled_bytes: counter.spilled(),
        risk: &risk,
    };
    if voice.json {
        output::json(&report)?;
    } else {
        output::line(text(&report).trim_end())?;
    }
    let k = risk.entity_k.unwrap_or(risk.k);
    if args.fail_below.is_some_and(|least| k < least) {
        output::note(format!("k is {k}"));
        return Ok(Exit::Findings);
    }
    Ok(Exit::Done)
}

fn parse_hierarchy(text: &str) -> Result<(String, std::path::PathBuf), String> {
    let (column, file) = text.split_once('=').ok_or("write COLUMN=FILE")?;
    Ok((column.to_owned(), file.into()))
}

fn trees(args: &RiskArgs, counter: &Counter) -> Result<Vec<Option<limpid_pipelines::risk::Tree>>, CliError> {
    let files: BTreeMap<&str, &std::path::PathBuf> =
        args.hierarchy.iter().map(|(column, file)| (column.as_str(), file)).collect();
    if let Some(other) = files.keys().find(|column| !args.sensitive.iter().any(|one| one == **column)) {
        return Err(CliError::usage(
            format!("--hierarchy {other}: this is no sensitive column"),
            "name it under --sensitive, too",
        ));
    }
    let tree = |(column, dictionary): (&String, &limpid_pipelines::risk::Dictionary)| {
        let file = files.get(column.as_str());
        file.map(|file| Hierarchy::Csv((*file).clone()).load(column)?.tree(dictionary)).transpose()
    };
    Ok(args.sensitive.iter().zip(counter.sensitive()).map(tree).collect::<Result<_, _>>()?)
}

fn text(report: &Report<'_>) -> String {
    let risk = report.risk;
    let mut out = String::new();
    let mut line = |name: &str, value: String| {
        let _ = writeln!(out, "{name:<28} {value}");
    };
    let percent = |share: f64| format!("{:.4} %", share * 100.0);
    let count = |part: u64| {
        #[expect(clippy::cast_precision_loss, reason = "a percentage for people")]
        let share = if risk.rows == 0 { 0.0 } else { part as f64 / risk.rows as f64 };
        format!("{part} ({})", percent(share))
    };
    line("quasi-identifiers", report.quasi_identifiers.join(", "));
    line("rows", risk.rows.to_string());
    line("classes", format!("{} (the largest has {} rows)", risk.classes, risk.largest));
    line("k", risk.k.to_string());
    if let Some(entity_k) = risk.entity_k {
        line("k of people", entity_k.to_string());
    }
    line("unique rows", count(risk.unique_rows));
    line("highest risk", percent(risk.prosecutor_highest));
    line("average risk", percent(risk.prosecutor_average));
    line(&format!("rows with a risk above {}", report.threshold), percent(report.at_risk));
    if let Some(uniques) = report.population_uniques {
        let population = uniques.population;
        let of = |uniques: f64| {
            #[expect(clippy::cast_precision_loss, reason = "a percentage for people")]
            let share = uniques / population as f64;
            format!("{uniques:.0} ({})", percent(share))
        };
        let model = |estimate: Option<f64>| estimate.map_or_else(|| "no parameters fit".to_owned(), of);
        line(
            "population",
            format!("{} people, {} of them sampled", uniques.population, percent(uniques.sampling_fraction)),
        );
        line("unique there, estimated", format!("{}, by {}", of(uniques.uniques), uniques.chosen.name()));
        line("  Pitman", model(uniques.pitman));
        line("  Zayatz", model(Some(uniques.zayatz)));
        line("  slide negative binomial", model(uniques.snb));
    }
    if let Some(population) = risk.population {
        line("population", format!("{} rows", population.rows));
        line("k-map", population.k_map.to_string());
        line("presence", format!("{:.4} to {:.4}", population.presence_min, population.presence_max));
        line("journalist, highest risk", percent(population.journalist_highest));
        line("journalist, average risk", percent(population.journalist_average));
        line("marketer risk", percent(population.marketer));
        line("unique in the population", count(population.unique_rows));
    }
    for sensitive in &risk.sensitive {
        line("", String::new());
        line("sensitive", sensitive.column.clone());
        line("alpha", format!("{:.6}", sensitive.alpha));
        line("l, distinct", sensitive.distinct_l.to_string());
        line("l, entropy", format!("{:.6}", sensitive.entropy_l));
        for (l, c) in &sensitive.recursive_c {
            let c = c.map_or_else(|| "not satisfied by any c".to_owned(), |c| format!("for c above {c:.6}"));
            line(&format!("l, recursive, l = {l}"), c);
        }
        line("t, equal", format!("{:.6}", sensitive.t_equal));
        for (name, t) in [("t, ordered", sensitive.t_ordered), ("t, hierarchical", sensitive.t_hierarchical)]
        {
            if let Some(t) = t {
                line(name, format!("{t:.6}"));
            }
        }
        let strict = if sensitive.delta_strict { "" } else { " (some values are missing in some classes)" };
        line("delta-disclosure", format!("{:.6}{strict}", sensitive.delta));
        line("beta-likeness", format!("{:.6}", sensitive.beta));
    }
    out
}
