//! The one hash function of the tagger: feature keys, word keys, lexicon keys. Part of the model's format.

const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;

/// Joins two values into one key; the order matters.
#[inline]
pub fn mix(a: u64, b: u64) -> u64 {
    let wide = u128::from(a ^ 0xa076_1d64_78bd_642f)
        .wrapping_mul(u128::from(b ^ FACTOR).wrapping_add(u128::from(b) << 1 | 1));
    let low = wide as u64;
    let high = (wide >> 64) as u64;
    low ^ high.rotate_left(17) ^ b.wrapping_mul(FACTOR)
}

/// Key of a string of bytes.
#[inline]
pub fn of_bytes(bytes: &[u8]) -> u64 {
    let mut state = FACTOR ^ bytes.len() as u64;
    let mut chunks = bytes.chunks_exact(8);
    for chunk in &mut chunks {
        let mut word = [0; 8];
        word.copy_from_slice(chunk);
        state = mix(state, u64::from_le_bytes(word));
    }
    let mut word = [0; 8];
    let rest = chunks.remainder();
    word[..rest.len()].copy_from_slice(rest);
    mix(state, u64::from_le_bytes(word))
}
