//! What the model looks at: hashed features of single words at five places around a token, and of pairs and
//! triples of words. Tagger and training share this file; changing it means a new version of the model.

use super::elsewhere::SMALL;
use super::hash::{mix, of_bytes};
use super::lexicon::{Degree, Entry, Flag, Lexicon, fold};
use super::tokens::Kind;

/// Bits of the finer half of a class of meaning.
const CLASS_FINE: u32 = 5;
/// Stands for the identity of a word that nobody has seen.
const UNSEEN: u64 = 9;

/// How a token is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[repr(u8)]
pub enum Case {
    /// Small letters.
    #[default]
    Lower,
    /// One capital, then small letters.
    Initial,
    /// All capitals.
    Upper,
    /// Capitals inside.
    Mixed,
    /// One capital alone, or initials with their dots.
    Letter,
    /// Letters with digits or underscores among them.
    Code,
    /// A number.
    Number,
    /// A number that can be a year.
    Year,
    /// Punctuation.
    Mark,
    /// The end of a line, or of the text.
    Edge,
    /// A link.
    Link,
    /// Letters of a script without capitals.
    Uncased,
}

/// What pairs of words and the gate need to know of a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Brief {
    /// Key of the exact text, under which the word's own scores are kept.
    pub key: u64,
    /// Key of the lower-case text.
    pub lower: u64,
    /// What the lexicon says.
    pub entry: Entry,
    /// How it is written.
    pub case: Case,
    /// Whether it may be, or touch, a name: opens the gate.
    pub opens: bool,
    /// Whether a sentence ends with it.
    pub ends: bool,
}

impl Brief {
    /// The place before the first and behind the last token.
    pub const EDGE: Self =
        Self { key: 1, lower: 1, entry: Entry(0), case: Case::Edge, opens: false, ends: true };

    /// The coarse class of the word: how it is written and the strongest of what the lexicon says.
    #[inline]
    pub fn class(&self) -> u64 {
        let entry = self.entry;
        let strong = |field, least| u64::from(entry.degree(field) >= least);
        strong(Degree::First, 2)
            | strong(Degree::Last, 2) << 1
            | strong(Degree::Place, 2) << 2
            | strong(Degree::Organization, 2) << 3
            | strong(Degree::Common, 2) << 4
            | u64::from(entry.has(Flag::Title)) << 5
            | u64::from(entry.has(Flag::Date)) << 6
            | u64::from(entry.has(Flag::Nationality)) << 7
            | u64::from(entry.has(Flag::Street)) << 8
            | u64::from(entry.degree(Degree::Capital) == 3) << 9
            | (self.case as u64) << 10
            | u64::from(entry.has(Flag::Attribute)) << 14
    }

    fn capital(&self) -> u64 {
        u64::from(matches!(self.case, Case::Initial | Case::Upper | Case::Mixed | Case::Letter))
    }
}

/// Everything a token's own features are made of.
#[derive(Debug, Clone, Default)]
pub struct Word {
    /// The short form.
    pub brief: Brief,
    shape: u64,
    affixes: [u64; 7],
}

/// Where a word stands, seen from the token that is scored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u64)]
pub enum Place {
    /// It is the token.
    Here = 1,
    /// One before it.
    Before = 2,
    /// One behind it.
    Behind = 3,
    /// Two before it.
    FarBefore = 4,
    /// Two behind it.
    FarBehind = 5,
}

/// Text buffers reused from word to word.
#[derive(Debug, Clone, Default)]
pub struct Buffers {
    lower: String,
    folded: String,
    stem: String,
}

/// The key of a token's exact text.
#[inline]
pub fn key_of(text: &str, kind: Kind) -> u64 {
    match kind {
        Kind::Break => {
            if text.contains("\n\n") || text.matches('\n').count() > 1 {
                3
            } else {
                2
            }
        }
        Kind::Link => 4,
        _ => of_bytes(text.as_bytes()) | 8,
    }
}

/// Looks at one token's text.
pub fn analyse(text: &str, kind: Kind, lexicon: &Lexicon, buffers: &mut Buffers) -> Word {
    let key = key_of(text, kind);
    let mut word = Word { brief: Brief { key, lower: key, ..Brief::default() }, ..Word::default() };
    match kind {
        Kind::Break => {
            word.brief.case = Case::Edge;
            word.brief.ends = true;
        }
        Kind::Link => word.brief.case = Case::Link,
        Kind::Mark => {
            word.brief.case = Case::Mark;
            word.brief.ends =
                text.starts_with(['.', '!', '?', ':', '"', '“', '”', '«', '»', '•', '*', '>', '|']);
            word.brief.lower = of_bytes(text.as_bytes());
        }
        Kind::Number => number(text, &mut word),
        Kind::Word => letters(text, lexicon, buffers, &mut word),
    }
    word
}

fn number(text: &str, word: &mut Word) {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let year = text.len() == 4 && digits == 4 && (text.starts_with('1') || text.starts_with("20"));
    let short = digits <= 2 && text.len() <= 4;
    let mut shape = 0;
    for byte in text.bytes() {
        let class = if byte.is_ascii_digit() { b'0' } else { byte.to_ascii_lowercase() };
        shape = mix(shape, u64::from(class));
    }
    word.shape = shape;
    word.brief.case = if year { Case::Year } else { Case::Number };
    word.brief.lower = if short { of_bytes(text.as_bytes()) } else { shape };
    let dated =
        (4..9).contains(&digits) && text.bytes().filter(|b| matches!(b, b'/' | b'-' | b'.')).count() == 2;
    word.brief.opens = year || dated || (text.len() == 5 && text.ends_with("0s"));
    word.affixes[0] = text.len() as u64;
}

fn letters(text: &str, lexicon: &Lexicon, buffers: &mut Buffers, word: &mut Word) {
    buffers.lower.clear();
    buffers.folded.clear();
    if text.is_ascii() {
        buffers.lower.push_str(text);
        buffers.lower.make_ascii_lowercase();
    } else {
        buffers.lower.extend(text.chars().flat_map(char::to_lowercase));
    }
    fold(text, &mut buffers.folded);
    let case = case_of(text);
    let mut entry = lexicon.find(&buffers.folded);
    if entry == Entry::default()
        && let Some((head, tail)) = buffers.folded.split_once('-')
    {
        // Of a joined name the halves are known.
        let (head, tail) = (lexicon.find(head), lexicon.find(tail));
        entry = if tail.0 == 0 { head } else { Entry(head.0 | tail.0) };
    }
    if entry.listed() == Entry::default() && matches!(case, Case::Initial | Case::Upper) {
        entry = stem(&buffers.folded, lexicon, &mut buffers.stem);
    }
    let brief = &mut word.brief;
    brief.case = case;
    brief.lower = of_bytes(buffers.lower.as_bytes());
    brief.entry = entry;
    brief.opens = match case {
        Case::Lower => entry.has(Flag::Opens) || entry.has(Flag::Date) || entry.has(Flag::Attribute),
        Case::Code => false,
        // Without capitals only the lists tell names from words.
        Case::Uncased => entry.degree(Degree::First).max(entry.degree(Degree::Last)) > 0,
        _ => true,
    };
    word.shape = shape_of(text);
    for (at, length) in (1..=4).enumerate() {
        let cut = buffers.folded.char_indices().rev().nth(length - 1).map_or(0, |(at, _)| at);
        word.affixes[at] = of_bytes(buffers.folded.get(cut..).unwrap_or_default().as_bytes());
    }
    for (at, length) in [(4, 2), (5, 3), (6, 4)] {
        let cut = buffers.folded.char_indices().nth(length).map_or(buffers.folded.len(), |(at, _)| at);
        word.affixes[at] = of_bytes(buffers.folded.get(..cut).unwrap_or_default().as_bytes());
    }
}

/// Endings of names in Finnish, Hungarian and Slavic languages, folded, longest first.
const ENDINGS: [&str; 49] = [
    "nkaan", "iksi", "ista", "issa", "illa", "ille", "ilta", "ovom", "ovej", "ssa", "sta", "lla", "lle",
    "lta", "ksi", "nak", "nek", "val", "vel", "bol", "hoz", "hez", "ert", "ban", "ben", "rol", "tol", "ovi",
    "ova", "ove", "evi", "eva", "ovu", "ine", "om", "em", "oj", "ej", "ou", "ot", "et", "at", "in", "e", "i",
    "n", "a", "u", "t",
];

/// What the lists know of the name that an inflected form comes from: `Asmolle` of Asmo, `Gibsonom` of Gibson, `Kataríne`
/// of Katarína.
fn stem(folded: &str, lexicon: &Lexicon, buffer: &mut String) -> Entry {
    let usual = |entry: Entry, least| {
        let fields = [Degree::First, Degree::Last, Degree::Place];
        fields.into_iter().any(|of| entry.degree(of) >= least).then(|| entry.names())
    };
    for ending in ENDINGS {
        let Some(stem) = folded.strip_suffix(ending).filter(|stem| stem.len() > 3) else { continue };
        if !matches!(ending, "e" | "i" | "ine")
            && let Some(found) = usual(lexicon.find(stem), 2)
        {
            return found;
        }
        // The ending stands in the place of a vowel.
        if matches!(ending, "om" | "oj" | "ej" | "ou" | "u" | "e" | "i" | "in" | "ine" | "ina") {
            buffer.clear();
            buffer.push_str(stem);
            buffer.push('a');
            if let Some(found) = usual(lexicon.find(buffer), 3) {
                return found;
            }
        }
    }
    Entry::default()
}

fn case_of(text: &str) -> Case {
    let (mut upper, mut lower, mut other, mut code) = (0, 0, 0, false);
    let mut first_upper = false;
    for (at, c) in text.chars().enumerate() {
        // Unicode calls Georgian letters small, yet names there have no capitals either.
        let georgian = ('\u{10d0}'..='\u{10ff}').contains(&c);
        if c.is_uppercase() {
            upper += 1;
            first_upper |= at == 0;
        } else if c.is_lowercase() && !georgian {
            lower += 1;
        } else if c == '_' || c.is_ascii_digit() {
            code = true;
        } else if c.is_alphabetic() {
            other += 1;
        }
    }
    match (upper, lower) {
        _ if code => Case::Code,
        (0, 0) if other > 0 => Case::Uncased,
        (0, _) => Case::Lower,
        (1, 0) if other == 0 => Case::Letter,
        (_, 0) if text.ends_with('.') => Case::Letter,
        (_, 0) => Case::Upper,
        (1, _) if first_upper => Case::Initial,
        _ => Case::Mixed,
    }
}

fn shape_of(text: &str) -> u64 {
    let mut shape = 0;
    let (mut last, mut run) = (0, 0);
    for c in text.chars() {
        let class = match c {
            _ if c.is_uppercase() => 1,
            _ if c.is_lowercase() => 2,
            _ if c.is_ascii_digit() => 3,
            _ if c.is_alphabetic() => 4,
            _ => 5 + u64::from(u32::from(c)),
        };
        run = if class == last { run + 1 } else { 0 };
        last = class;
        if run < 3 {
            shape = mix(shape, class);
        }
    }
    shape
}

impl Word {
    /// What stands before the first and behind the last token.
    pub fn edge() -> Self {
        Self { brief: Brief::EDGE, ..Self::default() }
    }

    /// The same word as if nobody had ever seen it: no identity, nothing in the lexicon.
    #[must_use]
    pub fn unseen(&self) -> Self {
        let mut word = self.clone();
        word.brief.lower = UNSEEN;
        word.brief.entry = Entry::default();
        word
    }
}

impl Word {
    /// The same word as if in a language that nobody has seen: only the name lists know it.
    #[must_use]
    pub fn foreign(&self) -> Self {
        let mut word = self.clone();
        if self.brief.case != Case::Mark {
            // A reader of a language knows its smallest words first.
            let mut entry = self.brief.entry.names();
            if self.brief.entry.degree(Degree::Common) == 3 {
                entry.raise(Degree::Common, 2);
                entry.raise(Degree::Capital, 1);
                entry.set(Flag::Elsewhere);
            }
            word.brief.lower = UNSEEN;
            word.brief.entry = entry;
            word.affixes = [0; 7];
        }
        word
    }
}

/// Features of one word at one place.
#[inline]
pub fn of_word(word: &Word, place: Place, emit: &mut impl FnMut(u64)) {
    let brief = &word.brief;
    let entry = brief.entry;
    let base = (place as u64) << 8;
    if brief.lower != UNSEEN {
        emit(mix(base, brief.lower));
    }
    emit(mix(base + 1, brief.class()));
    let fine = u64::from(entry.listed().0) | (brief.case as u64) << 32;
    let class = u64::from(entry.class());
    if class != 0 {
        emit(mix(base + 64, class));
        emit(mix(base + 65, class >> CLASS_FINE));
        if place == Place::Here {
            emit(mix(base + 66, class << 4 | brief.case as u64));
            emit(mix(base + 67, (class >> CLASS_FINE) << 4 | brief.case as u64));
        }
    }
    if place != Place::FarBefore && place != Place::FarBehind {
        emit(mix(base + 2, fine));
        emit(mix(base + 3, word.shape));
        if word.affixes[2] != 0 {
            emit(mix(base + 4, word.affixes[2] << 1 | brief.capital()));
        }
    }
    if place != Place::Here {
        return;
    }
    emit(mix(base + 6, brief.case as u64));
    emit(mix(base + 7, brief.lower ^ (brief.case as u64) << 3));
    for (at, affix) in word.affixes.iter().enumerate() {
        if *affix != 0 && at != 2 {
            emit(mix(base + 16 + at as u64, affix << 1 | brief.capital()));
        }
    }
    let case = brief.case as u64;
    for (at, field) in
        [Degree::First, Degree::Last, Degree::Place, Degree::Organization].into_iter().enumerate()
    {
        let degree = u64::from(entry.degree(field));
        let common = u64::from(entry.degree(Degree::Common).max(entry.degree(Degree::Capital) & 1));
        emit(mix(base + 32 + at as u64, degree | common << 4 | case << 8));
    }
}

/// What surrounds a token beyond its neighbours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Surroundings {
    /// 0 mixed case, 1 nearly all capitals around, 2 no capitals around, 3 none but where sentences begin.
    pub letters: u8,
    /// Whether most of the small words around are unknown: a language that nobody has seen.
    pub strange: bool,
    /// How the same word stands elsewhere in the text, as [`Elsewhere`](super::elsewhere::Elsewhere) tells.
    pub elsewhere: u8,
    /// 0 in running text, else 1 + the number of words of the cell, at most 6.
    pub cell: u8,
}

/// How many features of several words a token has.
pub const PAIRS: usize = 16;

/// Features of several words: `near` holds the token in its middle and two neighbours on each side.
#[inline]
pub fn of_neighbours(near: &[Brief; 5], around: Surroundings, emit: &mut impl FnMut(u64)) {
    let [aa, a, b, c, cc] = near;
    let class = near.map(|n| n.class());
    let base = 9 << 8;
    emit(mix(base, mix(class[1], class[2])));
    emit(mix(base + 1, mix(class[2], class[3])));
    emit(mix(base + 2, mix(mix(class[1], class[2]), class[3])));
    emit(mix(base + 5, mix(a.lower, class[2])));
    emit(mix(base + 6, mix(class[2], c.lower)));
    let case = b.case as u64;
    emit(mix(base + 7, mix(mix(aa.lower, a.lower), case)));
    emit(mix(base + 8, mix(a.lower, b.lower)));
    emit(mix(base + 9, mix(b.lower, c.lower)));
    emit(mix(base + 10, mix(mix(c.lower, cc.lower), case)));
    let elsewhere = u64::from(a.ends) | u64::from(around.elsewhere) << 1;
    let start = u64::from(a.ends) | u64::from(around.elsewhere & SMALL) << 1;
    let around = u64::from(around.letters) | u64::from(around.strange) << 3 | u64::from(around.cell) << 4;
    emit(mix(base + 14, mix(around, class[2])));
    emit(mix(base + 15, mix(around, class[2] << 2 | start)));
    let fine = u64::from(b.entry.listed().0);
    emit(mix(base + 16, mix(fine, case | start << 5)));
    emit(mix(base + 20, mix(case, elsewhere)));
    let meaning = near.map(|n| u64::from(n.entry.class() >> CLASS_FINE));
    emit(mix(base + 18, mix(meaning[1], class[2])));
    emit(mix(base + 19, mix(class[2], meaning[3])));
    emit(mix(base + 17, mix(mix(a.case as u64, c.case as u64), around | case << 16)));
}

#[cfg(test)]
mod tests {
    use super::{Case, case_of};

    #[test]
    fn letters_without_capitals_are_told_from_small_ones() {
        for (text, wanted) in [
            ("ნუცა", Case::Uncased),
            ("北京", Case::Uncased),
            ("нина", Case::Lower),
            ("Нина", Case::Initial),
            ("NINA", Case::Upper),
            ("N.", Case::Letter),
        ] {
            assert_eq!(case_of(text), wanted, "{text}");
        }
    }
}
