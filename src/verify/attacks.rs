//! Does the output hold against attacks? Anonymeter's three, and record linkage, with intervals and beside guessing.
//!
//! The attacker knows the quasi-identifiers of the policy, or, where it names none, every column of cells that the output
//! has. Canaries are nobody's rows and left out. What an attack reaches is told; it fails the check only above a bound that
//! was asked for, where the attack beats guessing.

use std::collections::BTreeMap;

use limpid_pipelines::{
    driver::Driver,
    error::Error,
    plan::{ColumnPlan, Plan},
    risk::{
        attack::{AttackRisk, Attacks, Block, Request, attack},
        table_column,
    },
    source::{Chunk, InputFile, Numbered, ReadOptions, discover, open},
};
use serde::Serialize;

use super::{Findings, Subject, against};
use crate::error::CliError;

/// Where the random choices start: two verifications of one output agree.
const SEED: u64 = 0;

/// What to attack.
#[derive(Debug, Clone)]
pub struct AttackRequest {
    /// Columns whose value is guessed from the others; none = the sensitive ones of the policy.
    pub secrets: Vec<String>,
    /// Attacks of each kind.
    pub attacks: usize,
    /// Highest risk that passes: the lower end of its interval counts.
    pub most: Option<f64>,
}

/// What an attack on one table came to.
#[derive(Debug, Clone, Serialize)]
pub struct TableAttack {
    /// The table.
    pub table: String,
    /// The column guessed, of an inference.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub secret: Option<String>,
    /// The figures.
    #[serde(flatten)]
    pub risk: AttackRisk,
}

/// The files of one table, released and original, in the same order.
#[derive(Default)]
struct Pairs<'a> {
    /// With the number of rows that are somebody's.
    released: Vec<(&'a InputFile, u64)>,
    original: Vec<(&'a InputFile, u64)>,
    /// Whether row n was made from row n in every file.
    aligned: bool,
}

pub(super) fn check(
    subject: &Subject<'_>,
    request: &AttackRequest,
) -> Result<(Findings, Vec<TableAttack>), CliError> {
    let inputs = discover(&subject.request.against, subject.request.from, true)?;
    let inputs = match &subject.manifest {
        Some(manifest) => against::matched(inputs, manifest)?,
        None => inputs,
    };
    let mut tables: BTreeMap<String, Pairs<'_>> = BTreeMap::new();
    for output in &subject.files {
        let Some(input) = inputs.iter().find(|input| against::is_counterpart(subject, input, output)) else {
            continue;
        };
        let pairs = tables
            .entry(subject.table(&output.relative))
            .or_insert_with(|| Pairs { aligned: true, ..Pairs::default() });
        pairs.released.push((output, subject.first_canary(&output.relative)));
        pairs.original.push((input, u64::MAX));
        pairs.aligned &= subject.manifest.as_ref().is_some_and(|one| !against::moved(one, &output.relative));
    }
    let (mut told, mut results) = (Vec::new(), Vec::new());
    let mut findings = Findings::looked_at("");
    let mut unknown: Vec<&String> = request.secrets.iter().collect();
    for (table, pairs) in &tables {
        let columns = columns(subject, table, pairs, request)?;
        unknown.retain(|secret| !columns.contains(secret));
        let secrets = secrets(subject, request);
        let secrets: Vec<usize> =
            (0..columns.len()).filter(|column| secrets.contains(&&columns[*column])).collect();
        if columns.len() < 2 {
            continue;
        }
        told.push(format!("{table}: {}", columns.join(", ")));
        // One inference a secret; the other attacks are made once.
        for (number, secret) in
            secrets.iter().copied().map(Some).chain([None]).take(secrets.len().max(1)).enumerate()
        {
            for risk in one(subject, pairs, &columns, secret, request.attacks)? {
                let inference = risk.attack == "inference";
                if number == 0 || inference {
                    let secret = secret.filter(|_| inference).map(|secret| columns[secret].clone());
                    results.push(TableAttack { table: table.clone(), secret, risk });
                }
            }
        }
    }
    if let Some(secret) = unknown.first() {
        return Err(CliError::usage(
            format!("no table has the column {secret} in output and input"),
            "name a column that both have with --secret",
        ));
    }
    for TableAttack { table, secret, risk } in &results {
        let of = secret.as_ref().map(|secret| format!(" of {secret}")).unwrap_or_default();
        if risk.trustworthy && request.most.is_some_and(|most| risk.low > most) {
            let (low, high) = (risk.low * 100.0, risk.high * 100.0);
            findings.problem(format!("table {table}: {}{of}: risk {low:.1} to {high:.1} %", risk.attack));
        }
    }
    findings.looked_at = if told.is_empty() {
        "no table has two columns that an attacker could know".to_owned()
    } else {
        told.join("; ")
    };
    Ok((findings, results))
}

fn secrets<'a>(subject: &'a Subject<'_>, request: &'a AttackRequest) -> Vec<&'a String> {
    let sensitive = subject.policy().anonymity.iter().flat_map(|anonymity| &anonymity.sensitive);
    if request.secrets.is_empty() { sensitive.collect() } else { request.secrets.iter().collect() }
}

/// The columns of a table that are attacked: what the attacker knows, then the secrets.
fn columns(
    subject: &Subject<'_>,
    table: &str,
    pairs: &Pairs<'_>,
    request: &AttackRequest,
) -> Result<Vec<String>, CliError> {
    let there = paths(subject, table, pairs)?;
    let quasi = subject.policy().anonymity.iter().flat_map(|anonymity| &anonymity.quasi_identifiers);
    let known: Vec<String> = quasi.filter(|path| there.contains(path)).cloned().collect();
    let mut columns = if known.is_empty() { there.clone() } else { known };
    for secret in secrets(subject, request) {
        if there.contains(secret) && !columns.contains(secret) {
            columns.push(secret.clone());
        }
    }
    Ok(columns)
}

/// Columns of cells that output and input have: those of the plan, or of the files themselves.
fn paths(subject: &Subject<'_>, table: &str, pairs: &Pairs<'_>) -> Result<Vec<String>, Error> {
    if let Some(planned) = subject.plan.as_ref().and_then(|plan: &Plan| plan.tables.get(table)) {
        let one = |column: &&ColumnPlan| {
            let running = column.action.name() == "detect" && !column.cells;
            column.action.name() != "drop" && !column.json && !column.path.contains('[') && !running
        };
        return Ok(planned.columns.iter().filter(one).map(|column| column.path.clone()).collect());
    }
    let mut names: Option<Vec<String>> = None;
    for (file, _) in pairs.released.iter().chain(&pairs.original) {
        let schema = open(file, &ReadOptions::default())?.schema();
        let here: Vec<String> = schema.fields().iter().map(|field| field.name().clone()).collect();
        names =
            Some(names.map_or(here.clone(), |names| {
                names.into_iter().filter(|name| here.contains(name)).collect()
            }));
    }
    Ok(names.unwrap_or_default())
}

fn one(
    subject: &Subject<'_>,
    pairs: &Pairs<'_>,
    columns: &[String],
    secret: Option<usize>,
    attacks: usize,
) -> Result<Vec<AttackRisk>, Error> {
    let declared = subject.policy().anonymity.is_some();
    let request = Request {
        columns: columns.len(),
        attacks: attacks.max(1),
        neighbours: 1,
        secret,
        aligned: declared && pairs.aligned,
        seed: SEED,
    };
    let scan = |files: &[(&InputFile, u64)], see: &mut dyn FnMut(&Block)| {
        files.iter().try_for_each(|(file, rows)| read_blocks(file, *rows, columns, &subject.driver, see))
    };
    let tables = Attacks {
        released: &mut |see| scan(&pairs.released, see),
        original: &mut |see| scan(&pairs.original, see),
        control: None,
    };
    attack(tables, &request)
}

/// Shows the first `rows` rows of a file, block by block, in order.
pub fn read_blocks(
    file: &InputFile,
    rows: u64,
    columns: &[String],
    driver: &Driver,
    see: &mut dyn FnMut(&Block),
) -> Result<(), Error> {
    let mut source = open(file, &ReadOptions::default())?;
    driver.ordered(
        || source.next_chunk(),
        |chunk: Chunk| {
            let decoded = (chunk.decode)()?;
            let block = |numbered: &Numbered| -> Result<Block, Error> {
                let left = usize::try_from(rows.saturating_sub(numbered.first_row)).unwrap_or(usize::MAX);
                let batch = numbered.batch.slice(0, numbered.batch.num_rows().min(left));
                columns.iter().map(|column| table_column(&batch, column)).collect()
            };
            decoded.batches.iter().map(block).collect::<Result<Vec<Block>, Error>>()
        },
        |blocks| {
            blocks.iter().for_each(&mut *see);
            Ok(())
        },
    )
}
