//! Words near a hit that make it more, or less, likely.
//!
//! Whole words only: a substring match finds "lic" in "duplicate". A phrase matches in any case, with or without
//! accents, with simple endings ("ssn" in "SSNs"), and however its words are joined: `tax id`, `tax_id`, `taxId`.
//! Words of scripts without spaces match anywhere. One pass over the text finds all words of all rules.

mod letters;
mod openings;
mod phrases;

use std::{cell::OnceCell, collections::HashMap, ops::Range};

use crate::dictionary::Dictionary;
use letters::{cut_short, plain, unspaced, variants};
use openings::Openings;
use phrases::{begins_otherwise, next_letter, same_phrase};

/// How far before a hit a word that speaks against it may stand, in bytes.
const AGAINST: usize = 24;

/// How far a context word may stand from a hit, in letters; those of scripts without spaces count as their bytes, for a word
/// has fewer of them.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Reach {
    pub(crate) before: usize,
    pub(crate) after: usize,
    /// Whether a digit between word and value takes what the word says.
    pub(crate) to_next_number: bool,
}

impl Reach {
    /// About a dozen words. Forms put the label first, so the reach is shorter behind.
    pub(crate) const USUAL: Self = Self { before: 80, after: 32, to_next_number: false };
    /// For the deep set.
    pub(crate) const FAR: Self = Self { before: 240, after: 64, to_next_number: false };

    /// The first byte that is in reach before `place`.
    pub(crate) fn begin(self, text: &str, place: usize) -> usize {
        let near = place.saturating_sub(self.before);
        if text.as_bytes().get(near..place).is_none_or(<[u8]>::is_ascii) {
            return near;
        }
        let head = text.get(..text.floor_char_boundary(place)).unwrap_or_default();
        head.len() - bytes_of(head.chars().rev(), self.before)
    }

    /// One past the last byte that is in reach behind `place`.
    pub(crate) fn end(self, text: &str, place: usize) -> usize {
        let near = place.saturating_add(self.after);
        if text.as_bytes().get(place..near.min(text.len())).is_none_or(<[u8]>::is_ascii) {
            return near;
        }
        let place = text.floor_char_boundary(place);
        place + bytes_of(text.get(place..).unwrap_or_default().chars(), self.after)
    }
}

/// Length of so many letters.
fn bytes_of(letters: impl Iterator<Item = char>, many: usize) -> usize {
    let mut left = many;
    let mut bytes = 0;
    for letter in letters {
        let width = if unspaced(letter) { letter.len_utf8() } else { 1 };
        if width > left {
            break;
        }
        left -= width;
        bytes += letter.len_utf8();
    }
    bytes
}

/// The phrases of all rules.
#[derive(Debug)]
pub(crate) struct Lexicon {
    /// Words that phrases begin with.
    firsts: Dictionary,
    /// Where they may begin.
    openings: Openings,
    /// For each of them: the phrases that begin with it.
    begins: Vec<Vec<u16>>,
    /// For each phrase: its words, folded.
    phrases: Vec<Vec<String>>,
}

/// A phrase of the lexicon in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Mention {
    start: usize,
    end: usize,
    phrase: u16,
}

/// The phrases of a text.
#[derive(Debug, Default)]
pub(crate) struct Mentions {
    /// By place.
    list: Vec<Mention>,
    /// A bit for each phrase of the lexicon.
    present: Vec<u64>,
}

/// Phrases of one rule: number in the lexicon and index in the rule, ascending.
#[derive(Debug, Clone, Default)]
pub(crate) struct Words(Vec<(u16, u16)>);

impl Lexicon {
    /// Collects the phrases of the rules' word lists; returns each list's numbers.
    pub(crate) fn new<'a>(lists: impl Iterator<Item = &'a [String]>) -> (Self, Vec<Words>) {
        let mut numbers = HashMap::new();
        // Most lists share phrases: each is folded once.
        let mut known = HashMap::<&str, u16>::new();
        let mut phrases = Vec::new();
        let mut firsts = std::collections::BTreeMap::<String, Vec<u16>>::new();
        let mut words = Vec::new();
        for list in lists {
            let mut own = Vec::new();
            for (index, phrase) in (0u16..).zip(list) {
                if let Some(number) = known.get(phrase.as_str()) {
                    own.push((*number, index));
                    continue;
                }
                let folded: Vec<String> = phrase.split_whitespace().map(plain).collect();
                let number = *numbers.entry(folded.clone()).or_insert_with(|| {
                    let number = u16::try_from(phrases.len()).unwrap_or(u16::MAX);
                    phrases.push(folded);
                    number
                });
                for first in phrase.split_whitespace().next().map(variants).unwrap_or_default() {
                    let begins = firsts.entry(first).or_default();
                    if !begins.contains(&number) {
                        begins.push(number);
                    }
                }
                known.insert(phrase, number);
                own.push((number, index));
            }
            own.sort_unstable();
            words.push(Words(own));
        }
        let openings = Openings::new(firsts.keys().map(String::as_bytes));
        let dictionary = Dictionary::new(firsts.keys().map(String::as_bytes));
        (Self { firsts: dictionary, openings, begins: firsts.into_values().collect(), phrases }, words)
    }

    /// How many phrases there are.
    pub(crate) fn len(&self) -> usize {
        self.phrases.len()
    }

    /// All phrases in the text, by place.
    pub(crate) fn mentions(&self, text: &str) -> Mentions {
        let mut list = Vec::new();
        let mut present = vec![0u64; self.phrases.len().div_ceil(64)];
        let bytes = text.as_bytes();
        self.openings.places(text, |start| {
            self.firsts.at(bytes, start, |word, length| {
                let phrases = self.begins.get(word).map(Vec::as_slice).unwrap_or_default();
                let cut = cut_short(bytes, start, length);
                let next = OnceCell::new();
                for phrase in phrases {
                    let Some(words) = self.phrases.get(usize::from(*phrase)) else { continue };
                    let other = match words.as_slice() {
                        [_] => cut,
                        [first, second, ..] => {
                            let next = next.get_or_init(|| next_letter(text, start, first));
                            next.is_some_and(|next| begins_otherwise(second, next))
                        }
                        [] => true,
                    };
                    if other {
                        continue;
                    }
                    if let Some(end) = same_phrase(text, start, words) {
                        list.push(Mention { start, end, phrase: *phrase });
                        if let Some(bits) = present.get_mut(usize::from(*phrase) / 64) {
                            *bits |= 1 << (phrase % 64);
                        }
                    }
                }
            });
        });
        list.sort_unstable();
        list.dedup();
        Mentions { list, present }
    }
}

impl Words {
    /// Whether the rule has no words.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn index(&self, phrase: u16) -> Option<u16> {
        let place = self.0.binary_search_by_key(&phrase, |(number, _)| *number).ok()?;
        self.0.get(place).map(|(_, index)| *index)
    }

    /// The numbers of the rule's phrases in the lexicon.
    pub(crate) fn phrases(&self) -> impl Iterator<Item = u16> {
        self.0.iter().map(|(phrase, _)| *phrase)
    }

    /// Whether any of the words occurs at all.
    pub(crate) fn occur(&self, mentions: &Mentions) -> bool {
        let bit = |phrase: u16| {
            mentions.present.get(usize::from(phrase) / 64).is_some_and(|bits| bits >> (phrase % 64) & 1 == 1)
        };
        self.0.iter().any(|(phrase, _)| bit(*phrase))
    }

    /// The index of the nearest of the words that stands near `start..end`.
    pub(crate) fn near(
        &self,
        text: &str,
        mentions: &Mentions,
        start: usize,
        end: usize,
        reach: Reach,
    ) -> Option<u16> {
        if self.0.is_empty() {
            return None;
        }
        let window = window(&mentions.list, reach.begin(text, start), reach.end(text, end));
        let distance = |mention: &&Mention| {
            if mention.end <= start { start - mention.end } else { mention.start.saturating_sub(end) }
        };
        let bare = |mention: &&Mention| {
            let gap = if mention.end <= start { mention.end..start } else { end..mention.start };
            text.as_bytes().get(gap).is_some_and(|gap| !gap.iter().any(u8::is_ascii_digit))
        };
        (window.iter())
            .filter(|mention| mention.end <= start || mention.start >= end)
            .filter(|mention| !reach.to_next_number || bare(mention))
            .filter(|mention| self.index(mention.phrase).is_some())
            .min_by_key(distance)
            .and_then(|mention| self.index(mention.phrase))
    }

    /// Whether one of the words stands shortly before `start`.
    pub(crate) fn against(&self, mentions: &Mentions, start: usize) -> bool {
        !self.0.is_empty()
            && (window(&mentions.list, start.saturating_sub(AGAINST), start).iter())
                .any(|mention| mention.end <= start && self.index(mention.phrase).is_some())
    }
}

impl Mentions {
    /// Which of them begin within `from..to`, by their place in the list.
    pub(crate) fn within(&self, from: usize, to: usize) -> Range<usize> {
        let before = |place: usize| self.list.partition_point(|mention| mention.start < place);
        before(from)..before(to)
    }

    /// The phrases of some of them.
    pub(crate) fn phrases(&self, of: Range<usize>) -> impl Iterator<Item = u16> {
        self.list.get(of).unwrap_or_default().iter().map(|mention| mention.phrase)
    }
}

/// The mentions that begin within `from..to`.
fn window(mentions: &[Mention], from: usize, to: usize) -> &[Mention] {
    let first = mentions.partition_point(|mention| mention.start < from);
    let rest = mentions.get(first..).unwrap_or_default();
    rest.get(..rest.partition_point(|mention| mention.start < to)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(text: &str, value: &str, words: &[&str]) -> Option<u16> {
        let list: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
        let (lexicon, words) = Lexicon::new([list.as_slice()].into_iter());
        let start = text.find(value).expect("stands there");
        words[0].near(text, &lexicon.mentions(text), start, start + value.len(), Reach::USUAL)
    }

    #[test]
    fn only_whole_words_count() {
        assert_eq!(near("duplicate 12345", "12345", &["lic"]), None);
        assert_eq!(near("LIC: 12345", "12345", &["lic"]), Some(0));
        assert_eq!(near("12345 (lic)", "12345", &["lic"]), Some(0));
        assert_eq!(near("лицlic 12345", "12345", &["lic"]), None);
        assert_eq!(near("my_lic=12345", "12345", &["lic"]), Some(0));
    }

    #[test]
    fn case_accents_endings_and_joints_do_not_matter() {
        for text in
            ["tax id 1", "tax_id=1", "taxId: 1", "TAX-ID 1", "taxid 1", "Tax  IDs 1", "customerTaxId 1"]
        {
            assert_eq!(near(text, "1", &["vat", "tax id"]), Some(1), "{text}");
        }
        for text in ["Número 1", "numero 1", "NÚMERO 1", "numeros 1", "nu\u{301}mero 1"] {
            assert_eq!(near(text, "1", &["número"]), Some(0), "{text}");
        }
        assert_eq!(near("Паспорта 1", "1", &["паспорт"]), Some(0));
        assert_eq!(near("Ausweisen 1", "1", &["ausweis"]), Some(0));
        assert_eq!(near("taxi driver 1", "1", &["tax id"]), None);
        assert_eq!(near("numeration 1", "1", &["numer"]), None);
    }

    #[test]
    fn scripts_without_spaces_match_anywhere() {
        assert_eq!(near("我的身份证号码是1", "1", &["身份证"]), Some(0));
        assert_eq!(near("เลขบัตรประชาชน1", "1", &["บัตรประชาชน"]), Some(0));
        assert_eq!(near("주민등록번호는 1", "1", &["주민등록번호"]), Some(0));
    }

    #[test]
    fn the_nearest_word_wins_and_far_ones_do_not_count() {
        assert_eq!(near("pin and ssn 1", "1", &["pin", "ssn"]), Some(1));
        assert_eq!(near(&format!("ssn{}1", " ".repeat(90)), "1", &["ssn"]), None);
    }

    #[test]
    fn words_reach_as_far_in_every_script() {
        for (word, filler, many, found) in [
            ("ssn", "a ", 38, true),
            ("ssn", "a ", 39, false),
            ("телефон", "ж ", 36, true),
            ("телефон", "ж ", 37, false),
            ("फ़ोन", "क ", 37, true),
            ("फ़ोन", "क ", 38, false),
            ("电话", "字", 24, true),
            ("电话", "字", 25, false),
        ] {
            let text = format!("{word} {}1", filler.repeat(many));
            assert_eq!(near(&text, "1", &[word]).is_some(), found, "{word} {many}");
        }
    }
}
