//! Names in scripts that put spaces between words: Arabic, Hebrew and the scripts of India.
//!
//! A name begins with a listed first name, or behind a title, the name of a field or words such as "my name is"; it goes
//! on over listed names and, in fields, over words that are no plain ones.

use super::language::{Language, Phrase, Told, fold, present};
use super::lists::{Kind, Kinds};
use super::scripts::Scripts;
use super::words::{Gap, Word, gap, words};
use super::{CUED, LIKELY, LISTED, Tag, person};
use std::collections::HashSet;

/// Most words of a name.
const LONGEST: usize = 5;

/// Most titles in a row: `السيد الدكتور المهندس`.
const MOST_TITLES: usize = 4;

/// Appends the names of a text in those scripts that it has.
pub(super) fn people(text: &str, scripts: Scripts, out: &mut Vec<Tag>) {
    for language in present(scripts) {
        Text::new(language, text).people(out);
    }
}

/// A text in words.
struct Text<'t> {
    language: &'t Language,
    text: &'t str,
    words: Vec<Word>,
    folded: Vec<String>,
}

impl<'t> Text<'t> {
    fn new(language: &'t Language, text: &'t str) -> Self {
        let words = words(text, language.letter);
        let folded =
            words.iter().map(|word| fold(text.get(word.start..word.end).unwrap_or_default())).collect();
        Self { language, text, words, folded }
    }

    fn people(&self, out: &mut Vec<Tag>) {
        let mut known = HashSet::<&str>::new();
        let mut at = 0;
        while at < self.words.len() {
            match self.led(at).or_else(|| self.name(at, None)) {
                Some(name) => {
                    out.push(person(name.start, self.words[name.end - 1].end, name.score));
                    if name.score >= LISTED {
                        let words = (name.at..name.end).map(|at| self.folded[at].as_str());
                        known.extend(words.filter(|word| !self.usual(word)));
                    }
                    at = name.end;
                }
                None => {
                    if known.contains(self.folded[at].as_str()) {
                        out.push(person(self.words[at].start, self.words[at].end, LIKELY));
                    }
                    at += 1;
                }
            }
        }
    }

    /// The name that a title, a field or words of running text at a word lead to; titles may follow each other.
    fn led(&self, at: usize) -> Option<Name> {
        let (mut told, mut next) = self.told(at)?;
        for _ in 1..MOST_TITLES {
            let title = self.told(next).filter(|(told, _)| matches!(told, Told::Title | Told::Courtesy));
            let Some((title, behind)) = title else { break };
            told = if told == Told::Courtesy { told } else { title };
            next = behind;
        }
        self.name(next, Some(told))
    }

    /// Whether a word cannot stand for somebody by itself.
    fn usual(&self, word: &str) -> bool {
        let kinds = self.language.words.kinds(word);
        kinds.is(Kind::Plain)
            || kinds.is(Kind::FirstPlain)
            || kinds.is(Kind::LastPlain)
            || kinds.is(Kind::Join)
            || word.chars().count() < 3
    }

    /// What the word is, and the length of what is written onto it, if it is a name without that.
    fn kinds(&self, at: usize) -> (Kinds, usize) {
        let Some(word) = self.folded.get(at) else { return Default::default() };
        let kinds = self.language.words.kinds(word);
        let whole =
            self.words.get(at).and_then(|word| self.text.get(word.start..word.end)).unwrap_or_default();
        if let Some((head, _)) = whole.split_once('\u{200c}').filter(|_| kinds == Kinds::default()) {
            // Persian joins the parts of a name without a space.
            return (self.language.words.kinds(&fold(head)), 0);
        }
        if kinds == Kinds::default() {
            for prefix in &self.language.prefixes {
                let bare = word.strip_prefix(prefix.as_str()).map(|rest| self.language.words.kinds(rest));
                if let Some(bare) = bare.filter(|kinds| kinds.names() && !kinds.is(Kind::Plain)) {
                    return (bare, prefix.len());
                }
            }
        }
        (kinds, 0)
    }

    fn gap(&self, before: usize) -> Gap {
        match (self.words.get(before), self.words.get(before + 1)) {
            (Some(one), Some(next)) => self.text.get(one.end..next.start).map_or(Gap::Other, gap),
            _ => Gap::Other,
        }
    }

    /// The phrase at a word that leads to a name, and the word behind it.
    fn told(&self, at: usize) -> Option<(Told, usize)> {
        let word = self.folded.get(at)?;
        let bare = |prefix: &String| word.strip_prefix(prefix.as_str());
        let phrases = self.language.phrases.get(word).or_else(|| {
            self.language.prefixes.iter().filter_map(bare).find_map(|rest| self.language.phrases.get(rest))
        })?;
        phrases.iter().find_map(|Phrase { rest, mark, told }| {
            let next = at + 1 + rest.len();
            let whole = self.folded.get(at + 1..next).is_some_and(|words| words == rest.as_slice());
            let end = self.words.get(next - 1)?.end;
            let marked =
                mark.is_none_or(|mark| self.text.get(end..).is_some_and(|rest| rest.starts_with(mark)));
            let leads = match self.gap(next - 1) {
                Gap::Colon => true,
                Gap::Joint | Gap::Dotted => *told != Told::Field,
                Gap::Other => false,
            };
            (whole && marked && leads).then_some((*told, next))
        })
    }

    /// The name at a word.
    fn name(&self, at: usize, told: Option<Told>) -> Option<Name> {
        let (first, prefix) = self.kinds(at);
        if !self.begins(at, first, told) {
            return None;
        }
        let mut end = at + 1;
        let mut sure = usize::from(first.names());
        let mut listed = usize::from(first.may_name());
        let mut joins = usize::from(first.is(Kind::Join));
        let mut joined = joins > 0;
        while end < at + LONGEST && self.joint(end - 1) {
            let kinds = self.language.words.kinds(&self.folded[end]);
            let part =
                kinds.may_name() && !kinds.is(Kind::Behind) && (kinds.names() || !kinds.is(Kind::Plain));
            let inside = joined && !kinds.is(Kind::Plain) || kinds.is(Kind::Join);
            if !(part || inside || self.is_unlisted(end, kinds, told, end == at + 1, first)) {
                break;
            }
            sure += usize::from(kinds.names());
            listed += usize::from(part);
            joined = kinds.is(Kind::Join);
            joins += usize::from(joined);
            end += 1;
        }
        end -= usize::from(joined);
        let words = end.checked_sub(at).filter(|words| *words > 0)?;
        let honored = self.gap(end - 1) == Gap::Joint && self.kinds(end).0.is(Kind::Behind);
        let score = if told.is_some() || honored && listed > 0 {
            CUED
        } else if words > 1
            && (first.is(Kind::First) && prefix == 0 || first.may_name() && (sure > 0 || joins > 0))
        {
            LISTED
        } else if words > 1 && (sure > 0 || listed > 1)
            || first.is(Kind::First)
                && !first.is(Kind::Plain)
                && (prefix == 0 || self.folded[at].chars().count() > 4)
        {
            LIKELY
        } else {
            return None;
        };
        Some(Name { at, start: self.words[at].start + prefix, end, score })
    }

    /// Whether a name may begin with a word.
    fn begins(&self, at: usize, kinds: Kinds, told: Option<Told>) -> bool {
        let Some(word) = self.folded.get(at) else { return false };
        let next = self.kinds(at + 1).0;
        match told {
            _ if kinds.names() => true,
            Some(Told::Courtesy | Told::Says) if kinds.may_name() => true,
            _ if kinds.is(Kind::Plain) || kinds.is(Kind::Behind) => false,
            _ if kinds.may_name() => true,
            _ if kinds.is(Kind::Join) => self.gap(at) == Gap::Joint && !next.is(Kind::Plain),
            _ if self.language.phrases.contains_key(word) => false,
            // An initial.
            None if word.chars().count() < 4 && self.gap(at) == Gap::Dotted => next.is(Kind::First),
            None => {
                let family = next.is(Kind::Last) && !next.is(Kind::Plain);
                word.chars().count() > 2 && self.gap(at) == Gap::Joint && family && !self.has_article(word)
            }
            Some(Told::Field) => true,
            Some(Told::Title) => false,
            Some(Told::Courtesy | Told::Says) => !self.has_article(word),
        }
    }

    /// Whether a name goes on over a word that no list has.
    fn is_unlisted(&self, at: usize, kinds: Kinds, told: Option<Told>, second: bool, first: Kinds) -> bool {
        let word = &self.folded[at];
        if kinds != Kinds::default() || word.chars().count() < 2 || self.language.phrases.contains_key(word) {
            return false;
        }
        let ends = |ending: &String| word.len() > ending.len() + 2 && word.ends_with(ending.as_str());
        let family =
            self.language.family.iter().any(ends) || self.language.article == "ال" && word.starts_with("ال");
        let marked = self.kinds(at + 1).0.is(Kind::Marker) && self.gap(at) == Gap::Joint;
        match told {
            Some(Told::Field) => true,
            _ if !second => false,
            Some(Told::Courtesy | Told::Says) if family || self.gap(at) == Gap::Other => true,
            _ => first.is(Kind::First) && (family || marked || self.is_framed(at)),
        }
    }

    /// Whether a word and the one before it stand by themselves, as in a cell or a list; two words of a sentence do not.
    fn is_framed(&self, at: usize) -> bool {
        let opens =
            at.checked_sub(2).is_none_or(|before| matches!(self.gap(before), Gap::Other | Gap::Colon));
        let after = self.words.get(at).and_then(|word| self.text.get(word.end..)).unwrap_or_default();
        let closes = !after.is_empty() && !after.starts_with(['.', '!', '?', '؟', '۔', '।', '%']);
        opens && self.gap(at) == Gap::Other && closes
    }

    fn has_article(&self, word: &str) -> bool {
        !self.language.article.is_empty() && word.starts_with(self.language.article)
    }

    /// Whether two words may stand in one name: an initial has a dot.
    fn joint(&self, at: usize) -> bool {
        match self.gap(at) {
            Gap::Joint => true,
            Gap::Dotted => self.folded[at].chars().count() <= 3,
            Gap::Colon | Gap::Other => false,
        }
    }
}

/// A name: its words, its first byte, how sure it is.
struct Name {
    at: usize,
    end: usize,
    start: usize,
    score: f32,
}
