//! What the words of texts begin with, and where each automaton stands behind that: few bytes begin most words.

use super::{
    memory::{DEAD, UNKNOWN},
    openers::Openers,
};

/// Bytes of a beginning.
pub(super) const BYTES: usize = 4;
/// How many beginnings are kept.
const SLOTS: usize = 1 << 12;

/// The beginnings met last, each at the place that its hash names.
pub(super) struct Beginnings<const AUTOMATA: usize>(Box<[Beginning<AUTOMATA>]>);

/// What some bytes, and what stands before them, lead to.
#[derive(Debug, Clone, Copy)]
pub(super) struct Beginning<const AUTOMATA: usize> {
    bytes: u32,
    before: Before,
    /// Whether a literal may begin so.
    pub(super) opens: bool,
    /// The automata of which no pattern can match any more; a bit for each.
    pub(super) dead: u8,
    /// The step of each automaton, [`UNKNOWN`] where nobody has told.
    pub(super) steps: [u16; AUTOMATA],
}

impl<const AUTOMATA: usize> Beginnings<AUTOMATA> {
    /// Without any.
    pub(super) fn new() -> Self {
        Self(vec![Beginning::default(); SLOTS].into_boxed_slice())
    }

    /// The beginning at `place`. `None`: the text ends before.
    #[inline]
    pub(super) fn at(
        &mut self,
        text: &[u8],
        place: usize,
        openers: &Openers,
    ) -> Option<&mut Beginning<AUTOMATA>> {
        let bytes = u32::from_le_bytes(*text.get(place..)?.first_chunk::<BYTES>()?);
        let before = Before::of(text, place);
        let hash = u64::from(bytes) | (before as u64) << 32;
        let [.., low, high] = hash.wrapping_mul(0x9e37_79b9_7f4a_7c15).to_le_bytes();
        let kept = self.0.get_mut(usize::from(u16::from_le_bytes([low, high])) % SLOTS)?;
        if (kept.bytes, kept.before) != (bytes, before) {
            *kept = Beginning { bytes, before, opens: openers.may_open(text, place), ..Beginning::default() };
        }
        Some(kept)
    }
}

impl<const AUTOMATA: usize> Beginning<AUTOMATA> {
    /// Notes which automata the steps end.
    pub(super) fn settle(&mut self) {
        self.dead = self.steps.iter().rev().fold(0, |dead, step| dead << 1 | u8::from(*step == DEAD));
    }
}

impl<const AUTOMATA: usize> Default for Beginning<AUTOMATA> {
    fn default() -> Self {
        Self { bytes: 0, before: Before::Never, opens: true, dead: 0, steps: [UNKNOWN; AUTOMATA] }
    }
}

/// What stands before a place, as far as a pattern that begins there can tell (by `\A`, `^`, `\b` and their like), and
/// whether a word begins there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Before {
    Nothing,
    LineFeed,
    CarriageReturn,
    Alphanumeric,
    Underscore,
    Other,
    /// No place.
    Never,
}

impl Before {
    /// How many there are.
    pub(super) const KINDS: usize = 7;

    #[inline]
    pub(super) fn of(text: &[u8], place: usize) -> Self {
        let byte = place.checked_sub(1).and_then(|before| text.get(before));
        byte.map_or(Self::Nothing, |byte| BEFORE[usize::from(*byte)])
    }
}

/// By byte.
static BEFORE: [Before; 256] = {
    let mut table = [Before::Other; 256];
    let mut byte = 0;
    while byte < 128u8 {
        if byte.is_ascii_alphanumeric() {
            table[byte as usize] = Before::Alphanumeric;
        }
        byte += 1;
    }
    table[b'_' as usize] = Before::Underscore;
    table[b'\n' as usize] = Before::LineFeed;
    table[b'\r' as usize] = Before::CarriageReturn;
    table
};
