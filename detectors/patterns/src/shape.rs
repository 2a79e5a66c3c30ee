//! What a pattern's syntax tree says of all its matches: how they begin, and what they must hold.

use regex_syntax::hir::{Class, ClassBytesRange, ClassUnicodeRange, Hir, HirKind, Look, literal::Extractor};

use crate::bytes::Bytes;

/// How many parts of a pattern are asked how it begins.
const HEAD: usize = 4;
/// Bytes of a class that the extractor of literals spells out at most.
const WIDE: usize = 10;

/// How many bytes of a word are looked at: in any case of letters there are eight ways to write three of them.
const SPELLED: usize = 3;
/// Most ways to begin, so written.
const MOST_SPELLED: usize = 2048;

/// What tokens are made of: keys, hashes, base64.
pub fn is_token(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"_-.+/=~".contains(&byte)
}

/// The bytes a match that does not begin with the text may begin with, and whether it may be empty.
pub(crate) fn first(pattern: &Hir) -> (Bytes, bool) {
    match pattern.kind() {
        HirKind::Look(Look::Start) => (Bytes::NONE, false),
        HirKind::Empty | HirKind::Look(_) => (Bytes::NONE, true),
        HirKind::Literal(literal) => (literal.0.first().map_or(Bytes::NONE, |byte| Bytes::one(*byte)), false),
        HirKind::Class(class) => (Bytes::first_of(class), false),
        HirKind::Repetition(repetition) => {
            let (bytes, empty) = first(&repetition.sub);
            (bytes, empty || repetition.min == 0)
        }
        HirKind::Capture(capture) => first(&capture.sub),
        HirKind::Concat(parts) => first_of(parts),
        HirKind::Alternation(parts) => parts
            .iter()
            .map(first)
            .fold((Bytes::NONE, false), |(all, any), (bytes, empty)| (all.or(bytes), any || empty)),
    }
}

/// The same of patterns one after the other.
pub(crate) fn first_of(parts: &[Hir]) -> (Bytes, bool) {
    edge(parts.iter().map(first))
}

/// The bytes at the edge of patterns, of which each tells its own and whether it may be empty.
fn edge(parts: impl Iterator<Item = (Bytes, bool)>) -> (Bytes, bool) {
    let mut all = Bytes::NONE;
    for (bytes, empty) in parts {
        all = all.or(bytes);
        if !empty {
            return (all, false);
        }
    }
    (all, true)
}

/// All bytes that may stand in a match.
pub(crate) fn bytes(pattern: &Hir) -> Bytes {
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
pub(crate) fn digit_by(pattern: &Hir) -> Option<usize> {
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
        HirKind::Concat(parts) => digit_by_of(parts),
    }
}

/// The same of patterns one after the other.
pub(crate) fn digit_by_of(parts: &[Hir]) -> Option<usize> {
    let mut before = 0;
    for part in parts {
        if let Some(by) = digit_by(part) {
            return Some(before + by);
        }
        before += part.properties().maximum_len()?;
    }
    None
}

/// With how many token bytes every match begins at least, and whether it consists of nothing else.
fn leading_run(pattern: &Hir) -> (usize, bool) {
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
        HirKind::Concat(parts) => leading_run_of(parts),
    }
}

/// The same of patterns one after the other.
pub(crate) fn leading_run_of(parts: &[Hir]) -> (usize, bool) {
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

/// The bytes that patterns one after the other may end with, and whether they may be empty.
pub(crate) fn last_of(parts: &[Hir]) -> (Bytes, bool) {
    edge(parts.iter().rev().map(last))
}

/// The bytes a match may end with, and whether it may be empty; where the text begins counts for no byte.
pub(crate) fn last(pattern: &Hir) -> (Bytes, bool) {
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
        HirKind::Concat(parts) => last_of(parts),
        HirKind::Alternation(parts) => parts
            .iter()
            .map(last)
            .fold((Bytes::NONE, false), |(all, any), (bytes, empty)| (all.or(bytes), any || empty)),
    }
}

/// Whether what begins with one of `firsts` and follows a match of `lead` is never the middle of a word or number.
pub(crate) fn begins_anew(lead: &[Hir], firsts: Bytes) -> bool {
    // Anything may stand before what is told by nothing, so it must not itself be part of a word.
    goes_on_never(lead, firsts).unwrap_or(!firsts.meets(|byte| byte.is_ascii_alphanumeric()))
}

/// The same; `None`: as far as `lead` tells, which may be empty, it depends on what stands before that.
pub(crate) fn goes_on_never(lead: &[Hir], firsts: Bytes) -> Option<bool> {
    // Nothing but where the text or a line begins.
    if firsts == Bytes::NONE {
        return Some(true);
    }
    // `\b` before letters and digits says it all.
    let edge_of_word =
        |part: &Hir| matches!(part.kind(), HirKind::Look(Look::WordAscii | Look::WordStartAscii));
    if lead.last().is_some_and(edge_of_word) && !firsts.meets(|byte| !byte.is_ascii_alphanumeric()) {
        return Some(true);
    }
    let (lasts, empty) = edge(lead.iter().rev().map(last));
    let goes_on = |kind: fn(&u8) -> bool| lasts.meets(|byte| kind(&byte)) && firsts.meets(|byte| kind(&byte));
    if goes_on(u8::is_ascii_alphabetic) || goes_on(u8::is_ascii_digit) {
        return Some(false);
    }
    (!empty).then_some(true)
}

/// Whether every match of some patterns one after the other begins with one of some few strings of two bytes or more, as
/// far as the first of them tell.
pub(crate) fn is_spelled(parts: &[Hir]) -> bool {
    if parts.first().is_none_or(|first| begins_wide(first, WIDE))
        || first_of(parts).0.meets(|byte| byte.is_ascii_digit())
    {
        return false;
    }
    let head = Hir::concat(parts.iter().take(HEAD).cloned().collect());
    let mut extractor = Extractor::new();
    extractor.limit_class(WIDE).limit_literal_len(SPELLED).limit_total(MOST_SPELLED);
    extractor
        .extract(&head)
        .literals()
        .is_some_and(|all| !all.is_empty() && all.iter().all(|one| one.len() >= 2))
}

/// Whether a match may begin with one of more than `most` bytes of a class: then no strings are told with which it begins,
/// and nobody need ask.
pub(crate) fn begins_wide(pattern: &Hir, most: usize) -> bool {
    match pattern.kind() {
        HirKind::Empty | HirKind::Look(_) | HirKind::Literal(_) => false,
        HirKind::Class(Class::Bytes(class)) => class.iter().map(ClassBytesRange::len).sum::<usize>() > most,
        HirKind::Class(Class::Unicode(class)) => {
            class.iter().map(ClassUnicodeRange::len).sum::<usize>() > most
        }
        HirKind::Repetition(repetition) => begins_wide(&repetition.sub, most),
        HirKind::Capture(capture) => begins_wide(&capture.sub, most),
        HirKind::Concat(parts) => parts.first().is_some_and(|first| begins_wide(first, most)),
        HirKind::Alternation(parts) => parts.iter().any(|part| begins_wide(part, most)),
    }
}

/// The same with small letters where a letter is taken in both cases.
pub(crate) fn lowered(pattern: &Hir) -> Hir {
    match pattern.kind() {
        HirKind::Class(class) => match one_letter(Bytes::class(class)) {
            Some(letter) => Hir::literal([letter]),
            None => pattern.clone(),
        },
        HirKind::Capture(capture) => lowered(&capture.sub),
        HirKind::Repetition(repetition) => Hir::repetition(repetition.with(lowered(&repetition.sub))),
        HirKind::Concat(parts) => Hir::concat(parts.iter().map(lowered).collect()),
        HirKind::Alternation(parts) => Hir::alternation(parts.iter().map(lowered).collect()),
        HirKind::Empty | HirKind::Look(_) | HirKind::Literal(_) => pattern.clone(),
    }
}

/// The small letter, where that and its capital are all there is.
fn one_letter(bytes: Bytes) -> Option<u8> {
    let letter = (b'a'..=b'z').find(|letter| bytes.has(*letter) && bytes.has(letter.to_ascii_uppercase()))?;
    (!bytes.meets(|byte| !byte.eq_ignore_ascii_case(&letter))).then_some(letter)
}

/// The parts of a concatenation.
pub(crate) fn parts(pattern: &Hir) -> &[Hir] {
    match pattern.kind() {
        HirKind::Concat(parts) => parts.as_slice(),
        _ => std::slice::from_ref(pattern),
    }
}

/// Whether a part says only what stands around it.
pub(crate) fn is_look(part: &Hir) -> bool {
    matches!(part.kind(), HirKind::Look(_))
}

/// Whether a part is the group `value`.
pub(crate) fn is_value(part: &Hir) -> bool {
    matches!(part.kind(), HirKind::Capture(capture) if capture.name.as_deref() == Some("value"))
}
