//! Lists of words by kind, one kind a line: `kind: word word`, `_` for a space inside an entry, `#` before a remark.

use crate::tagger::hash;
use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};

/// The entries of a kind, in the order of the file.
pub(super) fn entries<'l>(lists: &'l str, kind: &'l str) -> impl Iterator<Item = &'l str> {
    let lines = lists.lines().filter(|line| !line.starts_with('#'));
    lines
        .filter_map(|line| line.split_once(':'))
        .filter(move |(name, _)| *name == kind)
        .flat_map(|(_, entries)| entries.split_whitespace())
}

/// Strings of one or more characters, looked up from either end.
#[derive(Debug, Default)]
pub(super) struct Strings {
    strings: HashSet<String, Quick>,
    /// Most characters of one.
    longest: usize,
    first: Maybe,
    last: Maybe,
}

impl Strings {
    pub(super) fn read(lists: &str, kinds: &[&str]) -> Self {
        let strings: HashSet<String, Quick> =
            kinds.iter().flat_map(|kind| entries(lists, kind)).map(|entry| entry.replace('_', " ")).collect();
        let longest = strings.iter().map(|string| string.chars().count()).max().unwrap_or(0);
        let first = Maybe::of(strings.iter().filter_map(|string| string.chars().next()));
        let last = Maybe::of(strings.iter().filter_map(|string| string.chars().next_back()));
        Self { strings, longest, first, last }
    }

    pub(super) fn has(&self, string: &str) -> bool {
        string.chars().next().is_some_and(|first| self.first.has(first)) && self.strings.contains(string)
    }

    /// Length in bytes of the longest string that `text` begins with.
    pub(super) fn begin(&self, text: &str) -> Option<usize> {
        text.chars().next().filter(|first| self.first.has(*first))?;
        let ends = text.char_indices().map(|(at, letter)| at + letter.len_utf8()).take(self.longest);
        ends.filter(|end| text.get(..*end).is_some_and(|head| self.strings.contains(head))).last()
    }

    /// Length in bytes of the longest string that `text` ends with.
    pub(super) fn end(&self, text: &str) -> Option<usize> {
        text.chars().next_back().filter(|last| self.last.has(*last))?;
        let starts = text.char_indices().rev().map(|(at, _)| at).take(self.longest);
        starts
            .filter(|start| text.get(*start..).is_some_and(|tail| self.has(tail)))
            .last()
            .map(|start| text.len() - start)
    }
}

/// Lists are our own: nobody makes their words collide.
type Quick = BuildHasherDefault<Hash>;

#[derive(Debug, Default)]
pub(super) struct Hash(u64);

impl Hasher for Hash {
    fn write(&mut self, bytes: &[u8]) {
        self.0 = hash::mix(self.0, hash::of_bytes(bytes));
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

/// A set of characters that may hold others, too: most of a text is told apart without hashing it.
#[derive(Debug, Default)]
struct Maybe([u64; 16]);

impl Maybe {
    fn of(letters: impl Iterator<Item = char>) -> Self {
        let mut bits = [0; 16];
        for letter in letters {
            bits[(letter as usize >> 6) % 16] |= 1_u64 << (letter as u32 & 63);
        }
        Self(bits)
    }

    #[inline]
    fn has(&self, letter: char) -> bool {
        self.0[(letter as usize >> 6) % 16] >> (letter as u32 & 63) & 1 == 1
    }
}

/// A set of characters of the first plane.
#[derive(Debug)]
pub(super) struct Chars(Box<[u64]>);

impl Chars {
    /// All characters of the entries of a kind.
    pub(super) fn read(lists: &str, kind: &str) -> Self {
        Self::of(entries(lists, kind).flat_map(str::chars))
    }

    fn of(letters: impl Iterator<Item = char>) -> Self {
        let mut bits = vec![0_u64; 1024];
        for letter in letters {
            if let Some(word) = bits.get_mut(letter as usize >> 6) {
                *word |= 1 << (letter as u32 & 63);
            }
        }
        Self(bits.into_boxed_slice())
    }

    /// The first characters of the entries of some kinds.
    pub(super) fn first(lists: &str, kinds: &[&str]) -> Self {
        let first =
            kinds.iter().flat_map(|kind| entries(lists, kind)).filter_map(|entry| entry.chars().next());
        Self::of(first)
    }

    #[inline]
    pub(super) fn has(&self, letter: char) -> bool {
        self.0.get(letter as usize >> 6).is_some_and(|word| word >> (letter as u32 & 63) & 1 == 1)
    }
}

/// What a word is, several at a time.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Kinds(u16);

/// One kind of words.
#[derive(Debug, Clone, Copy)]
#[repr(u16)]
pub(super) enum Kind {
    First = 1,
    /// A first name that is a plain word, too.
    FirstPlain = 2,
    Last = 4,
    LastPlain = 8,
    /// Stands inside names, and never at their end.
    Join = 16,
    /// An honorific behind a name.
    Behind = 32,
    /// Ends a name.
    Plain = 64,
    /// Stands behind what somebody does or has, so behind names.
    Marker = 128,
}

impl Kinds {
    pub(super) fn is(self, kind: Kind) -> bool {
        self.0 & kind as u16 != 0
    }

    /// Whether it is part of names and hardly anything else.
    pub(super) fn names(self) -> bool {
        self.is(Kind::First) || self.is(Kind::Last)
    }

    /// Whether it may be part of a name at all.
    pub(super) fn may_name(self) -> bool {
        self.names() || self.is(Kind::FirstPlain) || self.is(Kind::LastPlain)
    }
}

/// Single words by what they are.
#[derive(Debug)]
pub(super) struct Words(HashMap<String, Kinds, Quick>);

impl Words {
    /// The words of a file, each as `fold` writes it.
    pub(super) fn read(lists: &str, fold: impl Fn(&str) -> String) -> Self {
        // Plain words first: a first name that is one, too, does not tell by itself.
        let all = [
            ("plain", Kind::Plain),
            ("first", Kind::First),
            ("first_plain", Kind::FirstPlain),
            ("last", Kind::Last),
            ("last_plain", Kind::LastPlain),
            ("join", Kind::Join),
            ("behind", Kind::Behind),
            ("marker", Kind::Marker),
        ];
        let mut words = HashMap::<String, Kinds, Quick>::default();
        for (name, kind) in all {
            for entry in entries(lists, name) {
                let kinds = words.entry(fold(entry)).or_default();
                let plain = kinds.is(Kind::Plain) && matches!(kind, Kind::First);
                kinds.0 |= if plain { Kind::FirstPlain as u16 } else { kind as u16 };
            }
        }
        Self(words)
    }

    /// What a folded word is.
    pub(super) fn kinds(&self, word: &str) -> Kinds {
        self.0.get(word).copied().unwrap_or_default()
    }
}
