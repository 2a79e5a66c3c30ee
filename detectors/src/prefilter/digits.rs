//! Where enough digits stand close enough together.

use regex_syntax::hir::{Hir, HirKind};

use super::ascii_bytes;

/// Longest match, in bytes, whose place is worth narrowing down.
const LONGEST: usize = 1024;
/// Room behind a window, so that its end is not taken for the end of the text.
const ROOM: usize = 8;

/// Places of the ASCII digits of a text.
#[derive(Debug)]
pub(crate) struct Digits {
    places: Vec<usize>,
    text_len: usize,
}

impl Digits {
    pub(crate) fn of(text: &str) -> Self {
        let digits = text.bytes().enumerate().filter(|(_, byte)| byte.is_ascii_digit());
        Self { places: digits.map(|(place, _)| place).collect(), text_len: text.len() }
    }
}

/// Every match holds at least so many digits and no more than so many bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Windows {
    digits: usize,
    bytes: usize,
}

impl Windows {
    /// `None` for a pattern without digits or without bounds.
    pub(super) fn of(pattern: &Hir) -> Option<Self> {
        let bytes = pattern.properties().maximum_len().filter(|bytes| *bytes <= LONGEST)?;
        let digits = fewest(pattern);
        (digits > 0).then_some(Self { digits, bytes })
    }

    /// The parts of the text that hold every match, ascending, not touching.
    pub(crate) fn within(self, digits: &Digits) -> Vec<(usize, usize)> {
        let mut parts: Vec<(usize, usize)> = Vec::new();
        for (first, last) in digits.places.iter().zip(digits.places.iter().skip(self.digits - 1)) {
            if last - first >= self.bytes {
                continue;
            }
            let start = (last + 1).saturating_sub(self.bytes);
            let end = (first + self.bytes + ROOM).min(digits.text_len);
            match parts.last_mut() {
                Some((_, before)) if start <= *before => *before = end.max(*before),
                _ => parts.push((start, end)),
            }
        }
        parts
    }
}

/// How many digits every match holds.
fn fewest(pattern: &Hir) -> usize {
    match pattern.kind() {
        HirKind::Empty | HirKind::Look(_) => 0,
        HirKind::Literal(literal) => literal.0.iter().filter(|byte| byte.is_ascii_digit()).count(),
        HirKind::Class(class) => {
            usize::from(ascii_bytes(class).is_some_and(|mut bytes| bytes.all(|byte| byte.is_ascii_digit())))
        }
        HirKind::Repetition(repetition) => {
            usize::try_from(repetition.min).unwrap_or(0) * fewest(&repetition.sub)
        }
        HirKind::Capture(capture) => fewest(&capture.sub),
        HirKind::Concat(parts) => parts.iter().map(fewest).sum(),
        HirKind::Alternation(parts) => parts.iter().map(fewest).min().unwrap_or(0),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use regex::bytes::RegexBuilder;

    use super::*;
    use crate::prefilter::parsed;

    #[test]
    fn digits_are_counted() {
        let needs =
            |pattern: &str| Windows::of(&parsed(pattern)).map(|windows| (windows.digits, windows.bytes));
        assert_eq!(needs(r"\d{3}-\d{2}-\d{4}"), Some((9, 11)));
        assert_eq!(needs(r"(?:\d{3}|x12) ?\d*"), None);
        assert_eq!(needs(r"(?:\d{3}|x12) ?\d?"), Some((2, 5)));
        assert_eq!(needs(r"[a-z]{3}"), None);
        assert_eq!(needs(r"[0-9a-f]{3}"), None);
    }

    proptest! {
        /// The windows hold every match of the whole text.
        #[test]
        fn no_match_lies_outside(text in "[0-9a -]{0,80}") {
            for pattern in [r"\d{3}-?\d{2}", r"a?\d{2}(?: \d)?", r"\d(?:[ -]?\d){4,6}"] {
                let windows = Windows::of(&parsed(pattern)).expect("digits").within(&Digits::of(&text));
                let regex = RegexBuilder::new(pattern).unicode(false).build().expect("compiles");
                for found in regex.find_iter(text.as_bytes()) {
                    let held = windows.iter().any(|(start, end)| *start <= found.start() && found.end() <= *end);
                    prop_assert!(held, "{} in {:?}", pattern, text);
                }
            }
        }
    }
}
