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
    /// Data and plan do not belong together.
    #[error("{what}")]
    Unfit {
        /// What does not fit: names of columns and tables only.
        what: String,
        /// What to do.
        hint: String,
    },
    /// What is asked for needs something that does not travel to other machines.
    #[error("{what}")]
    Misplaced {
        /// What is wrong.
        what: String,
        /// What to do.
        hint: &'static str,
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

    /// Data and plan do not belong together.
    pub fn unfit(what: impl Into<String>, hint: impl Into<String>) -> Self {
        Self::Unfit { what: what.into(), hint: hint.into() }
    }

    /// A stable name of the kind of error; a policy's first mistake names itself.
    pub fn code(&self) -> &'static str {
        use PipelineError as P;
        match self {
            Self::Unfit { .. } => "LP0015",
            Self::Misplaced { .. } => "LP0016",
            Self::Policy(error) => error.diagnostics.first().map_or("policy", |first| first.code),
            Self::Usage { .. } => "usage",
            Self::Rules(_) => "rules",
            Self::Lineage(_) => "lineage",
            Self::Internal(_) | Self::Pipeline(P::Internal) => "internal",
            Self::Pipeline(P::Io { .. }) => "io",
            Self::Pipeline(P::NoInput { .. }) => "no_input",
            Self::Pipeline(P::Malformed { .. }) => "malformed",
            Self::Pipeline(P::Unsupported { .. }) => "unsupported",
            Self::Pipeline(P::SchemaChanged { .. }) => "schema_changed",
            Self::Pipeline(P::Plan { .. }) => "plan",
            Self::Pipeline(P::Unreachable { .. }) => "unreachable",
            Self::Pipeline(P::Key { .. }) => "key",
            Self::Pipeline(P::Untreatable { .. }) => "untreatable",
            Self::Pipeline(P::Limit { .. }) => "limit",
            Self::Pipeline(_) => "pipeline",
        }
    }

    /// The exit code that stands for the error.
    pub fn exit(&self) -> Exit {
        match self {
            Self::Usage { .. } | Self::Unfit { .. } | Self::Misplaced { .. } => Exit::Usage,
            Self::Policy(_) | Self::Rules(_) => Exit::Usage,
            Self::Pipeline(PipelineError::Plan { .. } | PipelineError::Key { .. }) => Exit::Usage,
            Self::Pipeline(PipelineError::Unreachable { .. }) => Exit::Findings,
            Self::Pipeline(PipelineError::Internal) | Self::Internal(_) => Exit::Internal,
            Self::Pipeline(_) | Self::Lineage(_) => Exit::Data,
        }
    }

    /// What the user can do about it.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Usage { hint, .. } | Self::Unfit { hint, .. } => Some(hint.clone()),
            Self::Misplaced { hint, .. } => Some((*hint).to_owned()),
            Self::Pipeline(error) => error.hint(),
            Self::Policy(_) => {
                Some("`limpid policy show training` prints a whole policy to start from".into())
            }
            _ => None,
        }
    }
}
