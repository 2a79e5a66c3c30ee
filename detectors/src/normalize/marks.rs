//! What stands inside a value without being part of it: mark-up, broken lines, a separator behind every digit.

use std::sync::LazyLock;

use regex::Regex;

use super::view::Edit;

/// Tags that do not end a word (HTML, phrasing content).
const INLINE: &[&str] = &[
    "a", "abbr", "b", "bdi", "bdo", "big", "code", "em", "font", "i", "ins", "kbd", "mark", "s", "samp",
    "small", "span", "strong", "sub", "sup", "tt", "u", "var", "wbr",
];
/// Longest tag, in bytes.
const LONGEST_TAG: usize = 120;
/// Fewest separators behind single digits that are no list of numbers.
const FEWEST_SPACED: usize = 6;
/// Longest word that is read behind a broken line, in bytes.
const LONGEST_WORD: usize = 64;
/// Longest indentation of a broken line, in bytes.
const INDENT: usize = 40;

/// How many bytes of mark-up begin at `at`.
pub(super) fn markup(text: &str, at: usize) -> Option<usize> {
    let rest = text.as_bytes().get(at..)?;
    let first = *rest.first()?;
    if first == b'<' {
        let length = rest.iter().take(LONGEST_TAG).position(|byte| *byte == b'>')? + 1;
        let inner = text.get(at + 1..at + length - 1)?;
        let name = inner.trim_start_matches('/').split([' ', '/', '\n']).next()?.to_ascii_lowercase();
        return (INLINE.contains(&name.as_str()) || inner.starts_with("!--")).then_some(length);
    }
    let run = rest.iter().take(4).take_while(|byte| **byte == first).count();
    let word = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphanumeric);
    let before = at.checked_sub(1).and_then(|before| text.as_bytes().get(before));
    let touches = word(before) || word(rest.get(run));
    let inside = word(before) && word(rest.get(run));
    let single = if first == b'`' { touches } else { inside && first == b'*' };
    (run < 4 && (run >= 2 && touches || single)).then_some(run)
}

/// A line break inside what may be a value, a part of one standing on both sides: how many bytes, and whether there is a sign
/// that the line goes on in the next (an indentation, a mark of quotation, a backslash). Without one, two lines may be two
/// things. A label, and a word behind the end of a sentence, are no part of what stands in the line before.
pub(super) fn broken_line(text: &str, begin: usize) -> Option<(usize, bool)> {
    let bytes = text.as_bytes();
    let part = |byte: &u8| byte.is_ascii_alphanumeric() || b"@.-_+:/".contains(byte);
    let before = begin.checked_sub(1).and_then(|before| bytes.get(before)).is_some_and(part);
    let continued = bytes.get(begin) == Some(&b'\\');
    let at = begin + usize::from(continued);
    let rest = bytes.get(at..)?;
    let skipped = rest.iter().take(INDENT).take_while(|byte| b"\r\n\t >|".contains(byte)).count();
    let breaks = rest.iter().take(skipped).filter(|byte| **byte == b'\n').count();
    let indented =
        rest.get(..skipped).is_some_and(|skipped| skipped.ends_with(b" ") || skipped.ends_with(b"\t"));
    let inside = before && breaks == 1 && rest.get(skipped).is_some_and(part);
    let goes_on = || {
        let next = rest.get(skipped..).unwrap_or_default();
        let (word, behind) =
            next.split_at(next.iter().take(LONGEST_WORD).take_while(|byte| part(byte)).count());
        let ended = matches!(bytes.get(begin - 1), Some(b'.' | b':'));
        let label = word.ends_with(b":") || behind.starts_with(b"=");
        let number = word.iter().any(|byte| byte.is_ascii_digit() || *byte == b'@');
        !label && if ended { number } else { word.iter().any(u8::is_ascii_alphanumeric) }
    };
    (inside && goes_on()).then_some((at + skipped - begin, continued || indented))
}

static DIGITS: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"[0-9](?:[ -/:-@\[-`{-~][0-9]){6,}").ok());

/// Separators behind every digit: `4-1-1-1-…`, always the same one.
pub(super) fn spaced_digits(text: &str, edits: &mut Vec<Edit>) {
    if !may_be_spaced(text.as_bytes()) {
        return;
    }
    for found in DIGITS.iter().flat_map(|pattern| pattern.find_iter(text)) {
        let bytes = found.as_str().as_bytes();
        let Some(separator) = bytes.get(1) else { continue };
        // The last group may be the beginning of a longer one.
        let next = text.as_bytes().get(found.end());
        let length = if next.is_some_and(u8::is_ascii_alphanumeric) { bytes.len() - 2 } else { bytes.len() };
        let own = bytes.iter().take(length).skip(1).step_by(2);
        let same = own.take_while(|byte| *byte == separator).count();
        if same >= FEWEST_SPACED {
            edits.extend((0..same).filter_map(|index| {
                let at = found.start() + 1 + 2 * index;
                Edit::new(at, at + 1, "")
            }));
        }
    }
}

/// Whether digits and separators may take turns for as long as [`spaced_digits`] asks: so many bytes hold four in turn from a
/// tenth byte on.
fn may_be_spaced(bytes: &[u8]) -> bool {
    let sign = |byte: &u8| *byte == b' ' || byte.is_ascii_punctuation();
    let turns = |four: &[u8]| match four {
        [a, b, c, d] if a.is_ascii_digit() => sign(b) && c.is_ascii_digit() && sign(d),
        [a, b, c, d] if b.is_ascii_digit() => sign(a) && sign(c) && d.is_ascii_digit(),
        _ => false,
    };
    (0..bytes.len()).step_by(2 * FEWEST_SPACED - 2).any(|at| bytes.get(at..at + 4).is_some_and(turns))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn every_tenth_byte_tells(text in "[a1. ]{0,12}([0-9][-. ]){5,9}[0-9][a1. ]{0,12}") {
            let matches = DIGITS.as_ref().is_some_and(|digits| digits.is_match(&text));
            prop_assert!(!matches || may_be_spaced(text.as_bytes()));
        }
    }

    #[test]
    fn marks_are_told_from_text() {
        assert_eq!(markup("41<b>11", 2), Some(3));
        assert_eq!(markup("41</span>11", 2), Some(7));
        assert_eq!(markup("41<td>11", 2), None);
        assert_eq!(markup("a < b", 2), None);
        assert_eq!(markup("__41__11", 4), Some(2));
        assert_eq!(markup("a_b", 1), None);
        assert_eq!(broken_line("41\n  11", 2), Some((3, true)));
        assert_eq!(broken_line("41\\\n11", 2), Some((2, true)));
        assert_eq!(broken_line("41\n11", 2), Some((1, false)));
        for (text, at) in
            [("41\n\n  11", 2), ("41.\nNext", 3), ("41\nTel: 1", 2), ("41\nid=1", 2), ("41\n- 1", 2)]
        {
            assert_eq!(broken_line(text, at), None, "{text}");
        }
        assert_eq!(broken_line("41.\n12", 3), Some((1, false)));
    }
}
