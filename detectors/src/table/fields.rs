//! Fields between signs that stand in no sentence: `|Ann Quist|`, `"Quist, Ann"`, `^QUIST^ANN^`. A few words with capitals in
//! one are read as a cell, for no sentence around them says what they are.

use std::ops::Range;

/// Longest field, in bytes.
const LONGEST: usize = 48;
/// Most words of one.
const MOST_WORDS: usize = 4;

/// The fields of `text` that are two to four words, each with a capital, and nothing else.
pub(super) fn named(text: &str) -> Vec<Range<usize>> {
    let bytes = text.as_bytes();
    let mut fields = Vec::new();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        at += 1;
        if !SIGNS[usize::from(*byte)] {
            continue;
        }
        let Some(end) =
            end_of_words(text, at).filter(|end| bytes.get(*end).is_some_and(|next| closes(*byte, *next)))
        else {
            continue;
        };
        fields.push(at..end);
        at = end;
    }
    fields
}

/// Whether a field that one sign opens is closed by another.
fn closes(open: u8, close: u8) -> bool {
    match open {
        b'"' | b'\'' | b'\t' | b'|' | b';' | b'^' | b'+' => open == close || close == b'\n',
        b'>' => close == b'<',
        b'=' => matches!(close, b',' | b'\n' | b';' | b'&'),
        _ => false,
    }
}

const SIGNS: [bool; 256] = {
    let mut signs = [false; 256];
    let all = b"\"'\t|;^+>=";
    let mut index = 0;
    while index < all.len() {
        signs[all[index] as usize] = true;
        index += 1;
    }
    signs
};

/// Where the words that begin at `start` end.
fn end_of_words(text: &str, start: usize) -> Option<usize> {
    let first = text.as_bytes().get(start)?;
    if !first.is_ascii_uppercase() && first.is_ascii() {
        return None;
    }
    let head = text
        .get(start..(start + LONGEST).min(text.len()))
        .or_else(|| text.get(start..text.floor_char_boundary(start + LONGEST)))?;
    let (mut words, mut begins) = (0, true);
    let field = |words: usize, place: usize| (2..=MOST_WORDS).contains(&words).then_some(start + place);
    for (place, letter) in head.char_indices() {
        let next = || head.get(place + letter.len_utf8()..).unwrap_or_default();
        let capital = |text: &str| text.starts_with(char::is_uppercase);
        match letter {
            letter if letter.is_alphabetic() => {
                if begins && !letter.is_uppercase() {
                    return None;
                }
                words += usize::from(begins);
                begins = false;
            }
            '.' | '-' | '’' if !begins => {}
            '\'' if !begins && next().starts_with(char::is_alphabetic) => {}
            ',' | '/' | '^' if !capital(next().trim_start_matches(' ')) => return field(words, place),
            ' ' | ',' | '/' | '^' => begins = true,
            _ => return field(words, place),
        }
    }
    None
}
