//! One character at a time: what it stands for.

use std::sync::atomic::{AtomicU8, Ordering::Relaxed};

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

use super::tables::{digit, enclosed, invisible, lookalike, punctuation};

/// What becomes of a character in a view.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Fold {
    /// It stays.
    Same,
    /// It goes: nobody sees it, or it decorates the one before.
    Nothing,
    /// ASCII stands for it.
    As(String),
    /// It looks like an ASCII letter: that stands for it if its neighbours are ASCII, too.
    LooksLike(char),
}

/// Of a character nothing is remembered.
const UNKNOWN: u8 = 0;
/// It stays.
const SAME: u8 = 1;

/// What is remembered of the characters of the Basic Multilingual Plane: whether they stay, or the ASCII letter they look
/// like. Texts in other scripts than Latin are made of such.
static REMEMBERED: [AtomicU8; 1 << 16] = [const { AtomicU8::new(UNKNOWN) }; 1 << 16];

/// What a character beyond ASCII, or a control character, stands for.
pub(super) fn fold(letter: char) -> Fold {
    let remembered = usize::try_from(u32::from(letter)).ok().and_then(|place| REMEMBERED.get(place));
    match remembered.map_or(UNKNOWN, |remembered| remembered.load(Relaxed)) {
        UNKNOWN => {}
        SAME => return Fold::Same,
        plain => return Fold::LooksLike(char::from(plain)),
    }
    let fold = work_out(letter);
    let brief = match &fold {
        Fold::Same => SAME,
        Fold::LooksLike(plain) => u8::try_from(*plain).unwrap_or(UNKNOWN),
        Fold::Nothing | Fold::As(_) => UNKNOWN,
    };
    // Whoever comes second writes the same.
    if let Some(remembered) = remembered {
        remembered.store(brief, Relaxed);
    }
    fold
}

fn work_out(letter: char) -> Fold {
    if letter.is_ascii_control() || ('\u{80}'..='\u{9f}').contains(&letter) || invisible(letter) {
        return Fold::Nothing;
    }
    if letter.is_ascii() {
        return Fold::Same;
    }
    if is_combining_mark(letter) {
        return Fold::Nothing;
    }
    if let Some(value) = digit(letter) {
        return Fold::As(char::from(b'0' + value).to_string());
    }
    if let Some(plain) = punctuation(letter).or_else(|| enclosed(letter)) {
        return Fold::As(plain.to_string());
    }
    if let Some(plain) = lookalike(letter) {
        return Fold::LooksLike(plain);
    }
    // Width, mathematical alphabets, superscripts, circled digits, spaces (NFKC). An accent is no disguise.
    let compatible: String = std::iter::once(letter).nfkc().collect();
    if compatible.is_ascii() {
        return Fold::As(compatible);
    }
    Fold::Same
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_stand_for_what_people_read() {
        for (letter, expected) in [
            ('４', "4"),
            ('٤', "4"),
            ('𝟒', "4"),
            ('④', "4"),
            ('⁴', "4"),
            ('ａ', "a"),
            ('𝒶', "a"),
            ('Ⓐ', "A"),
            ('🄰', "A"),
            ('＠', "@"),
            ('﹫', "@"),
            ('．', "."),
            ('｡', "."),
            ('\u{a0}', " "),
            ('\u{3000}', " "),
            ('–', "-"),
            ('﹣', "-"),
            ('\u{2028}', " "),
        ] {
            assert_eq!(fold(letter), Fold::As(expected.into()), "{letter}");
        }
        for letter in ['\u{200b}', '\u{ad}', '\u{301}', '\u{20e3}', '\u{fe0f}', '\u{e0041}', '\u{7f}'] {
            assert_eq!(fold(letter), Fold::Nothing, "{letter:?}");
        }
        assert_eq!(fold('а'), Fold::LooksLike('a'));
        for letter in ['é', 'ß', '漢', 'ж', '😀'] {
            assert_eq!(fold(letter), Fold::Same, "{letter}");
        }
    }

    #[test]
    fn what_is_remembered_is_what_was_worked_out() {
        for letter in ('\u{1}'..'\u{3100}').chain('\u{1f100}'..'\u{1f200}') {
            assert_eq!([fold(letter), fold(letter)], [work_out(letter), work_out(letter)], "{letter:?}");
        }
    }
}
