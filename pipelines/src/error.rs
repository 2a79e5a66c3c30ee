//! What can go wrong, told without a single data value.
//!
//! The messages of arrow, csv, serde and std quote the data they failed on; none of them is ever carried.
//! An error says what and where (file, row, column), and a [`hint`](Error::hint) says what to do.

use std::io;

/// Where in a data set something went wrong. Rows count from 0.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Place {
    /// File, relative to the input.
    pub file: String,
    /// Row in the file.
    pub row: Option<u64>,
    /// Column path.
    pub column: Option<String>,
}

impl Place {
    /// A whole file.
    pub fn file(file: impl Into<String>) -> Self {
        Self { file: file.into(), row: None, column: None }
    }

    /// One row of a file.
    pub fn row(file: impl Into<String>, row: u64) -> Self {
        Self { file: file.into(), row: Some(row), column: None }
    }

    /// One column of a file.
    pub fn column(file: impl Into<String>, column: impl Into<String>) -> Self {
        Self { file: file.into(), row: None, column: Some(column.into()) }
    }
}

impl std::fmt::Display for Place {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&self.file)?;
        if let Some(column) = &self.column {
            write!(formatter, ", column {column}")?;
        }
        if let Some(row) = self.row {
            write!(formatter, ", row {row}")?;
        }
        Ok(())
    }
}

/// An error of the pipeline. Carries no data value, by construction.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A file or folder could not be opened, read or written.
    #[error("{path}: cannot {action}: {kind}")]
    Io {
        /// `open`, `read`, `write`, `create`, `rename`.
        action: &'static str,
        /// The path as the user knows it.
        path: String,
        /// What the operating system said.
        kind: io::ErrorKind,
    },
    /// No input file was found.
    #[error("{path}: {what}")]
    NoInput {
        /// The input as given.
        path: String,
        /// Why there is nothing to do.
        what: &'static str,
    },
    /// The file is not what its name says, or is damaged.
    #[error("{place}: {what}")]
    Malformed {
        /// Where.
        place: Place,
        /// What is wrong, without quoting it.
        what: &'static str,
    },
    /// A type or feature that limpid refuses rather than pass through.
    #[error("{place}: {what} is not supported")]
    Unsupported {
        /// Where.
        place: Place,
        /// What is refused.
        what: String,
    },
    /// Two files of one table do not have the same columns.
    #[error("{place}: the schema differs from that of {first}")]
    SchemaChanged {
        /// The file and column that differ.
        place: Place,
        /// The first file of the table.
        first: String,
    },
    /// The policy or the plan cannot be applied.
    #[error("{what}")]
    Plan {
        /// What is wrong: names of columns, entities and options only.
        what: String,
        /// What to do.
        hint: String,
    },
    /// What the policy asks of the whole data cannot be reached. Nothing was written.
    #[error("{what}")]
    Unreachable {
        /// What was asked, and the best that was found: names, levels and counts only.
        what: String,
        /// What to do.
        hint: String,
    },
    /// A key is missing, malformed or too weak.
    #[error("key: {what}")]
    Key {
        /// What is wrong; never the key.
        what: &'static str,
        /// What to do.
        hint: &'static str,
    },
    /// A transform cannot treat the value, and the policy says to stop.
    #[error("{place}: {what}")]
    Untreatable {
        /// Where.
        place: Place,
        /// Which transform refused, and why.
        what: &'static str,
    },
    /// A bug: a worker panicked. What it said is not shown, it could quote data.
    #[error("internal error: a worker panicked")]
    Internal,
    /// A limit that protects the machine was reached.
    #[error("{place}: {what}")]
    Limit {
        /// Where.
        place: Place,
        /// Which limit.
        what: &'static str,
    },
}

impl Error {
    /// Wraps an operating-system error, dropping its text.
    pub fn io(action: &'static str, path: impl Into<String>, error: &io::Error) -> Self {
        Self::Io { action, path: path.into(), kind: error.kind() }
    }

    /// What the user can do about it.
    pub fn hint(&self) -> Option<String> {
        let hint = match self {
            Self::Io { kind: io::ErrorKind::NotFound, .. } => "check the path",
            Self::Io { kind: io::ErrorKind::PermissionDenied, .. } => "check the permissions",
            Self::Io { kind: io::ErrorKind::StorageFull, .. } => {
                "free some disk space, then repeat with --resume"
            }
            Self::Io { .. } => return None,
            Self::NoInput { .. } => {
                "limpid reads Parquet, JSONL, CSV, TSV, Arrow IPC, .txt and .md; --from names a format"
            }
            Self::Malformed { .. } => "repair the file, or set it aside with --on-error quarantine",
            Self::Unsupported { .. } => "drop the column in the policy, or convert it first",
            Self::SchemaChanged { .. } => "give the files one schema, or run them into separate outputs",
            Self::Internal => "please report this with the kind of input, not with the data",
            Self::Plan { hint, .. } | Self::Unreachable { hint, .. } => return Some(hint.clone()),
            Self::Key { hint, .. } => hint,
            Self::Untreatable { .. } | Self::Limit { .. } => {
                "choose another action for the column in the policy"
            }
        };
        Some(hint.to_owned())
    }
}
