//! What `config.json` says of the network: its kind, its sizes and its labels.

use super::error::{AccurateError, first_line};
use super::labels::Labels;
use serde::Deserialize;
use std::collections::BTreeMap;

/// The supported values of `model_type`, for messages.
pub const SUPPORTED: &str = "bert, distilbert, roberta, xlm-roberta and camembert";

/// Longest run of tokens given to the network at once, whatever it could take: bounds the memory of attention.
const LONGEST: usize = 512;

/// How tensors are named, and how positions are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Family {
    /// BERT.
    Bert,
    /// `DistilBERT`: no token types, other names.
    DistilBert,
    /// `RoBERTa` and its children: positions are counted from behind the padding token.
    Roberta,
}

/// The function between the two layers of a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Activation {
    /// With the error function.
    Gelu,
    /// With the hyperbolic tangent.
    GeluTanh,
    /// The positive part.
    Relu,
}

/// Everything known of a network before its weights are read.
#[derive(Debug, Clone)]
pub struct Config {
    /// Names and positions.
    pub family: Family,
    /// Width of the hidden states.
    pub hidden: usize,
    /// Blocks.
    pub layers: usize,
    /// Heads of attention.
    pub heads: usize,
    /// Width inside of a block.
    pub inner: usize,
    /// Rows of the table of positions.
    pub positions: usize,
    /// The first position that is used.
    pub first_position: usize,
    /// Longest run of tokens.
    pub longest: usize,
    /// Rows of the table of tokens.
    pub vocabulary: usize,
    /// Rows of the table of token types; none where the family has no such table.
    pub types: Option<usize>,
    /// Between the two layers of a block.
    pub activation: Activation,
    /// What keeps a layer norm from dividing by nothing.
    pub epsilon: f64,
    /// What the classes mean.
    pub labels: Labels,
}

/// `config.json`, as far as it matters. `DistilBERT` has its own names for some of it.
#[derive(Debug, Deserialize)]
struct Written {
    model_type: Option<String>,
    #[serde(default)]
    architectures: Vec<String>,
    #[serde(alias = "dim")]
    hidden_size: Option<usize>,
    #[serde(alias = "n_layers")]
    num_hidden_layers: Option<usize>,
    #[serde(alias = "n_heads")]
    num_attention_heads: Option<usize>,
    #[serde(alias = "hidden_dim")]
    intermediate_size: Option<usize>,
    #[serde(alias = "activation")]
    hidden_act: Option<String>,
    vocab_size: Option<usize>,
    max_position_embeddings: Option<usize>,
    type_vocab_size: Option<usize>,
    layer_norm_eps: Option<f64>,
    position_embedding_type: Option<String>,
    pad_token_id: Option<usize>,
    #[serde(default)]
    is_decoder: bool,
    id2label: Option<BTreeMap<String, String>>,
}

impl Config {
    /// Reads `config.json`.
    pub fn read(json: &[u8]) -> Result<Self, AccurateError> {
        let written: Written = serde_json::from_slice(json)
            .map_err(|error| AccurateError::Config(first_line(&error.to_string())))?;
        let family = family(&written)?;
        let hidden = size("hidden_size", written.hidden_size)?;
        let heads = size("num_attention_heads", written.num_attention_heads)?;
        if !hidden.is_multiple_of(heads) {
            return Err(setting("num_attention_heads", heads, "a divisor of hidden_size"));
        }
        let positions = size("max_position_embeddings", written.max_position_embeddings)?;
        let first_position = match family {
            Family::Roberta => written.pad_token_id.unwrap_or(1).saturating_add(1),
            Family::Bert | Family::DistilBert => 0,
        };
        if let Some(kind) = written.position_embedding_type.filter(|kind| kind != "absolute") {
            return Err(setting("position_embedding_type", kind, "absolute"));
        }
        if written.is_decoder {
            return Err(setting("is_decoder", true, "false"));
        }
        let epsilon = written.layer_norm_eps.unwrap_or(1e-12);
        if !(0.0..0.1).contains(&epsilon) {
            return Err(setting("layer_norm_eps", epsilon, "a small positive number"));
        }
        Ok(Self {
            family,
            hidden,
            layers: size("num_hidden_layers", written.num_hidden_layers)?,
            heads,
            inner: size("intermediate_size", written.intermediate_size)?,
            positions,
            first_position,
            longest: positions.saturating_sub(first_position).min(LONGEST),
            vocabulary: size("vocab_size", written.vocab_size)?,
            types: match family {
                Family::DistilBert => None,
                Family::Bert | Family::Roberta => {
                    Some(size("type_vocab_size", Some(written.type_vocab_size.unwrap_or(2)))?)
                }
            },
            activation: match written.hidden_act.as_deref().unwrap_or("gelu") {
                "gelu" => Activation::Gelu,
                "gelu_new" | "gelu_pytorch_tanh" => Activation::GeluTanh,
                "relu" => Activation::Relu,
                other => {
                    return Err(setting("hidden_act", other, "gelu, gelu_new, gelu_pytorch_tanh or relu"));
                }
            },
            epsilon,
            labels: Labels::read(&written.id2label.unwrap_or_default())?,
        })
    }
}

fn family(written: &Written) -> Result<Family, AccurateError> {
    let architecture = written.architectures.first().map(String::as_str);
    let unsupported = |found: &str| AccurateError::Unsupported { found: first_line(found) };
    if let Some(other) = architecture.filter(|name| !name.ends_with("ForTokenClassification")) {
        return Err(unsupported(other));
    }
    match written.model_type.as_deref() {
        Some("bert") => Ok(Family::Bert),
        Some("distilbert") => Ok(Family::DistilBert),
        Some("roberta" | "xlm-roberta" | "camembert") => Ok(Family::Roberta),
        Some(other) => Err(unsupported(other)),
        None => match architecture {
            Some("BertForTokenClassification") => Ok(Family::Bert),
            Some("DistilBertForTokenClassification") => Ok(Family::DistilBert),
            Some(
                "RobertaForTokenClassification"
                | "XLMRobertaForTokenClassification"
                | "CamembertForTokenClassification",
            ) => Ok(Family::Roberta),
            other => Err(unsupported(other.unwrap_or("model without model_type"))),
        },
    }
}

/// A size that must be given and be positive; far beyond any network means a damaged file.
fn size(key: &'static str, value: Option<usize>) -> Result<usize, AccurateError> {
    match value {
        Some(value) if (1..=1 << 24).contains(&value) => Ok(value),
        Some(value) => Err(setting(key, value, "a size")),
        None => Err(setting(key, "missing", "a size")),
    }
}

fn setting(key: &'static str, found: impl std::fmt::Display, expected: &'static str) -> AccurateError {
    AccurateError::Setting { key, found: first_line(&found.to_string()), expected }
}
