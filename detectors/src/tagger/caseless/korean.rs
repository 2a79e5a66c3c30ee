//! Korean names: a surname of one syllable (a few have two), then two syllables of those that names are made of;
//! particles are written onto them.

use super::lists::Strings;
use super::words::{Cue, cue};
use super::{CUED, LIKELY, LISTED, Tag, person};
use std::sync::LazyLock;

pub(super) const LISTS: &str = include_str!("lists/korean.txt");

struct Korean {
    surname: Strings,
    surname_two: Strings,
    /// Those that mean nothing else before a title.
    surname_sure: Strings,
    called: Strings,
    given: Strings,
    given_whole: Strings,
    behind: Strings,
    before: Strings,
    field: Strings,
    says: Strings,
    ending: Strings,
    /// What words begin with that look like names.
    plain: Strings,
}

static KOREAN: LazyLock<Korean> = LazyLock::new(|| Korean {
    surname: Strings::read(LISTS, &["surname"]),
    surname_two: Strings::read(LISTS, &["surname_two"]),
    surname_sure: Strings::read(LISTS, &["surname_sure"]),
    called: Strings::read(LISTS, &["called"]),
    given: Strings::read(LISTS, &["given"]),
    given_whole: Strings::read(LISTS, &["given_whole"]),
    behind: Strings::read(LISTS, &["behind"]),
    before: Strings::read(LISTS, &["title"]),
    field: Strings::read(LISTS, &["field"]),
    says: Strings::read(LISTS, &["says"]),
    ending: Strings::read(LISTS, &["ending"]),
    plain: Strings::read(LISTS, &["plain"]),
});

/// Bytes of a syllable.
pub(super) const SYLLABLE: usize = 3;

fn is_hangul(letter: char) -> bool {
    matches!(letter, '가'..='힣')
}

/// Appends the names of a text.
pub(super) fn people(text: &str, out: &mut Vec<Tag>) {
    let mut at = 0;
    while let Some(start) = text.get(at..).and_then(|rest| rest.find(is_hangul)).map(|offset| at + offset) {
        let rest = text.get(start..).unwrap_or_default();
        let length = rest.find(|letter| !is_hangul(letter)).unwrap_or(rest.len());
        at = start + length;
        if let Some((length, score)) = KOREAN.name(text, start, at) {
            out.push(person(start, start + length, score));
        }
    }
}

impl Korean {
    /// The length of the name that a word begins with, and how sure it is.
    fn name(&self, text: &str, start: usize, end: usize) -> Option<(usize, f32)> {
        let word = text.get(start..end)?;
        if let Some(length) = self.part(word, text.get(end..)?) {
            return Some((length, LIKELY));
        }
        let two = self.surname_two.begin(word);
        let surname = two.or_else(|| self.surname.begin(word))?;
        let (cued, said) = (self.told(text.get(..start)?), self.said(text.get(..start)?));
        let behind = text.get(end..)?;
        let counts = if two.is_some() && cued { [1, 2, 3] } else { [2, 1, 3] };
        for count in counts {
            let length = surname + count * SYLLABLE;
            let Some(name) = word.get(..length) else { continue };
            let rest = word.get(length..)?;
            let given = name.get(surname..)?;
            let listed = given.char_indices().all(|(at, letter)| {
                given.get(at..at + letter.len_utf8()).is_some_and(|syllable| self.given.has(syllable))
            });
            let title = self.titled(rest, behind);
            let ends = rest.is_empty() || self.ending.has(rest);
            let plain = self.plain.begin(word).is_some();
            match count {
                2 if title && !plain => return Some((length, CUED)),
                2 if (cued || said && listed) && ends && !plain => return Some((length, CUED)),
                2 if self.given_whole.has(given) && ends && !plain => return Some((length, LISTED)),
                1 if two.is_some() && cued && ends && !rest.is_empty() => return Some((length, CUED)),
                1 if (cued || rest.is_empty() && self.apart(behind)) && listed && ends && !plain => {
                    return Some((length, CUED));
                }
                3 if cued && rest.is_empty() => return Some((length, CUED)),
                _ => {}
            }
        }
        None
    }

    /// The length of a surname before a title, as in `김 부장` and `정씨는`, or of a given name that somebody is called by.
    fn part(&self, word: &str, behind: &str) -> Option<usize> {
        let (one, rest) = word.split_at_checked(SYLLABLE)?;
        let mister =
            rest.strip_prefix('씨').is_some_and(|ending| ending.is_empty() || self.ending.has(ending));
        if self.surname_sure.has(one) && (mister || rest.is_empty() && self.titled("", behind)) {
            return Some(SYLLABLE);
        }
        let (two, ending) = word.split_at_checked(2 * SYLLABLE)?;
        (self.given_whole.has(two) && self.called.has(ending) && !self.plain.has(two)).then_some(2 * SYLLABLE)
    }

    /// Whether a title or the name of a field stands before.
    fn told(&self, before: &str) -> bool {
        match cue(before) {
            Cue::Field(before) => word(&self.field, before) || word(&self.before, before),
            Cue::Space(before) => word(&self.before, before),
            Cue::None(_) => false,
        }
    }

    /// Whether words such as "my name is" stand before.
    fn said(&self, before: &str) -> bool {
        matches!(cue(before), Cue::Space(before) if word(&self.says, before))
    }

    /// Whether a title is written onto the name, or is the next word.
    fn titled(&self, rest: &str, behind: &str) -> bool {
        let title = |word: &str| {
            self.behind.begin(word).is_some_and(|length| {
                let ending = word.get(length..).unwrap_or_default();
                ending.is_empty() || self.ending.has(ending)
            })
        };
        title(rest) || rest.is_empty() && behind.strip_prefix(' ').is_some_and(|next| title(first_word(next)))
    }

    /// Whether `씨` or `님` stands behind as a word of its own.
    fn apart(&self, behind: &str) -> bool {
        behind
            .strip_prefix(' ')
            .is_some_and(|next| next.starts_with(['씨', '님', '군', '양']) && self.titled("", behind))
    }
}

/// Whether a text ends with one of the strings as a word.
fn word(strings: &Strings, text: &str) -> bool {
    let start = strings.end(text).and_then(|length| text.len().checked_sub(length));
    start.is_some_and(|start| !text.get(..start).is_some_and(|head| head.ends_with(is_hangul)))
}

fn first_word(text: &str) -> &str {
    text.get(..text.find(|letter| !is_hangul(letter)).unwrap_or(text.len())).unwrap_or_default()
}
