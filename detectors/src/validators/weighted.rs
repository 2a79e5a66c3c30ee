//! Weighted sums, the most common check of national numbers: each digit times the weight of its place, the sum taken
//! modulo a small number.
//!
//! ```
//! # use limpid_detectors::validators::weighted;
//! assert_eq!(weighted::sum(&[1, 2, 3], &[3, 7, 9]), 44);
//! assert_eq!(weighted::remainder(&[1, 2, 3], &[3, 7, 9], 11), 0);
//! assert_eq!(weighted::complement(&[1, 2, 3], &[3, 7, 9], 10), 6);
//! ```

/// The sum of each digit times its weight; digits without a weight do not count.
pub fn sum(digits: &[u8], weights: &[u32]) -> u32 {
    digits.iter().zip(weights).map(|(digit, weight)| u32::from(*digit) * weight).sum()
}

/// The weighted sum modulo `modulus`.
pub fn remainder(digits: &[u8], weights: &[u32], modulus: u32) -> u32 {
    sum(digits, weights) % modulus
}

/// What is missing from the weighted sum to the next multiple of `modulus`, from 0 to `modulus - 1`.
pub fn complement(digits: &[u8], weights: &[u32], modulus: u32) -> u32 {
    (modulus - remainder(digits, weights, modulus)) % modulus
}

/// The digits as one number; as many as are issued fit.
pub fn number(digits: &[u8]) -> u64 {
    digits.iter().fold(0, |number, digit| number.wrapping_mul(10).wrapping_add(u64::from(*digit)))
}

/// Whether all digits are the same: typed in by hand as a filler, never issued.
pub fn uniform(digits: &[u8]) -> bool {
    digits.iter().all(|digit| Some(digit) == digits.first())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_and_their_remainders() {
        assert_eq!(sum(&[9, 9, 9], &[1, 2]), 27);
        assert_eq!(remainder(&[], &[1], 7), 0);
        assert_eq!(complement(&[5], &[2], 10), 0);
        assert_eq!(number(&[0, 4, 2]), 42);
        assert!(uniform(&[7, 7]) && uniform(&[]) && !uniform(&[7, 8]));
    }
}
