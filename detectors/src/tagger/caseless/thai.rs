//! Thai names: behind a title, which is written onto them, or listed; the family name stands behind a space. Nothing
//! else stands between words, so a listed name tells where a name ends, or else the space.

use super::lists::{Chars, Strings};
use super::words::{Gap, Word, gap, words};
use super::{CUED, LISTED, Tag, person};
use std::sync::LazyLock;

pub(super) const LISTS: &str = include_str!("lists/thai.txt");

struct Thai {
    first: Strings,
    first_plain: Strings,
    last: Strings,
    courtesy: Strings,
    /// What titles begin with.
    begins: Chars,
    title: Strings,
    field: Strings,
    /// The words up to "is called".
    says: Strings,
    /// Small words that stand before a title without a space.
    lead: Strings,
    plain: Strings,
    not: Strings,
}

static THAI: LazyLock<Thai> = LazyLock::new(|| Thai {
    first: Strings::read(LISTS, &["first"]),
    first_plain: Strings::read(LISTS, &["first", "first_plain"]),
    last: Strings::read(LISTS, &["last"]),
    courtesy: Strings::read(LISTS, &["courtesy"]),
    begins: Chars::first(LISTS, &["title", "courtesy"]),
    title: Strings::read(LISTS, &["title"]),
    field: Strings::read(LISTS, &["field"]),
    says: Strings::read(LISTS, &["says"]),
    lead: Strings::read(LISTS, &["lead"]),
    plain: Strings::read(LISTS, &["plain"]),
    not: Strings::read(LISTS, &["not"]),
});

/// Most letters of a name that no list has.
const LONGEST: usize = 14;

fn is_thai(letter: char) -> bool {
    matches!(letter, '\u{e01}'..='\u{e4e}')
}

/// Appends the names of a text.
pub(super) fn people(text: &str, out: &mut Vec<Tag>) {
    let words = words(text, |letter| is_thai(letter) || letter == '.');
    let mut at = 0;
    while at < words.len() {
        at += match THAI.name(text, words.get(at..).unwrap_or_default()) {
            Some((start, end, score, count)) => {
                out.push(person(start, end, score));
                count
            }
            None => 1,
        };
    }
}

impl Thai {
    /// The name in the first words: its bytes, how sure it is, and how many words it takes.
    fn name(&self, text: &str, words: &[Word]) -> Option<(usize, usize, f32, usize)> {
        let [word, rest @ ..] = words else { return None };
        let whole = text.get(word.start..word.end)?;
        let next = |at: usize| {
            let (one, next) = (words.get(at)?, words.get(at + 1)?);
            text.get(one.end..next.start).map(|between| (gap(between), *next))
        };
        if self.field.has(whole.trim_end_matches('.'))
            && let Some((Gap::Colon, given)) = next(0)
        {
            let (start, end, _, count) =
                self.given(text, rest, self.titled(text.get(given.start..given.end)?), true)?;
            return Some((start, end, CUED, count + 1));
        }
        let title = self.titled(whole).or_else(|| self.says.begin(whole));
        match title {
            // The title is a word of its own.
            Some(length)
                if length == whole.len() && matches!(next(0), Some((Gap::Joint | Gap::Dotted, _))) =>
            {
                let (start, end, score, count) = self.given(text, rest, None, true)?;
                Some((start, end, score, count + 1))
            }
            Some(length) => self.given(text, words, Some(length), true),
            None => self.given(text, words, None, false),
        }
    }

    /// Length of the title that a word begins with, and of a small word before that.
    fn titled(&self, word: &str) -> Option<usize> {
        let lead = self.lead.begin(word).unwrap_or(0);
        [0, lead].into_iter().find_map(|lead| self.title_at(word, lead, false)).or_else(|| {
            let begins = |(_, letter): &(usize, char)| self.begins.has(*letter);
            let mut places = word.char_indices().skip(1).filter(begins).map(|(at, _)| at);
            places.find_map(|at| self.title_at(word, at, true))
        })
    }

    /// Where the name begins behind a title at a place of a word; inside of a word only a listed name tells it.
    fn title_at(&self, word: &str, lead: usize, inside: bool) -> Option<usize> {
        let rest = word.get(lead..)?;
        let title = self.title.begin(rest).max(self.courtesy.begin(rest))?;
        let name = rest.get(title..)?;
        let sure = self.courtesy.has(rest.get(..title)?) && self.not.begin(rest).is_none();
        let listed = self.first.begin(name).is_some_and(|length| length >= 9 || !inside);
        (listed || !inside && (sure || name.is_empty())).then_some(lead + title)
    }

    fn given(
        &self,
        text: &str,
        words: &[Word],
        title: Option<usize>,
        cued: bool,
    ) -> Option<(usize, usize, f32, usize)> {
        let word = words.first()?;
        let start = word.start + title.unwrap_or(0);
        let name = text.get(start..word.end)?;
        let score = if cued { CUED } else { LISTED };
        let family = words.get(1).filter(|next| {
            let between = text.get(word.end..next.start).map_or(Gap::Other, gap);
            between == Gap::Joint && self.is_family(text.get(next.start..next.end).unwrap_or_default())
        });
        let short = (2..=LONGEST).contains(&name.chars().filter(|letter| is_thai(*letter)).count());
        let listed = self.first_plain.begin(name);
        if listed == Some(name.len()) || cued && short && self.plain.begin(name).is_none() && family.is_some()
        {
            return match family {
                Some(family) => Some((start, family.end, score, 2)),
                None => cued.then_some((start, word.end, score, 1)),
            };
        }
        // A listed name, and a sentence goes on.
        let listed = listed.filter(|_| cued);
        let all = (cued && short && self.plain.begin(name).is_none()).then_some(name.len());
        let length = listed.or(all)?;
        Some((start, start + length, score, 1))
    }

    /// Whether a word may be somebody's family name.
    fn is_family(&self, word: &str) -> bool {
        let letters = word.chars().count();
        self.last.has(word)
            || (3..=LONGEST).contains(&letters)
                && self.plain.begin(word).is_none_or(|length| length < 12 && length < word.len())
                && self.titled(word).is_none()
    }
}
