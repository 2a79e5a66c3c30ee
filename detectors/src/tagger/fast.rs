//! The built-in tagger: a linear-chain model over hashed features with int8 weights.

use super::echo::Echo;
use super::lattice::{Lanes, Lattice, Transitions};
use super::lexicon::{Degree, Flag};
use super::memory::Memory;
use super::model::{Model, ModelError};
use super::reading::Reading;
use super::scorer::Scorer;
use super::spans::{Span, bytes, spans};
use super::tokens::Kind;
use super::windows::{Window, windows};
use super::{Label, Mode, Tag, Tagger, caseless};
use std::cell::RefCell;
use std::sync::LazyLock;

/// Least raw score of a person of one word that is on no list of names, which may as well be a noun.
const UNLISTED: f32 = 0.28;
/// The same in a language that nobody has seen: more often than not it is one.
const UNLISTED_STRANGE: f32 = 0.37;
/// And there where a sentence begins.
const UNLISTED_OPENING: f32 = 0.84;
/// No score is as high.
const NEVER: f32 = 2.0;
/// Raw score from which a name is remembered for the rest of the document.
const CERTAIN: f32 = 0.9;
/// Raw score below which another label gives way to a name seen before.
const DOUBTED: f32 = 0.7;
/// Score of a name that was found because it was seen before.
const REMEMBERED: f32 = 0.8;

/// A small trained model, fast enough to run on everything.
#[derive(Debug)]
pub struct FastTagger {
    model: Model,
    transitions: Transitions,
    digest: blake3::Hash,
}

/// Buffers of one thread. They hold words already looked up, which changes the speed and never the answer.
#[derive(Debug, Default)]
struct Scratch {
    owner: Option<blake3::Hash>,
    reading: Reading,
    scorer: Scorer,
    lattice: Lattice,
    echo: Echo,
    emissions: Vec<Lanes>,
    memory: Memory,
    path: Vec<u8>,
    spans: Vec<Span>,
}

thread_local! {
    static SCRATCH: RefCell<Scratch> = RefCell::default();
}

impl FastTagger {
    /// The tagger with the model that is part of this crate.
    pub fn embedded() -> &'static Self {
        static EMBEDDED: LazyLock<FastTagger> = LazyLock::new(|| {
            FastTagger::from_bytes(include_bytes!("../../models/names.bin"))
                .unwrap_or_else(|error| unreachable!("a test reads the embedded model: {error}"))
        });
        &EMBEDDED
    }

    /// A tagger from the bytes of a model file.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, ModelError> {
        let mut digest = blake3::Hasher::new();
        digest.update(bytes).update(caseless::digest().as_bytes());
        Ok(Self::new(Model::read(bytes)?, digest.finalize()))
    }

    /// A tagger from a model in memory; `digest` names it.
    pub fn new(model: Model, digest: blake3::Hash) -> Self {
        Self { transitions: model.transitions(), model, digest }
    }

    fn window(
        &self,
        text: &str,
        window: Window,
        mode: Mode,
        scratch: &mut Scratch,
        before: usize,
        out: &mut Vec<Tag>,
    ) {
        let Scratch { reading, scorer, lattice, echo, emissions, memory, path, spans: found, .. } = scratch;
        let part = text.get(window.from..window.to).unwrap_or_default();
        reading.read(part, mode, &self.model.lexicon);
        found.clear();
        emissions.clear();
        for segment in &reading.segments {
            scorer.score(part, reading, segment, &self.model, emissions);
        }
        if mode == Mode::Prose {
            echo.share(reading, emissions);
        }
        let mut rest = emissions.as_slice();
        for segment in &reading.segments {
            let (here, later) = rest.split_at(segment.len());
            rest = later;
            lattice.best(here, &self.transitions, path);
            if path.iter().any(|state| *state != 0) {
                lattice.sums(here, &self.transitions, |_| u16::MAX);
                spans(reading, segment, path, lattice, found);
            }
        }
        found.retain(|span| !unread(part, reading, span));
        let inside = |span: &Span| {
            let start = window.from + reading.tokens[span.tokens.start].start;
            (window.start..window.end).contains(&start)
        };
        if mode == Mode::Prose {
            for span in found.iter().filter(|s| s.label == Label::Person && s.raw >= CERTAIN && inside(s)) {
                for at in span.tokens.clone() {
                    memory.learn(&reading.briefs[at], reading.tokens[at].of(part).chars().count());
                }
            }
        }
        let mut next = 0;
        for span in found.iter_mut() {
            Self::recall(part, reading, memory, next..span.tokens.start, window, before, out);
            next = span.tokens.end;
            if !inside(span) {
                continue;
            }
            let known = || span.tokens.clone().all(|at| memory.knows(&reading.briefs[at]));
            if span.label != Label::Person && span.raw < DOUBTED && !memory.is_empty() && known() {
                span.label = Label::Person;
                span.raw = CERTAIN;
            }
            let (start, end) = bytes(part, reading, &span.tokens);
            if span.label == Label::Person
                && (span.raw < least(part, reading, span) || in_code(part, (start, end)))
            {
                continue;
            }
            let score = self.model.calibration.apply(span.label, span.raw);
            push(
                Tag { start: window.from + start, end: window.from + end, label: span.label, score },
                before,
                out,
            );
        }
        Self::recall(part, reading, memory, next..reading.tokens.len(), window, before, out);
    }

    /// Tags names seen before among the tokens of a range that the model left untagged.
    fn recall(
        part: &str,
        reading: &Reading,
        memory: &Memory,
        tokens: std::ops::Range<usize>,
        window: Window,
        before: usize,
        out: &mut Vec<Tag>,
    ) {
        if memory.is_empty() {
            return;
        }
        let mut at = tokens.start;
        while at < tokens.end {
            let from = at;
            while at < tokens.end
                && (memory.knows(&reading.briefs[at]) || at > from && Memory::joins(&reading.briefs[at]))
            {
                at += 1;
            }
            // Behind a capitalised word that is no part of the name, this is another name.
            let other = from > 0 && Memory::joins(&reading.briefs[from - 1]);
            if at == from || other || !in_prose(part, bytes(part, reading, &(from..at))) {
                at = at.max(from + 1);
                continue;
            }
            let (start, end) = bytes(part, reading, &(from..at));
            let (start, end) = (window.from + start, window.from + end);
            if (window.start..window.end).contains(&start) {
                push(Tag { start, end, label: Label::Person, score: REMEMBERED }, before, out);
            }
        }
    }
}

/// The raw score below which a person is none.
fn least(part: &str, reading: &Reading, span: &Span) -> f32 {
    let at = span.tokens.start;
    let entry = &reading.briefs[at].entry;
    let listed = entry.degree(Degree::First) + entry.degree(Degree::Last) > 0;
    let around = reading.around[at];
    let one = span.tokens.len() == 1;
    let opening = one && opens(part, reading, at) && matches!(around.letters, 0 | 3);
    let usual = entry.degree(Degree::Common) >= 2;
    let plain = usual && entry.degree(Degree::Capital) <= 1;
    if opening && (plain || around.strange && (usual || entry.has(Flag::Elsewhere))) {
        // Any sentence begins like this.
        NEVER
    } else if !one || listed {
        0.0
    } else if around.strange {
        if opening { UNLISTED_OPENING } else { UNLISTED_STRANGE }
    } else {
        UNLISTED
    }
}

/// How far, in tokens, the words around a name in a script without capitals are looked at.
const NEAR: usize = 6;

/// Whether a span is of a script without capitals, in which the model has not learned to read sentences: only listed
/// names among words of other scripts are its to find there.
fn unread(part: &str, reading: &Reading, span: &Span) -> bool {
    let caseless = |at: &usize| caseless::occurs(reading.tokens[*at].of(part));
    if !span.tokens.clone().any(|at| caseless(&at)) {
        return false;
    }
    let entry = |at: usize| reading.briefs[at].entry;
    let listed = |at: usize| entry(at).degree(Degree::First) + entry(at).degree(Degree::Last) > 0;
    let (start, end) = (span.tokens.start, span.tokens.end);
    let around = (start.saturating_sub(NEAR)..start).chain(end..(end + NEAR).min(reading.tokens.len()));
    let words = around.filter(|at| reading.tokens[*at].kind == Kind::Word);
    let (own, other): (Vec<usize>, Vec<usize>) = words.partition(caseless);
    let (from, to) = bytes(part, reading, &span.tokens);
    // `이` and `나` are surnames and small words, but hardly words of an English sentence.
    let long = part.get(from..to).is_some_and(|name| name.chars().nth(1).is_some()) || own.is_empty();
    let found = long && span.tokens.clone().all(listed) && own.len() < other.len();
    span.label != Label::Person || !found
}

/// Whether a sentence, an item of a list or somebody's speech begins with the token.
fn opens(part: &str, reading: &Reading, at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|before| reading.tokens.get(before));
    reading.brief(at, -1).ends || before.is_some_and(|mark| matches!(mark.of(part), "-" | "–" | "—" | ")"))
}

/// Whether the words are called, assigned to or reached into, as in code: `Pascal::new(`, `&ada`, `otto.len`.
fn in_code(part: &str, (start, end): (usize, usize)) -> bool {
    let before = part.get(..start).unwrap_or_default();
    let after = part.get(end..).unwrap_or_default().as_bytes();
    let letter = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_lowercase);
    before.ends_with(['_', '$', '&'])
        || before.ends_with("::")
        || before.ends_with("->")
        || after.starts_with(b"::")
        || after.starts_with(b"->")
        || match after.first() {
            Some(b'_' | b'{') => true,
            Some(b'=') => after.get(1) != Some(&b' '),
            Some(b'(') => after.get(1).is_some_and(|next| next.is_ascii_alphabetic() || *next == b')'),
            Some(b'.') => letter(after.get(1)),
            _ => false,
        }
}

/// Whether the words stand as in running text, not as in code: `Decimal('NaN')` names nobody.
fn in_prose(part: &str, (start, end): (usize, usize)) -> bool {
    let before = part.get(..start).unwrap_or_default().chars().next_back();
    let mut after = part.get(end..).unwrap_or_default().chars();
    let next = after.next();
    let opens = |letter: char| letter.is_whitespace() || "(\"“„‘—–@>,".contains(letter);
    let closes = |letter: char| letter.is_whitespace() || ",;!?)\"”’—–<".contains(letter);
    let ends = match next {
        Some('.' | ':') => after.next().is_none_or(char::is_whitespace),
        Some('\'') => after.next() == Some('s'),
        letter => letter.is_none_or(closes),
    };
    ends && before.is_none_or(opens)
}

/// Adds a tag unless it reaches into the one before it. What `out` held before this text does not count.
pub(super) fn push(tag: Tag, before: usize, out: &mut Vec<Tag>) {
    if out.get(before..).and_then(<[Tag]>::last).is_none_or(|last| last.end <= tag.start)
        && tag.start < tag.end
    {
        out.push(tag);
    }
}

impl Tagger for FastTagger {
    fn name(&self) -> &'static str {
        "fast"
    }

    fn digest(&self) -> blake3::Hash {
        self.digest
    }

    fn tag(&self, text: &str, mode: Mode, out: &mut Vec<Tag>) {
        SCRATCH.with_borrow_mut(|scratch| {
            if scratch.owner != Some(self.digest) {
                *scratch = Scratch { owner: Some(self.digest), ..Scratch::default() };
            }
            scratch.memory.clear();
            let before = out.len();
            for window in windows(text) {
                self.window(text, window, mode, scratch, before, out);
            }
            caseless::settle(text, before, out);
        });
    }
}
