//! What of a file's own metadata survives: an allow-list, never a copy.
//!
//! Footer keys, field metadata and statistics can hold personal data, so nothing is carried over unless it is
//! understood: the features of a Hugging Face data set, the index description of pandas, the time zone of a type.

use std::collections::BTreeMap;

/// The allowed part of a file's metadata.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FileMetadata {
    /// Footer keys to write, already cleaned.
    pub footer: BTreeMap<String, String>,
    /// Field delimiter of a delimited text file.
    pub delimiter: Option<u8>,
}
