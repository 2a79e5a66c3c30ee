//! Patterns with fewer states: what an automaton of hundreds of them is made of.

use regex_syntax::{
    hir::{Class, ClassBytes, ClassBytesRange, Hir, HirKind, Look, Repetition},
    utf8::{Utf8Range, Utf8Sequences},
};

use crate::{Boundary, bytes::Bytes, shape::bytes};

/// Longest match that is outlined to its end.
const BOUNDED: usize = 64;
/// How many bytes of a match tell enough about it.
const ENOUGH: usize = 24;
/// By how many repetitions what is not counted differs.
const VAGUE: u32 = 8;
/// Most repetitions that are counted.
const MANY: u32 = 32;

/// A pattern that matches wherever this one does and tells fewer bytes apart: any digit stands for a digit, and where
/// there is a choice of letters any letter for one of its kind. An automaton of many such patterns has few states.
fn outline(pattern: &Hir) -> Hir {
    match pattern.kind() {
        HirKind::Empty | HirKind::Look(_) => pattern.clone(),
        HirKind::Literal(literal) => {
            let exact = |byte: &u8| !byte.is_ascii_digit();
            let same = |one: &u8, other: &u8| exact(one) && exact(other);
            let runs = literal.0.chunk_by(same).map(|run| match run {
                [byte] if !exact(byte) => blocks(Bytes::one(*byte)),
                run => Hir::literal(run),
            });
            Hir::concat(runs.collect())
        }
        HirKind::Class(Class::Unicode(class)) if !class.is_ascii() => {
            let spelled = class.iter().flat_map(|range| Utf8Sequences::new(range.start(), range.end()));
            let bytes = |range: &Utf8Range| blocks(Bytes::between(range.start, range.end));
            let mut letters: Vec<Hir> =
                spelled.map(|letter| Hir::concat(letter.as_slice().iter().map(bytes).collect())).collect();
            letters.dedup();
            Hir::alternation(letters)
        }
        HirKind::Class(class) => blocks(Bytes::class(class)),
        HirKind::Repetition(repetition) => {
            let within_word = !bytes(&repetition.sub).has(b' ');
            let max = counted(repetition);
            let min = if within_word { repetition.min.min(MANY) } else { repetition.min };
            Hir::repetition(Repetition { min, max, ..repetition.with(outline(&repetition.sub)) })
        }
        HirKind::Capture(capture) => outline(&capture.sub),
        HirKind::Concat(parts) => Hir::concat(parts.iter().map(outline).collect()),
        HirKind::Alternation(parts) => Hir::alternation(parts.iter().map(outline).collect()),
    }
}

/// Most repetitions, where they are counted: within a word only few are.
fn counted(repetition: &Repetition) -> Option<u32> {
    let within_word = !bytes(&repetition.sub).has(b' ');
    repetition.max.filter(|max| !within_word || max - repetition.min <= VAGUE && *max <= MANY)
}

/// The outline of how the pattern begins: every match has a match of it at its beginning. It ends where the pattern
/// becomes long.
fn opening(pattern: &Hir) -> Hir {
    match pattern.kind() {
        HirKind::Empty | HirKind::Look(_) | HirKind::Literal(_) | HirKind::Class(_) => outline(pattern),
        HirKind::Repetition(repetition) => match repetition.min {
            0 => Hir::empty(),
            1 => opening(&repetition.sub),
            min => Hir::repetition(Repetition {
                min: min.min(MANY),
                max: Some(min.min(MANY)),
                ..repetition.with(outline(&repetition.sub))
            }),
        },
        HirKind::Capture(capture) => opening(&capture.sub),
        HirKind::Alternation(parts) => Hir::alternation(parts.iter().map(opening).collect()),
        HirKind::Concat(parts) => opening_of(parts),
    }
}

/// The same of patterns one after the other.
fn opening_of(parts: &[Hir]) -> Hir {
    let mut kept = Vec::new();
    let mut least = 0;
    for (index, part) in parts.iter().enumerate() {
        let with_it = least + part.properties().minimum_len().unwrap_or(0);
        // What is not counted would be read to the end of a word, however long.
        if least >= ENOUGH || index + 1 == parts.len() || with_it >= ENOUGH && !is_counted(part) {
            kept.push(opening(part));
            break;
        }
        kept.push(outline(part));
        least = with_it;
    }
    Hir::concat(kept)
}

/// Whether the outline ends where the pattern does: all repetitions are counted.
fn is_counted(pattern: &Hir) -> bool {
    match pattern.kind() {
        HirKind::Empty | HirKind::Look(_) | HirKind::Literal(_) | HirKind::Class(_) => true,
        HirKind::Repetition(repetition) => counted(repetition).is_some() && is_counted(&repetition.sub),
        HirKind::Capture(capture) => is_counted(&capture.sub),
        HirKind::Concat(parts) | HirKind::Alternation(parts) => parts.iter().all(is_counted),
    }
}

/// The outline of patterns one after the other, with what may stand behind their matches where the rule says so, or of
/// their opening.
pub(crate) fn outlined(parts: &[Hir], ends: Option<Boundary>) -> Hir {
    let most = parts.iter().map(|part| part.properties().maximum_len()).sum::<Option<usize>>();
    match ends {
        Some(boundary) if most.is_some_and(|most| most <= BOUNDED) && parts.iter().all(is_counted) => {
            let end = Hir::alternation(vec![Hir::look(Look::End), end(boundary)]);
            Hir::concat(parts.iter().map(outline).chain([end]).collect())
        }
        _ => opening_of(parts),
    }
}

/// A byte that may stand behind a value.
fn end(boundary: Boundary) -> Hir {
    let ends = |byte: u8| match boundary {
        Boundary::None => true,
        Boundary::Digit => !byte.is_ascii_digit(),
        Boundary::Word => !byte.is_ascii_alphanumeric(),
    };
    let bytes = (0..=255).filter(|byte| ends(*byte)).map(|byte| ClassBytesRange::new(byte, byte));
    Hir::class(Class::Bytes(ClassBytes::new(bytes)))
}

/// Kinds of ASCII letters and digits: what hexadecimal numbers are made of apart, and vowels, which many codes leave out.
const KINDS: [&[u8]; 9] = [
    b"0123456789",
    b"AE",
    b"BCDF",
    b"IOU",
    b"GHJKLMNPQRSTVWXYZ",
    b"ae",
    b"bcdf",
    b"iou",
    b"ghjklmnpqrstvwxyz",
];

/// Kinds of other bytes: what goes on with a character, and what begins one of Latin, of other alphabets, of the remaining
/// scripts that people write, and of anything else.
const HIGH: [(u8, u8); 5] = [(0x80, 0xbf), (0xc0, 0xcc), (0xcd, 0xdf), (0xe0, 0xef), (0xf0, 0xff)];

/// All bytes of the kinds of which the set has one; a single letter stays alone.
fn blocks(set: Bytes) -> Hir {
    let letters = (b'a'..=b'z').filter(|low| set.has(*low) || set.has(low.to_ascii_uppercase())).count();
    let spelled = |byte: u8| letters == 1 && byte.is_ascii_alphabetic();
    let has = |kind: &[u8]| kind.iter().any(|byte| set.has(*byte));
    let wide = KINDS
        .iter()
        .filter(|kind| has(kind) && !spelled(kind[0]))
        .flat_map(|kind| kind.iter().map(|byte| (*byte, *byte)));
    let high = HIGH.into_iter().filter(|(first, last)| set.meets(|byte| (*first..=*last).contains(&byte)));
    let exact = |byte: u8| spelled(byte) || !byte.is_ascii_alphanumeric();
    let single = (0..128).filter(|byte| exact(*byte) && set.has(*byte)).map(|byte| (byte, byte));
    let ranges = wide.chain(high).chain(single).map(|(first, last)| ClassBytesRange::new(first, last));
    Hir::class(Class::Bytes(ClassBytes::new(ranges)))
}
