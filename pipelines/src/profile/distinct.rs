//! How many different values a column has, in a kilobyte: `HyperLogLog` (Flajolet et al., 2007), which merges.
//!
//! A register holds the longest run of zero bits that was seen among 1/1024 of all hashes: nothing about one value.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

/// Bits of a hash that choose the register; the error is 1.04 / √1024, about 3 %.
const BITS: u32 = 10;

/// A sketch of the set of values.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Distinct(Vec<u8>);

impl Distinct {
    /// Takes in a value.
    #[cfg(test)]
    fn add(&mut self, value: &str) {
        self.add_digest(digest(value));
    }

    /// Takes in a value by its digest.
    pub(super) fn add_digest(&mut self, hash: u64) {
        if self.0.is_empty() {
            self.0 = vec![0; 1 << BITS];
        }
        let register = usize::try_from(hash >> (64 - BITS)).unwrap_or(0);
        let run = u8::try_from((hash << BITS | 1 << (BITS - 1)).leading_zeros() + 1).unwrap_or(u8::MAX);
        if let Some(longest) = self.0.get_mut(register) {
            *longest = (*longest).max(run);
        }
    }

    /// Takes in the values of another sketch.
    pub fn merge(&mut self, other: &Self) {
        if self.0.is_empty() {
            self.0.clone_from(&other.0);
        }
        for (own, other) in self.0.iter_mut().zip(&other.0) {
            *own = (*own).max(*other);
        }
    }

    /// About how many different values were taken in.
    pub fn estimate(&self) -> u64 {
        if self.0.is_empty() {
            return 0;
        }
        let registers = f64::from(1u32 << BITS);
        let sum: f64 = self.0.iter().map(|run| 0.5f64.powi(i32::from(*run))).sum();
        let raw = 0.7213 / (1.0 + 1.079 / registers) * registers * registers / sum;
        let empty = self.0.iter().filter(|run| **run == 0).count();
        let empty = u32::try_from(empty).map_or(0.0, f64::from);
        // Few values leave registers empty, and counting those is more exact.
        let estimate =
            if raw <= 2.5 * registers && empty > 0.0 { registers * (registers / empty).ln() } else { raw };
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "an estimate is no negative number"
        )]
        let estimate = estimate.round() as u64;
        estimate
    }
}

impl fmt::Debug for Distinct {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "about {}", self.estimate())
    }
}

impl Serialize for Distinct {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let text: String = self.0.iter().map(|run| format!("{run:02x}")).collect();
        serializer.serialize_str(&text)
    }
}

impl<'de> Deserialize<'de> for Distinct {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let pairs = text.as_bytes().chunks(2).map(|pair| {
            let pair = std::str::from_utf8(pair).ok()?;
            u8::from_str_radix(pair, 16).ok()
        });
        let registers: Option<Vec<u8>> = pairs.collect();
        match registers {
            Some(registers) if registers.is_empty() || registers.len() == 1 << BITS => Ok(Self(registers)),
            _ => Err(D::Error::custom("a sketch of distinct values is malformed")),
        }
    }
}

/// FNV-1a with the last step of `MurmurHash3`: fast, and every bit counts.
pub(super) fn digest(value: &str) -> u64 {
    let mut hash = value.bytes().fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    hash = (hash ^ hash >> 33).wrapping_mul(0xff51_afd7_ed55_8ccd);
    hash = (hash ^ hash >> 33).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    hash ^ hash >> 33
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(range: std::ops::Range<u32>) -> Distinct {
        let mut sketch = Distinct::default();
        range.for_each(|number| sketch.add(&format!("value {number}")));
        sketch
    }

    #[test]
    fn estimates_are_near_and_merge() {
        for count in [0u32, 1, 5, 100, 1000, 3000, 20_000] {
            let error = of(0..count).estimate().abs_diff(u64::from(count));
            assert!(error * 10 <= u64::from(count), "{count}: off by {error}");
        }
        let mut sum = of(0..700);
        sum.merge(&of(300..2000));
        assert_eq!(sum, of(0..2000));
        let json = serde_json::to_string(&sum).expect("serializes");
        assert_eq!(serde_json::from_str::<Distinct>(&json).expect("reads"), sum);
        assert!(serde_json::from_str::<Distinct>("\"zz\"").is_err());
    }
}
