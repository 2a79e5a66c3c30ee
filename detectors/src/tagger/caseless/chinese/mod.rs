//! Chinese names: a surname of a closed list (a hundred of them name most people), then one or two characters.
//!
//! Where a name ends is told by the characters that names are made of, by those that may follow one, and by titles.

mod foreign;
mod given;

use super::japanese::is_kana;
use super::lists::{Chars, Strings};
use super::words::{Cue, cue};
use super::{CUED, LIKELY, LISTED, Tag, person};
use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

pub(super) const LISTS: &str = include_str!("../lists/chinese.txt");

struct Chinese {
    surname: Chars,
    surname_plain: Chars,
    surname_cued: Chars,
    surname_two: Strings,
    given: Chars,
    given_part: Chars,
    follow: Chars,
    lead: Chars,
    foreign: Chars,
    behind: Strings,
    before: Strings,
    field: Strings,
    plain: Strings,
    nobody: Strings,
    nobody_end: Chars,
}

static CHINESE: LazyLock<Chinese> = LazyLock::new(|| Chinese {
    surname: Chars::read(LISTS, "surname"),
    surname_plain: Chars::read(LISTS, "surname_plain"),
    surname_cued: Chars::read(LISTS, "surname_cued"),
    surname_two: Strings::read(LISTS, &["surname_two"]),
    given: Chars::read(LISTS, "given"),
    given_part: Chars::read(LISTS, "given_part"),
    follow: Chars::read(LISTS, "follow"),
    lead: Chars::read(LISTS, "lead"),
    foreign: Chars::read(LISTS, "foreign"),
    behind: Strings::read(LISTS, &["behind"]),
    before: Strings::read(LISTS, &["title", "says"]),
    field: Strings::read(LISTS, &["field"]),
    plain: Strings::read(LISTS, &["plain"]),
    nobody: Strings::read(LISTS, &["nobody"]),
    nobody_end: Chars::read(LISTS, "nobody_end"),
});

/// Most names that are looked for elsewhere in the text.
const REMEMBERED: usize = 64;

/// Appends the names of a text; of its lines in kana, none: they are Japanese.
pub(super) fn people(text: &str, kana: bool, out: &mut Vec<Tag>) {
    let first = out.len();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if !kana || !line.contains(is_kana) {
            CHINESE.line(text, at..at + line.len(), out);
        }
        at += line.len();
    }
    recall(text, first, out);
}

pub(super) fn is_han(letter: char) -> bool {
    matches!(letter, '\u{4e00}'..='\u{9fff}' | '\u{3400}'..='\u{4dbf}' | '々' | '\u{f900}'..='\u{faff}')
}

/// What stands on one side of a name; the more it tells, the greater.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Side {
    /// A character that seldom stands there.
    Bound,
    /// No Chinese character, or one that often stands there.
    Free,
    /// A title, or the name of a field.
    Cue,
}

/// How much a surname tells.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Surname {
    /// Hardly ever the beginning of a plain word.
    Telling,
    /// A plain word, too.
    Plain,
    /// Counts only where a title or a field's name does.
    Cued,
}

impl Chinese {
    /// The names of a line, run by run of Chinese characters.
    fn line(&self, text: &str, line: Range<usize>, out: &mut Vec<Tag>) {
        let mut at = line.start;
        let find = |at: usize, wanted: bool| text.get(at..line.end)?.find(|letter| is_han(letter) == wanted);
        while let Some(start) = find(at, true).map(|offset| at + offset) {
            at = find(start, false).map_or(line.end, |offset| start + offset);
            self.run(text, start, at, out);
        }
        self.foreign(text, line, out);
    }

    /// The names of a run of Chinese characters.
    fn run(&self, text: &str, start: usize, end: usize, out: &mut Vec<Tag>) {
        let run = text.get(start..end).unwrap_or_default();
        if self.fills(text.get(..start).unwrap_or_default(), run) {
            out.push(person(start, end, CUED));
            return;
        }
        let mut free = 0;
        for (at, letter) in run.char_indices() {
            if at < free {
                continue;
            }
            let rest = run.get(at..).unwrap_or_default();
            let (surname, degree) = match self.surname_two.begin(rest) {
                Some(length) => (length, Surname::Telling),
                None if self.surname.has(letter) => (letter.len_utf8(), Surname::Telling),
                None if self.surname_plain.has(letter) => (letter.len_utf8(), Surname::Plain),
                None if self.surname_cued.has(letter) => (letter.len_utf8(), Surname::Cued),
                None => continue,
            };
            let left = self.left(text, start, start + at);
            if let Some(length) = self.familiar(run, at, surname, degree) {
                out.push(person(start + at, start + at + length, LIKELY));
                free = at + length;
                continue;
            }
            if let Some((length, score)) = self.name(rest, surname, degree, left) {
                out.push(person(start + at, start + at + length, score));
                free = at + length;
            }
        }
    }

    /// The surname in `老张` and `小李`, where nothing of a name follows.
    fn familiar(&self, run: &str, at: usize, surname: usize, degree: Surname) -> Option<usize> {
        let before = run.get(..at)?.chars().next_back().filter(|letter| matches!(letter, '老' | '小'))?;
        let alone = at == before.len_utf8()
            || run
                .get(..at - before.len_utf8())?
                .ends_with(['，', '和', '跟', '找', '请', '請', '问', '問', '叫', '的']);
        let ends = self.right(run.get(at + surname..)?) != Side::Bound;
        (degree == Surname::Telling && alone && ends).then_some(surname)
    }

    /// Whether a run is all that stands behind the name of a field for a person, whatever the surname.
    fn fills(&self, before: &str, run: &str) -> bool {
        let letters = run.chars().count();
        let Cue::Field(before) = cue(before) else { return false };
        let named = before.ends_with('名') || before.ends_with(['人', '方']);
        (2..=4).contains(&letters)
            && named
            && self.field.end(before).is_some()
            && self.nobody.begin(run).is_none()
            && self.plain.begin(run).is_none()
            && !run.chars().next_back().is_some_and(|last| self.nobody_end.has(last))
    }

    fn left(&self, text: &str, run: usize, at: usize) -> Side {
        let before = text.get(..at).unwrap_or_default();
        let told = match cue(before) {
            Cue::Field(before) | Cue::Space(before) => {
                self.field.end(before).or_else(|| self.before.end(before)).is_some()
            }
            Cue::None(before) => self.before.end(before).is_some(),
        };
        if told {
            Side::Cue
        } else if at == run || before.chars().next_back().is_some_and(|letter| self.lead.has(letter)) {
            Side::Free
        } else {
            Side::Bound
        }
    }

    fn right(&self, rest: &str) -> Side {
        match rest.chars().next() {
            _ if self.behind.begin(rest).is_some() => Side::Cue,
            None => Side::Free,
            Some(letter) if self.follow.has(letter) => Side::Free,
            Some(_) => Side::Bound,
        }
    }
}

/// Finds the names that are sure elsewhere in the text, too.
fn recall(text: &str, first: usize, out: &mut Vec<Tag>) {
    let sure = out.get(first..).unwrap_or_default().iter().filter(|tag| tag.score >= LISTED);
    let names: HashSet<&str> =
        sure.filter_map(|tag| text.get(tag.start..tag.end)).filter(|name| name.chars().count() > 2).collect();
    let mut names: Vec<&str> = names.into_iter().collect();
    names.sort_unstable();
    for name in names.into_iter().take(REMEMBERED) {
        for start in memchr::memmem::find_iter(text.as_bytes(), name) {
            out.push(person(start, start + name.len(), LISTED));
        }
    }
}
