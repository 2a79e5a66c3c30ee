//! Reads the tensors of a safetensors file, each checked against what `config.json` says.

use super::error::{AccurateError, first_line};
use candle_core::{DType, Device, Result, Tensor};
use candle_nn::LayerNorm;
use safetensors::{Dtype, SafeTensorError, SafeTensors};

/// An open file of weights.
pub struct Weights<'b> {
    tensors: SafeTensors<'b>,
    prefix: &'static str,
}

/// A linear layer. Its weights lie turned round, as the multiplication reads them.
#[derive(Debug)]
pub struct Linear {
    weight: Tensor,
    bias: Tensor,
}

impl Linear {
    /// Applies the layer to rows of rows.
    pub fn forward(&self, x: &Tensor) -> Result<Tensor> {
        let (rows, length, width) = x.dims3()?;
        let product = x.reshape((rows * length, width))?.matmul(&self.weight)?;
        product.broadcast_add(&self.bias)?.reshape((rows, length, self.bias.elem_count()))
    }
}

impl<'b> Weights<'b> {
    /// Opens a file. The names of the network's tensors begin with `prefix`, if the file keeps such a prefix.
    pub fn open(bytes: &'b [u8], prefix: &'static str) -> std::result::Result<Self, AccurateError> {
        let tensors = SafeTensors::deserialize(bytes).map_err(|error| match error {
            SafeTensorError::HeaderTooSmall
            | SafeTensorError::InvalidHeaderLength
            | SafeTensorError::MetadataIncompleteBuffer => AccurateError::Truncated { found: bytes.len() },
            _ => AccurateError::NotSafetensors,
        })?;
        Ok(Self { tensors, prefix })
    }

    /// One tensor of the network, as 32-bit numbers.
    pub fn tensor(&self, name: &str, shape: &[usize]) -> std::result::Result<Tensor, AccurateError> {
        self.read(format!("{}{name}", self.prefix), shape)
    }

    /// A linear layer.
    pub fn linear(&self, name: &str, from: usize, to: usize) -> std::result::Result<Linear, AccurateError> {
        let name = format!("{}{name}", self.prefix);
        self.layer(&name, from, to)
    }

    /// The layer that classifies; it stands outside of the network.
    pub fn classifier(&self, from: usize, to: usize) -> std::result::Result<Linear, AccurateError> {
        self.layer("classifier", from, to)
    }

    fn layer(&self, name: &str, from: usize, to: usize) -> std::result::Result<Linear, AccurateError> {
        let weight = self.read(format!("{name}.weight"), &[to, from])?;
        let bias = self.read(format!("{name}.bias"), &[to])?;
        Ok(Linear { weight: weight.t()?.contiguous()?, bias })
    }

    /// A layer norm. Old files call its numbers gamma and beta.
    pub fn norm(
        &self,
        name: &str,
        width: usize,
        epsilon: f64,
    ) -> std::result::Result<LayerNorm, AccurateError> {
        let either = |now: &str, once: &str| {
            self.tensor(&format!("{name}.{now}"), &[width]).or_else(|error| match error {
                AccurateError::NoTensor { .. } => {
                    self.tensor(&format!("{name}.{once}"), &[width]).map_err(|_| error)
                }
                other => Err(other),
            })
        };
        Ok(LayerNorm::new(either("weight", "gamma")?, either("bias", "beta")?, epsilon))
    }

    fn read(&self, name: String, shape: &[usize]) -> std::result::Result<Tensor, AccurateError> {
        let Ok(view) = self.tensors.tensor(&name) else { return Err(AccurateError::NoTensor { name }) };
        if view.shape() != shape {
            return Err(AccurateError::Shape {
                name,
                expected: shape.to_vec(),
                found: view.shape().to_vec(),
            });
        }
        let kind = match view.dtype() {
            Dtype::F32 => DType::F32,
            Dtype::F16 => DType::F16,
            Dtype::BF16 => DType::BF16,
            _ => return Err(AccurateError::Numbers { name }),
        };
        let tensor = Tensor::from_raw_buffer(view.data(), kind, shape, &Device::Cpu)?.to_dtype(DType::F32)?;
        // A sum is finite only if every number is.
        let sum = tensor
            .abs()
            .and_then(|all| all.sum_all()?.to_scalar::<f32>())
            .map_err(|error| AccurateError::Network(first_line(&error.to_string())))?;
        if sum.is_finite() { Ok(tensor) } else { Err(AccurateError::Numbers { name }) }
    }
}
