//! Where in a text one of some words may begin.

use super::letters::glued;
use crate::anchor::bits::{Table, after, entry, kinds, places};

/// Kinds of bytes: small letters, capitals, bytes of letters that are not ASCII, and what a word begins with.
const KINDS: usize = 4;

/// Told by a byte and the one before it.
#[derive(Debug)]
pub(super) struct Openings {
    table: Box<Table>,
}

impl Openings {
    /// Of some words, in any case of ASCII letters.
    pub(super) fn new<'a>(words: impl Iterator<Item = &'a [u8]>) -> Self {
        let firsts: Vec<u8> = words.filter_map(<[u8]>::first).map(u8::to_ascii_lowercase).collect();
        let kinds = |byte: u8| {
            let opens = firsts.contains(&byte.to_ascii_lowercase());
            let (small, capital) = (byte.is_ascii_lowercase(), byte.is_ascii_uppercase());
            entry([small, capital, !byte.is_ascii(), opens, false, false, false, false])
        };
        let table = Box::new(std::array::from_fn(|byte| u8::try_from(byte).map_or(0, kinds)));
        Self { table }
    }

    /// Reports every place where one may begin.
    pub(super) fn places(&self, text: &str, mut report: impl FnMut(usize)) {
        let mut last = [0; KINDS];
        for (index, block) in text.as_bytes().chunks(64).enumerate() {
            let here: [u64; KINDS] = kinds(block, &self.table);
            let [_, capital, foreign, opens] = here;
            let [after_small, after_capital, after_foreign, _] =
                std::array::from_fn(|kind| after(here[kind], last[kind]));
            // A word goes on from a small letter, but not to a capital.
            let goes_on = after_small & !(capital | foreign) | after_capital & !foreign;
            let ascii = !(foreign | after_foreign);
            for place in places(opens & !(goes_on & !after_foreign)) {
                let told = ascii >> place & 1 == 1;
                let place = index * 64 + place;
                if told || text.is_char_boundary(place) && !glued(text, place) {
                    report(place);
                }
            }
            last = here;
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn words_open_wherever_no_word_goes_on(text in "[aAbZ1_ éÉ身ж\u{301}-]{0,80}") {
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
