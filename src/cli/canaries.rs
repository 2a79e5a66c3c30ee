//! `limpid canaries list|score`

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use clap::{Args, Subcommand};
use limpid_pipelines::{
    canary::{CanaryMaker, Exposure, SECRET_BITS, exposures},
    error::{Error, Place},
};
use serde::{Deserialize, Serialize};

use super::{Voice, args::KeyArgs, output};
use crate::{
    erase::Output,
    error::{CliError, Exit},
    lineage::FOLDER,
    run::canaries::{FILE, unseal},
};

/// List the canaries of an output, or measure what a model trained on it remembers of them
///
/// `[canaries] count = 50` in a policy adds rows to the copy that hold a sentence with a secret of 60 bits, and nothing
/// else. A model that predicts them better than sentences of the same format that it never saw has learned them by
/// heart: it may have learned people by heart, too (Carlini et al. 2019, "The Secret Sharer").
#[derive(Debug, Subcommand)]
#[command(
    after_help = "Example:\n  limpid canaries list clean --candidates 10000 --key-file my.key > candidates.csv\n  \
    … fill in the model's perplexity of every candidate, as perplexities.csv …\n  \
    limpid canaries score clean perplexities.csv --key-file my.key"
)]
pub(super) enum CanariesCommand {
    /// Print the canaries, one a line; or, with --candidates, a table to fill in
    List(ListArgs),
    /// Compute the exposure of every canary from the perplexities of a model
    ///
    /// The exposure of a canary is log2 of the candidates less log2 of its rank among them: 0 bits for the least likely,
    /// and as many as the candidates allow for the likeliest. A model that learned nothing has 1.44 bits in the mean.
    Score(ScoreArgs),
}

#[derive(Debug, Args)]
pub(super) struct ListArgs {
    /// Output folder
    #[arg(value_name = "OUT")]
    output: PathBuf,
    /// Print a CSV of candidate,perplexity instead: the canaries among N sentences that were never planted, the second
    /// column empty
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=10_000_000))]
    candidates: Option<u64>,
    #[command(flatten)]
    key: KeyArgs,
}

#[derive(Debug, Args)]
pub(super) struct ScoreArgs {
    /// Output folder
    #[arg(value_name = "OUT")]
    output: PathBuf,
    /// CSV with the columns candidate and perplexity, from `limpid canaries list --candidates`
    #[arg(value_name = "PERPLEXITIES")]
    perplexities: PathBuf,
    /// Exit 1 when a canary is exposed by more bits than this
    #[arg(long, value_name = "BITS")]
    max_exposure: Option<f64>,
    #[command(flatten)]
    key: KeyArgs,
}

/// A line of the table. No `Debug`: it may hold what a user wrote.
#[derive(Serialize, Deserialize)]
struct Candidate {
    candidate: String,
    perplexity: Option<f64>,
}

/// What `score` prints.
#[derive(Debug, Serialize)]
struct Score {
    /// Candidates that were never planted.
    references: usize,
    /// Bits of secret in a canary.
    secret_bits: u32,
    /// Most bits that so many candidates can show.
    most: f64,
    mean: f64,
    highest: f64,
    /// The mean of a model that learned nothing.
    unlearned: f64,
    canaries: Vec<Scored>,
}

#[derive(Debug, Serialize)]
struct Scored {
    canary: String,
    #[serde(flatten)]
    exposure: Exposure,
}

pub(super) fn run(command: &CanariesCommand, voice: Voice) -> Result<Exit, CliError> {
    match command {
        CanariesCommand::List(args) => list(args, voice),
        CanariesCommand::Score(args) => score(args, voice),
    }
}

/// The canaries of an output and the maker of more.
fn planted(root: &Path, key: &KeyArgs) -> Result<(Vec<String>, CanaryMaker), CliError> {
    let out = Output::open(root, key.require("canaries")?)?;
    let plan = out.plan.canaries.as_ref().ok_or_else(|| {
        CliError::usage(
            "this output holds no canaries",
            "plant them with [canaries] count = 50 in the policy of the run",
        )
    })?;
    let path = root.join(FOLDER).join(FILE);
    let sealed = fs::read(&path).map_err(|error| Error::io("open", path.display().to_string(), &error))?;
    let maker = CanaryMaker::new(&out.keys, plan, &out.plan.policy.name);
    Ok((unseal(&sealed, &out.keys)?, maker))
}

fn list(args: &ListArgs, voice: Voice) -> Result<Exit, CliError> {
    let (canaries, maker) = planted(&args.output, &args.key)?;
    let Some(count) = args.candidates else {
        if voice.json {
            output::json(&serde_json::json!({"canaries": canaries, "secret_bits": SECRET_BITS}))?;
        } else {
            canaries.iter().try_for_each(output::line)?;
        }
        return Ok(Exit::Done);
    };
    let references = (0..count).map(|number| maker.reference(number));
    let mut candidates: Vec<String> = canaries.into_iter().chain(references).collect();
    // In the order of their letters: where a sentence stands does not tell which ones were planted.
    candidates.sort_unstable();
    candidates.dedup();
    if voice.json {
        output::json(&candidates)?;
        return Ok(Exit::Done);
    }
    let mut table = csv::Writer::from_writer(std::io::stdout().lock());
    let failed =
        |_| CliError::from(Error::io("write", "standard output", &std::io::ErrorKind::BrokenPipe.into()));
    for candidate in candidates {
        table.serialize(Candidate { candidate, perplexity: None }).map_err(failed)?;
    }
    table.flush().map_err(|error| output::broken_pipe(&error))?;
    Ok(Exit::Done)
}

fn score(args: &ScoreArgs, voice: Voice) -> Result<Exit, CliError> {
    let (canaries, _) = planted(&args.output, &args.key)?;
    let mut table = read(&args.perplexities)?;
    let missing = canaries.iter().filter(|canary| !table.contains_key(*canary)).count();
    if missing > 0 {
        return Err(CliError::usage(
            format!("{missing} of {} canaries are not in the table", canaries.len()),
            "fill in the table of `limpid canaries list --candidates`, every line of it, as it stands",
        ));
    }
    let own: Vec<f64> = canaries.iter().filter_map(|canary| table.remove(canary)).collect();
    let references: Vec<f64> = table.into_values().collect();
    if references.is_empty() {
        return Err(CliError::usage(
            "the table holds canaries only: there is nothing to compare them with",
            "make it with `limpid canaries list --candidates 10000`",
        ));
    }
    let exposures = exposures(&own, &references);
    let bits = || exposures.iter().map(|one| one.bits);
    let all = mean((1..=references.len() + 1).map(|rank| float(rank).log2()));
    let most = float(references.len() + 1).log2();
    let score = Score {
        references: references.len(),
        secret_bits: SECRET_BITS,
        most,
        mean: mean(bits()),
        highest: bits().fold(0.0, f64::max),
        unlearned: most - all,
        canaries: canaries
            .into_iter()
            .zip(exposures.iter().copied())
            .map(|(canary, exposure)| Scored { canary, exposure })
            .collect(),
    };
    show(&score, voice)?;
    let above = args.max_exposure.is_some_and(|most| score.highest > most);
    Ok(if above { Exit::Findings } else { Exit::Done })
}

/// Perplexities by candidate; mistakes are told by their line, without what stands in it.
fn read(path: &Path) -> Result<BTreeMap<String, f64>, CliError> {
    let name = path.display().to_string();
    let file = fs::File::open(path).map_err(|error| Error::io("open", &name, &error))?;
    let mut table = BTreeMap::new();
    let wrong = |line: u64, what| Error::Malformed { place: Place::row(&name, line), what };
    for (row, number) in csv::Reader::from_reader(file).deserialize::<Candidate>().zip(0_u64..) {
        let Ok(Candidate { candidate, perplexity }) = row else {
            return Err(wrong(number, "this is no candidate with a perplexity").into());
        };
        let perplexity = perplexity.filter(|value| value.is_finite() && *value > 0.0);
        let perplexity = perplexity.ok_or_else(|| wrong(number, "the perplexity is no positive number"))?;
        if table.insert(candidate, perplexity).is_some() {
            return Err(wrong(number, "the candidate stands in the table twice").into());
        }
    }
    Ok(table)
}

fn show(score: &Score, voice: Voice) -> Result<(), CliError> {
    if voice.json {
        return output::json(score);
    }
    output::line(format!("{:>8} {:>10} {:>12}  canary", "bits", "rank", "perplexity"))?;
    let mut canaries: Vec<&Scored> = score.canaries.iter().collect();
    canaries.sort_by(|one, two| two.exposure.bits.total_cmp(&one.exposure.bits));
    for Scored { canary, exposure } in canaries {
        let Exposure { perplexity, rank, bits } = exposure;
        output::line(format!("{bits:>8.2} {rank:>10.1} {perplexity:>12.4}  {canary}"))?;
    }
    output::line(format!(
        "mean exposure {:.2} bits, highest {:.2}; of a model that learned nothing {:.2} in the mean; at most {:.2} can be seen with {} references",
        score.mean, score.highest, score.unlearned, score.most, score.references
    ))
}

fn mean(numbers: impl Iterator<Item = f64>) -> f64 {
    let (sum, count) = numbers.fold((0.0, 0), |(sum, count), number| (sum + number, count + 1));
    sum / float(count.max(1))
}

#[expect(clippy::cast_precision_loss, reason = "far below 2^52")]
fn float(number: usize) -> f64 {
    number as f64
}
