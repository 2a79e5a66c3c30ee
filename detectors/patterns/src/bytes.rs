//! Sets of byte values.

use regex_syntax::hir::Class;
use serde::{Deserialize, Serialize};

/// A set of byte values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bytes([u64; 4]);

impl Bytes {
    /// None of them.
    pub const NONE: Self = Self([0; 4]);

    /// Those that are wanted.
    pub fn of(wanted: impl Fn(u8) -> bool) -> Self {
        let mut set = Self::NONE;
        (0..=255).filter(|byte| wanted(*byte)).for_each(|byte| set.add(byte));
        set
    }

    pub(crate) fn add(&mut self, byte: u8) {
        if let Some(word) = self.0.get_mut(usize::from(byte / 64)) {
            *word |= 1 << (byte % 64);
        }
    }

    /// Whether a byte is one of them.
    pub fn has(self, byte: u8) -> bool {
        self.0.get(usize::from(byte / 64)).is_some_and(|word| word >> (byte % 64) & 1 == 1)
    }

    pub(crate) fn one(byte: u8) -> Self {
        let mut set = Self::NONE;
        set.add(byte);
        set
    }

    /// All from `first` to `last`.
    pub(crate) fn between(first: u8, last: u8) -> Self {
        // Of the bytes from 64 times `word` on: those below a limit.
        let below = |word: usize, limit: usize| match limit.saturating_sub(64 * word) {
            bits @ 0..64 => (1 << bits) - 1,
            _ => u64::MAX,
        };
        let (first, behind) = (usize::from(first), usize::from(last) + 1);
        Self(std::array::from_fn(|word| below(word, behind) & !below(word, first)))
    }

    /// Both together.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        Self(std::array::from_fn(|word| self.0[word] | other.0[word]))
    }

    pub(crate) fn and(self, test: impl Fn(u8) -> bool) -> Self {
        Self::of(|byte| self.has(byte) && test(byte))
    }

    /// Whether any of them passes a test.
    pub fn meets(self, test: impl Fn(u8) -> bool) -> bool {
        (0..=255).any(|byte| self.has(byte) && test(byte))
    }

    /// The bytes of a class; `None` for one with characters of more than a byte.
    pub(crate) fn exactly(class: &Class) -> Option<Self> {
        let single = match class {
            Class::Bytes(_) => true,
            Class::Unicode(class) => class.is_ascii(),
        };
        single.then(|| Self::class(class))
    }

    /// The bytes that a character of a class may begin with.
    pub(crate) fn first_of(class: &Class) -> Self {
        let Class::Unicode(letters) = class else { return Self::class(class) };
        // Later characters begin with greater bytes.
        let first = |letter: char| letter.encode_utf8(&mut [0; 4]).bytes().next().unwrap_or(0);
        let ranges = letters.iter().map(|range| Self::between(first(range.start()), first(range.end())));
        // What goes on with a character begins none.
        ranges.fold(Self::NONE, Self::or).and(|byte| !(0x80..0xc0).contains(&byte))
    }

    /// The bytes that a character of a class is made of, and perhaps others that are not ASCII.
    pub(crate) fn class(class: &Class) -> Self {
        let union = |all: Self, (first, last)| all.or(Self::between(first, last));
        match class {
            Class::Bytes(class) => {
                class.iter().map(|range| (range.start(), range.end())).fold(Self::NONE, union)
            }
            Class::Unicode(class) => {
                let ascii = |letter: char| u8::try_from(letter).unwrap_or(127).min(127);
                let here = class.iter().filter(|range| range.start().is_ascii());
                let high = class.iter().any(|range| !range.end().is_ascii()).then_some((128, 255));
                here.map(|range| (ascii(range.start()), ascii(range.end())))
                    .chain(high)
                    .fold(Self::NONE, union)
            }
        }
    }
}
