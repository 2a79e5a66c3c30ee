//! What strings begin with, as bits: most places of a text are told apart by one or two of them.

/// Bytes of a text from one place on, in lower case as far as they are letters.
pub(super) type Eight = u64;

/// The beginnings of some strings. May take others for one of them, never one of them for another.
#[derive(Debug)]
pub(super) struct Prefixes {
    /// By the first two bytes: of all strings,
    pairs: Box<[u64; PAIRS / 64]>,
    /// and of those of one or two bytes.
    short: Box<[u64; PAIRS / 64]>,
    /// By the first three bytes of all that have as many.
    triples: Hashes,
    /// By the first bytes, from three to as many as are looked at, of those that end with them or behind the last one.
    whole: [Hashes; LOOKED_AT - 2],
}

/// A set of hashes.
type Hashes = Box<[u64; HASHES / 64]>;

/// Pairs of bytes.
const PAIRS: usize = 1 << 16;
/// Bits of a set of hashes.
const HASHES: usize = 1 << 15;
/// Most bytes that are looked at.
const LOOKED_AT: usize = 6;

impl Prefixes {
    pub(super) fn new<'a>(strings: impl Iterator<Item = &'a [u8]>) -> Self {
        let mut prefixes = Self {
            pairs: Box::new([0; PAIRS / 64]),
            short: Box::new([0; PAIRS / 64]),
            triples: Box::new([0; HASHES / 64]),
            whole: std::array::from_fn(|_| Box::new([0; HASHES / 64])),
        };
        for string in strings {
            let begins = eight(string, 0);
            if string.len() < 2 {
                for second in 0..=255u8 {
                    prefixes.add(begins & 0xff | u64::from(second | 0x20) << 8, string.len());
                }
            } else {
                prefixes.add(begins, string.len());
            }
        }
        prefixes
    }

    fn add(&mut self, begins: Eight, length: usize) {
        insert(&mut self.pairs[..], pair(begins));
        if length < 3 {
            insert(&mut self.short[..], pair(begins));
            return;
        }
        insert(&mut self.triples[..], hash(begins, 3));
        let looked_at = length.min(LOOKED_AT);
        if let Some(hashes) = self.whole.get_mut(looked_at - 3) {
            insert(&mut hashes[..], hash(begins, looked_at));
        }
    }

    /// Whether a string may begin so, told by three bytes.
    #[inline]
    pub(super) fn may_begin(&self, begins: Eight) -> bool {
        let pair = pair(begins);
        has(&self.pairs, pair) && (has(&self.triples, hash(begins, 3)) || has(&self.short, pair))
    }

    /// Whether a string may stand there, told by as many bytes as are looked at.
    #[inline]
    pub(super) fn may_stand(&self, begins: Eight) -> bool {
        let whole = || (3..).zip(&self.whole).any(|(length, hashes)| has(hashes, hash(begins, length)));
        self.may_begin(begins) && (has(&self.short, pair(begins)) || whole())
    }
}

/// The bytes of a text from `place` on. Behind its end stand zeros.
#[inline]
pub(super) fn eight(text: &[u8], place: usize) -> Eight {
    let rest = text.get(place..).unwrap_or_default();
    let bytes = rest.first_chunk().copied().unwrap_or_else(|| {
        let mut bytes = [0; 8];
        bytes.iter_mut().zip(rest).for_each(|(to, from)| *to = *from);
        bytes
    });
    u64::from_le_bytes(bytes) | 0x2020_2020_2020_2020
}

#[inline]
#[expect(clippy::cast_possible_truncation, reason = "two bytes are asked for")]
fn pair(begins: Eight) -> usize {
    usize::from(begins as u16)
}

/// Of the first bytes.
#[inline]
fn hash(begins: Eight, length: usize) -> usize {
    ((begins << (64 - 8 * length)).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 49) as usize
}

fn insert(set: &mut [u64], index: usize) {
    if let Some(word) = set.get_mut(index / 64) {
        *word |= 1 << (index % 64);
    }
}

#[inline]
fn has<const N: usize>(set: &[u64; N], index: usize) -> bool {
    set.get(index / 64).is_some_and(|word| word >> (index % 64) & 1 == 1)
}
