//! What a value looks like: its shape and its sizes.

/// Longest example shape, in characters.
const SHAPE_LENGTH: usize = 24;

/// How long a value is, in characters, digits and words parted by white space.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Sizes {
    pub(super) chars: u64,
    pub(super) digits: u64,
    pub(super) words: u64,
}

impl Sizes {
    pub(super) fn of(value: &str) -> Self {
        let number = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
        if !value.is_ascii() {
            return Self {
                chars: number(value.chars().count()),
                digits: number(value.chars().filter(|letter| letter.is_numeric()).count()),
                words: number(value.split_whitespace().count()),
            };
        }
        let (mut digits, mut words, mut space) = (0, 0, true);
        for byte in value.bytes() {
            let is_space = char::from(byte).is_whitespace();
            digits += u64::from(byte.is_ascii_digit());
            words += u64::from(space && !is_space);
            space = is_space;
        }
        Self { chars: number(value.len()), digits, words }
    }
}

/// What a value looks like: letters and digits by kind, the rest as it is.
pub fn shape(value: &str) -> String {
    let kind = |letter: char| match letter {
        'A'..='Z' => 'A',
        'a'..='z' => 'a',
        '0'..='9' => '9',
        letter if letter.is_uppercase() => 'A',
        letter if letter.is_alphabetic() => 'a',
        letter if letter.is_numeric() => '9',
        letter if letter.is_ascii_punctuation() || letter == ' ' => letter,
        _ => '·',
    };
    let mut shape = String::with_capacity(2 * SHAPE_LENGTH);
    shape.extend(value.chars().take(SHAPE_LENGTH).map(kind));
    if value.chars().nth(SHAPE_LENGTH).is_some() {
        shape.push('…');
    }
    shape
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn usual_texts_are_measured_like_all_others(text in "[a1 \\t\u{b}\u{1c}]{0,12}") {
            let (of_ascii, of_all) = (Sizes::of(&text), Sizes::of(&format!("{text} é")));
            let (chars, words) = (of_ascii.chars + 2, of_ascii.words + 1);
            prop_assert_eq!(Sizes { chars, words, ..of_ascii }, of_all);
        }
    }
}
