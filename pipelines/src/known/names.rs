//! Personal names of a row: whole, in any order, in parts, with initials.
//!
//! A text is read as words that are parts of the row's names, initials of them, or neither. A run of parts and
//! initials counts when it holds a telling part (three letters or more, no ordinary word) or two parts of any kind.

use std::collections::HashSet;

use super::{
    fold::{Folded, Token},
    row::{Firsts, Hit, joined, like_a_name},
    words::{is_common, is_particle, is_title},
};

/// Fewest letters of a part that tells by itself.
const TELLING: usize = 3;

/// Most names of one person that are put together to handles.
const MOST_NAMES: usize = 5;
/// Shortest handle, in bytes.
const SHORTEST_HANDLE: usize = 6;
/// In place of a word's number: all names together.
const HANDLE: usize = usize::MAX;

/// One part of a name and where it comes from.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Part {
    folded: String,
    weight: Weight,
    source: usize,
    word: usize,
}

/// How much a part says by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Weight {
    /// Enough.
    Telling,
    /// Only beside another part, or where it is written like a name.
    Ordinary,
    /// Only beside another part.
    Short,
    /// Nothing: it joins.
    Particle,
}

/// The names of a row.
#[derive(Debug, Default)]
pub(super) struct Names {
    parts: Vec<Part>,
    seen: HashSet<String>,
    initials: String,
    /// First bytes that a part may have.
    first: Firsts,
}

impl Names {
    /// Takes in one name.
    pub(super) fn learn(&mut self, value: &str, folded: &Folded) {
        if folded.text.bytes().any(|byte| byte.is_ascii_digit()) && folded.tokens.len() == 1
            || !self.seen.insert(value.to_owned())
        {
            return;
        }
        let source = self.seen.len();
        let names: Vec<&Token> = folded.tokens.iter().filter(|token| !is_title(folded.word(token))).collect();
        for token in &names {
            let word = value.get(..token.start).unwrap_or_default().split_whitespace().count();
            let begins_word = value
                .get(..token.start)
                .is_none_or(|head| head.is_empty() || head.ends_with(char::is_whitespace));
            // `O'Brien` and `Anne-Marie` are one word of two parts.
            let word = if begins_word { word } else { word.saturating_sub(1) };
            let folded = folded.word(token).to_owned();
            let weight = match folded.chars().count() {
                _ if is_particle(&folded) => Weight::Particle,
                length if length < TELLING => Weight::Short,
                _ if is_common(&folded) => Weight::Ordinary,
                _ => Weight::Telling,
            };
            if weight != Weight::Particle {
                let initial = folded.chars().next().filter(|letter| !self.initials.contains(*letter));
                self.initials.extend(initial);
            }
            let raw = value.get(token.start..token.end).unwrap_or_default();
            if let Some(spelled) = spelled_out(raw) {
                self.parts.push(Part { folded: Folded::of(&spelled).text, weight, source, word });
            }
            self.parts.push(Part { folded, weight, source, word });
        }
        if (2..=MOST_NAMES).contains(&names.len()) {
            let words: Vec<&str> = names.iter().map(|token| folded.word(token)).collect();
            self.parts.extend(handles(&words).map(|folded| Part {
                folded,
                weight: Weight::Telling,
                source,
                word: HANDLE,
            }));
        }
    }

    /// Makes it ready to be looked for.
    pub(super) fn settle(&mut self) {
        self.parts.sort_unstable();
        self.parts.dedup();
        self.parts.iter().for_each(|part| self.first.add(&part.folded));
    }

    /// Whether no name is known.
    pub(super) fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }

    /// The part that a word is: as it stands, or a handle with a number behind it.
    fn part(&self, folded: &str) -> Option<&Part> {
        let handle = || {
            let name = folded.trim_end_matches(|letter: char| letter.is_ascii_digit());
            (name.len() < folded.len())
                .then(|| self.written(name))
                .flatten()
                .filter(|part| part.word == HANDLE)
        };
        self.written(folded).or_else(handle)
    }

    fn written(&self, folded: &str) -> Option<&Part> {
        if !self.first.may_begin(folded) {
            return None;
        }
        let place = self.parts.partition_point(|part| part.folded.as_str() < folded);
        self.parts.get(place).filter(|part| part.folded == folded)
    }

    fn is_initial(&self, folded: &Folded, token: &Token) -> bool {
        let mut letters = folded.word(token).chars();
        match (letters.next(), letters.next()) {
            (Some(letter), None) => token.capital && self.initials.contains(letter),
            _ => false,
        }
    }

    /// Appends the names that stand in `text`.
    pub(super) fn find(&self, text: &str, folded: &Folded, detector: u16, hits: &mut Vec<Hit>) {
        if self.parts.is_empty() {
            return;
        }
        let mut index = 0;
        while let Some(token) = folded.tokens.get(index) {
            let Some(part) = self.part(folded.word(token)) else {
                index += 1;
                continue;
            };
            let mut run = Run { first: index, last: index, parts: 0, telling: false };
            run.take(part, text, folded, index);
            self.extend(&mut run, text, folded);
            if run.telling || run.parts > 1 {
                self.drop_strays(&mut run, folded);
                self.add_initials(&mut run, text, folded);
                let (first, last) = (folded.tokens.get(run.first), folded.tokens.get(run.last));
                if let (Some(first), Some(last)) = (first, last) {
                    hits.push(Hit { start: first.start, end: last.end, detector });
                }
            }
            index = run.last.max(index) + 1;
        }
    }

    /// Goes on as long as parts follow each other, with at most one initial in between.
    fn extend(&self, run: &mut Run, text: &str, folded: &Folded) {
        loop {
            let near = |left: usize, right: usize| {
                let pair = folded.tokens.get(left).zip(folded.tokens.get(right));
                pair.is_some_and(|(left, right)| joined(text, left, right, false))
            };
            let next = run.last + 1;
            let part_at = |index: usize| self.part(folded.word(folded.tokens.get(index)?));
            if let Some(part) = part_at(next).filter(|_| near(run.last, next)) {
                run.last = next;
                run.take(part, text, folded, next);
            } else if let Some(part) = part_at(next + 1).filter(|_| {
                let initial = folded.tokens.get(next);
                initial.is_some_and(|token| token.capital && folded.word(token).chars().count() == 1)
                    && near(run.last, next)
                    && near(next, next + 1)
            }) {
                run.last = next + 1;
                run.take(part, text, folded, next + 1);
            } else {
                return;
            }
        }
    }

    /// A particle in front counts only where it belongs: `von Trapp`, not `de María`.
    fn drop_strays(&self, run: &mut Run, folded: &Folded) {
        while run.first < run.last {
            let part = |index: usize| self.part(folded.word(folded.tokens.get(index)?));
            let stray = part(run.first).zip(part(run.first + 1)).is_some_and(|(first, next)| {
                first.weight == Weight::Particle && (first.source, first.word + 1) != (next.source, next.word)
            });
            if !stray {
                return;
            }
            run.first += 1;
        }
    }

    /// Takes in initials before (`A. Khan`) and behind (`Khan, A.`).
    fn add_initials(&self, run: &mut Run, text: &str, folded: &Folded) {
        while let Some(before) = run.first.checked_sub(1) {
            let Some((token, first)) = folded.tokens.get(before).zip(folded.tokens.get(run.first)) else {
                break;
            };
            if !self.is_initial(folded, token) || !joined(text, token, first, false) {
                break;
            }
            run.first = before;
        }
        while let Some((last, token)) = folded.tokens.get(run.last).zip(folded.tokens.get(run.last + 1)) {
            // A letter behind a name may be a word (`Khan I think`): a dot says that it is not.
            let dotted = text.get(token.end..).is_some_and(|after| after.starts_with('.'));
            if !dotted || !self.is_initial(folded, token) || !joined(text, last, token, false) {
                break;
            }
            run.last += 1;
        }
    }
}

/// A run of parts in a text.
struct Run {
    first: usize,
    last: usize,
    parts: usize,
    telling: bool,
}

impl Run {
    fn take(&mut self, part: &Part, text: &str, folded: &Folded, index: usize) {
        // Letters alone are what code and formulas are made of: they are added to a name, and make none.
        self.parts += usize::from(part.weight != Weight::Particle && part.folded.len() > 1);
        self.telling |= match part.weight {
            Weight::Telling => true,
            Weight::Ordinary => like_a_name(text, folded, index),
            Weight::Short | Weight::Particle => false,
        };
    }
}

/// Müller is also Mueller.
pub(crate) fn spelled_out(raw: &str) -> Option<String> {
    const LETTERS: &[(char, &str)] = &[
        ('ä', "ae"),
        ('ö', "oe"),
        ('ü', "ue"),
        ('Ä', "Ae"),
        ('Ö', "Oe"),
        ('Ü', "Ue"),
        ('ø', "oe"),
        ('å', "aa"),
    ];
    if raw.is_ascii() {
        return None;
    }
    let mut spelled = raw.to_owned();
    for (letter, plain) in LETTERS {
        if spelled.contains(*letter) {
            spelled = spelled.replace(*letter, plain);
        }
    }
    (spelled != raw).then_some(spelled)
}

/// What people are called where names are one word: `aishakhan`, `akhan`, `khana`, `aishak`.
fn handles(names: &[&str]) -> impl Iterator<Item = String> {
    let first = |name: &str| name.chars().take(1).collect::<String>();
    let mut handles = vec![names.concat()];
    if let [given, others @ ..] = names {
        for other in others {
            let (initial, last) = (first(given), first(other));
            handles.extend([initial.clone() + other, format!("{other}{initial}"), format!("{given}{last}")]);
            handles.extend([
                [last, (*given).to_owned()].concat(),
                [given, *other].concat(),
                [other, *given].concat(),
            ]);
        }
    }
    handles
        .into_iter()
        .filter(|handle| handle.len() >= SHORTEST_HANDLE && handle.is_ascii() && !is_common(handle))
}
