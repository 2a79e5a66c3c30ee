//! One character at a time: what it stands for.

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

/// What a character beyond ASCII, or a control character, stands for.
pub(super) fn fold(letter: char) -> Fold {
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
}
