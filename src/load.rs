//! What the user names, read: policies by name or file, keys by where they lie.

use std::{fs, path::Path, path::PathBuf, process::Command};

use limpid_pipelines::{
    error::Error as PipelineError,
    key::MasterKey,
    policy::{Policy, parse, preset},
};
use zeroize::Zeroizing;

use crate::{error::CliError, secret::refuse_shared_file};

/// The environment variable that holds the key where nothing else is said.
const KEY_VARIABLE: &str = "LIMPID_KEY";

/// Reads a preset or a policy file.
pub fn policy(name: &str) -> Result<Policy, CliError> {
    if let Some(text) = preset(name) {
        return Ok(parse(name, text)?);
    }
    if !name.contains(['/', '\\', '.']) {
        return Err(CliError::usage(
            format!("there is no preset `{name}`"),
            "`limpid policy list` shows the presets; a policy file is given by its path, such as my.toml",
        ));
    }
    let text = text(Path::new(name))?;
    Ok(parse(name, &text)?)
}

/// Reads a text file.
pub fn text(path: &Path) -> Result<String, CliError> {
    let text = fs::read_to_string(path)
        .map_err(|error| PipelineError::io("read", path.display().to_string(), &error))?;
    Ok(text)
}

/// Where a key lies. Never the key itself: a place can be written down and sent to other machines.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum KeySource {
    /// `LIMPID_KEY`, where it is set.
    #[default]
    Usual,
    /// An environment variable, which must be set.
    Environment(String),
    /// A file that only its owner can read.
    File(PathBuf),
    /// What a command prints.
    Command(String),
}

impl KeySource {
    /// Reads `env:NAME`, `file:PATH` or `command:LINE`. What is neither is not shown: it may be a key.
    pub fn parse(text: &str) -> Result<Self, CliError> {
        let place = text.split_once(':').filter(|(_, rest)| !rest.is_empty());
        match place {
            Some(("env", name)) => Ok(Self::Environment(name.to_owned())),
            Some(("file", path)) => Ok(Self::File(path.into())),
            Some(("command", line)) => Ok(Self::Command(line.to_owned())),
            _ => Err(CliError::usage(
                "the key is not given by its place",
                "say where it lies: env:NAME, file:PATH or command:LINE; a key itself would end up in logs",
            )),
        }
    }

    /// Reads the key; `None` when no place is named and `LIMPID_KEY` is not set.
    pub fn read(&self) -> Result<Option<MasterKey>, CliError> {
        match self {
            Self::Usual => variable(KEY_VARIABLE),
            Self::Environment(name) => variable(name)?.map(Some).ok_or_else(|| {
                CliError::usage(
                    format!("the environment variable {name} is not set"),
                    "`limpid keys new` makes a key",
                )
            }),
            Self::File(path) => {
                refuse_shared_file(path)?;
                let text = Zeroizing::new(text(path)?);
                Ok(Some(MasterKey::from_text(&text)?))
            }
            Self::Command(line) => {
                let output = Command::new("sh").arg("-c").arg(line).output();
                let output = output.map_err(|error| PipelineError::io("run", "the key command", &error))?;
                let text = Zeroizing::new(output.stdout);
                let text = std::str::from_utf8(&text).unwrap_or_default();
                Ok(Some(MasterKey::from_text(text)?))
            }
        }
    }
}

fn variable(name: &str) -> Result<Option<MasterKey>, CliError> {
    let value = std::env::var_os(name).and_then(|value| value.into_string().ok()).map(Zeroizing::new);
    Ok(value.map(|text| MasterKey::from_text(&text)).transpose()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_read_and_a_key_in_its_stead_is_refused_without_being_shown() {
        assert_eq!(KeySource::parse("env:A").expect("a place"), KeySource::Environment("A".into()));
        assert_eq!(KeySource::parse("file:/a:b").expect("a place"), KeySource::File("/a:b".into()));
        for text in ["", "env:", "0011223344", "aws:key"] {
            let error = KeySource::parse(text).expect_err("refused");
            assert!(text.is_empty() || !error.to_string().contains(text));
            assert!(error.hint().is_some_and(|hint| hint.contains("file:PATH")));
        }
    }
}
