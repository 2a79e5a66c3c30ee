//! Arguments that several commands share.

use std::{
    io::Read,
    path::{Path, PathBuf},
};

use clap::{Args, ValueEnum};
use limpid_detectors::{Engine, TaggerKind};
use limpid_pipelines::{
    error::Error as PipelineError,
    format::{FORMATS, Format},
    key::MasterKey,
    known::{KnownList, read_list},
    policy::{Detect, Policy},
    rows::clock,
    source::{InputFile, discover},
};

use crate::{error::CliError, load::KeySource, remote};

pub(crate) use crate::load::{policy as load_policy, text as read_text};

/// What to read.
#[derive(Debug, Clone, Args)]
pub(crate) struct InputArgs {
    /// Files, folders (recursive), globs, `-` for standard input, or s3://, az:// and gs:// addresses
    #[arg(required = true, value_name = "INPUT")]
    pub(crate) inputs: Vec<String>,
    /// Read the input as this format, whatever its name says
    #[arg(long, value_name = "FORMAT", value_parser = parse_format)]
    pub(crate) from: Option<Format>,
    /// Leave files of unknown formats behind instead of stopping
    #[arg(long)]
    pub(crate) skip_unknown: bool,
}

/// Reads a format's name.
pub(crate) fn parse_format(name: &str) -> Result<Format, String> {
    let known = || FORMATS.iter().map(|(_, name, _)| *name).collect::<Vec<_>>().join(", ");
    Format::by_name(name).ok_or_else(|| format!("known formats: {}", known()))
}

impl InputArgs {
    /// Finds the input files.
    pub(crate) fn discover(&self) -> Result<Vec<InputFile>, CliError> {
        let (urls, paths): (Vec<_>, Vec<_>) =
            self.inputs.iter().cloned().partition(|input| remote::is_url(input));
        let mut files =
            if paths.is_empty() { Vec::new() } else { discover(&paths, self.from, self.skip_unknown)? };
        for url in &urls {
            files.extend(remote::discover(url, self.from, self.skip_unknown)?);
        }
        let mut names: Vec<_> = files.iter().map(|file| &file.relative).collect();
        names.sort_unstable();
        if names.windows(2).any(|pair| matches!(pair, [one, other] if one == other)) {
            return Err(CliError::usage(
                "two inputs would have the same name in the output",
                "run them into separate outputs",
            ));
        }
        Ok(files)
    }
}

/// What to do.
#[derive(Debug, Clone, Args)]
pub(crate) struct PolicyArgs {
    /// A preset (training, rag, share) or a policy file
    #[arg(long, short, value_name = "NAME|FILE", default_value = "training")]
    pub(crate) policy: String,
    /// What the copy is for, instead of the policy's purpose: columns not allowed for it are dropped
    #[arg(long, value_name = "PURPOSE")]
    pub(crate) purpose: Option<String>,
    #[command(flatten)]
    pub(crate) tagger: TaggerArgs,
}

/// What time it is, where rows are kept for a time.
#[derive(Debug, Clone, Args)]
pub(crate) struct ClockArgs {
    /// The time that counts as now for retention, with its zone: 2026-01-31T00:00:00Z [default: the clock]
    #[arg(long, value_name = "TIME")]
    now: Option<String>,
}

impl ClockArgs {
    /// The time given.
    pub(crate) fn given(&self) -> Result<Option<String>, CliError> {
        let read = |text: &String| {
            clock(text).ok_or_else(|| {
                CliError::usage(
                    "--now is no time with its zone",
                    "write 2026-01-31T00:00:00Z, say: without a zone it could be one of many",
                )
            })
        };
        self.now.as_ref().map(read).transpose()
    }

    /// The time given, or else the clock's.
    pub(crate) fn now(&self) -> Result<String, CliError> {
        Ok(self.given()?.or_else(|| clock(&jiff::Timestamp::now().to_string())).unwrap_or_default())
    }
}

/// What finds names in running text.
#[derive(Debug, Clone, Args)]
pub(crate) struct TaggerArgs {
    /// What finds names, places and organizations in running text [default: fast, or what the policy says]
    #[arg(long, value_enum, value_name = "KIND")]
    pub(crate) tagger: Option<TaggerArg>,
    /// Folder of the tagger's model: names.bin, or config.json, tokenizer.json and model.safetensors
    #[arg(long, value_name = "DIR")]
    pub(crate) tagger_model: Option<PathBuf>,
}

/// The kinds of tagger.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum TaggerArg {
    /// The small model that is part of limpid
    Fast,
    /// A transformer of your own, from --tagger-model: hundreds to thousands of times slower
    Accurate,
    /// Rules only: names in running text are not found
    None,
}

impl TaggerArgs {
    /// Whether something else than the policy's is asked for.
    pub(crate) fn is_given(&self) -> bool {
        self.tagger.is_some() || self.tagger_model.is_some()
    }

    /// The kind given here, or the fast one.
    pub(crate) fn kind(&self) -> TaggerKind {
        match self.tagger {
            None | Some(TaggerArg::Fast) => TaggerKind::Fast,
            Some(TaggerArg::Accurate) => TaggerKind::Accurate,
            Some(TaggerArg::None) => TaggerKind::None,
        }
    }

    /// Writes what is given here over what the policy says.
    pub(crate) fn apply(&self, detect: &mut Detect) {
        if self.tagger.is_some() {
            detect.selection.tagger = self.kind();
        }
        if self.tagger_model.is_some() {
            detect.tagger_model.clone_from(&self.tagger_model);
        }
    }
}

impl PolicyArgs {
    /// Reads the policy: a preset by name, anything else is a file.
    pub(crate) fn load(&self) -> Result<Policy, CliError> {
        let mut policy = load_policy(&self.policy)?;
        self.tagger.apply(&mut policy.detect);
        if self.purpose.is_some() {
            policy.purpose.clone_from(&self.purpose);
        }
        Ok(policy)
    }
}

/// Values that are treated wherever they stand.
#[derive(Debug, Clone, Args)]
pub(crate) struct KnownArgs {
    /// Also treat every value of this list: a line each (`value` or `ENTITY<tab>value`), or a .csv/.tsv table with a
    /// header line
    #[arg(long, value_name = "FILE")]
    pub(crate) known_values: Option<PathBuf>,
}

impl KnownArgs {
    /// Reads the list given here, or else the one the policy names.
    pub(crate) fn load(&self, policy: &Policy, engine: &Engine) -> Result<Option<KnownList>, CliError> {
        let path = self.known_values.as_ref().or(policy.detect.known_values.as_ref());
        Ok(path.map(|path| read_list(path, engine)).transpose()?)
    }

    /// Reads the list given here.
    pub(crate) fn list(&self, engine: &Engine) -> Result<Option<KnownList>, CliError> {
        Ok(self.known_values.as_ref().map(|path| read_list(path, engine)).transpose()?)
    }
}

/// Where the key comes from. Never the command line itself: other users can read that.
#[derive(Debug, Clone, Args)]
pub(crate) struct KeyArgs {
    /// Read the key from this file (only its owner may be able to read it)
    #[arg(long, value_name = "FILE", conflicts_with_all = ["key_env", "key_command"])]
    pub(crate) key_file: Option<PathBuf>,
    /// Read the key from this environment variable [default: `LIMPID_KEY`, where it is set]
    #[arg(long, value_name = "NAME", conflicts_with = "key_command")]
    pub(crate) key_env: Option<String>,
    /// Read the key from the output of this command
    #[arg(long, value_name = "COMMAND")]
    pub(crate) key_command: Option<String>,
}

impl KeyArgs {
    /// Reads the key; `None` when none is named and `LIMPID_KEY` is not set.
    pub(crate) fn load(&self) -> Result<Option<MasterKey>, CliError> {
        let source = match (&self.key_file, &self.key_command, &self.key_env) {
            (Some(path), ..) => KeySource::File(path.clone()),
            (_, Some(line), _) => KeySource::Command(line.clone()),
            (.., Some(name)) => KeySource::Environment(name.clone()),
            _ => KeySource::Usual,
        };
        source.read()
    }

    /// Reads the key, which must be there.
    pub(crate) fn require(&self, what: &str) -> Result<MasterKey, CliError> {
        self.load()?.ok_or_else(|| {
            CliError::usage(
                format!("{what} needs the key of the run"),
                "give it with --key-file, --key-env or --key-command, or set LIMPID_KEY",
            )
        })
    }
}

/// Reads all of standard input or a file as text.
pub(crate) fn read_input(path: Option<&Path>) -> Result<String, CliError> {
    match path {
        Some(path) if path.as_os_str() != "-" => read_text(path),
        _ => {
            let mut text = String::new();
            let read = std::io::stdin().lock().read_to_string(&mut text);
            read.map_err(|error| PipelineError::io("read", "standard input", &error))?;
            Ok(text)
        }
    }
}

/// How many threads work.
#[derive(Debug, Clone, Args)]
pub(crate) struct ThreadArgs {
    /// Worker threads [default: one per core]
    #[arg(long, value_name = "N", default_value_t = 0, hide_default_value = true)]
    pub(crate) threads: usize,
}

/// How much memory counting may take.
#[derive(Debug, Clone, Args)]
pub(crate) struct MemoryArgs {
    /// Memory for counts of quasi-identifiers, such as 512MB or 4GB; what is more goes to temporary files
    #[arg(long, value_name = "SIZE", default_value = "1GB", value_parser = |text: &str| parse_size(text, 16 << 20))]
    memory: usize,
}

impl MemoryArgs {
    /// Bytes of counts: the rest is left to reading and decoding.
    pub(crate) fn bytes(&self) -> usize {
        self.memory / 8 * 5
    }
}

/// Reads `512MB`, `4GB`, `4GiB` or a number of bytes; `least` is the smallest that makes sense.
pub(super) fn parse_size(text: &str, least: usize) -> Result<usize, String> {
    let digits = text.trim_end_matches(|letter: char| !letter.is_ascii_digit());
    let unit = text.get(digits.len()..).unwrap_or_default().trim().to_ascii_uppercase();
    let factor = match unit.as_str() {
        "" | "B" => 1,
        "KB" => 1000,
        "MB" => 1_000_000,
        "GB" => 1_000_000_000,
        "KIB" => 1 << 10,
        "MIB" => 1 << 20,
        "GIB" => 1 << 30,
        _ => return Err("write a size such as 512MB or 4GB".to_owned()),
    };
    let number: Option<usize> = digits.parse().ok();
    let size = number.and_then(|number| number.checked_mul(factor));
    size.filter(|size| *size >= least).ok_or_else(|| format!("write a size of at least {}KiB", least >> 10))
}
