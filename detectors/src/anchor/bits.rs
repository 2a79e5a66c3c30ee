//! Kinds of bytes as bits, 64 bytes a word: what a text holds where is asked of 64 bytes at a time.

/// A table of eight kinds: byte `k` of an entry is one where the byte is of kind `k`.
pub(crate) type Table = [u64; 256];

/// An entry of a table: the kinds of a byte.
pub(crate) fn entry(kinds: [bool; 8]) -> u64 {
    u64::from_le_bytes(kinds.map(u8::from))
}

/// The first `K` kinds of 64 bytes, bit `i` of a word for byte `i`. Shorter at the end of a text.
pub(crate) fn kinds<const K: usize>(block: &[u8], table: &Table) -> [u64; K] {
    let (eights, rest) = block.as_chunks::<8>();
    let mut rows = [[0; 8]; 8];
    for (row, eight) in rows.iter_mut().zip(eights) {
        *row = gathered(eight, table);
    }
    if let Some(row) = rows.get_mut(eights.len()) {
        *row = gathered(rest, table);
    }
    std::array::from_fn(|kind| u64::from_le_bytes(rows.map(|row| row.get(kind).copied().unwrap_or(0))))
}

/// The kinds of eight bytes at most: each byte one kind of all of them.
#[inline]
fn gathered(eight: &[u8], table: &Table) -> [u8; 8] {
    eight.iter().rev().fold(0, |all, byte| all << 1 | table[usize::from(*byte)]).to_le_bytes()
}

/// The word moved to higher places by one: what stands before each byte. `before`: the word before.
pub(crate) fn after(word: u64, before: u64) -> u64 {
    word << 1 | before >> 63
}

/// Bits with one set among themselves and the `count` bits that follow (at most 63). `next`: the word behind.
pub(super) fn soon(word: u64, next: u64, count: usize) -> u64 {
    let mut wide = u128::from(next) << 64 | u128::from(word);
    let mut reached = 0;
    while reached < count {
        let step = (reached + 1).min(count - reached);
        wide |= wide >> step;
        reached += step;
    }
    low(wide)
}

/// Bits with which `count` set ones in a row begin (at most 64). `next`: the word behind.
pub(super) fn runs(word: u64, next: u64, count: usize) -> u64 {
    let mut wide = u128::from(next) << 64 | u128::from(word);
    let mut length = 1;
    while length < count {
        let step = length.min(count - length);
        wide &= wide >> step;
        length += step;
    }
    low(wide)
}

#[expect(clippy::cast_possible_truncation, reason = "the lower half is what is asked for")]
fn low(wide: u128) -> u64 {
    wide as u64
}

/// The places of the set bits, ascending.
pub(crate) fn places(mut word: u64) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let place = word.trailing_zeros();
        word &= word.wrapping_sub(1);
        (place < 64).then(|| usize::try_from(place).unwrap_or(0))
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn words_say_what_bytes_say(block in prop::collection::vec(any::<u8>(), 0..=64)) {
            let table = std::array::from_fn(|byte| {
                let mixed = u8::try_from(byte).unwrap_or(0).rotate_left(3) ^ 0x5a;
                entry(std::array::from_fn(|kind| mixed >> kind & 1 == 1))
            });
            let words: [u64; 8] = kinds(&block, &table);
            for (kind, word) in words.iter().enumerate() {
                for place in 0..64 {
                    let set = block.get(place).is_some_and(|byte| table[usize::from(*byte)] >> (8 * kind) & 1 == 1);
                    prop_assert_eq!(word >> place & 1 == 1, set);
                }
            }
        }

        #[test]
        fn neighbours_are_looked_at_across_words(bits in any::<u128>(), count in 1usize..=20) {
            let bit = |place: usize| place < 128 && bits >> place & 1 == 1;
            let (word, next) = (low(bits), low(bits >> 64));
            for place in 0..64 {
                let near = (place..=place + count).any(bit);
                prop_assert_eq!(soon(word, next, count) >> place & 1 == 1, near);
                let run = (place..place + count).all(bit);
                prop_assert_eq!(runs(word, next, count) >> place & 1 == 1, run);
            }
            prop_assert_eq!(after(next, word) & 1 == 1, word >> 63 == 1);
            prop_assert_eq!(places(word).fold(0, |all, place| all | 1u64 << place), word);
        }
    }
}
