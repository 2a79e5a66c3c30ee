//! The model file.

/// Why a model file was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ModelError {
    /// The file ends too early.
    #[error("the tagger's model is truncated: {expected} bytes expected, {found} found")]
    Truncated {
        /// How long it says it is.
        expected: usize,
        /// How long it is.
        found: usize,
    },
}
