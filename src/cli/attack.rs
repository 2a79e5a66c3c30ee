//! `limpid attack`

use std::fmt::Write as _;

use arrow::datatypes::SchemaRef;
use clap::Args;
use limpid_pipelines::{
    driver::Driver,
    risk::attack::{AttackRisk, Attacks, Block, Request, attack},
    source::{InputFile, ReadOptions, discover, open},
};

use super::{Voice, args::ThreadArgs, output};
use crate::{
    error::{CliError, Exit},
    verify::attacks::read_blocks,
};

/// Attack a released table the way others would: singling out, linkability, inference, record linkage
///
/// Anonymeter's attacks, with 95 % intervals. What an attack reaches on the people in the original table is compared with
/// guessing and, with --control, with what it reaches on people who are not in it. No value is shown.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  limpid attack clean --original data --control others --secret income\n  \
    limpid attack clean --original data --columns age,zip,sex --fail-above 0.1    exit 1 in CI"
)]
pub(super) struct AttackArgs {
    /// The released table: files or folders
    #[arg(required = true, value_name = "RELEASED")]
    released: Vec<String>,
    /// The table it was made from
    #[arg(long, required = true, value_name = "INPUT")]
    original: Vec<String>,
    /// A table of the same form, of people who are not in the original
    #[arg(long, value_name = "INPUT")]
    control: Vec<String>,
    /// Columns that the attacker knows [default: all that every table has]
    #[arg(long, value_name = "COLUMN,…", value_delimiter = ',')]
    columns: Vec<String>,
    /// The column whose value is guessed from the others: inference
    #[arg(long, value_name = "COLUMN")]
    secret: Option<String>,
    /// Row n of the released table was made from row n of the original: also try to find it again
    #[arg(long)]
    aligned: bool,
    /// Attacks of each kind
    #[arg(long, value_name = "N", default_value_t = 500)]
    attacks: usize,
    /// Neighbours that linkability looks at
    #[arg(long, value_name = "N", default_value_t = 1)]
    neighbours: usize,
    /// Where the random choices start
    #[arg(long, value_name = "N", default_value_t = 0)]
    seed: u64,
    /// Exit 1 when the lower end of a risk is above this
    #[arg(long, value_name = "RISK")]
    fail_above: Option<f64>,
    #[command(flatten)]
    work: ThreadArgs,
}

pub(super) fn run(args: &AttackArgs, voice: Voice) -> Result<Exit, CliError> {
    let find = |inputs: &[String]| -> Result<Vec<InputFile>, CliError> {
        if inputs.is_empty() { Ok(Vec::new()) } else { Ok(discover(inputs, None, true)?) }
    };
    let (released, original, control) = (find(&args.released)?, find(&args.original)?, find(&args.control)?);
    let columns = columns(args, [&released, &original, &control])?;
    let secret = args.secret.as_ref().and_then(|secret| columns.iter().position(|column| column == secret));
    let driver = Driver::new(args.work.threads)?;
    let request = Request {
        columns: columns.len(),
        attacks: args.attacks.max(1),
        neighbours: args.neighbours.max(1),
        secret,
        aligned: args.aligned,
        seed: args.seed,
    };
    let scan = |files: &[InputFile], see: &mut dyn FnMut(&Block)| {
        files.iter().try_for_each(|file| read_blocks(file, u64::MAX, &columns, &driver, see))
    };
    let mut third = |see: &mut dyn FnMut(&Block)| scan(&control, see);
    let risks = attack(
        Attacks {
            released: &mut |see| scan(&released, see),
            original: &mut |see| scan(&original, see),
            control: (!control.is_empty()).then_some(&mut third),
        },
        &request,
    )?;
    if voice.json {
        output::json(&risks)?;
    } else {
        output::line(text(&risks).trim_end())?;
    }
    let high = |risk: &&AttackRisk| args.fail_above.is_some_and(|most| risk.trustworthy && risk.low > most);
    Ok(if risks.iter().any(|risk| high(&risk)) { Exit::Findings } else { Exit::Done })
}

/// The columns attacked: those asked for, or those that every table has.
fn columns(args: &AttackArgs, tables: [&Vec<InputFile>; 3]) -> Result<Vec<String>, CliError> {
    let mut columns = args.columns.clone();
    if columns.is_empty() {
        let mut schemas: Vec<SchemaRef> = Vec::new();
        for file in tables.iter().filter_map(|files| files.first()) {
            schemas.push(open(file, &ReadOptions::default())?.schema());
        }
        let first = schemas.first().map(|schema| schema.fields().clone()).unwrap_or_default();
        let everywhere = |name: &str| schemas.iter().all(|schema| schema.index_of(name).is_ok());
        let names = first.iter().map(|field| field.name().clone());
        columns = names.filter(|name| everywhere(name)).collect();
    }
    if let Some(secret) = args.secret.as_ref().filter(|secret| !columns.contains(secret)) {
        if args.columns.is_empty() {
            return Err(CliError::usage(
                format!("there is no column {secret} in every table"),
                "`limpid scan` shows the columns",
            ));
        }
        columns.push(secret.clone());
    }
    if columns.len() < 2 {
        return Err(CliError::usage(
            "the tables share fewer than two columns",
            "give tables of the same form, or name the columns with --columns",
        ));
    }
    Ok(columns)
}

/// What attacks came to, a line each.
pub(super) fn text<'a>(risks: impl IntoIterator<Item = &'a AttackRisk>) -> String {
    let mut out = String::new();
    for risk in risks {
        let percent = |share: f64| format!("{:.1} %", share * 100.0);
        let _ = write!(
            out,
            "{:<16} risk {} ({} to {}): {} of {} attacks succeed, guessing {}",
            risk.attack,
            percent(risk.risk),
            percent(risk.low),
            percent(risk.high),
            risk.main.successes,
            risk.main.attacks,
            risk.baseline.successes
        );
        if let Some(control) = risk.control {
            let _ = write!(out, ", on strangers {} of {}", control.successes, control.attacks);
        }
        let _ = writeln!(
            out,
            "{}",
            if risk.trustworthy { "" } else { "; no better than guessing: it proves nothing" }
        );
    }
    out
}
