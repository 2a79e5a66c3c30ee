//! What a pattern's syntax tree says of all its matches: how they begin, and what they must hold.

use crate::rule::Boundary;
use regex_syntax::hir::{
    Class, ClassBytes, ClassBytesRange, Hir, HirKind, Look, Repetition, literal::Extractor,
};

/// Longest match that is outlined to its end.
const BOUNDED: usize = 64;
/// How many bytes of a match tell enough about it.
const ENOUGH: usize = 24;
/// By how many repetitions what is not counted differs.
const VAGUE: u32 = 8;
/// Most repetitions that are counted.
const MANY: u32 = 32;

/// A set of byte values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Bytes([u64; 4]);

impl Bytes {
    pub(super) const NONE: Self = Self([0; 4]);

    pub(super) fn of(wanted: impl Fn(u8) -> bool) -> Self {
        let mut set = Self::NONE;
        (0..=255).filter(|byte| wanted(*byte)).for_each(|byte| set.add(byte));
        set
    }

    fn add(&mut self, byte: u8) {
        if let Some(word) = self.0.get_mut(usize::from(byte / 64)) {
            *word |= 1 << (byte % 64);
        }
    }

    pub(super) fn has(self, byte: u8) -> bool {
        self.0.get(usize::from(byte / 64)).is_some_and(|word| word >> (byte % 64) & 1 == 1)
    }

    fn one(byte: u8) -> Self {
        let mut set = Self::NONE;
        set.add(byte);
        set
    }

    pub(super) fn or(self, other: Self) -> Self {
        Self(std::array::from_fn(|word| self.0[word] | other.0[word]))
    }

    fn and(self, test: impl Fn(u8) -> bool) -> Self {
        Self::of(|byte| self.has(byte) && test(byte))
    }

    pub(super) fn meets(self, test: impl Fn(u8) -> bool) -> bool {
        (0..=255).any(|byte| self.has(byte) && test(byte))
    }

    fn class(class: &Class) -> Self {
        let mut set = Self::NONE;
        match class {
            Class::Bytes(class) => {
                class.iter().for_each(|range| (range.start()..=range.end()).for_each(|byte| set.add(byte)));
            }
            Class::Unicode(class) => {
                for range in class.iter() {
                    let ascii = |letter: char| u8::try_from(letter).unwrap_or(127).min(127);
                    if range.start().is_ascii() {
                        (ascii(range.start())..=ascii(range.end())).for_each(|byte| set.add(byte));
                    }
                    if !range.end().is_ascii() {
                        (128..=255).for_each(|byte| set.add(byte));
                    }
                }
            }
        }
        set
    }
}

/// What tokens are made of: keys, hashes, base64.
pub(super) fn is_token(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"_-.+/=~".contains(&byte)
}

/// The bytes a match that does not begin with the text may begin with, and whether it may be empty.
pub(super) fn first(pattern: &Hir) -> (Bytes, bool) {
    match pattern.kind() {
        HirKind::Look(Look::Start) => (Bytes::NONE, false),
        HirKind::Empty | HirKind::Look(_) => (Bytes::NONE, true),
        HirKind::Literal(literal) => (literal.0.first().map_or(Bytes::NONE, |byte| Bytes::one(*byte)), false),
        HirKind::Class(class) => (Bytes::class(class), false),
        HirKind::Repetition(repetition) => {
            let (bytes, empty) = first(&repetition.sub);
            (bytes, empty || repetition.min == 0)
        }
        HirKind::Capture(capture) => first(&capture.sub),
        HirKind::Concat(parts) => {
            let mut all = Bytes::NONE;
            for part in parts {
                let (bytes, empty) = first(part);
                all = all.or(bytes);
                if !empty {
                    return (all, false);
                }
            }
            (all, true)
        }
        HirKind::Alternation(parts) => parts
            .iter()
            .map(first)
            .fold((Bytes::NONE, false), |(all, any), (bytes, empty)| (all.or(bytes), any || empty)),
    }
}

/// All bytes that may stand in a match.
pub(super) fn bytes(pattern: &Hir) -> Bytes {
    match pattern.kind() {
        HirKind::Empty | HirKind::Look(_) => Bytes::NONE,
        HirKind::Literal(literal) => {
            literal.0.iter().fold(Bytes::NONE, |all, byte| all.or(Bytes::one(*byte)))
        }
        HirKind::Class(class) => Bytes::class(class),
        HirKind::Repetition(repetition) => bytes(&repetition.sub),
        HirKind::Capture(capture) => bytes(&capture.sub),
        HirKind::Concat(parts) | HirKind::Alternation(parts) => {
            parts.iter().map(bytes).fold(Bytes::NONE, Bytes::or)
        }
    }
}

/// How many bytes may stand before the first digit of a match; `None` when there need not be one.
pub(super) fn digit_by(pattern: &Hir) -> Option<usize> {
    match pattern.kind() {
        HirKind::Empty | HirKind::Look(_) => None,
        HirKind::Literal(literal) => literal.0.iter().position(u8::is_ascii_digit),
        HirKind::Class(class) => (!Bytes::class(class).meets(|byte| !byte.is_ascii_digit())).then_some(0),
        HirKind::Repetition(repetition) if repetition.min == 0 => None,
        HirKind::Repetition(repetition) => digit_by(&repetition.sub),
        HirKind::Capture(capture) => digit_by(&capture.sub),
        HirKind::Alternation(parts) => {
            parts.iter().map(digit_by).try_fold(0, |latest, by| Some(latest.max(by?)))
        }
        HirKind::Concat(parts) => {
            let mut before = 0;
            for part in parts {
                if let Some(by) = digit_by(part) {
                    return Some(before + by);
                }
                before += part.properties().maximum_len()?;
            }
            None
        }
    }
}

/// With how many token bytes every match begins at least, and whether it consists of nothing else.
pub(super) fn leading_run(pattern: &Hir) -> (usize, bool) {
    match pattern.kind() {
        HirKind::Empty | HirKind::Look(_) => (0, true),
        HirKind::Literal(literal) => {
            let run = literal.0.iter().take_while(|byte| is_token(**byte)).count();
            (run, run == literal.0.len())
        }
        HirKind::Class(class) => {
            let token = !Bytes::class(class).meets(|byte| !is_token(byte));
            (usize::from(token), token)
        }
        HirKind::Repetition(repetition) => {
            let (run, whole) = leading_run(&repetition.sub);
            let min = usize::try_from(repetition.min).unwrap_or(0);
            (if whole { run * min } else { run * min.min(1) }, whole)
        }
        HirKind::Capture(capture) => leading_run(&capture.sub),
        HirKind::Alternation(parts) => parts
            .iter()
            .map(leading_run)
            .reduce(|(least, all), (run, whole)| (least.min(run), all && whole))
            .unwrap_or((0, true)),
        HirKind::Concat(parts) => {
            let mut run = 0;
            for part in parts {
                let (more, whole) = leading_run(part);
                run += more;
                if !whole {
                    return (run, false);
                }
            }
            (run, true)
        }
    }
}

/// The bytes a match may end with, and whether it may be empty; where the text begins counts for no byte.
fn last(pattern: &Hir) -> (Bytes, bool) {
    match pattern.kind() {
        HirKind::Look(Look::Start | Look::StartLF | Look::StartCRLF) => (Bytes::NONE, false),
        HirKind::Empty | HirKind::Look(_) => (Bytes::NONE, true),
        HirKind::Literal(literal) => (literal.0.last().map_or(Bytes::NONE, |byte| Bytes::one(*byte)), false),
        HirKind::Class(class) => (Bytes::class(class), false),
        HirKind::Repetition(repetition) => {
            let (bytes, empty) = last(&repetition.sub);
            (bytes, empty || repetition.min == 0)
        }
        HirKind::Capture(capture) => last(&capture.sub),
        HirKind::Concat(parts) => {
            let mut all = Bytes::NONE;
            for part in parts.iter().rev() {
                let (bytes, empty) = last(part);
                all = all.or(bytes);
                if !empty {
                    return (all, false);
                }
            }
            (all, true)
        }
        HirKind::Alternation(parts) => parts
            .iter()
            .map(last)
            .fold((Bytes::NONE, false), |(all, any), (bytes, empty)| (all.or(bytes), any || empty)),
    }
}

/// Whether what begins with one of `firsts` and follows a match of `lead` is never the middle of a word or number.
pub(super) fn begins_anew(lead: &Hir, firsts: Bytes) -> bool {
    // Nothing but where the text or a line begins.
    if firsts == Bytes::NONE {
        return true;
    }
    let (lasts, empty) = last(lead);
    let goes_on = |kind: fn(&u8) -> bool| lasts.meets(|byte| kind(&byte)) && firsts.meets(|byte| kind(&byte));
    if empty {
        // Anything may stand before it, so it must not itself be part of a word.
        return !firsts.meets(|byte| byte.is_ascii_alphanumeric());
    }
    !goes_on(u8::is_ascii_alphabetic) && !goes_on(u8::is_ascii_digit)
}

/// How many bytes every match has when it neither begins nor ends with the text; `None` when that differs.
fn length_within(pattern: &Hir) -> Result<Option<usize>, ()> {
    match pattern.kind() {
        HirKind::Look(Look::Start | Look::End) => Ok(None),
        HirKind::Alternation(parts) => {
            let mut length = None;
            for part in parts {
                match (length, length_within(part)?) {
                    (Some(one), Some(other)) if one != other => return Err(()),
                    (_, Some(other)) => length = Some(other),
                    (_, None) => {}
                }
            }
            Ok(length)
        }
        HirKind::Concat(parts) => parts
            .iter()
            .map(length_within)
            .try_fold(Some(0), |all, part| Ok(all.zip(part?).map(|(a, b)| a + b))),
        HirKind::Capture(capture) => length_within(&capture.sub),
        _ => {
            let properties = pattern.properties();
            match (properties.minimum_len(), properties.maximum_len()) {
                (Some(least), Some(most)) if least == most => Ok(Some(least)),
                _ => Err(()),
            }
        }
    }
}

/// How many bytes stand before and behind the group `value` in every match that neither begins nor ends with the text.
pub(crate) fn around_value(pattern: &Hir) -> Option<(usize, usize)> {
    let parts = parts(pattern);
    let at = parts.iter().position(is_value)?;
    let length = |parts: &[Hir]| length_within(&Hir::concat(parts.to_vec())).ok().flatten();
    Some((length(parts.get(..at)?)?, length(parts.get(at + 1..)?)?))
}

/// Whether every match begins with one of some few strings of two bytes or more.
pub(super) fn is_spelled(pattern: &Hir) -> bool {
    let prefixes = Extractor::new().extract(pattern);
    prefixes.literals().is_some_and(|all| !all.is_empty() && all.iter().all(|one| one.len() >= 2))
}

/// The parts of a concatenation.
pub(super) fn parts(pattern: &Hir) -> &[Hir] {
    match pattern.kind() {
        HirKind::Concat(parts) => parts.as_slice(),
        _ => std::slice::from_ref(pattern),
    }
}

/// Whether a part is the group `value`.
pub(super) fn is_value(part: &Hir) -> bool {
    matches!(part.kind(), HirKind::Capture(capture) if capture.name.as_deref() == Some("value"))
}

/// A pattern that matches wherever this one does and tells fewer bytes apart: any digit stands for a digit, and where
/// there is a choice of letters any letter for one of its kind. An automaton of many such patterns has few states.
fn outline(pattern: &Hir) -> Hir {
    match pattern.kind() {
        HirKind::Empty | HirKind::Look(_) => pattern.clone(),
        HirKind::Literal(literal) => {
            let exact = |byte: &u8| byte.is_ascii() && !byte.is_ascii_digit();
            let same = |one: &u8, other: &u8| exact(one) && exact(other);
            let runs = literal.0.chunk_by(same).map(|run| match run {
                [byte] if !exact(byte) => blocks(Bytes::one(*byte)),
                run => Hir::literal(run),
            });
            Hir::concat(runs.collect())
        }
        HirKind::Class(Class::Unicode(class)) if !class.is_ascii() => {
            let ascii = Bytes::class(&Class::Unicode(class.clone())).and(|byte| byte.is_ascii());
            let high = Hir::class(Class::Bytes(ClassBytes::new([ClassBytesRange::new(0x80, 0xff)])));
            let letter = Repetition { min: 2, max: Some(4), greedy: true, sub: Box::new(high) };
            Hir::alternation(vec![blocks(ascii), Hir::repetition(letter)])
        }
        HirKind::Class(class) => blocks(Bytes::class(class)),
        HirKind::Repetition(repetition) => {
            let within_word = !bytes(&repetition.sub).has(b' ');
            let counts = |max: &u32| !within_word || max - repetition.min <= VAGUE && *max <= MANY;
            let max = repetition.max.filter(counts);
            let min = if within_word { repetition.min.min(MANY) } else { repetition.min };
            Hir::repetition(Repetition { min, max, ..repetition.with(outline(&repetition.sub)) })
        }
        HirKind::Capture(capture) => outline(&capture.sub),
        HirKind::Concat(parts) => Hir::concat(parts.iter().map(outline).collect()),
        HirKind::Alternation(parts) => Hir::alternation(parts.iter().map(outline).collect()),
    }
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
        HirKind::Concat(parts) => {
            let mut kept = Vec::new();
            let mut least = 0;
            for (index, part) in parts.iter().enumerate() {
                if least >= ENOUGH || index + 1 == parts.len() {
                    kept.push(opening(part));
                    break;
                }
                kept.push(outline(part));
                least += part.properties().minimum_len().unwrap_or(0);
            }
            Hir::concat(kept)
        }
    }
}

/// The outline of a whole pattern, with what may stand behind its matches where the rule says so, or of its opening.
pub(super) fn outlined(pattern: &Hir, ends: Option<Boundary>) -> Hir {
    match ends {
        Some(boundary) if pattern.properties().maximum_len().is_some_and(|most| most <= BOUNDED) => {
            let end = Hir::alternation(vec![Hir::look(Look::End), end(boundary)]);
            Hir::concat(vec![outline(pattern), end])
        }
        _ => opening(pattern),
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

/// All bytes of the kinds of which the set has one; a single letter stays alone.
fn blocks(set: Bytes) -> Hir {
    let letters = (b'a'..=b'z').filter(|low| set.has(*low) || set.has(low.to_ascii_uppercase())).count();
    let spelled = |byte: u8| letters == 1 && byte.is_ascii_alphabetic();
    let kinds = [(b'0', b'9'), (b'A', b'F'), (b'G', b'Z'), (b'a', b'f'), (b'g', b'z'), (128, 255)];
    let has = |(first, last): (u8, u8)| set.meets(|byte| (first..=last).contains(&byte));
    let wide = kinds.into_iter().filter(|kind| has(*kind) && !spelled(kind.0));
    let exact = |byte: u8| spelled(byte) || !byte.is_ascii_alphanumeric();
    let single = (0..128).filter(|byte| exact(*byte) && set.has(*byte)).map(|byte| (byte, byte));
    let ranges = wide.chain(single).map(|(first, last)| ClassBytesRange::new(first, last));
    Hir::class(Class::Bytes(ClassBytes::new(ranges)))
}
