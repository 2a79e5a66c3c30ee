//! What can be wrong with a record of a run. No variant carries a data value, a key or the text that did not parse.

/// Why a manifest, an attestation or a key was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum LineageError {
    /// Not the JSON we write; says where, not what stood there.
    #[error("{what} is not readable at line {line}, column {column}")]
    Malformed {
        /// Which document.
        what: &'static str,
        /// Line, from 1.
        line: usize,
        /// Column, from 1.
        column: usize,
    },
    /// Readable, but says something that cannot be.
    #[error("{what} has an invalid {field}")]
    Invalid {
        /// Which document.
        what: &'static str,
        /// Which field.
        field: &'static str,
    },
    /// A key file is not a PEM Ed25519 key.
    #[error("not an Ed25519 {what} in PEM form")]
    Key {
        /// Private key or public key.
        what: &'static str,
    },
    /// No signature was made by the given key over these bytes.
    #[error("no valid signature by the key given")]
    Signature,
    /// The signed statement and the manifest do not name the same files with the same digests.
    #[error("the statement does not cover {name:?} as the manifest has it")]
    Subject {
        /// The file, relative to the data set.
        name: String,
    },
    /// The receiver of lineage events did not take one.
    #[error("the receiver of --openlineage-url did not take an event: {what}")]
    Post {
        /// Why: a status or a kind of failure.
        what: String,
    },
    /// A record could not be turned into JSON.
    #[error("cannot write {what}")]
    Encode {
        /// Which document.
        what: &'static str,
    },
}

impl LineageError {
    /// Keeps the position and leaves out the message: `serde_json` quotes values in its messages.
    pub(crate) fn malformed(what: &'static str, error: &serde_json::Error) -> Self {
        Self::Malformed { what, line: error.line(), column: error.column() }
    }
}
