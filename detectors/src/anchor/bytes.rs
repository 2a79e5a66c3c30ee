//! Sets of byte values.

use regex_syntax::hir::Class;

/// A set of byte values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Bytes([u64; 4]);

impl Bytes {
    pub(super) const NONE: Self = Self([0; 4]);

    pub(super) fn of(wanted: impl Fn(u8) -> bool) -> Self {
        let mut set = Self::NONE;
        (0..=255).filter(|byte| wanted(*byte)).for_each(|byte| set.add(byte));
        set
    }

    pub(super) fn add(&mut self, byte: u8) {
        if let Some(word) = self.0.get_mut(usize::from(byte / 64)) {
            *word |= 1 << (byte % 64);
        }
    }

    pub(super) fn has(self, byte: u8) -> bool {
        self.0.get(usize::from(byte / 64)).is_some_and(|word| word >> (byte % 64) & 1 == 1)
    }

    pub(super) fn one(byte: u8) -> Self {
        let mut set = Self::NONE;
        set.add(byte);
        set
    }

    pub(super) fn or(self, other: Self) -> Self {
        Self(std::array::from_fn(|word| self.0[word] | other.0[word]))
    }

    pub(super) fn and(self, test: impl Fn(u8) -> bool) -> Self {
        Self::of(|byte| self.has(byte) && test(byte))
    }

    pub(super) fn meets(self, test: impl Fn(u8) -> bool) -> bool {
        (0..=255).any(|byte| self.has(byte) && test(byte))
    }

    pub(super) fn class(class: &Class) -> Self {
        let mut set = Self::NONE;
        match class {
            Class::Bytes(class) => {
                class.iter().for_each(|range| (range.start()..=range.end()).for_each(|byte| set.add(byte)));
            }
            Class::Unicode(class) => {
                for range in class.iter() {
                    let ascii = |letter: char| u8::try_from(letter).unwrap_or(127).min(127);
                    if range.start().is_ascii() {
                        (ascii(range.start())..=ascii(range.end())).for_each(|byte| set.add(byte));
                    }
                    if !range.end().is_ascii() {
                        (128..=255).for_each(|byte| set.add(byte));
                    }
                }
            }
        }
        set
    }
}
