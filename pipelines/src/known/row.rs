//! The known values of one row: what its classified columns and its surest findings say.

use limpid_detectors::{Engine, Finding};

use super::{
    SURE,
    fold::{Folded, Token, stands_alone},
    identifies,
    names::Names,
    words::{is_common, is_organization, is_placeholder, is_role},
};

/// Fewest letters and digits of a value that is looked for.
const SHORTEST: usize = 4;
/// Fewest digits of a number that is looked for, however it is grouped.
const FEWEST_DIGITS: usize = 6;
/// Most words of a value that is looked for: longer ones stand in one place, and would be compared at every word.
const MOST_WORDS: usize = 32;
/// Last digits by which two spellings of a telephone number are one: the national number without trunk zero.
const PHONE_DIGITS: usize = 9;
/// Most digits of a telephone number (ITU-T E.164).
const MOST_PHONE_DIGITS: usize = 15;
/// Most characters between two words of one value.
const WIDEST_GAP: usize = 3;

/// The detectors that known values of some kinds are reported as.
#[derive(Debug, Clone, Copy)]
pub struct Detectors {
    /// Personal names.
    pub person: Option<u16>,
    /// The part of an address before the `@`.
    pub username: Option<u16>,
}

/// A value other than a name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Value {
    folded: String,
    detector: u16,
    kind: Kind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    /// Found however it is separated.
    Plain,
    /// A telephone number: found by its last digits.
    Phone,
    /// No white space may part it: `aisha.khan` is a mailbox, `Aisha Khan` is not.
    Glued,
    /// An ordinary word: only where it is written like a name.
    Guarded,
}

/// A region of a text that holds a known value; bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hit {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// What it is reported as.
    pub detector: u16,
}

/// The beginnings of some texts, four bytes at most, as a set of their hashes: most words of a text begin otherwise.
#[derive(Debug, Default)]
pub(super) struct Firsts(u64);

impl Firsts {
    #[inline]
    fn bit(text: &str) -> u64 {
        let bytes = text.as_bytes();
        let first = bytes.first_chunk().copied().unwrap_or_else(|| {
            let mut first = [0; 4];
            first.iter_mut().zip(bytes).for_each(|(to, from)| *to = *from);
            first
        });
        1 << (u32::from_le_bytes(first).wrapping_mul(0x9e37_79b1) >> 26)
    }

    pub(super) fn add(&mut self, text: &str) {
        self.0 |= Self::bit(text);
    }

    /// Whether one of them may begin as `text` does: both have four bytes, or both are fewer and the same.
    #[inline]
    pub(super) fn may_begin(&self, text: &str) -> bool {
        self.0 & Self::bit(text) != 0
    }
}

/// What is known about a row.
#[derive(Debug, Default)]
pub struct RowValues {
    values: Vec<Value>,
    /// Last digits of telephone numbers.
    phones: Vec<(String, u16)>,
    first: Firsts,
    names: Names,
}

impl RowValues {
    /// Takes in a value of `entity`, found by or classified as `detector`.
    pub fn learn(&mut self, entity: &str, detector: u16, value: &str, detectors: Detectors) {
        let folded = Folded::of(value);
        if is_placeholder(&folded.text) {
            return;
        }
        match entity {
            // A provider may be a doctor or a hospital: the words of a hospital's name are no names.
            "PERSON" if folded.tokens.iter().any(|token| is_organization(folded.word(token))) => {
                self.add(&folded, detector, Kind::Plain);
            }
            "PERSON" if value.chars().any(stands_alone) => {
                self.learn_unspaced(value, &folded, detectors.person.unwrap_or(detector));
            }
            "PERSON" => self.names.learn(value, &folded),
            "EMAIL_ADDRESS" => {
                self.add(&folded, detector, Kind::Plain);
                if let (Some((local, _)), Some(username)) = (value.split_once('@'), detectors.username) {
                    self.learn_mailbox(local.strip_prefix("mailto:").unwrap_or(local), username);
                }
            }
            "PHONE_NUMBER" => self.add(&folded, detector, Kind::Phone),
            "STREET_ADDRESS" => {
                self.add(&folded, detector, Kind::Plain);
                if let Some((street, _)) = value.split_once([',', '\n']) {
                    let street = Folded::of(street);
                    if street.tokens.len() > 1 {
                        self.add(&street, detector, Kind::Plain);
                    }
                }
            }
            _ if is_role(&folded.text) => {}
            _ => self.add(&folded, detector, Kind::Plain),
        }
    }

    /// What was surely found in a text: known wherever else it stands there.
    pub fn found_in(engine: &Engine, text: &str, findings: &[Finding]) -> Self {
        let mut known = Self::default();
        let detectors = Detectors::of(engine);
        for finding in findings.iter().filter(|finding| finding.score >= SURE) {
            let entity = engine.entity(finding).filter(|entity| identifies(entity.as_str()));
            if let (Some(entity), Some(value)) = (entity, text.get(finding.start..finding.end)) {
                known.learn(entity.as_str(), finding.detector, value, detectors);
            }
        }
        known.settle();
        known
    }

    /// A name in a script that writes no spaces: whole, by its words, and in Han and Hangul by what surname and given
    /// name usually are. Single signs tell nothing: any two of a Thai name stand together in most texts. What stands in
    /// other letters beside it is a name like any.
    fn learn_unspaced(&mut self, value: &str, folded: &Folded, detector: u16) {
        let syllables = |letter: &char| matches!(letter, '\u{3400}'..='\u{9fff}' | '가'..='힣');
        let words = value.split(|letter: char| letter.is_whitespace() || matches!(letter, '・' | '·'));
        let (unspaced, spaced): (Vec<&str>, Vec<&str>) = words.partition(|word| word.contains(stands_alone));
        let spaced = spaced.join(" ");
        self.names.learn(&spaced, &Folded::of(&spaced));
        let mut parts: Vec<String> = unspaced.iter().map(|word| Folded::of(word).text).collect();
        let signs: Vec<char> = parts.iter().flat_map(|part| part.chars()).collect();
        if signs.iter().all(syllables) {
            match signs.as_slice() {
                [_, given @ ..] if given.len() == 2 => parts.push(given.iter().collect()),
                [a, b, c, d] => parts.extend([[a, b], [c, d]].map(|part| part.into_iter().collect())),
                _ => {}
            }
        }
        let long = |text: &str| {
            let least = if text.chars().all(|letter| syllables(&letter)) { 2 } else { 3 };
            (least..=MOST_WORDS).contains(&text.chars().count())
        };
        let whole = (folded.text.clone(), Kind::Plain);
        for (folded, kind) in parts.into_iter().map(|part| (part, Kind::Glued)).chain([whole]) {
            if long(&folded) {
                self.values.push(Value { folded, detector, kind });
            }
        }
    }

    fn learn_mailbox(&mut self, local: &str, username: u16) {
        let folded = Folded::of(local.split('+').next().unwrap_or(local));
        if !is_role(&folded.text) {
            let word = folded.text.bytes().all(|byte| byte.is_ascii_alphabetic());
            let kind = if word && folded.tokens.len() == 1 { Kind::Guarded } else { Kind::Glued };
            self.add(&folded, username, kind);
        }
    }

    fn add(&mut self, folded: &Folded, detector: u16, kind: Kind) {
        let digits = folded.text.bytes().all(|byte| byte.is_ascii_digit());
        let length = folded.text.chars().count();
        if length < SHORTEST || digits && length < FEWEST_DIGITS || folded.tokens.len() > MOST_WORDS {
            return;
        }
        let one = folded.tokens.len() == 1;
        let kind = if kind == Kind::Plain && one && is_common(&folded.text) { Kind::Guarded } else { kind };
        if kind == Kind::Phone
            && digits
            && let Some(key) = length.checked_sub(PHONE_DIGITS).and_then(|from| folded.text.get(from..))
        {
            self.phones.push((key.to_owned(), detector));
        }
        self.values.push(Value { folded: folded.text.clone(), detector, kind });
    }

    /// Makes it ready to be looked for.
    pub fn settle(&mut self) {
        self.values.sort_unstable();
        self.values.dedup();
        self.phones.sort_unstable();
        self.phones.dedup_by(|later, first| later.0 == first.0);
        self.values.iter().for_each(|value| self.first.add(&value.folded));
        self.names.settle();
    }

    /// Whether nothing is known.
    pub fn is_empty(&self) -> bool {
        self.values.is_empty() && self.names.is_empty()
    }

    /// Appends what stands in `text`; regions may overlap.
    pub(super) fn find(&self, text: &str, folded: &Folded, detectors: Detectors, hits: &mut Vec<Hit>) {
        for (index, token) in folded.tokens.iter().enumerate() {
            self.values_at(text, folded, index, token, hits);
        }
        if let Some(person) = detectors.person {
            self.names.find(text, folded, person, hits);
        }
    }

    fn values_at(&self, text: &str, folded: &Folded, index: usize, first: &Token, hits: &mut Vec<Hit>) {
        if self.first.may_begin(folded.text.get(first.from..).unwrap_or_default()) {
            let mut previous = first;
            let mut spaced = false;
            for token in folded.tokens.iter().skip(index) {
                if token.start != first.start {
                    if !joined(text, previous, token, false) {
                        break;
                    }
                    spaced |= !joined(text, previous, token, true);
                }
                previous = token;
                let written = folded.text.get(first.from..token.to).unwrap_or_default();
                // Values are sorted: those that begin like the text stand together, the equal ones first.
                let from = self.values.partition_point(|value| value.folded.as_str() < written);
                let alike = || self.values.iter().skip(from);
                for value in alike().take_while(|value| value.folded == written) {
                    let fits = match value.kind {
                        Kind::Plain | Kind::Phone => true,
                        Kind::Glued => !spaced,
                        Kind::Guarded => like_a_name(text, folded, index),
                    };
                    if fits {
                        hits.push(Hit { start: first.start, end: token.end, detector: value.detector });
                    }
                }
                if !alike().next().is_some_and(|value| value.folded.starts_with(written)) {
                    break;
                }
            }
        }
        if first.digits && !self.phones.is_empty() {
            self.phone_at(text, folded, index, first, hits);
        }
    }

    /// A telephone number that begins here and is a known one in another spelling.
    fn phone_at(&self, text: &str, folded: &Folded, index: usize, first: &Token, hits: &mut Vec<Hit>) {
        let before = text.get(..first.start).unwrap_or_default();
        let international = before.ends_with('+') || before.ends_with("+(") || before.ends_with("(+");
        let mut previous = first;
        for token in folded.tokens.iter().skip(index).take_while(|token| token.digits) {
            if token.start != first.start && !joined(text, previous, token, false) {
                return;
            }
            previous = token;
            let written = folded.text.get(first.from..token.to).unwrap_or_default();
            if written.len() > MOST_PHONE_DIGITS {
                return;
            }
            let country = international || written.starts_with("00") || written.starts_with('1');
            let most = if country { MOST_PHONE_DIGITS } else { PHONE_DIGITS + 1 };
            let key = written.len().checked_sub(PHONE_DIGITS).and_then(|from| written.get(from..));
            if let Some(key) = key.filter(|_| written.len() <= most)
                && let Ok(place) = self.phones.binary_search_by(|(phone, _)| phone.as_str().cmp(key))
                && let Some((_, detector)) = self.phones.get(place)
            {
                hits.push(Hit { start: first.start, end: token.end, detector: *detector });
                return;
            }
        }
    }
}

/// Whether only a little punctuation or space parts two words.
pub(super) fn joined(text: &str, left: &Token, right: &Token, glued: bool) -> bool {
    let gap = text.get(left.end..right.start).unwrap_or_default();
    if let [byte] = gap.as_bytes() {
        return !(glued && char::from(*byte).is_whitespace());
    }
    gap.chars().count() <= WIDEST_GAP
        && gap.matches('\n').count() < 2
        && !(glued && gap.contains(char::is_whitespace))
}

/// Whether an ordinary word is written like a name: with a capital that no beginning of a sentence explains.
pub(super) fn like_a_name(text: &str, folded: &Folded, index: usize) -> bool {
    let Some(token) = folded.tokens.get(index) else { return false };
    if !token.capital {
        return false;
    }
    let previous = index.checked_sub(1).and_then(|before| folded.tokens.get(before));
    if previous.is_some_and(|previous| super::words::is_title(folded.word(previous))) {
        return true;
    }
    // Spoken to (`Will, could you …`) or owned by (`Mark's`).
    let after = text.get(token.end..).unwrap_or_default();
    if after.starts_with([',', '\'', '’']) {
        return true;
    }
    let gap_start = previous.map_or(0, |previous| previous.end);
    let gap = text.get(gap_start..token.start).unwrap_or_default();
    previous.is_some() && !gap.contains(['.', '!', '?', ':', '\n', '"', '“', '«', '*', '#', '|', '。'])
}
