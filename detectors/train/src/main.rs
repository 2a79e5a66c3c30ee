//! Trains and measures the name tagger of limpid-detectors.

#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    clippy::needless_range_loop,
    reason = "shares of counts, draws and weights; nothing here handles data of others"
)]

mod card;
mod cells;
mod corpus;
mod crf;
mod encode;
mod evaluate;
mod fillers;
mod gazetteer;
mod groups;
mod inflection;
mod names;
mod pipeline;
mod plain;
mod prose;
mod quantize;
mod recipe;
mod report;
mod rng;
mod templates;
mod words;

use clap::{Parser, Subcommand};
use limpid_detectors::tagger::model::Model;
use limpid_detectors::tagger::{FastTagger, Tagger};
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// Trains and measures the name tagger.
///
/// DATA holds `train/`, `dev/` and `gazetteers/` as described in the data's own README. Only sources of tier A and
/// lists that may be shipped reach the weights. The same data gives the same bytes.
#[derive(Debug, Parser)]
#[command(name = "limpid-train", version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Trains a model and writes it.
    Train {
        /// Folder of the data.
        #[arg(long)]
        data: PathBuf,
        /// Where the model goes.
        #[arg(long)]
        out: PathBuf,
        /// Also learns from share-alike sources (tier B): more languages, for a model that is not passed on.
        #[arg(long)]
        share_alike: bool,
        /// Sources that are left out.
        #[arg(long, value_delimiter = ',')]
        without: Vec<String>,
        #[command(flatten)]
        tuning: Tuning,
    },
    /// Measures a model on every development source.
    Eval {
        /// Folder of the data.
        #[arg(long)]
        data: PathBuf,
        /// The model; the embedded one when left out.
        #[arg(long)]
        model: Option<PathBuf>,
        /// The folder of a transformer, measured instead.
        #[cfg(feature = "accurate")]
        #[arg(long, conflicts_with_all = ["model", "bonus"])]
        accurate: Option<PathBuf>,
        /// Only these sources, and only their table.
        #[arg(long, value_delimiter = ',', conflicts_with = "json")]
        only: Vec<String>,
        /// Prints JSON instead of a table.
        #[arg(long)]
        json: bool,
        /// Measures on the training parts of the sources that may not be trained on: for choosing settings.
        #[arg(long)]
        choosing: bool,
        /// Measures with another operating point than the model's.
        #[arg(long, value_delimiter = ',')]
        bonus: Vec<f32>,
    },
    /// Trains once for every English development source, without it, and measures on it.
    HoldOut {
        /// Folder of the data.
        #[arg(long)]
        data: PathBuf,
        /// Only this source.
        #[arg(long)]
        only: Option<String>,
        #[command(flatten)]
        tuning: Tuning,
    },
    /// Writes the model's card.
    Card {
        /// Folder of the data.
        #[arg(long)]
        data: PathBuf,
        /// The model.
        #[arg(long)]
        model: PathBuf,
        /// What `hold-out` printed.
        #[arg(long)]
        unseen: PathBuf,
        /// Where the card goes.
        #[arg(long)]
        out: PathBuf,
    },
    /// Prints the mistakes on one source, for looking at.
    Mistakes {
        /// Folder of the data: one with `SOURCES.json`.
        #[arg(long)]
        folder: PathBuf,
        /// The source.
        #[arg(long)]
        source: String,
        /// The model; the embedded one when left out.
        #[arg(long)]
        model: Option<PathBuf>,
    },
    /// Times the tagger on court text.
    Speed {
        /// Folder of the data.
        #[arg(long)]
        data: PathBuf,
        /// The model; the embedded one when left out.
        #[arg(long)]
        model: Option<PathBuf>,
        /// The development source to read.
        #[arg(long, default_value = "tab")]
        source: String,
    },
}

/// Settings of the training; the defaults made the embedded model.
#[derive(Debug, Clone, clap::Args)]
struct Tuning {
    /// Passes over the data.
    #[arg(long)]
    epochs: Option<usize>,
    /// Step size.
    #[arg(long)]
    rate: Option<f32>,
    /// Pull towards zero.
    #[arg(long)]
    decay: Option<f32>,
    /// Features must occur this often.
    #[arg(long)]
    least: Option<u8>,
    /// Share of possible names that are read as never seen.
    #[arg(long)]
    unseen: Option<f64>,
    /// Share of texts read as if in a language that nobody has seen.
    #[arg(long)]
    foreign: Option<f64>,
    /// Base-two logarithm of the number of buckets of weights.
    #[arg(long)]
    bits: Option<u32>,
    /// How often every text is read, with other names each time.
    #[arg(long)]
    draws: Option<u64>,
    /// Share of a token's features that are not seen in training.
    #[arg(long)]
    dropout: Option<f32>,
    /// How often the weights are learned, each time in another order; their mean counts.
    #[arg(long)]
    times: Option<u64>,
    /// Added where a span begins, by label: person, location, organization, date, nationality, attribute.
    #[arg(long, value_delimiter = ',')]
    bonus: Vec<f32>,
}

impl Tuning {
    fn options(&self) -> pipeline::Options {
        let mut options = pipeline::Options::default();
        options.epochs = self.epochs.unwrap_or(options.epochs);
        options.rate = self.rate.unwrap_or(options.rate);
        options.decay = self.decay.unwrap_or(options.decay);
        options.least = self.least.unwrap_or(options.least);
        options.unseen = self.unseen.unwrap_or(options.unseen);
        options.foreign = self.foreign.unwrap_or(options.foreign);
        options.draws = self.draws.unwrap_or(options.draws);
        options.dropout = self.dropout.unwrap_or(options.dropout);
        options.times = self.times.unwrap_or(options.times);
        options.bits = self.bits.unwrap_or(options.bits);
        for (to, bonus) in options.bonus.iter_mut().zip(&self.bonus) {
            *to = *bonus;
        }
        options
    }
}

/// Why the program stopped.
#[derive(Debug, thiserror::Error)]
enum Failure {
    #[error(transparent)]
    Data(#[from] corpus::DataError),
    #[error(transparent)]
    Model(#[from] limpid_detectors::tagger::ModelError),
    #[cfg(feature = "accurate")]
    #[error(transparent)]
    Transformer(#[from] limpid_detectors::tagger::accurate::AccurateError),
    #[error("no source is called {0}")]
    NoSource(String),
    #[error("cannot write: {0}")]
    Write(#[from] std::io::Error),
}

fn main() -> std::process::ExitCode {
    match run(Arguments::parse().command) {
        Ok(()) => std::process::ExitCode::SUCCESS,
        Err(failure) => {
            let _ = writeln!(std::io::stderr(), "error: {failure}");
            std::process::ExitCode::from(3)
        }
    }
}

fn say(text: &str) -> Result<(), Failure> {
    Ok(writeln!(std::io::stdout(), "{text}")?)
}

fn run(command: Command) -> Result<(), Failure> {
    match command {
        Command::Train { data, out, share_alike, without, tuning } => {
            let (mut sources, gazetteer) = load(&data)?;
            if share_alike {
                for source in &mut sources {
                    source.ships = true;
                }
            }
            let without: Vec<&str> = without.iter().map(String::as_str).collect();
            let options = tuning.options();
            let mut trained = pipeline::train(&sources, &gazetteer, &without, &options);
            trained.remarks.iter().try_for_each(|remark| say(remark))?;
            trained.model.calibration = pipeline::calibrate(&sources, &gazetteer, &without, &options);
            let bytes = trained.model.write();
            std::fs::write(&out, &bytes)?;
            say(&format!("{} bytes", bytes.len()))
        }
        Command::Eval {
            data,
            model,
            #[cfg(feature = "accurate")]
            accurate,
            only,
            json,
            choosing,
            bonus,
        } => {
            #[cfg(not(feature = "accurate"))]
            let tagger: Box<dyn Tagger> = Box::new(open_with(model.as_deref(), &bonus)?);
            #[cfg(feature = "accurate")]
            let tagger: Box<dyn Tagger> = match accurate {
                Some(folder) => Box::new(transformer(&folder)?),
                None => Box::new(open_with(model.as_deref(), &bonus)?),
            };
            let mut dev = corpus::sources(&data.join(if choosing { "train" } else { "dev" }))?;
            dev.retain(|source| !(choosing && source.ships));
            if !only.is_empty() {
                let unknown = only.iter().find(|name| dev.iter().all(|source| source.name != **name));
                if let Some(name) = unknown {
                    return Err(Failure::NoSource(name.clone()));
                }
                dev.retain(|source| only.contains(&source.name));
                return say(&report::table(&*tagger, &dev));
            }
            let gazetteer = gazetteer::Gazetteer::read(&data.join("gazetteers"))?;
            say(&if json {
                report::json(&*tagger, &dev, &gazetteer)
            } else {
                report::text(&*tagger, &dev, &gazetteer)
            })
        }
        Command::HoldOut { data, only, tuning } => {
            let (sources, gazetteer) = load(&data)?;
            // One model serves all sources that are never trained on.
            let mut whole = None;
            for source in corpus::sources(&data.join("dev"))? {
                if source.lang != "en" || only.as_ref().is_some_and(|only| *only != source.name) {
                    continue;
                }
                let learn = |without: &[&str]| {
                    pipeline::train(&sources, &gazetteer, without, &tuning.options()).model
                };
                let learned = sources.iter().any(|s| s.ships && s.name == source.name);
                let held = learned.then(|| learn(&[&source.name]));
                let model = held.as_ref().unwrap_or_else(|| whole.get_or_insert_with(|| learn(&[])));
                say(&report::table(&pipeline::tagger(model), &[source]))?;
            }
            Ok(())
        }
        Command::Card { data, model, unseen, out } => {
            let tagger = open(Some(&model))?;
            let (train, gazetteer) = load(&data)?;
            let dev = corpus::sources(&data.join("dev"))?;
            let bytes = std::fs::read(&model)?.len();
            let card = card::card(&tagger, &train, &dev, &gazetteer, bytes, &corpus::read(&unseen)?);
            Ok(std::fs::write(out, card)?)
        }
        Command::Mistakes { folder, source, model } => {
            let tagger = open(model.as_deref())?;
            let sources = corpus::sources(&folder)?;
            sources.iter().filter(|s| s.name == source).try_for_each(|s| say(&report::mistakes(&tagger, s)))
        }
        Command::Speed { data, model, source } => {
            let tagger = open(model.as_deref())?;
            let dev = corpus::sources(&data.join("dev"))?;
            for found in dev.iter().filter(|s| s.name == source) {
                say(&report::speed(&tagger, found))?;
            }
            Ok(())
        }
    }
}

fn load(data: &Path) -> Result<(Vec<corpus::Source>, gazetteer::Gazetteer), Failure> {
    let mut sources = corpus::sources(&data.join("train"))?;
    sources.extend(prose::sources());
    Ok((sources, gazetteer::Gazetteer::read(&data.join("gazetteers"))?))
}

fn open(model: Option<&Path>) -> Result<FastTagger, Failure> {
    open_with(model, &[])
}

#[cfg(feature = "accurate")]
fn transformer(folder: &Path) -> Result<limpid_detectors::tagger::accurate::AccurateTagger, Failure> {
    use limpid_detectors::tagger::accurate::{AccurateTagger, Files};
    let read = |name: &str| {
        let path = folder.join(name);
        std::fs::read(&path)
            .map_err(|source| corpus::DataError::Io { path: path.display().to_string(), source })
    };
    let (config, tokenizer, weights) =
        (read("config.json")?, read("tokenizer.json")?, read("model.safetensors")?);
    Ok(AccurateTagger::from_files(Files { config: &config, tokenizer: &tokenizer, weights: &weights })?)
}

fn open_with(model: Option<&Path>, bonus: &[f32]) -> Result<FastTagger, Failure> {
    let bytes = match model {
        Some(path) => std::fs::read(path)?,
        None => include_bytes!("../../models/names.bin").to_vec(),
    };
    let mut model = Model::read(&bytes)?;
    for (to, bonus) in model.bonus.iter_mut().zip(bonus) {
        *to = *bonus;
    }
    Ok(FastTagger::new(model, blake3::hash(&bytes)))
}
