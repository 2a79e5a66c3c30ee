//! What the command line says when something is wrong, and with which exit code.

use std::process::ExitCode;

use limpid_pipelines::{error::Error as PipelineError, policy::PolicyError};

/// The exit codes of every command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// Done, nothing to complain about.
    Done = 0,
    /// Findings above the limit, or a failed verification.
    Findings = 1,
    /// Usage or policy error.
    Usage = 2,
    /// Data or I/O error.
    Data = 3,
    /// Internal error.
    Internal = 4,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        match exit {
            Exit::Done => Self::SUCCESS,
            Exit::Findings => Self::from(1),
            Exit::Usage => Self::from(2),
            Exit::Data => Self::from(3),
            Exit::Internal => Self::from(4),
        }
    }
}

/// Why a command stopped. Carries no data value.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CliError {
    /// The arguments do not fit together.
    #[error("{what}")]
    Usage {
        /// What is wrong.
        what: String,
        /// What to do.
        hint: String,
    },
    /// The policy has mistakes.
    #[error(transparent)]
    Policy(#[from] PolicyError),
    /// A rule file is unusable.
    #[error(transparent)]
    Rules(#[from] limpid_detectors::RuleError),
    /// The pipeline stopped.
    #[error(transparent)]
    Pipeline(#[from] PipelineError),
    /// The account of a run could not be made or read.
    #[error(transparent)]
    Lineage(#[from] crate::lineage::LineageError),
    /// A bug.
    #[error("internal error: {0}")]
    Internal(&'static str),
}

impl CliError {
    /// A usage error with a hint.
    pub fn usage(what: impl Into<String>, hint: impl Into<String>) -> Self {
        Self::Usage { what: what.into(), hint: hint.into() }
    }

    /// The exit code that stands for the error.
    pub fn exit(&self) -> Exit {
        match self {
            Self::Usage { .. } | Self::Policy(_) | Self::Rules(_) => Exit::Usage,
            Self::Pipeline(PipelineError::Plan { .. } | PipelineError::Key { .. }) => Exit::Usage,
            Self::Pipeline(PipelineError::Unreachable { .. }) => Exit::Findings,
            Self::Pipeline(PipelineError::Internal) | Self::Internal(_) => Exit::Internal,
            Self::Pipeline(_) | Self::Lineage(_) => Exit::Data,
        }
    }

    /// What the user can do about it.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Usage { hint, .. } => Some(hint.clone()),
            Self::Pipeline(error) => error.hint(),
            Self::Policy(_) => {
                Some("`limpid policy show training` prints a whole policy to start from".into())
            }
            _ => None,
        }
    }
}
