//! `INSERT INTO people (id, name) VALUES (1, 'Ann'), (2, 'Bo')`, and what `COPY people (id, name) FROM stdin;` stands above:
//! the rows of SQL.

use std::{ops::Range, sync::LazyLock};

use memchr::memmem::Finder;

use super::{Table, delimited::split, trimmed, unquoted};

/// Longest name of a table, in bytes.
const LONGEST_NAME: usize = 128;
/// Longest list of columns, in bytes.
const LONGEST_NAMES: usize = 4_000;
/// Longest row, in bytes.
const LONGEST_ROW: usize = 64_000;

/// As people and programs write it.
static KEYWORDS: LazyLock<[Finder<'static>; 3]> =
    LazyLock::new(|| ["INSERT INTO ", "insert into ", "COPY "].map(Finder::new));

/// The tables of all statements that name their columns.
pub(super) fn read(text: &str, known: &dyn Fn(&str) -> bool, tables: &mut Vec<Table>) {
    for keyword in KEYWORDS.iter() {
        let mut read = 0;
        for start in keyword.find_iter(text.as_bytes()).map(|start| start + keyword.needle().len()) {
            if start >= read {
                read = start;
                tables.extend(statement(text, &mut read, known));
            }
        }
    }
}

/// The table of the statement whose table's name begins at `read`, which is moved to where reading ended.
fn statement(text: &str, read: &mut usize, known: &dyn Fn(&str) -> bool) -> Option<Table> {
    let bytes = text.as_bytes();
    let head = bytes.get(*read..(*read + LONGEST_NAME).min(bytes.len()))?;
    let mut names = Vec::new();
    let open = *read + memchr::memchr(b'(', head)?;
    let end = list(text, open, LONGEST_NAMES, &mut names);
    *read = end.unwrap_or(open + LONGEST_NAMES);
    let end = end?;
    let mut table = Table::named(text, &names, known)?;
    let values = text.get(end..)?;
    let values = end + (values.len() - values.trim_start().len());
    if text.get(values..).is_some_and(|rest| rest.starts_with("FROM stdin")) {
        *read = copied(text, values, &mut table);
        return table.has_cells().then_some(table);
    }
    let word = bytes.get(values..values + 6).filter(|word| word.eq_ignore_ascii_case(b"values"))?;
    let mut at = values + word.len();
    let mut fields = Vec::new();
    while let Some(b',' | b' ' | b'\n' | b'\r' | b'\t' | b'(') = bytes.get(at) {
        if bytes.get(at) != Some(&b'(') {
            at += 1;
            continue;
        }
        fields.clear();
        let end = list(text, at, LONGEST_ROW, &mut fields);
        *read = end.unwrap_or(at + LONGEST_ROW);
        let Some(end) = end else { break };
        if fields.len() == names.len() {
            fields.drain(..).enumerate().for_each(|(column, field)| table.add(column, field));
        }
        at = end;
    }
    table.has_cells().then_some(table)
}

/// Reads the lines of tabs behind the one at `from` into the table, to the line `\.`; where reading ended.
fn copied(text: &str, from: usize, table: &mut Table) -> usize {
    let mut fields = Vec::new();
    let mut end = from;
    let rest = text.get(from..).unwrap_or_default();
    for line in super::lines(rest).map(|line| from + line.start..from + line.end).skip(1) {
        fields.clear();
        split(text, line.clone(), b'\t', &mut fields);
        if fields.len() != table.columns.len() {
            break;
        }
        end = line.end;
        fields.drain(..).enumerate().for_each(|(column, field)| table.add(column, field));
    }
    end
}

/// Appends the fields of the list whose bracket opens at `open`: trimmed, without quotes. Where it ends; `None`: not
/// within `longest` bytes.
fn list(text: &str, open: usize, longest: usize, fields: &mut Vec<Range<usize>>) -> Option<usize> {
    let bytes = text.as_bytes();
    let bytes = bytes.get(..bytes.len().min(open + longest))?;
    let (mut start, mut at, mut depth) = (open + 1, open + 1, 1);
    loop {
        match bytes.get(at)? {
            b'(' => depth += 1,
            b')' => depth -= 1,
            b'\'' => at = string_end(bytes, at)?,
            _ => {}
        }
        if depth == 0 || depth == 1 && bytes.get(at) == Some(&b',') {
            let field = trimmed(text, start..at);
            // `N'…'` and `E'…'` are strings too.
            let prefixed =
                matches!(bytes.get(field.clone()), Some([b'N' | b'n' | b'E' | b'e', b'\'', .., b'\'']));
            let field = if prefixed { field.start + 1..field.end } else { field };
            fields.push(trimmed(text, unquoted(text, field)));
            start = at + 1;
        }
        at += 1;
        if depth == 0 {
            return Some(at);
        }
    }
}

/// Where the string that begins at `quote` has its last quote; within it one is written twice or behind a backslash.
fn string_end(bytes: &[u8], quote: usize) -> Option<usize> {
    let mut at = quote + 1;
    loop {
        match bytes.get(at)? {
            b'\\' => at += 1,
            b'\'' if bytes.get(at + 1) == Some(&b'\'') => at += 1,
            b'\'' => return Some(at),
            _ => {}
        }
        at += 1;
    }
}
