//! Values beside their names: `"surname": "Quist"`, `<surname>Quist</surname>`, `<dt>Surname</dt><dd>Quist</dd>`,
//! `surname="Quist"`, lines of `Surname: Quist`. One record is a table of one row.

use std::{ops::Range, sync::LazyLock};

use memchr::memmem::Finder;

use super::{Column, LONGEST_NAME, Table, may_name, trimmed};

/// Longest value, in bytes.
const LONGEST: usize = 80;
/// Most bytes between two pairs of one record.
const APART: usize = 200;

type Pair = (Range<usize>, Range<usize>);

/// Behind a key, between a name and its value, before the end of an element.
static SIGNS: LazyLock<[Finder<'static>; 3]> = LazyLock::new(|| ["\":", "=\"", "</"].map(Finder::new));

/// The records of a text, with those pairs whose name means something.
pub(super) fn read(
    text: &str,
    lines: &[Range<usize>],
    known: &dyn Fn(&str) -> bool,
    tables: &mut Vec<Table>,
) {
    let [key, attribute, element] = &*SIGNS;
    let bytes = text.as_bytes();
    let mut pairs: Vec<Pair> = Vec::new();
    let mut add =
        |pair: Option<Pair>| pairs.extend(pair.filter(|(name, value)| means(text, name, value, known)));
    key.find_iter(bytes).for_each(|end| add(quoted(text, end)));
    attribute.find_iter(bytes).for_each(|equals| add(attributed(text, equals)));
    element.find_iter(bytes).for_each(|end| {
        add(enclosed(text, end));
        add(behind_element(text, end));
    });
    for line in lines {
        add(line_of(text, line.clone()));
    }
    pairs.sort_unstable_by_key(|(name, value)| (value.start, name.start));
    pairs.dedup_by(|next, last| next.1 == last.1);
    for record in pairs.chunk_by(|one, next| next.0.start.saturating_sub(one.1.end) <= APART) {
        let column = |(name, value): &Pair| Column { name: name.clone(), cells: vec![value.clone()] };
        tables.push(Table { columns: record.iter().map(column).collect(), one_row: true });
    }
}

fn means(text: &str, name: &Range<usize>, value: &Range<usize>, known: &dyn Fn(&str) -> bool) -> bool {
    let name = text.get(name.clone()).unwrap_or_default();
    !value.is_empty()
        && value.len() <= LONGEST
        && (1..=LONGEST_NAME).contains(&name.len())
        && may_name(name)
        && known(name)
}

/// `"name": "value"`: the first quote behind the name stands at `end`.
fn quoted(text: &str, end: usize) -> Option<Pair> {
    let bytes = text.as_bytes();
    let from = end.saturating_sub(LONGEST_NAME);
    let start = memchr::memrchr(b'"', bytes.get(from..end)?)? + from + 1;
    let rest = bytes.get(end + 2..)?;
    let spaces = rest.iter().take_while(|byte| byte.is_ascii_whitespace() || **byte == b'[').count();
    let open = end + 2 + spaces;
    bytes.get(open).filter(|byte| **byte == b'"')?;
    Some((start..end, open + 1..string_end(bytes, open + 1, b'"')?))
}

/// `name="value"`: the sign stands at `equals`.
fn attributed(text: &str, equals: usize) -> Option<Pair> {
    let bytes = text.as_bytes();
    let name = bytes.get(equals.saturating_sub(LONGEST_NAME)..equals)?;
    let length =
        name.iter().rev().take_while(|byte| byte.is_ascii_alphanumeric() || b"_-.:".contains(byte)).count();
    Some((equals - length..equals, equals + 2..string_end(bytes, equals + 2, b'"')?))
}

/// `<name …>value</name>`: the end tag begins at `end`.
fn enclosed(text: &str, end: usize) -> Option<Pair> {
    let bytes = text.as_bytes();
    let name = bytes.get(end + 2..(end + 2 + LONGEST_NAME).min(bytes.len()))?;
    let length = memchr::memchr(b'>', name)?;
    let from = end.saturating_sub(LONGEST);
    let start = memchr::memrchr2(b'>', b'<', bytes.get(from..end)?)? + from;
    bytes.get(start).filter(|byte| **byte == b'>')?;
    Some((end + 2..end + 2 + length, trimmed(text, start + 1..end)))
}

/// `<dt>name</dt><dd>value</dd>`, `<b>name:</b> value<br>`: the end tag behind the name begins at `end`.
fn behind_element(text: &str, end: usize) -> Option<Pair> {
    let bytes = text.as_bytes();
    let from = end.saturating_sub(LONGEST_NAME);
    let start = memchr::memrchr(b'>', bytes.get(from..end)?)? + from + 1;
    let name = trimmed(text, start..end);
    let all = text.get(name.clone())?;
    let name = name.start..name.start + all.trim_end_matches([':', ' ']).len();
    let mut at = end;
    while bytes.get(at) == Some(&b'<') && at < end + APART {
        let tag = bytes.get(at..(at + APART).min(bytes.len()))?;
        // What stands beside or below the name of a column is no value of it.
        if at > end && (tag.starts_with(b"<th") || tag.starts_with(b"</t")) {
            return None;
        }
        at += memchr::memchr(b'>', tag)? + 1;
        let rest = bytes.get(at..)?;
        at += rest.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
    }
    let value = bytes.get(at..(at + LONGEST + 1).min(bytes.len()))?;
    let close = at + memchr::memchr(b'<', value)?;
    Some((name, trimmed(text, at..close)))
}

/// `Name: value` and `name = value`, behind the marks of a list.
fn line_of(text: &str, line: Range<usize>) -> Option<Pair> {
    let all = text.get(line.clone()).filter(|line| line.len() <= LONGEST_NAME + LONGEST)?;
    // Most lines have neither, or code behind it.
    let sign = memchr::memchr2(b':', b'=', all.as_bytes())?;
    // Neither `std::string` nor `a == b`.
    if matches!(all.as_bytes().get(sign + 1), Some(b':' | b'=' | b'/')) {
        return None;
    }
    let marks: &[char] = &[' ', '\t', '-', '*', '#', '>', '+', '|', '/', '_'];
    let head = all.trim_start_matches(marks);
    let start = line.end - head.len();
    let sign = memchr::memchr2(b':', b'=', head.as_bytes())?;
    let (name, value) = (head.get(..sign)?, head.get(sign + 1..)?);
    let name = name.trim_end_matches([' ', '.', '*', '_', '\t', '·', '…']);
    let value = trimmed(text, line.end - value.len()..line.end);
    let value = super::unquoted(text, value);
    let markup: &[char] = &['*', '_', '`', ' ', ',', ';', '"'];
    let inner = text.get(value.clone())?;
    let from = value.start + (inner.len() - inner.trim_start_matches(markup).len());
    let inner = inner.trim_matches(markup).trim_end_matches('.');
    Some((start..start + name.len(), from..from + inner.len()))
}

/// Where the string that begins at `start` ends, if it does soon.
fn string_end(bytes: &[u8], start: usize, quote: u8) -> Option<usize> {
    let near = bytes.get(start..(start + LONGEST + 1).min(bytes.len()))?;
    memchr::memchr(quote, near).map(|length| start + length)
}
