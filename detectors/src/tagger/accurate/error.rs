//! Why the files of a model were refused. Messages name settings, tensors and sizes, never text that was read.

/// Why the files of a model were refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum AccurateError {
    /// `config.json` is not what it should be.
    #[error("config.json cannot be read: {0}")]
    Config(String),
    /// A setting that this program does not know how to follow.
    #[error("config.json: {key} is {found}; expected {expected}")]
    Setting {
        /// The setting.
        key: &'static str,
        /// What it says.
        found: String,
        /// What it may say.
        expected: &'static str,
    },
    /// Another kind of network.
    #[error(
        "the model is a {found}; supported are models for token classification of the types {}",
        super::config::SUPPORTED
    )]
    Unsupported {
        /// What it is.
        found: String,
    },
    /// The model tells nothing apart that limpid has a name for.
    #[error(
        "none of the model's labels is known: {found}; expected some of PER, LOC, ORG, DATE, NORP and their like"
    )]
    NoKnownLabel {
        /// The first of its labels.
        found: String,
    },
    /// `tokenizer.json` is not what it should be.
    #[error("tokenizer.json cannot be read: {0}")]
    Tokenizer(String),
    /// Tokenizer and model do not belong together.
    #[error("tokenizer.json numbers its tokens up to {tokenizer}, but the model knows {model} tokens")]
    Vocabulary {
        /// Highest number of the tokenizer.
        tokenizer: u32,
        /// Size of the model's table.
        model: usize,
    },
    /// The weights are in another format.
    #[error("the weights are no safetensors file")]
    NotSafetensors,
    /// The weights were cut or are damaged.
    #[error("the file of weights has {found} bytes, which is not what its header says: it is cut or damaged")]
    Truncated {
        /// How long it is.
        found: usize,
    },
    /// A tensor that the network needs is not there.
    #[error("the file of weights has no tensor {name}")]
    NoTensor {
        /// Its name.
        name: String,
    },
    /// A tensor does not fit the configuration.
    #[error("the tensor {name} has the shape {found:?}; by config.json it should be {expected:?}")]
    Shape {
        /// Its name.
        name: String,
        /// What the configuration says.
        expected: Vec<usize>,
        /// What the file says.
        found: Vec<usize>,
    },
    /// A tensor holds something else than ordinary floating-point numbers.
    #[error("the tensor {name} does not hold finite floating-point numbers")]
    Numbers {
        /// Its name.
        name: String,
    },
    /// The network could not be put together or did not run on a first text.
    #[error("the model does not run: {0}")]
    Network(String),
}

impl From<candle_core::Error> for AccurateError {
    fn from(error: candle_core::Error) -> Self {
        Self::Network(first_line(&error.to_string()))
    }
}

/// The first line of another library's message, cut to a reasonable length.
pub(super) fn first_line(message: &str) -> String {
    message.lines().next().unwrap_or_default().chars().take(200).collect()
}
