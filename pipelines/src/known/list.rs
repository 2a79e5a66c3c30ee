//! Values that the user listed: up to ten million, kept as hashes.
//!
//! Eight bytes a value, sorted, with an index over their first bits, behind two bit sets: one over whole values, one
//! over first words, so that an ordinary word of a text costs one look. No plain value is kept.

use limpid_detectors::Entity;

use super::{
    fold::{Folded, Token},
    row::{Hit, joined},
};
use crate::key::KeyRing;

/// Most words of a text that are compared as one value.
const MOST_WORDS: usize = 12;
/// Fewest digits of a number that may be grouped in any way.
const FEWEST_DIGITS: usize = 6;
/// Bits of the index over the hashes.
const INDEX_BITS: u32 = 16;
/// Low bits of a hash that hold the kind of the value.
const KIND_BITS: u32 = 8;

/// A list being read.
#[derive(Debug, Default)]
pub struct ListBuilder {
    hashes: Vec<u64>,
    first_words: Vec<u32>,
    entities: Vec<(Entity, u16)>,
}

/// The values of a list.
#[derive(Debug)]
pub struct KnownList {
    hashes: Vec<u64>,
    /// Where hashes with the same first bits begin.
    index: Vec<u32>,
    whole: Bits,
    first: Bits,
    entities: Vec<(Entity, u16)>,
}

impl ListBuilder {
    /// Adds a value; false when it has no letter or digit, or there are too many kinds.
    pub fn add(&mut self, entity: &Entity, detector: u16, value: &str, folded: &mut super::Scratch) -> bool {
        let folded = &mut folded.0;
        folded.read(value);
        let known = self.entities.iter().position(|(known, _)| known == entity);
        let kind = known.unwrap_or_else(|| {
            self.entities.push((entity.clone(), detector));
            self.entities.len() - 1
        });
        let (Some(first), Ok(kind)) = (folded.tokens.first(), u8::try_from(kind)) else { return false };
        push(&mut self.hashes, hash(&folded.text) & !0xff | u64::from(kind));
        if folded.tokens.len() > 1 && !first.digits {
            push(&mut self.first_words, low(hash(folded.word(first))));
        }
        true
    }

    /// The list, ready to be looked up.
    pub fn build(mut self) -> KnownList {
        // Kinds are numbered by name: the list's order does not show.
        let mut order: Vec<usize> = (0..self.entities.len()).collect();
        order.sort_by(|left, right| {
            self.entities.get(*left).map(|one| &one.0).cmp(&self.entities.get(*right).map(|one| &one.0))
        });
        let mut rank = [0u64; 256];
        for (new, old) in order.iter().enumerate() {
            if let (Some(place), Ok(new)) = (rank.get_mut(*old), u64::try_from(new)) {
                *place = new;
            }
        }
        for hash in &mut self.hashes {
            let kind = usize::from(hash.to_le_bytes().first().copied().unwrap_or(0));
            *hash = *hash & !0xff | rank.get(kind).copied().unwrap_or(0);
        }
        let entities = order.iter().filter_map(|old| self.entities.get(*old).cloned()).collect();
        self.hashes.sort_unstable();
        // A value listed as two kinds is the first of them.
        self.hashes.dedup_by_key(|hash| *hash >> KIND_BITS);
        self.hashes.shrink_to_fit();
        let mut first = Bits::for_count(self.first_words.len());
        self.first_words.iter().for_each(|hash| first.set(u64::from(*hash)));
        self.first_words = Vec::new();
        let mut whole = Bits::for_count(self.hashes.len());
        let mut index = vec![0u32; (1 << INDEX_BITS) + 1];
        for hash in &self.hashes {
            whole.set(hash >> KIND_BITS);
            if let Some(count) = index.get_mut(bucket(*hash) + 1) {
                *count += 1;
            }
        }
        let mut sum = 0;
        for count in &mut index {
            sum += *count;
            *count = sum;
        }
        KnownList { hashes: self.hashes, index, whole, first, entities }
    }
}

impl KnownList {
    /// How many different values it holds.
    pub fn len(&self) -> usize {
        self.hashes.len()
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.hashes.is_empty()
    }

    /// Names the set of values, under the key of the run: without it nobody can test a guess.
    pub fn digest(&self, keys: &KeyRing) -> String {
        let key = keys.subkey("known values", "");
        let mut hasher = blake3::Hasher::new_keyed(key.bytes());
        for (entity, _) in &self.entities {
            hasher.update(entity.as_str().as_bytes());
            hasher.update(b"\n");
        }
        for hash in &self.hashes {
            hasher.update(&hash.to_le_bytes());
        }
        hasher.finalize().to_hex().to_string()
    }

    /// Appends the longest listed value at each place of `text`.
    pub(super) fn find(&self, text: &str, folded: &Folded, hits: &mut Vec<Hit>) {
        let mut index = 0;
        while let Some(token) = folded.tokens.get(index) {
            match self.longest_at(text, folded, index, token) {
                Some((words, hit)) => {
                    hits.push(hit);
                    index += words;
                }
                None => index += 1,
            }
        }
    }

    fn longest_at(&self, text: &str, folded: &Folded, index: usize, first: &Token) -> Option<(usize, Hit)> {
        let mut longest = None;
        let mut state = SEED;
        let mut previous = first;
        for (count, token) in folded.tokens.iter().skip(index).take(MOST_WORDS).enumerate() {
            if count > 0 && !joined(text, previous, token, false) {
                break;
            }
            state = absorb(state, folded.word(token));
            let digits = first.digits && token.to - first.from < FEWEST_DIGITS;
            let split_number = count > 0 && digits;
            if !split_number && let Some(detector) = self.detector(finish(state)) {
                longest = Some((count + 1, Hit { start: first.start, end: token.end, detector }));
            }
            if count == 0 && !first.digits && !self.first.holds(u64::from(low(finish(state)))) {
                break;
            }
            previous = token;
        }
        longest
    }

    fn detector(&self, hash: u64) -> Option<u16> {
        if !self.whole.holds(hash >> KIND_BITS) {
            return None;
        }
        let from = usize::try_from(*self.index.get(bucket(hash))?).ok()?;
        let to = usize::try_from(*self.index.get(bucket(hash) + 1)?).ok()?;
        let candidates = self.hashes.get(from..to)?;
        let place = candidates.partition_point(|known| *known >> KIND_BITS < hash >> KIND_BITS);
        let known = candidates.get(place).filter(|known| **known >> KIND_BITS == hash >> KIND_BITS)?;
        let kind = usize::from(known.to_le_bytes().first().copied()?);
        self.entities.get(kind).map(|(_, detector)| *detector)
    }
}

/// Grows by an eighth, not to the double: the list must fit beside what it grows from.
fn push<T>(list: &mut Vec<T>, item: T) {
    if list.len() == list.capacity() {
        list.reserve_exact(list.len() / 8 + 1024);
    }
    list.push(item);
}

fn low(hash: u64) -> u32 {
    u32::try_from(hash & u64::from(u32::MAX)).unwrap_or(0)
}

fn bucket(hash: u64) -> usize {
    usize::try_from(hash >> (64 - INDEX_BITS)).unwrap_or(0)
}

/// A set of bits, sixteen or more for each member.
#[derive(Debug)]
struct Bits(Vec<u64>);

impl Bits {
    fn for_count(count: usize) -> Self {
        Self(vec![0; (count / 4 + 1).next_power_of_two()])
    }

    fn place(&self, hash: u64) -> (usize, u64) {
        let mask = self.0.len() - 1;
        (usize::try_from(hash >> 6).unwrap_or(0) & mask, 1 << (hash & 63))
    }

    fn set(&mut self, hash: u64) {
        let (word, bit) = self.place(hash);
        if let Some(word) = self.0.get_mut(word) {
            *word |= bit;
        }
    }

    fn holds(&self, hash: u64) -> bool {
        let (word, bit) = self.place(hash);
        self.0.get(word).is_some_and(|word| word & bit != 0)
    }
}

const SEED: u64 = 0xcbf2_9ce4_8422_2325;

/// FNV-1a, so that a longer text goes on where a shorter one ended.
fn absorb(state: u64, text: &str) -> u64 {
    text.bytes().fold(state, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// Spreads every bit over all others (the last step of `MurmurHash3`).
fn finish(mut hash: u64) -> u64 {
    hash = (hash ^ hash >> 33).wrapping_mul(0xff51_afd7_ed55_8ccd);
    hash = (hash ^ hash >> 33).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    hash ^ hash >> 33
}

fn hash(text: &str) -> u64 {
    finish(absorb(SEED, text))
}
