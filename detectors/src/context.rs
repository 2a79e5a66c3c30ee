//! Words near a hit that make it more, or less, likely.
//!
//! Whole words only: Presidio's substring match finds "lic" in "duplicate".

/// How far before a hit a context word may stand, in bytes.
const BEFORE: usize = 80;
/// How far after a hit, in bytes: forms put the label first, so the reach is shorter.
const AFTER: usize = 32;
/// How far before a hit a word that speaks against it may stand, in bytes.
const AGAINST: usize = 24;

/// Returns the index of the first of `words` that stands near `start..end`, as a whole word, in any case.
pub(crate) fn near(text: &str, start: usize, end: usize, words: &[String]) -> Option<u16> {
    if words.is_empty() {
        return None;
    }
    let before = lower(text, start.saturating_sub(BEFORE), start);
    let after = lower(text, end, end.saturating_add(AFTER).min(text.len()));
    let stands = |word: &String| contains_word(&before, word) || contains_word(&after, word);
    words.iter().position(stands).and_then(|index| u16::try_from(index).ok())
}

/// Whether one of `words` stands shortly before `start`.
pub(crate) fn against(text: &str, start: usize, words: &[String]) -> bool {
    if words.is_empty() {
        return false;
    }
    let before = lower(text, start.saturating_sub(AGAINST), start);
    words.iter().any(|word| contains_word(&before, word))
}

fn lower(text: &str, mut start: usize, mut end: usize) -> String {
    while !text.is_char_boundary(start) {
        start += 1;
    }
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(start..end).unwrap_or_default().to_lowercase()
}

fn contains_word(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(start, found)| {
        let before = text.get(..start).and_then(|head| head.chars().next_back());
        let after = text.get(start + found.len()..).and_then(|tail| tail.chars().next());
        !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_whole_words_count() {
        let words = vec!["lic".to_owned()];
        assert_eq!(near("duplicate 12345", 10, 15, &words), None);
        assert_eq!(near("LIC: 12345", 5, 10, &words), Some(0));
        assert_eq!(near("12345 (lic)", 0, 5, &words), Some(0));
        assert_eq!(near("лицlic 12345", 10, 15, &words), None);
    }

    #[test]
    fn multibyte_neighbours_are_cut_at_letters() {
        let text = format!("{} ssn 1", "ß".repeat(60));
        assert_eq!(near(&text, text.len() - 1, text.len(), &["ssn".to_owned()]), Some(0));
    }
}
