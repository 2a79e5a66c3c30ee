//! What is known of one script that puts spaces between words: its names, and what leads to them.

use super::lists::{Words, entries};
use super::scripts::{Script, Scripts};
use super::words::words;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// Where what is known of a script comes from.
pub(super) struct Source {
    script: Script,
    pub(super) lists: &'static str,
    /// Whether a character is part of its words.
    letter: fn(char) -> bool,
    /// What adjectives begin with.
    article: &'static str,
}

pub(super) const SOURCES: [Source; 5] = [
    Source {
        script: Script::Arabic,
        lists: include_str!("lists/arabic.txt"),
        letter: |c| matches!(c, '\u{610}'..='\u{61a}' | '\u{620}'..='\u{65f}' | '\u{66e}'..='\u{6d3}' | '\u{6d5}'..='\u{6ef}' | '\u{6fa}'..='\u{6ff}' | '\u{200c}'),
        article: "ال",
    },
    Source {
        script: Script::Hebrew,
        lists: include_str!("lists/hebrew.txt"),
        letter: |c| matches!(c, '\u{591}'..='\u{5bd}' | '\u{5bf}'..='\u{5c7}' | '\u{5d0}'..='\u{5ea}'),
        article: "ה",
    },
    Source {
        script: Script::Devanagari,
        lists: include_str!("lists/devanagari.txt"),
        letter: |c| matches!(c, '\u{900}'..='\u{963}' | '\u{970}'..='\u{97f}' | '\u{200c}' | '\u{200d}'),
        article: "",
    },
    Source {
        script: Script::Bengali,
        lists: include_str!("lists/bengali.txt"),
        letter: |c| matches!(c, '\u{980}'..='\u{9e3}' | '\u{200c}' | '\u{200d}'),
        article: "",
    },
    Source {
        script: Script::Tamil,
        lists: include_str!("lists/tamil.txt"),
        letter: |c| matches!(c, '\u{b80}'..='\u{bd7}'),
        article: "",
    },
];

/// Read when a text needs them.
static LANGUAGES: [LazyLock<Language>; 5] = [
    LazyLock::new(|| Language::read(&SOURCES[0])),
    LazyLock::new(|| Language::read(&SOURCES[1])),
    LazyLock::new(|| Language::read(&SOURCES[2])),
    LazyLock::new(|| Language::read(&SOURCES[3])),
    LazyLock::new(|| Language::read(&SOURCES[4])),
];

/// What is known of those scripts that a text has.
pub(super) fn present(scripts: Scripts) -> impl Iterator<Item = &'static Language> {
    let present = LANGUAGES.iter().zip(&SOURCES).filter(move |(_, source)| scripts.has(source.script));
    present.map(|(language, _)| &**language)
}

/// What leads to a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Told {
    /// A title that stands before names only.
    Courtesy,
    /// One that is a plain word, too: a listed name must follow.
    Title,
    /// The name of a field.
    Field,
    /// Words of running text, such as "my name is".
    Says,
}

/// Words that lead to a name.
pub(super) struct Phrase {
    /// Those behind the first, folded.
    pub(super) rest: Vec<String>,
    /// A mark that must follow: `د.` is a title, `د` is none.
    pub(super) mark: Option<char>,
    pub(super) told: Told,
}

/// What is known of one script.
pub(super) struct Language {
    pub(super) words: Words,
    /// By the first word, folded; the longest first.
    pub(super) phrases: BTreeMap<String, Vec<Phrase>>,
    /// What is written onto the beginning of words, the longest first.
    pub(super) prefixes: Vec<String>,
    pub(super) letter: fn(char) -> bool,
    /// What family names of no list end with.
    pub(super) family: Vec<String>,
    /// What adjectives begin with, which follow titles and name nobody; behind first names they are family names.
    pub(super) article: &'static str,
}

impl Language {
    fn read(source: &Source) -> Self {
        let Source { lists, letter, article, .. } = *source;
        let mut prefixes: Vec<String> = entries(lists, "prefix").map(fold).collect();
        prefixes.sort_by_key(|prefix| std::cmp::Reverse(prefix.len()));
        let family = entries(lists, "family_end").map(fold).collect();
        Self {
            words: Words::read(lists, fold),
            phrases: phrases(lists, letter),
            prefixes,
            letter,
            family,
            article,
        }
    }
}

fn phrases(lists: &str, letter: fn(char) -> bool) -> BTreeMap<String, Vec<Phrase>> {
    let mut phrases = BTreeMap::<String, Vec<Phrase>>::new();
    let kinds =
        [("courtesy", Told::Courtesy), ("title", Told::Title), ("field", Told::Field), ("says", Told::Says)];
    for (kind, told) in kinds {
        for entry in entries(lists, kind) {
            let entry = entry.replace('_', " ");
            let words = words(&entry, letter);
            let mut words = words.iter().filter_map(|word| entry.get(word.start..word.end)).map(fold);
            let mark = entry.chars().next_back().filter(|last| matches!(last, '.' | '/' | '\'' | '׳'));
            if let Some(first) = words.next() {
                phrases.entry(first).or_default().push(Phrase { rest: words.collect(), mark, told });
            }
        }
    }
    for others in phrases.values_mut() {
        others.sort_by_key(|phrase| std::cmp::Reverse(phrase.rest.len()));
    }
    phrases
}

/// A word as lists have it: without marks of vowels, of several writings of a letter one.
pub(super) fn fold(word: &str) -> String {
    let letters = word.chars().filter(|letter| {
        !matches!(letter, '\u{610}'..='\u{61a}' | '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{640}' | '\u{591}'..='\u{5c7}' | '\u{93c}' | '\u{9bc}' | '\u{200c}' | '\u{200d}')
    });
    let one = |letter| match letter {
        'أ' | 'إ' | 'آ' | 'ٱ' => 'ا',
        'ی' => 'ي',
        'ة' | 'ۀ' | 'ہ' => 'ه',
        '״' | '”' => '"',
        '׳' | '’' => '\'',
        'ک' => 'ك',
        'ؤ' => 'و',
        other => other,
    };
    letters.map(one).collect()
}
