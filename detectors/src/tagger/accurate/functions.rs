//! Softmax and GELU in place, in plain 32-bit arithmetic of a fixed order: no call into the machine's mathematics
//! library, which rounds differently from one to the next, and loops that compilers turn into vectors.

use candle_core::{CpuStorage, InplaceOp1, Layout, Result, bail};

/// GELU with the error function.
pub struct Gelu;

/// Softmax over rows of the given width.
pub struct Softmax(pub usize);

impl InplaceOp1 for Gelu {
    fn name(&self) -> &'static str {
        "gelu"
    }

    fn cpu_fwd(&self, storage: &mut CpuStorage, layout: &Layout) -> Result<()> {
        for x in numbers(storage, layout)? {
            *x = gelu(*x);
        }
        Ok(())
    }
}

impl InplaceOp1 for Softmax {
    fn name(&self) -> &'static str {
        "softmax"
    }

    fn cpu_fwd(&self, storage: &mut CpuStorage, layout: &Layout) -> Result<()> {
        for row in numbers(storage, layout)?.chunks_exact_mut(self.0.max(1)) {
            let top = lanes(row, f32::NEG_INFINITY, f32::max);
            for x in row.iter_mut() {
                *x = exp(*x - top);
            }
            let scale = 1.0 / lanes(row, 0.0, |sum, x| sum + x);
            for x in row {
                *x *= scale;
            }
        }
        Ok(())
    }
}

fn numbers<'s>(storage: &'s mut CpuStorage, layout: &Layout) -> Result<&'s mut [f32]> {
    if let (CpuStorage::F32(all), Some((from, to))) = (storage, layout.contiguous_offsets())
        && let Some(numbers) = all.get_mut(from..to)
    {
        return Ok(numbers);
    }
    bail!("numbers of another type or order")
}

/// Folds a row in eight lanes.
#[inline]
fn lanes(row: &[f32], start: f32, fold: impl Fn(f32, f32) -> f32) -> f32 {
    let (eights, rest) = row.as_chunks::<8>();
    let mut lanes = [start; 8];
    for eight in eights {
        for (lane, x) in lanes.iter_mut().zip(eight) {
            *lane = fold(*lane, *x);
        }
    }
    lanes.iter().chain(rest).fold(start, |all, x| fold(all, *x))
}

/// The exponential function, good to six digits. What is no number stays none.
#[inline]
fn exp(x: f32) -> f32 {
    // Adding it rounds to an integer, which then stands in the lowest bits.
    const ROUND: f32 = 12_582_912.0;
    let y = (x * std::f32::consts::LOG2_E).clamp(-126.0, 126.0);
    let rounded = y + ROUND;
    let f = (y - (rounded - ROUND)) * std::f32::consts::LN_2;
    let fraction = 1.0
        + f * (1.0
            + f * (0.5 + f * (0.166_666_67 + f * (0.041_666_67 + f * (0.008_333_334 + f * 0.001_388_889)))));
    f32::from_bits((rounded.to_bits() << 23).wrapping_add(127 << 23)) * fraction
}

/// Abramowitz and Stegun, 7.1.26, for the error function: wrong by at most 1.5e-7.
#[inline]
fn gelu(x: f32) -> f32 {
    let z = x.abs() * std::f32::consts::FRAC_1_SQRT_2;
    let t = 1.0 / (1.0 + 0.327_591_1 * z);
    let poly =
        t * (0.254_829_6 + t * (-0.284_496_74 + t * (1.421_413_7 + t * (-1.453_152 + t * 1.061_405_4))));
    let erf = (1.0 - poly * exp(-z * z)).copysign(x);
    0.5 * x * (1.0 + erf)
}

#[cfg(test)]
mod tests {
    use super::*;
    use candle_core::{Device, Tensor};

    #[test]
    fn the_exponential_is_close() {
        for at in -870_i16..870 {
            let x = f32::from(at) / 10.0;
            assert!((exp(x) / x.exp() - 1.0).abs() < 8.0e-6, "{x}");
        }
        assert!(exp(f32::NAN).is_nan() && exp(f32::NEG_INFINITY) < 1.0e-37);
    }

    #[test]
    fn both_agree_with_candle() {
        let values: Vec<f32> = (0..6 * 37_u8).map(|at| f32::from(at) / 11.0 - 9.0).collect();
        let tensor = || Tensor::from_slice(&values, (6, 37), &Device::Cpu).expect("a tensor");
        let numbers = |t: Tensor| t.flatten_all().and_then(|t| t.to_vec1::<f32>()).expect("numbers");
        let close = |ours: Tensor, theirs: Tensor| {
            for (ours, theirs) in numbers(ours).iter().zip(numbers(theirs)) {
                assert!((ours - theirs).abs() < 2.0e-6, "{ours} {theirs}");
            }
        };
        let ours = tensor();
        ours.inplace_op1(&Gelu).expect("gelu");
        close(ours, tensor().gelu_erf().expect("gelu"));
        let ours = tensor();
        ours.inplace_op1(&Softmax(37)).expect("softmax");
        close(ours, candle_nn::ops::softmax_last_dim(&tensor()).expect("softmax"));
        let turned = tensor().t().expect("a view");
        assert!(turned.inplace_op1(&Gelu).is_err());
    }
}
