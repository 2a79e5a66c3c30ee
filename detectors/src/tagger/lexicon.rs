//! What is known of single words: how usual as a first or last name, a place, part of a company's name, or a
//! plain word. A compact table from the hash of the folded word to 32 bits; no word stands in it in clear.

use super::hash;
use super::model::ModelError;
use super::romanize::latin;
use unicode_normalization::UnicodeNormalization;

/// What the lexicon says of one word, as bit fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct Entry(pub u32);

/// A field of two bits: 0 is unknown, 3 is very usual.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u32)]
pub enum Degree {
    /// As a first name.
    First = 0,
    /// As a last name.
    Last = 2,
    /// As a place or a part of its name.
    Place = 4,
    /// As a part of an organization's name.
    Organization = 6,
    /// As a plain lower-case word.
    Common = 8,
    /// How often it begins with a capital inside sentences: 0 unseen, 1 seldom, 2 sometimes, 3 mostly.
    Capital = 10,
}

/// A field of one bit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u32)]
pub enum Flag {
    /// A courtesy title or a degree.
    Title = 12,
    /// A month, a weekday, a word of dates.
    Date = 13,
    /// A nationality or a religion.
    Nationality = 14,
    /// A word of addresses: kinds of streets and units.
    Street = 15,
    /// Opens the gate even in lower case.
    Opens = 16,
    /// A plain word of a language that the model was not trained on.
    Elsewhere = 17,
    /// What somebody is: an occupation, a rank, an illness, a family status.
    Attribute = 18,
}

/// Where the class of the word begins.
const CLASS: u32 = 20;

impl Entry {
    /// The degree, 0 to 3.
    #[inline]
    pub fn degree(self, field: Degree) -> u32 {
        self.0 >> field as u32 & 3
    }

    /// Raises a degree.
    pub fn raise(&mut self, field: Degree, value: u32) {
        let new = self.degree(field).max(value.min(3));
        self.0 = self.0 & !(3 << field as u32) | new << field as u32;
    }

    /// Whether the flag is set.
    #[inline]
    pub fn has(self, flag: Flag) -> bool {
        self.0 >> flag as u32 & 1 == 1
    }

    /// Sets a flag.
    pub fn set(&mut self, flag: Flag) {
        self.0 |= 1 << flag as u32;
    }

    /// Only what the lists of names, places and organizations say.
    #[must_use]
    pub fn names(self) -> Self {
        Self(self.0 & 0xff)
    }

    /// Everything but the word's class.
    #[inline]
    #[must_use]
    pub fn listed(self) -> Self {
        Self(self.0 & ((1 << CLASS) - 1))
    }

    /// The class of words that it belongs to by its meaning, 0 if none.
    #[inline]
    pub fn class(self) -> u32 {
        self.0 >> CLASS
    }

    /// Puts the word into a class of meaning, 1 to 4095: a coarse class in the higher bits, a finer one in the lowest five.
    pub fn classify(&mut self, class: u32) {
        self.0 = self.listed().0 | class << CLASS;
    }
}

/// Appends the folded form of a word: lower case, in Latin letters where its alphabet has them, no diacritics, plain
/// apostrophes, no dots.
pub fn fold(word: &str, out: &mut String) {
    if word.is_ascii() {
        out.extend(word.bytes().filter(|b| *b != b'.').map(|b| char::from(b.to_ascii_lowercase())));
        return;
    }
    for c in word.nfd().flat_map(char::to_lowercase) {
        match c {
            'ß' => out.push_str("ss"),
            'æ' => out.push_str("ae"),
            'œ' => out.push_str("oe"),
            'ø' => out.push('o'),
            'ł' => out.push('l'),
            'đ' | 'ð' => out.push('d'),
            'þ' => out.push_str("th"),
            'ı' => out.push('i'),
            '’' | '‘' | 'ʼ' => out.push('\''),
            '\u{2010}' | '\u{2011}' => out.push('-'),
            '.' | '\u{ad}' | '\u{300}'..='\u{36f}' => {}
            other if other.is_ascii() => out.push(other),
            other => match latin(other) {
                Some(letters) => out.push_str(letters),
                None => out.push(other),
            },
        }
    }
}

/// The key of a folded word.
pub fn key(folded: &str) -> u32 {
    (hash::of_bytes(folded.as_bytes()) >> 32) as u32
}

/// The table: sorted keys, found through the first 16 bits of the key.
#[derive(Debug, Clone, Default)]
pub struct Lexicon {
    index: Vec<u32>,
    keys: Vec<u32>,
    entries: Vec<Entry>,
}

impl Lexicon {
    /// From entries sorted by key, each key once.
    pub fn from_sorted(pairs: &[(u32, Entry)]) -> Self {
        Self::new(pairs.iter().map(|p| p.0).collect(), pairs.iter().map(|p| p.1).collect())
    }

    fn new(keys: Vec<u32>, entries: Vec<Entry>) -> Self {
        let mut index = vec![0_u32; (1 << 16) + 1];
        for key in &keys {
            index[(key >> 16) as usize + 1] += 1;
        }
        for at in 1..index.len() {
            index[at] += index[at - 1];
        }
        Self { index, keys, entries }
    }

    /// What is known of a folded word.
    pub fn find(&self, folded: &str) -> Entry {
        let wanted = key(folded);
        let slot = (wanted >> 16) as usize;
        let (Some(&from), Some(&to)) = (self.index.get(slot), self.index.get(slot + 1)) else {
            return Entry::default();
        };
        let range = from as usize..to as usize;
        let keys = self.keys.get(range.clone()).unwrap_or_default();
        keys.iter()
            .position(|k| *k == wanted)
            .and_then(|at| self.entries.get(range.start + at))
            .copied()
            .unwrap_or_default()
    }

    /// Number of words.
    pub fn len(&self) -> usize {
        self.keys.len()
    }

    /// Whether no word is known.
    pub fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    /// Appends the table's bytes.
    pub fn write(&self, out: &mut Vec<u8>) {
        for key in &self.keys {
            out.extend_from_slice(&key.to_le_bytes());
        }
        for entry in &self.entries {
            out.extend_from_slice(&entry.0.to_le_bytes());
        }
    }

    /// Reads `count` words.
    pub fn read(bytes: &[u8], count: usize) -> Result<Self, ModelError> {
        let (keys, entries) =
            bytes.split_at_checked(count * 4).ok_or(ModelError::Malformed("the lexicon is cut"))?;
        let (keys, _) = keys.as_chunks::<4>();
        let keys: Vec<u32> = keys.iter().copied().map(u32::from_le_bytes).collect();
        let (entries, _) = entries.as_chunks::<4>();
        let entries: Vec<Entry> = entries.iter().copied().map(u32::from_le_bytes).map(Entry).collect();
        if entries.len() != count || !keys.is_sorted_by(|a, b| a < b) {
            return Err(ModelError::Malformed("the lexicon is not in order"));
        }
        Ok(Self::new(keys, entries))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_folded_and_found() {
        let mut entry = Entry::default();
        entry.raise(Degree::Last, 3);
        let mut folded = String::new();
        fold("Müñoz", &mut folded);
        assert_eq!(folded, "munoz");
        let lexicon = Lexicon::from_sorted(&[(key(&folded), entry)]);
        assert_eq!(lexicon.find("munoz"), entry);
        assert_eq!(lexicon.find("other"), Entry::default());
    }
}
