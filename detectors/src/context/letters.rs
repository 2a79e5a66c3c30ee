//! When two words are the same word.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// Shortest word that takes endings, in bytes.
const INFLECTED: usize = 4;
/// Simple endings of nouns in the languages the rules speak.
const ENDINGS: &[&str] = &[
    "s", "es", "e", "n", "en", "er", "em", "ern", "i", "a", "y", "u", "om", "ow", "ed", "ing", "lar", "ler",
    "а", "у", "ом", "е", "ы", "и", "ов", "ой", "ю",
];

/// Longest of them, in letters.
const LONGEST_ENDING: usize = 3;

/// A word without case and accents.
pub(super) fn plain(word: &str) -> String {
    word.nfd().filter(|letter| !is_combining_mark(*letter)).flat_map(char::to_lowercase).collect()
}

/// Ways to write a word that differ by more than the case of ASCII letters.
pub(super) fn variants(word: &str) -> Vec<String> {
    let lower = word.to_lowercase();
    if lower.is_ascii() {
        return vec![lower];
    }
    let mut letters = lower.chars();
    let title = letters.next().map(|first| first.to_uppercase().chain(letters).collect::<String>());
    let decomposed = lower.nfd().collect();
    let mut all = vec![plain(word), lower.to_uppercase(), decomposed, title.unwrap_or_default(), lower];
    all.sort_unstable();
    all.dedup();
    all
}

fn is_ending(tail: &str) -> bool {
    if tail.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return ENDINGS.contains(&tail);
    }
    ENDINGS.contains(&plain(tail).as_str())
}

/// Whether a script writes words without spaces, so that every place may begin or end one.
pub(super) fn unspaced(letter: char) -> bool {
    matches!(letter, '\u{0e00}'..='\u{0eff}' | '\u{1000}'..='\u{109f}' | '\u{1100}'..='\u{11ff}'
        | '\u{1780}'..='\u{17ff}' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}')
}

/// Whether a word that begins at `start` is the rest of a longer one.
pub(super) fn glued(text: &str, start: usize) -> bool {
    let bytes = text.as_bytes();
    if let (Some(before), Some(first)) = (start.checked_sub(1).and_then(|at| bytes.get(at)), bytes.get(start))
        && before.is_ascii()
        && first.is_ascii()
    {
        return before.is_ascii_alphabetic() && !(before.is_ascii_lowercase() && first.is_ascii_uppercase());
    }
    let before = text.get(..start).and_then(|head| head.chars().next_back());
    let first = text.get(start..).and_then(|tail| tail.chars().next());
    let (Some(before), Some(first)) = (before, first) else { return false };
    let hump = before.is_lowercase() && first.is_uppercase();
    before.is_alphabetic() && !hump && !unspaced(before) && !unspaced(first)
}

/// Whether a short word goes on with a small letter that is no ending of it: what most words that begin like one do.
pub(super) fn cut_short(text: &[u8], start: usize, length: usize) -> bool {
    let goes_on = |next: &u8| next.is_ascii_lowercase() && *next != b's';
    length < INFLECTED && text.get(start + length).is_some_and(goes_on)
}

/// Where the word that begins at `start` ends if it is `word` (folded), in the last place with or without an ending.
pub(super) fn same_word(text: &str, start: usize, word: &str, last: bool) -> Option<usize> {
    let (end, final_letter) = same_ascii(text, start, word).or_else(|| same_letters(text, start, word))?;
    if last { ending(text, end, final_letter, word.len()) } else { Some(end) }
}

/// The end and the last letter of the word at `start` if it is `word`, where all is ASCII: the usual case.
fn same_ascii(text: &str, start: usize, word: &str) -> Option<(usize, char)> {
    let (bytes, end) = (text.as_bytes(), start + word.len());
    let here = bytes.get(start..end)?;
    let plain = bytes.get(end).is_none_or(u8::is_ascii) && here.eq_ignore_ascii_case(word.as_bytes());
    let final_letter = here.last().filter(|letter| plain && letter.is_ascii())?;
    Some((end, char::from(*final_letter)))
}

/// The same of any letters, without regard to accents.
fn same_letters(text: &str, start: usize, word: &str) -> Option<(usize, char)> {
    let mut expected = word.chars();
    let mut end = start;
    let mut final_letter = ' ';
    for letter in text.get(start..)?.chars() {
        if letter.is_ascii() {
            if expected.as_str().is_empty() {
                break;
            }
            (expected.next() == Some(letter.to_ascii_lowercase())).then_some(())?;
            end += 1;
            final_letter = letter;
            continue;
        }
        let mut folded = std::iter::once(letter)
            .nfd()
            .filter(|one| !is_combining_mark(*one))
            .flat_map(char::to_lowercase)
            .peekable();
        if expected.as_str().is_empty() && folded.peek().is_some() {
            break;
        }
        for one in folded {
            (expected.next() == Some(one)).then_some(())?;
        }
        end += letter.len_utf8();
        final_letter = letter;
    }
    if !expected.as_str().is_empty() {
        return None;
    }
    Some((end, final_letter))
}

/// Where a word ends that may go on behind `end`, with an ending.
fn ending(text: &str, end: usize, final_letter: char, length: usize) -> Option<usize> {
    let next = text.as_bytes().get(end);
    if unspaced(final_letter) || next.is_none_or(|next| next.is_ascii() && !next.is_ascii_alphabetic()) {
        return Some(end);
    }
    let rest = text.get(end..)?;
    let next = rest.chars().next();
    let hump = final_letter.is_lowercase() && next.is_some_and(char::is_uppercase);
    if hump || !next.is_some_and(char::is_alphabetic) {
        return Some(end);
    }
    let more = rest.bytes().take_while(u8::is_ascii_alphabetic).take(LONGEST_ENDING + 1).count();
    if more > LONGEST_ENDING {
        return None;
    }
    let letters = rest.chars().take(LONGEST_ENDING + 1).take_while(|letter| letter.is_alphabetic());
    let tail = letters.map(char::len_utf8).sum();
    let ending = rest.get(..tail)?;
    if length < INFLECTED {
        // An abbreviation takes only the s of the plural: `IDs`.
        return (final_letter.is_uppercase() && ending == "s").then_some(end + tail);
    }
    (next.is_some_and(unspaced) || is_ending(ending)).then_some(end + tail)
}
