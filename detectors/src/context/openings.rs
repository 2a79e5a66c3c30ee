//! Where in a text one of some words may begin.

use super::letters::glued;

/// Told by a byte and the one before it.
#[derive(Debug)]
pub(super) struct Openings {
    /// By what stands before, then by byte: whether a word may begin with it.
    begins: Box<[[bool; 256]; 4]>,
}

/// What stands before a byte.
#[derive(Clone, Copy)]
enum Before {
    /// Nothing that a word goes on from.
    Gap,
    /// A small letter, from which a word goes on but not to a capital.
    Small,
    /// A capital.
    Capital,
    /// A byte of a letter that is not ASCII.
    Foreign,
}

impl Openings {
    /// Of some words, in any case of ASCII letters.
    pub(super) fn new<'a>(words: impl Iterator<Item = &'a [u8]>) -> Self {
        let mut begins = Box::new([[false; 256]; 4]);
        for first in words.filter_map(<[u8]>::first) {
            for byte in [first.to_ascii_lowercase(), first.to_ascii_uppercase()] {
                let open = [true, byte.is_ascii_uppercase() || !byte.is_ascii(), !byte.is_ascii(), true];
                (begins.iter_mut().zip(open)).for_each(|(bytes, open)| bytes[usize::from(byte)] |= open);
            }
        }
        Self { begins }
    }

    /// Reports every place where one may begin.
    pub(super) fn places(&self, text: &str, mut report: impl FnMut(usize)) {
        let mut before = Before::Gap;
        for (place, byte) in text.bytes().enumerate() {
            let [gap, small, capital, foreign] = &*self.begins;
            let begins = match before {
                Before::Gap => gap,
                Before::Small => small,
                Before::Capital => capital,
                Before::Foreign => foreign,
            };
            let ascii = byte.is_ascii() && !matches!(before, Before::Foreign);
            if begins[usize::from(byte)] && (ascii || text.is_char_boundary(place) && !glued(text, place)) {
                report(place);
            }
            before = BEFORE[usize::from(byte)];
        }
    }
}

/// For each byte: what it is to the next one.
static BEFORE: [Before; 256] = {
    let mut table = [Before::Gap; 256];
    let mut byte = 0u8;
    loop {
        table[byte as usize] = match byte {
            b'a'..=b'z' => Before::Small,
            b'A'..=b'Z' => Before::Capital,
            0x80.. => Before::Foreign,
            _ => Before::Gap,
        };
        if byte == u8::MAX {
            break table;
        }
        byte += 1;
    }
};

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn words_open_wherever_no_word_goes_on(text in "[aAbZ1_ éÉ身ж\u{301}-]{0,24}") {
            let words = ["a", "1b", "é", "身"];
            let mut found = Vec::new();
            Openings::new(words.iter().map(|word| word.as_bytes())).places(&text, |place| found.push(place));
            let begins = |place: usize| {
                let byte = text.as_bytes()[place].to_ascii_lowercase();
                text.is_char_boundary(place) && words.iter().any(|word| word.as_bytes()[0] == byte)
            };
            let expected: Vec<_> =
                (0..text.len()).filter(|place| begins(*place) && !glued(&text, *place)).collect();
            prop_assert_eq!(found, expected);
        }
    }
}
