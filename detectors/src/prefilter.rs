//! What a text must hold before a pattern can match at all, and where: cheap necessary conditions per rule.
//!
//! The conditions are read off the pattern's syntax tree, so they can never be out of date: a concatenation needs what
//! each part needs, an alternation what all branches need, an optional part nothing.

mod digits;
mod literals;

use regex_syntax::hir::{Class, Hir, HirKind, Repetition};

pub(crate) use digits::{Digits, Windows};
pub(crate) use literals::{Literals, Openers};

/// A set of byte kinds.
pub(crate) type Kinds = u16;

const SYMBOLS: &[u8] = b"@:-./_+(= ";
const DIGIT: Kinds = 1 << 10;
const UPPER: Kinds = 1 << 11;
/// Not a kind of byte: a long run of what tokens are made of.
const LONG: Kinds = 1 << 12;
/// Shortest long run, in bytes.
const LONG_RUN: usize = 20;

/// What every match of a pattern holds.
#[derive(Debug)]
pub(crate) struct Needs {
    /// Byte kinds.
    pub(crate) kinds: Kinds,
    /// So many digits, within so many bytes.
    pub(crate) digits: Option<Windows>,
    /// One of these literals.
    pub(crate) literals: Option<Literals>,
}

impl Needs {
    /// Reads them off a pattern. `as_written`: the same without regard to the rule's `ignore_case`, for literals are
    /// looked for in any case.
    pub(crate) fn of(pattern: &Hir, as_written: &Hir) -> Self {
        Self { kinds: required(pattern), digits: Windows::of(pattern), literals: Literals::of(as_written) }
    }
}

/// The kinds of each byte value; the sign bit tells what tokens are made of.
pub(crate) struct KindTable([Kinds; 256]);

const TOKEN: Kinds = 1 << 15;

impl KindTable {
    pub(crate) fn new() -> Self {
        let mut table = [0; 256];
        for (byte, kinds) in (0u8..=255).zip(table.iter_mut()) {
            *kinds = kinds_of(byte) | if is_token(byte) { TOKEN } else { 0 };
        }
        Self(table)
    }

    /// All kinds that occur in the text: one look-up per byte.
    pub(crate) fn scan(&self, text: &str) -> Kinds {
        let (mut all, mut run) = (0, 0);
        for byte in text.bytes() {
            let kinds = self.0.get(usize::from(byte)).copied().unwrap_or(0);
            all |= kinds;
            run = if kinds & TOKEN == 0 { 0 } else { run + 1 };
            if run >= LONG_RUN {
                all |= LONG;
            }
        }
        all
    }
}

fn is_token(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"_-.+/=~".contains(&byte)
}

fn kinds_of(byte: u8) -> Kinds {
    if byte.is_ascii_digit() {
        return DIGIT;
    }
    if byte.is_ascii_uppercase() {
        return UPPER;
    }
    SYMBOLS.iter().position(|symbol| *symbol == byte).map_or(0, |bit| 1 << bit)
}

/// The kinds that every match of the pattern holds.
fn required(pattern: &Hir) -> Kinds {
    match pattern.kind() {
        HirKind::Empty | HirKind::Look(_) => 0,
        HirKind::Literal(literal) => literal.0.iter().fold(0, |all, byte| all | kinds_of(*byte)),
        HirKind::Class(class) => common_kinds(class),
        HirKind::Repetition(repetition) if repetition.min == 0 => 0,
        HirKind::Repetition(repetition) => required(&repetition.sub) | long_run(repetition),
        HirKind::Capture(capture) => required(&capture.sub),
        HirKind::Concat(parts) => parts.iter().fold(0, |all, part| all | required(part)),
        HirKind::Alternation(parts) => parts.iter().map(required).reduce(|all, part| all & part).unwrap_or(0),
    }
}

/// Whether the repetition is a long run of what tokens are made of.
fn long_run(repetition: &Repetition) -> Kinds {
    let long = usize::try_from(repetition.min).is_ok_and(|min| min >= LONG_RUN);
    let HirKind::Class(class) = repetition.sub.kind() else { return 0 };
    let token = long && ascii_bytes(class).is_some_and(|mut bytes| bytes.all(is_token));
    if token { LONG } else { 0 }
}

/// The bytes of a class of ASCII characters; `None` for one that holds others.
fn ascii_bytes(class: &Class) -> Option<impl Iterator<Item = u8>> {
    let ranges: Vec<(u32, u32)> = match class {
        Class::Bytes(class) => class.iter().map(|range| (range.start().into(), range.end().into())).collect(),
        Class::Unicode(class) => {
            class.iter().map(|range| (range.start().into(), range.end().into())).collect()
        }
    };
    let ascii = !ranges.is_empty() && ranges.iter().all(|(_, end)| *end <= 127);
    let bytes = ranges.into_iter().flat_map(|(start, end)| start..=end);
    ascii.then(|| bytes.filter_map(|byte| u8::try_from(byte).ok()))
}

fn common_kinds(class: &Class) -> Kinds {
    ascii_bytes(class).and_then(|bytes| bytes.map(kinds_of).reduce(|all, kinds| all & kinds)).unwrap_or(0)
}

#[cfg(test)]
pub(crate) fn parsed(pattern: &str) -> Hir {
    let mut parser = regex_syntax::ParserBuilder::new().unicode(false).utf8(false).build();
    parser.parse(pattern).expect("a test pattern parses")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_match_holds_what_the_pattern_needs() {
        let required_by = |pattern: &str| required(&parsed(pattern));
        assert_eq!(required_by(r"\d+"), DIGIT);
        assert_eq!(required_by(r"[a-z]+@[a-z]+"), kinds_of(b'@'));
        assert_eq!(required_by(r"\d?x"), 0);
        assert_eq!(required_by(r"(a:|b:)\d"), DIGIT | kinds_of(b':'));
        assert_eq!(required_by(r"[A-Z0-9]"), 0);
        assert_eq!(required_by(r"[A-Z0-9]{32}"), LONG);
        assert_eq!(KindTable::new().scan("a0123456789012345678 A") & LONG, LONG);
        assert_eq!(KindTable::new().scan("a012345678901 345678 A") & LONG, 0);
    }
}
