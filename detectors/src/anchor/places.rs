//! One pass over a text: which patterns to try where.

use std::ops::RangeInclusive;

use limpid_patterns::{Anchor, Bytes, FAR, LONG, NEAR, Start, is_token};

use super::{
    automata::{Automata, COUNT, Memories, SIGNS},
    beginnings::{Beginning, Beginnings},
    bits::{Table, after, entry, kinds, places, runs, soon},
    openers::Openers,
};

/// Kinds of bytes.
const KINDS: usize = OPENS + 1;
/// What may begin a literal in the middle of a word, or is no part of one.
const OPENS: usize = 3 + COUNT;

/// Finds the places of all patterns of a selection.
pub(crate) struct Finder {
    /// Digits, letters and digits, token bytes, then the first bytes of what each sign announces and of some literals.
    table: Table,
    /// Where words and numbers begin: of all detectors. In words, where letters and digits meet: of those whose value may
    /// begin there.
    automata: Automata,
    openers: Openers,
    /// By detector: fewest and most bytes of a match before what begins a word, and the bytes it may begin with.
    leads: Vec<(usize, usize, Bytes)>,
    /// Detectors whose value is the whole text, and how long it may be.
    wholes: Vec<(u16, RangeInclusive<usize>)>,
    /// Detectors that are tried everywhere.
    pub(crate) anywhere: Vec<u16>,
}

/// What is reused from text to text.
pub(crate) struct Scratch {
    memories: Memories,
    beginnings: Beginnings<COUNT>,
    kinds: Vec<[u64; KINDS]>,
    found: Vec<u16>,
}

/// Detectors, and where in the text a match of theirs may begin.
pub(crate) type Places = Vec<(u16, usize)>;

impl Finder {
    /// Reads the anchors of numbered detectors; `None` for one without a pattern.
    pub(crate) fn new<'a>(anchors: impl Iterator<Item = Option<&'a Anchor>>) -> Self {
        let anchors: Vec<Option<&Anchor>> = anchors.collect();
        let numbered = || (0u16..).zip(&anchors).filter_map(|(number, anchor)| Some((number, (*anchor)?)));
        let starts = || {
            numbered().filter_map(|(number, anchor)| match anchor {
                Anchor::Start(start) => Some((number, start)),
                _ => None,
            })
        };
        let marks = numbered().filter_map(|(number, anchor)| match anchor {
            Anchor::Literal(mark) => Some((number, mark)),
            _ => None,
        });
        let (automata, too_large) = Automata::new(starts());
        let unannounced = numbered().filter(|(_, anchor)| matches!(anchor, Anchor::Anywhere));
        let mut anywhere: Vec<u16> = unannounced.map(|(number, _)| number).chain(too_large).collect();
        anywhere.sort_unstable();
        let openers = Openers::new(marks);
        let wholes = numbered().filter_map(|(number, anchor)| match anchor {
            Anchor::Whole { least, most } => Some((number, *least..=*most)),
            _ => None,
        });
        let leads = anchors.iter().map(|anchor| match anchor {
            Some(Anchor::Start(start)) => (start.lead.0, start.lead.1, start.whole),
            _ => (0, 0, Bytes::NONE),
        });
        Self {
            table: table(starts().map(|(_, start)| start), openers.first_anywhere()),
            automata,
            openers,
            wholes: wholes.collect(),
            leads: leads.collect(),
            anywhere,
        }
    }

    /// The slow twin, that tries every detector everywhere.
    #[cfg(test)]
    pub(crate) fn everywhere(detectors: Vec<u16>) -> Self {
        Self { anywhere: detectors, ..Self::new(std::iter::empty()) }
    }

    /// Room to work in.
    pub(crate) fn scratch(&self) -> Scratch {
        Scratch {
            memories: self.automata.memories(),
            beginnings: Beginnings::new(),
            kinds: Vec::new(),
            found: Vec::new(),
        }
    }

    /// Collects the places of the text where words and numbers `matter`. `admit` may take out some of the detectors whose value
    /// may begin at a place.
    pub(crate) fn find(
        &self,
        text: &str,
        scratch: &mut Scratch,
        matter: impl Fn(usize) -> bool,
        mut admit: impl FnMut(usize, &mut Vec<u16>),
        out: &mut Places,
    ) {
        out.clear();
        let wholes = self.wholes.iter().filter(|(_, lengths)| lengths.contains(&text.len()));
        out.extend(wholes.map(|(detector, _)| (*detector, 0)));
        let Scratch { memories, beginnings, kinds: words, found } = scratch;
        let bytes = text.as_bytes();
        words.clear();
        words.extend(bytes.chunks(64).map(|block| kinds(block, &self.table)));
        let mut last = [0; KINDS];
        for (index, word) in words.iter().enumerate() {
            let next = words.get(index + 1).copied().unwrap_or_default();
            let digits = |near| soon(word[0], next[0], near);
            let signs = [digits(NEAR), digits(FAR), runs(word[2], next[2], LONG)];
            // Where no word or number goes on.
            let in_word = word[1] & after(word[1], last[1]);
            let same_kind = in_word & !(word[0] ^ after(word[0], last[0]));
            let begins = !same_kind;
            last = *word;
            let opening = begins & word[1] | word[OPENS];
            // What begins with the text may begin with anything.
            let [.., digit, ahead, run, first, _] =
                word.map(|firsts| begins & (firsts | u64::from(index == 0)));
            let tried = [digit & signs[0], ahead & signs[1], run & signs[2], first];
            for bit in places(tried.iter().fold(opening, |all, places| all | places)) {
                let place = index * 64 + bit;
                let mut once = Beginning::default();
                let beginning = beginnings.at(bytes, place, &self.openers).unwrap_or(&mut once);
                if opening >> bit & 1 == 1 && beginning.opens {
                    self.openers.at(bytes, place, |detector, place| out.push((detector, place)));
                }
                let asked = tried.iter().rev().fold(0, |asked, tried| asked << 1 | (tried >> bit & 1) as u8);
                let asked = asked & !beginning.dead;
                if asked == 0 || !matter(place) {
                    continue;
                }
                if self.automata.ask(memories, asked, (bytes, place), beginning, found).is_err() {
                    *beginnings = Beginnings::new();
                }
                if found.is_empty() {
                    continue;
                }
                found.sort_unstable();
                found.dedup();
                admit(place, found);
                found.drain(..).for_each(|detector| self.add(detector, bytes, place, out));
            }
        }
        out.sort_unstable();
        out.dedup();
    }

    /// A match with a word at `place` begins a little before it.
    fn add(&self, detector: u16, text: &[u8], place: usize, out: &mut Places) {
        let Some((least, most, first)) = self.leads.get(usize::from(detector)) else { return };
        let Some(latest) = place.checked_sub(*least) else { return };
        let begins = |begin: &usize| *begin == 0 || text.get(*begin).is_some_and(|byte| first.has(*byte));
        out.extend((place.saturating_sub(*most)..=latest).filter(begins).map(|begin| (detector, begin)));
    }
}

fn table<'a>(starts: impl Iterator<Item = &'a Start>, opens: Bytes) -> Table {
    let mut firsts = [Bytes::NONE; COUNT];
    for start in starts {
        for (first, sign) in firsts.iter_mut().zip(SIGNS) {
            *first = if sign == start.sign { first.or(start.first) } else { *first };
        }
    }
    std::array::from_fn(|byte| {
        let byte = u8::try_from(byte).unwrap_or(0);
        let [digit, ahead, run, first] = firsts.map(|first| first.has(byte));
        let (number, letter) = (byte.is_ascii_digit(), byte.is_ascii_alphanumeric());
        entry([number, letter, is_token(byte), digit, ahead, run, first, opens.has(byte)])
    })
}
