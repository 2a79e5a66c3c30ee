//! The network: embeddings, blocks of attention, a linear layer that classifies every token.
//!
//! All rows of a batch have one length, so there is neither padding nor a mask.

use super::config::{Activation, Config, Family};
use super::error::AccurateError;
use super::functions::{Gelu, Softmax};
use super::weights::{Linear, Weights};
use candle_core::{D, Device, Module, Result, Tensor};
use candle_nn::LayerNorm;

/// The network with its weights.
#[derive(Debug)]
pub struct Encoder {
    tokens: Tensor,
    /// One row a position, the row of the first token type added.
    places: Tensor,
    norm: LayerNorm,
    blocks: Vec<Block>,
    classifier: Linear,
    classes: usize,
}

#[derive(Debug)]
struct Block {
    query: Linear,
    key: Linear,
    value: Linear,
    mixed: Linear,
    first_norm: LayerNorm,
    wide: Linear,
    narrow: Linear,
    second_norm: LayerNorm,
    heads: usize,
    activation: Activation,
}

/// What the parts of a block are called.
struct Names {
    layer: &'static str,
    query: &'static str,
    key: &'static str,
    value: &'static str,
    mixed: &'static str,
    first_norm: &'static str,
    wide: &'static str,
    narrow: &'static str,
    second_norm: &'static str,
}

const BERT: Names = Names {
    layer: "encoder.layer",
    query: "attention.self.query",
    key: "attention.self.key",
    value: "attention.self.value",
    mixed: "attention.output.dense",
    first_norm: "attention.output.LayerNorm",
    wide: "intermediate.dense",
    narrow: "output.dense",
    second_norm: "output.LayerNorm",
};

const DISTILBERT: Names = Names {
    layer: "transformer.layer",
    query: "attention.q_lin",
    key: "attention.k_lin",
    value: "attention.v_lin",
    mixed: "attention.out_lin",
    first_norm: "sa_layer_norm",
    wide: "ffn.lin1",
    narrow: "ffn.lin2",
    second_norm: "output_layer_norm",
};

impl Encoder {
    /// Takes the weights out of a safetensors file.
    pub fn read(config: &Config, bytes: &[u8]) -> std::result::Result<Self, AccurateError> {
        let (prefix, names) = match config.family {
            Family::Bert => ("bert.", &BERT),
            Family::DistilBert => ("distilbert.", &DISTILBERT),
            Family::Roberta => ("roberta.", &BERT),
        };
        let weights = Weights::open(bytes, prefix)?;
        let hidden = config.hidden;
        let tokens = weights.tensor("embeddings.word_embeddings.weight", &[config.vocabulary, hidden])?;
        let mut places = weights
            .tensor("embeddings.position_embeddings.weight", &[config.positions, hidden])?
            .narrow(0, config.first_position, config.longest)?;
        if let Some(types) = config.types {
            let types = weights.tensor("embeddings.token_type_embeddings.weight", &[types, hidden])?;
            places = places.broadcast_add(&types.narrow(0, 0, 1)?)?;
        }
        let norm = weights.norm("embeddings.LayerNorm", hidden, config.epsilon)?;
        let block = |at: usize| {
            let name = |part: &str| format!("{}.{at}.{part}", names.layer);
            let linear = |part: &str, from, to| weights.linear(&name(part), from, to);
            let norm = |part: &str| weights.norm(&name(part), hidden, config.epsilon);
            Ok(Block {
                query: linear(names.query, hidden, hidden)?,
                key: linear(names.key, hidden, hidden)?,
                value: linear(names.value, hidden, hidden)?,
                mixed: linear(names.mixed, hidden, hidden)?,
                first_norm: norm(names.first_norm)?,
                wide: linear(names.wide, hidden, config.inner)?,
                narrow: linear(names.narrow, config.inner, hidden)?,
                second_norm: norm(names.second_norm)?,
                heads: config.heads,
                activation: config.activation,
            })
        };
        let blocks = (0..config.layers).map(block).collect::<std::result::Result<_, AccurateError>>()?;
        let classes = config.labels.classes.len();
        let classifier = weights.classifier(hidden, classes)?;
        Ok(Self { tokens, places: places.contiguous()?, norm, blocks, classifier, classes })
    }

    /// The probabilities of the classes for every token of `rows` rows of equal length, one after the other.
    pub fn probabilities(&self, tokens: &[u32], rows: usize) -> Result<Vec<f32>> {
        let length = tokens.len() / rows.max(1);
        let hidden = self.tokens.dim(D::Minus1)?;
        let ids = Tensor::from_slice(tokens, tokens.len(), &Device::Cpu)?;
        let mut x = self
            .tokens
            .index_select(&ids, 0)?
            .reshape((rows, length, hidden))?
            .broadcast_add(&self.places.narrow(0, 0, length)?)?;
        x = self.norm.forward(&x)?;
        for block in &self.blocks {
            x = block.forward(&x)?;
        }
        let probabilities = self.classifier.forward(&x)?;
        probabilities.inplace_op1(&Softmax(self.classes))?;
        let all = probabilities.reshape((tokens.len() * self.classes,))?.to_vec1::<f32>()?;
        if all.iter().all(|p| p.is_finite()) {
            Ok(all)
        } else {
            Err(candle_core::Error::Msg("the answers are no finite numbers".into()))
        }
    }
}

impl Block {
    fn forward(&self, x: &Tensor) -> Result<Tensor> {
        let attended = self.mixed.forward(&self.attention(x)?)?;
        let x = self.first_norm.forward(&(x + attended)?)?;
        let wide = self.wide.forward(&x)?;
        let wide = match self.activation {
            Activation::Gelu => {
                wide.inplace_op1(&Gelu)?;
                wide
            }
            Activation::GeluTanh => wide.gelu()?,
            Activation::Relu => wide.relu()?,
        };
        self.second_norm.forward(&(&x + self.narrow.forward(&wide)?)?)
    }

    fn attention(&self, x: &Tensor) -> Result<Tensor> {
        let (rows, length, hidden) = x.dims3()?;
        let width = hidden / self.heads;
        let split = |x: Tensor| x.reshape((rows, length, self.heads, width))?.transpose(1, 2)?.contiguous();
        #[expect(clippy::cast_precision_loss, reason = "the width of a head is small")]
        let scale = 1.0 / (width as f64).sqrt();
        // Scaling the queries costs less than scaling the scores.
        let query = split((self.query.forward(x)? * scale)?)?;
        let key = split(self.key.forward(x)?)?;
        let value = split(self.value.forward(x)?)?;
        let weights = query.matmul(&key.transpose(2, 3)?)?;
        weights.inplace_op1(&Softmax(length))?;
        weights.matmul(&value)?.transpose(1, 2)?.reshape((rows, length, hidden))
    }
}
