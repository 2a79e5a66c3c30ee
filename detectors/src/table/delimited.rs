//! Lines of fields with a comma, a semicolon, a tab, a bar or an ampersand between them: CSV, tables of Markdown, of `psql`
//! and of LaTeX.

use std::ops::Range;

use super::{LONGEST_NAME, MOST_OTHERS, Table, trimmed, unquoted};

/// Longest line of names, in bytes.
const LONGEST: usize = 2_000;

/// A line of names, then lines with as many fields, up to an empty line. Others between them are passed over: rules, and
/// rows that go on in a second line.
pub(super) fn read(
    text: &str,
    lines: &[Range<usize>],
    known: &dyn Fn(&str) -> bool,
    tables: &mut Vec<Table>,
) {
    let mut rest = lines.iter();
    while let Some(line) = rest.next() {
        let Some((mut table, delimiter)) = header(text, line, known) else { continue };
        let mut fields = Vec::new();
        let mut below = rest.clone();
        let mut others = 0;
        while let Some(line) = below.next().filter(|line| !line.is_empty() && others < MOST_OTHERS) {
            fields.clear();
            split(text, row(text, line, delimiter), delimiter, &mut fields);
            others += 1;
            if fields.len() == table.columns.len() {
                fields.drain(..).enumerate().for_each(|(column, field)| table.add(column, field));
                others = 0;
            }
        }
        if table.has_cells() {
            tables.push(table);
            rest = below;
        }
    }
}

/// A line that names columns, and what stands between the names.
fn header(text: &str, line: &Range<usize>, known: &dyn Fn(&str) -> bool) -> Option<(Table, u8)> {
    let bytes = text.as_bytes().get(line.clone()).filter(|line| line.len() <= LONGEST)?;
    // Most lines are told here, by what stands before their first delimiter.
    let first = memchr::memchr3(b'\t', b'|', b'&', bytes)
        .into_iter()
        .chain(memchr::memchr2(b',', b';', bytes))
        .min()?;
    if first > LONGEST_NAME + 2 {
        return None;
    }
    let table = |delimiter: &u8| {
        memchr::memchr(*delimiter, bytes)?;
        let row = row(text, line, *delimiter);
        if never_named(text.as_bytes().get(row.clone())?) {
            return None;
        }
        let mut names = Vec::new();
        split(text, row, *delimiter, &mut names);
        Some((Table::named(text, &names, known)?, *delimiter))
    };
    b",;\t|&".iter().find_map(table)
}

/// What of a line is a row: one of LaTeX ends with two backslashes.
fn row(text: &str, line: &Range<usize>, delimiter: u8) -> Range<usize> {
    let bytes = Some(line).filter(|_| delimiter == b'&').and_then(|line| text.as_bytes().get(line.clone()));
    let end = bytes.and_then(|bytes| memchr::memmem::find(bytes, b"\\\\"));
    line.start..end.map_or(line.end, |end| line.start + end)
}

/// Whether a line has what no name of a column has, quoted or not: most lines of code do.
fn never_named(line: &[u8]) -> bool {
    memchr::memchr3(b'=', b'{', b'}', line).is_some() || memchr::memchr3(b'@', b'!', b'\\', line).is_some()
}

/// The fields of a line: trimmed, without quotes. A delimiter between quotes is part of the field.
pub(super) fn split(text: &str, line: Range<usize>, delimiter: u8, fields: &mut Vec<Range<usize>>) {
    let bytes = text.as_bytes();
    let mut start = line.start;
    loop {
        let end = field_end(bytes, start, line.end, delimiter);
        fields.push(trimmed(text, unquoted(text, trimmed(text, start..end))));
        if end >= line.end {
            return;
        }
        start = end + 1;
    }
}

/// Where the field that begins at `start` ends. Within quotes, a quote is written twice or behind a backslash.
fn field_end(bytes: &[u8], start: usize, end: usize, delimiter: u8) -> usize {
    let is_space = |byte: &u8| *byte == b' ';
    let first =
        start + bytes.get(start..end).unwrap_or_default().iter().take_while(|byte| is_space(byte)).count();
    let mut from = start;
    if let Some(quote @ (b'"' | b'\'')) = bytes.get(first).copied().filter(|_| first < end) {
        let mut at = first + 1;
        while at < end {
            match bytes.get(at) {
                Some(b'\\') => at += 1,
                Some(byte) if *byte == quote && bytes.get(at + 1) == Some(&quote) => at += 1,
                Some(byte) if *byte == quote => {
                    from = at + 1;
                    break;
                }
                _ => {}
            }
            at += 1;
        }
    }
    let rest = bytes.get(from..end).unwrap_or_default();
    memchr::memchr(delimiter, rest).map_or(end, |place| from + place)
}
