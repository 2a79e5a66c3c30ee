//! Whether a phrase stands in a text: its words, one after the other.

use super::letters::same_word;

/// Most bytes between two words of a phrase.
const GAP: usize = 4;

/// Where the word behind `end` begins; `None`: too far.
fn next_word(text: &str, end: usize) -> Option<usize> {
    let rest = text.get(end..)?;
    let gap = rest.len() - rest.trim_start_matches(|letter: char| !letter.is_alphanumeric()).len();
    (gap <= GAP).then_some(end + gap)
}

/// The byte with which the word behind `first` begins, which begins at `start`: all phrases that begin alike share it.
/// `None` where there is none, which no byte of a word is.
pub(super) fn next_letter(text: &str, start: usize, first: &str) -> Option<u8> {
    let end = same_word(text, start, first, false)?;
    text.as_bytes().get(next_word(text, end)?).copied()
}

/// Whether a folded word is told from another by its first letter alone.
pub(super) fn begins_otherwise(word: &str, letter: u8) -> bool {
    let first = word.as_bytes().first().copied().unwrap_or(letter);
    first.is_ascii() && letter.is_ascii() && first != letter.to_ascii_lowercase()
}

/// Where the phrase that begins at `start` ends.
pub(super) fn same_phrase(text: &str, start: usize, words: &[String]) -> Option<usize> {
    let mut end = start;
    for (number, word) in words.iter().enumerate() {
        if number > 0 {
            end = next_word(text, end)?;
        }
        end = same_word(text, end, word, number + 1 == words.len())?;
    }
    Some(end)
}
