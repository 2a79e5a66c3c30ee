//! What a name is made of: words, initials, digits, and what says nothing about a person.

use super::{
    super::names::{Kind, script},
    word::find,
};
use crate::known::{folded, is_particle, is_title};

/// What follows a name without being one.
const SUFFIXES: &[&str] = &[
    "jr", "sr", "ii", "iii", "iv", "jnr", "snr", "phd", "md", "esq", "mba", "msc", "bsc", "dds", "rn", "cpa",
];

/// Words between two names.
const JOINS: &[&str] = &["and", "und", "et", "y", "e", "i", "og", "och", "und", "en", "ve", "и", "και"];

/// Particles that a name may begin with.
const LEADING: &[&str] = &[
    "van", "von", "de", "del", "della", "di", "du", "da", "la", "le", "el", "al", "bin", "ibn", "zu", "zur",
    "ter",
];

/// Part of a value.
#[derive(Debug, Clone)]
pub(super) struct Piece<'a> {
    pub(super) text: &'a str,
    /// Folded; empty between words.
    pub(super) key: String,
    pub(super) role: Role,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// Says nothing about a person.
    Kept,
    Digits,
    Initial,
    Name,
}

/// Takes a value apart and says what each piece is.
pub(super) fn parse(value: &str) -> Vec<Piece<'_>> {
    let mut pieces = cut(value);
    classify(&mut pieces);
    pieces
}

/// Tells titles, particles, suffixes and initials from names.
fn classify(pieces: &mut [Piece<'_>]) {
    let places: Vec<usize> = (0..pieces.len())
        .filter(|at| pieces.get(*at).is_some_and(|piece| piece.role == Role::Name))
        .collect();
    let last = places.last().copied();
    let (mut seen, mut titled) = (0, false);
    for place in places {
        let after_comma = place.checked_sub(1).and_then(|before| pieces.get(before));
        let after_comma = after_comma.is_some_and(|gap| gap.text.contains(','));
        let dotted = pieces.get(place + 1).is_some_and(|gap| gap.text.starts_with('.'));
        let Some(piece) = pieces.get_mut(place) else { continue };
        let lower = piece.text.to_lowercase();
        let lower_case = lower == piece.text;
        let is_last = last == Some(place);
        let one =
            piece.text.chars().count() == 1 && !matches!(script(piece.text), Some("hani" | "hang" | "jpan"));
        let key = piece.key.as_str();
        let title = is_title(key) && !is_last && (seen == 0 || after_comma);
        let says_nothing = title
            || seen == 0 && dotted && !is_last && (key == "st" || titled && lower_case && !one)
            || seen > 0 && SUFFIXES.contains(&key)
            || (seen > 0 || titled) && !is_last && JOINS.contains(&key) && lower_case && !dotted
            || is_particle(&lower) && !is_last && !one && (seen > 0 || lower_case && stays(key, true));
        titled |= title;
        piece.role = match (says_nothing, one) {
            (true, _) => Role::Kept,
            (false, true) => Role::Initial,
            (false, false) => Role::Name,
        };
        seen += usize::from(!says_nothing);
    }
}

/// Whether the word is a particle of names. One that is also a given name tells a person where a name begins: `della abbott`.
pub(super) fn stays(key: &str, begins: bool) -> bool {
    LEADING.contains(&key) && !(begins && find(key).is_some_and(|found| found.list.kind == Kind::Given))
}

/// Words, digits, and what stands between them.
pub(super) fn cut(value: &str) -> Vec<Piece<'_>> {
    let kind = |letter: char| match letter {
        '0'..='9' => Role::Digits,
        letter if letter.is_alphabetic() || is_mark(letter) => Role::Name,
        letter if letter.is_numeric() => Role::Digits,
        _ => Role::Kept,
    };
    let mut pieces: Vec<Piece<'_>> = Vec::new();
    let mut push = |start: usize, end: usize, role: Role| {
        let text = value.get(start..end).unwrap_or_default();
        let (name, tail) = match text.strip_suffix("'s").or_else(|| text.strip_suffix("’s")) {
            Some(name) if role == Role::Name => text.split_at(name.len()),
            _ => (text, ""),
        };
        for (text, role) in [(name, role), (tail, Role::Kept)] {
            if !text.is_empty() {
                let key = if role == Role::Name { folded(text) } else { String::new() };
                // A mark without a letter is nothing to stand in for.
                let role = if role == Role::Name && key.is_empty() { Role::Kept } else { role };
                pieces.push(Piece { text, key, role });
            }
        }
    };
    let (mut start, mut role) = (0, None);
    for (at, letter) in value.char_indices() {
        let inside = matches!(letter, '\'' | '’')
            && role == Some(Role::Name)
            && value.get(at + letter.len_utf8()..).is_some_and(|rest| rest.starts_with(char::is_alphabetic));
        let now = if inside { Role::Name } else { kind(letter) };
        if role.is_some_and(|role| role != now) {
            push(start, at, role.unwrap_or(now));
            start = at;
        }
        role = Some(now);
    }
    if let Some(role) = role {
        push(start, value.len(), role);
    }
    pieces
}

/// Vowel signs and accents that are characters of their own.
fn is_mark(letter: char) -> bool {
    matches!(u32::from(letter), 0x0300..=0x036f | 0x064b..=0x065f | 0x0900..=0x0dff | 0x0e00..=0x0fff | 0x200c..=0x200d)
}
