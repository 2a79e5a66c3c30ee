//! Japanese names: a listed surname, and behind it a title or a given name of the characters that such names have.

use super::chinese::is_han;
use super::lists::{Chars, Strings};
use super::words::{Cue, cue};
use super::{CUED, LIKELY, LISTED, Tag, person};
use std::sync::LazyLock;

pub(super) const LISTS: &str = include_str!("lists/japanese.txt");

struct Japanese {
    surname: Strings,
    surname_plain: Strings,
    given: Chars,
    kana: Strings,
    behind: Strings,
    before: Strings,
    field: Strings,
    thing: Chars,
    /// The same behind a surname alone; given names end like that, too.
    nature: Chars,
    /// What stands before titles and names nobody.
    plain: Strings,
}

static JAPANESE: LazyLock<Japanese> = LazyLock::new(|| Japanese {
    surname: Strings::read(LISTS, &["surname", "surname_plain"]),
    surname_plain: Strings::read(LISTS, &["surname_plain"]),
    given: Chars::read(LISTS, "given"),
    kana: Strings::read(LISTS, &["kana"]),
    behind: Strings::read(LISTS, &["behind"]),
    before: Strings::read(LISTS, &["title"]),
    field: Strings::read(LISTS, &["field"]),
    thing: Chars::read(LISTS, "thing"),
    nature: Chars::read(LISTS, "nature"),
    plain: Strings::read(LISTS, &["plain"]),
});

pub(super) fn is_kana(letter: char) -> bool {
    matches!(letter, 'ぁ'..='ゖ' | 'ァ'..='ヺ' | 'ー')
}

fn is_katakana(letter: char) -> bool {
    matches!(letter, 'ァ'..='ヺ' | 'ー')
}

/// Whether a name in kana may end before this letter: particles stand there.
fn ends_kana(letter: Option<char>) -> bool {
    letter.is_none_or(|letter| {
        !is_kana(letter) && !is_han(letter) || "はがをにのともへでさやか".contains(letter)
    })
}

/// Appends the names of a text. Without `kana` in it, which may be Chinese, only what lists have, and no short names.
pub(super) fn people(text: &str, kana: bool, out: &mut Vec<Tag>) {
    let mut at = 0;
    while let Some(start) =
        text.get(at..).and_then(|rest| rest.find(|c| is_han(c) || is_katakana(c))).map(|offset| at + offset)
    {
        let rest = text.get(start..).unwrap_or_default();
        let kanji = rest.starts_with(is_han);
        let length = rest.find(|c| !(if kanji { is_han(c) } else { is_katakana(c) })).unwrap_or(rest.len());
        at = start + length.max(1);
        if kanji {
            JAPANESE.run(text, start, length, kana, out);
        } else if let Some(end) = JAPANESE.spelled(text, start, length) {
            out.push(person(start, end, CUED));
            at = at.max(end);
        }
    }
    JAPANESE.called(text, out);
}

/// Length of two words in katakana that a text ends with, as surname and given name are spelled.
fn katakana_name(before: &str) -> Option<usize> {
    let kana = |text: &str| {
        text.chars()
            .rev()
            .take(9)
            .take_while(|letter| is_katakana(*letter))
            .map(char::len_utf8)
            .sum::<usize>()
    };
    let given = kana(before);
    let head = before.get(..before.len() - given)?;
    let space = head.chars().next_back().filter(|letter| matches!(letter, ' ' | '　' | '・'))?.len_utf8();
    let surname = kana(head.get(..head.len() - space)?);
    ((6..=24).contains(&given) && (6..=24).contains(&surname)).then_some(given + space + surname)
}

impl Japanese {
    /// The names of a run of kanji: where it begins, and behind titles.
    fn run(&self, text: &str, start: usize, length: usize, kana: bool, out: &mut Vec<Tag>) {
        let run = text.get(start..start + length).unwrap_or_default();
        let before = text.get(..start).unwrap_or_default();
        let told = match cue(before) {
            Cue::Field(before) | Cue::Space(before) => {
                self.field.end(before).is_some() || self.before.end(before).is_some()
            }
            Cue::None(_) => false,
        };
        let title = self.title(run);
        let places = [Some((0, told)), title.map(|title| (title, true))];
        for (at, cued) in places.into_iter().flatten() {
            let found = self.name(text, start + at, start + length, cued);
            let japanese = |(end, score): &(usize, f32)| kana || *score >= CUED || *end - start - at > 2 * 3;
            if let Some((end, score)) = found.filter(japanese) {
                out.push(person(start + at, end, score));
                return;
            }
        }
        if kana && let Some(end) = self.unlisted(text, start + self.titled(run), start + length, told) {
            out.push(person(start + self.titled(run), end, LISTED));
        }
    }

    /// Length of the title that a run begins with.
    fn titled(&self, run: &str) -> usize {
        self.before.begin(run).filter(|title| *title < run.len()).unwrap_or(0)
    }

    /// The end of a name of kanji that no list has: it fills a field, or an honorific stands behind.
    fn unlisted(&self, text: &str, start: usize, run: usize, told: bool) -> Option<usize> {
        let kanji = text.get(start..run)?;
        let ends: Vec<usize> = kanji.char_indices().map(|(at, letter)| at + letter.len_utf8()).collect();
        let someone = |length: usize| {
            kanji.get(..length).is_some_and(|name| {
                !self.plain.has(name)
                    && !name
                        .chars()
                        .next_back()
                        .is_some_and(|last| self.thing.has(last) || "者人員長".contains(last))
            })
        };
        let honored = ends
            .iter()
            .skip(1)
            .take(5)
            .find(|end| self.honored(text.get(start + **end..).unwrap_or_default()));
        if let Some(end) = honored.filter(|end| someone(**end)) {
            return Some(start + end);
        }
        let fills = told && (2..=6).contains(&ends.len()) && someone(kanji.len());
        let rest = text.get(run..)?;
        let given = rest
            .strip_prefix([' ', '　'])
            .map(|given| given.find(|letter| !is_han(letter) && !is_kana(letter)).unwrap_or(given.len()));
        fills.then(|| {
            run + given
                .filter(|given| (3..=15).contains(given))
                .map_or(0, |given| given + rest.chars().next().map_or(0, char::len_utf8))
        })
    }

    /// Given names in kana that an honorific stands behind.
    fn called(&self, text: &str, out: &mut Vec<Tag>) {
        for honorific in
            ["さん", "ちゃん", "くん", "様", "さま", "氏", "選手", "容疑者", "監督", "教授", "先生"]
        {
            for (end, _) in text.match_indices(honorific) {
                let before = text.get(..end).unwrap_or_default();
                if let Some(length) = self.kana.end(before) {
                    out.push(person(end - length, end, LISTED));
                } else if let Some(length) = katakana_name(before) {
                    out.push(person(end - length, end, LISTED));
                }
            }
        }
    }

    /// Where in a run a surname stands behind a title.
    fn title(&self, run: &str) -> Option<usize> {
        let places = run.char_indices().map(|(at, _)| at).skip(1).take(8);
        let told = |at: &usize| {
            let (before, after) = run.split_at(*at);
            self.before.end(before).is_some() && self.surname.begin(after).is_some()
        };
        places.filter(told).last()
    }

    /// The end of the name at `start` in a run of kanji that ends at `run`, and how sure it is.
    fn name(&self, text: &str, start: usize, run: usize, cued: bool) -> Option<(usize, f32)> {
        let rest = text.get(start..)?;
        let surname = self.surname.begin(text.get(start..run)?)?;
        let plain = self.surname_plain.has(rest.get(..surname)?);
        let uncued = if plain { LIKELY } else { LISTED };
        let behind = |end: usize| self.honored(text.get(end..).unwrap_or_default());
        if behind(start + surname) {
            return Some((start + surname, CUED));
        }
        let mut end = start + surname;
        let given: Vec<(char, usize)> = text
            .get(end..run)?
            .chars()
            .take(3)
            .map(|letter| {
                end += letter.len_utf8();
                (letter, end)
            })
            .collect();
        for (index, (letter, end)) in given.iter().enumerate().rev() {
            let listed = given.iter().take(index + 1).all(|(letter, _)| self.given.has(*letter));
            if behind(*end) {
                return Some((*end, CUED));
            }
            let enough = index > 0 || !plain || surname > 3;
            if *end == run
                && (cued
                    || listed
                        && enough
                        && !self.thing.has(*letter)
                        && (index > 0 || !self.nature.has(*letter)))
            {
                return Some((*end, if cued { CUED } else { uncued }));
            }
        }
        if start + surname != run {
            return None;
        }
        self.apart(text, run, cued, uncued).or_else(|| cued.then_some((run, CUED)))
    }

    /// A given name in kana, or behind a space.
    fn apart(&self, text: &str, surname: usize, cued: bool, uncued: f32) -> Option<(usize, f32)> {
        let rest = text.get(surname..)?;
        let space =
            rest.chars().next().filter(|letter| matches!(letter, ' ' | '　')).map_or(0, char::len_utf8);
        let given = rest.get(space..)?;
        if let Some(length) = self.kana.begin(given) {
            let sure = given.chars().next().is_some_and(|first| !ends_kana(Some(first))) || length >= 9;
            if sure && (ends_kana(given.get(length..)?.chars().next()) || self.honored(given.get(length..)?))
            {
                return Some((surname + space + length, uncued));
            }
        }
        if space == 0 {
            return None;
        }
        let length = given.find(|letter| !is_han(letter)).unwrap_or(given.len());
        let letters = given.get(..length)?.chars().count();
        let listed = given.get(..length)?.chars().all(|letter| self.given.has(letter));
        let counts = (1..=3).contains(&letters) && (cued || listed);
        counts.then_some((surname + space + length, if cued { CUED } else { LISTED }))
    }

    /// Whether an honorific stands here.
    fn honored(&self, rest: &str) -> bool {
        let rest = rest.strip_prefix([' ', '　']).unwrap_or(rest);
        let Some(length) = self.behind.begin(rest) else { return false };
        let next = rest.get(length..).and_then(|rest| rest.chars().next());
        // `君主` and `様式` are words.
        rest.starts_with(is_kana) || next.is_none_or(|letter| !is_han(letter))
    }

    /// The end of a name in katakana behind the name of a field.
    fn spelled(&self, text: &str, start: usize, length: usize) -> Option<usize> {
        let Cue::Field(before) = cue(text.get(..start)?) else { return None };
        self.field.end(before)?;
        let end = start + length;
        let rest = text.get(end..)?;
        let space =
            rest.chars().next().filter(|letter| matches!(letter, ' ' | '　')).map_or(0, char::len_utf8);
        let second = rest.get(space..)?;
        let more = second.find(|letter| !is_katakana(letter)).unwrap_or(second.len());
        let letters = length / 3;
        let named = !self.field.has(text.get(start..end)?);
        ((2..=12).contains(&letters) && named).then_some(if space > 0 && more > 0 {
            end + space + more
        } else {
            end
        })
    }
}
