//! What is done to hide a value, for the deep set: look-alike digits, spaced letters, brackets, cut strings, keypads.

use std::sync::LazyLock;

use regex::Regex;

use super::view::Edit;

/// Fewest single letters in a row that are a word written apart.
const FEWEST_APART: usize = 9;

/// All edits, in no order; they may overlap.
pub(super) fn edits(text: &str, edits: &mut Vec<Edit>) {
    lookalike_digits(text, edits);
    written_apart(text, edits);
    glued(text, edits);
    keypad(text, edits);
}

/// The digit a letter may be read as.
fn lookalike(letter: char) -> Option<&'static str> {
    Some(match letter {
        'O' | 'o' | 'Q' | 'D' | 'О' | 'о' | 'Ο' | 'ο' => "0",
        'l' | 'I' | 'i' | '|' | '!' | 'І' | 'і' => "1",
        'Z' | 'z' => "2",
        'З' | 'з' | 'E' => "3",
        'A' => "4",
        'S' | 's' | '$' | 'Ѕ' => "5",
        'b' | 'б' | 'G' => "6",
        'T' => "7",
        'B' | 'В' => "8",
        'g' | 'q' => "9",
        _ => return None,
    })
}

/// Letters that look like digits, in words of nothing else: `4OO5`.
fn lookalike_digits(text: &str, edits: &mut Vec<Edit>) {
    for (start, word) in words(text) {
        let part = |letter: char| letter.is_ascii_digit() || "-./()+,;:".contains(letter);
        let digits = word.bytes().filter(u8::is_ascii_digit).count();
        let fits = word.len() <= 40 && word.chars().all(|letter| part(letter) || lookalike(letter).is_some());
        if digits == 0 || !fits {
            continue;
        }
        edits.extend(word.char_indices().filter_map(|(at, letter)| {
            let digit = lookalike(letter)?;
            Edit::new(start + at, start + at + letter.len_utf8(), digit)
        }));
    }
}

/// `j o h n @ e x a m p l e . c o m`: single characters with one space between.
fn written_apart(text: &str, edits: &mut Vec<Edit>) {
    let mut run: Vec<usize> = Vec::new();
    let mut close = |run: &mut Vec<usize>| {
        if run.len() >= FEWEST_APART {
            // The space behind each but the last.
            edits.extend(run.iter().rev().skip(1).filter_map(|end| Edit::new(*end, end + 1, "")));
        }
        run.clear();
    };
    for (start, word) in words(text) {
        let follows = run.last().is_none_or(|end| end + 1 == start);
        if !follows {
            close(&mut run);
        }
        if word.chars().nth(1).is_some() {
            close(&mut run);
        } else {
            run.push(start + word.len());
        }
    }
    close(&mut run);
}

/// Separators between groups of digits, of whatever length: `4 111 111`.
pub(super) fn grouped(text: &str) -> Vec<Edit> {
    static GROUPS: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"[0-9][,.'_ /-][0-9]").ok());
    let mut edits = Vec::new();
    let mut from = 0;
    while let Some(found) = GROUPS.as_ref().and_then(|groups| groups.find_at(text, from)) {
        edits.extend(Edit::new(found.start() + 1, found.end() - 1, ""));
        from = found.end() - 1;
    }
    edits
}

/// What stands between the parts of one value: brackets around digits, string ends in code.
fn glued(text: &str, edits: &mut Vec<Edit>) {
    static GLUE: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(
            r#"[0-9](?:\]\s?\[|\)\s?\(|\}\s?\{|["'],\s?["'])[0-9]|[0-9A-Za-z@.:_-]["']\s?(?:[+.&]|\.\.|\|\|)?\s?["'][0-9A-Za-z@.:_-]"#,
        )
        .ok()
    });
    let Some(glue) = GLUE.as_ref() else { return };
    let mut from = 0;
    while let Some(found) = glue.find_at(text, from) {
        edits.extend(Edit::new(found.start() + 1, found.end() - 1, ""));
        from = found.end() - 1;
    }
}

/// Letters of a telephone keypad (ITU-T E.161) where digits belong: `1-800-FLOWERS`.
fn keypad(text: &str, edits: &mut Vec<Edit>) {
    static NUMBER: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"(?:1[ .-]?)?\(?[2-9][0-9]{2}\)?[ .-](?:[2-9][0-9]{2}[ .-]?[0-9A-Z]{4}|[A-Z]{7}|[A-Z]{3}[ .-]?[A-Z]{4})").ok()
    });
    for found in NUMBER.iter().flat_map(|number| number.find_iter(text)) {
        edits.extend(found.as_str().char_indices().filter_map(|(at, letter)| {
            let digit = match letter {
                'A'..='C' => "2",
                'D'..='F' => "3",
                'G'..='I' => "4",
                'J'..='L' => "5",
                'M'..='O' => "6",
                'P'..='S' => "7",
                'T'..='V' => "8",
                'W'..='Z' => "9",
                _ => return None,
            };
            Edit::new(found.start() + at, found.start() + at + 1, digit)
        }));
    }
}

/// What stands between white space, with its place.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let start_of = |word: &str| word.as_ptr().addr() - text.as_ptr().addr();
    text.split_whitespace().map(move |word| (start_of(word), word))
}

#[cfg(test)]
mod tests {
    use super::super::{Depth, folding::read};

    #[test]
    fn hidden_values_are_read() {
        for (text, plain) in [
            ("4OO5 lo66", "4005 1066"),
            ("324-94-Bsgg", "324-94-8599"),
            ("x j o h n 4 @ x . i o y", "xjohn4@x.ioy"),
            ("[4][8][2]", "[482]"),
            ("a = '134.49.' . '109.201'", "a = '134.49.109.201'"),
            ("1-800-356-FLOW", "1-800-356-3569"),
            ("'3','5','4'", "'354'"),
        ] {
            assert_eq!(read(text, Depth::Deep), plain);
        }
        for text in ["B2B sales", "a b c d", "the Oslo 5"] {
            assert_eq!(read(text, Depth::Usual), text);
        }
    }
}
