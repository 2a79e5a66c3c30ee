//! Tables inside a text: comma-separated lines, columns of a report, rows of SQL and HTML, fields beside their names.
//!
//! In a cell nothing but the name of its column says what it is, and that name may stand a thousand lines above. So a
//! text that holds a table is also read cell by cell, each under the name of its column, as the columns of a data set
//! are.

mod aligned;
mod cells;
mod delimited;
mod fields;
mod html;
mod insert;
mod pairs;

use std::ops::Range;

/// Longest name of a column, in bytes.
const LONGEST_NAME: usize = 48;
/// Most words of it.
const MOST_WORDS: usize = 5;
/// Most lines in a row within a table that are none of its rows.
const MOST_OTHERS: usize = 32;

/// A table in a text: places are bytes of the text.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Table {
    pub(crate) columns: Vec<Column>,
    /// Whether it is one record, each value beside its name.
    pub(crate) one_row: bool,
}

/// One column of a table, under the name that stands above it.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Column {
    pub(crate) name: Range<usize>,
    /// Never empty, without quotes and spaces around them.
    pub(crate) cells: Vec<Range<usize>>,
}

/// The tables of `text`. `known`: whether the name of a column means something; a table has one that does.
pub(crate) fn tables(text: &str, known: &dyn Fn(&str) -> bool) -> Vec<Table> {
    let mut tables = Vec::new();
    let bytes = text.as_bytes();
    let has_lines = memchr::memchr(b'\n', bytes).is_some();
    let lines: Vec<_> = if has_lines { lines(text).collect() } else { Vec::new() };
    delimited::read(text, &lines, known, &mut tables);
    aligned::read(text, &lines, known, &mut tables);
    if memchr::memchr(b'(', bytes).is_some() {
        insert::read(text, known, &mut tables);
    }
    if memchr::memchr(b'<', bytes).is_some() {
        html::read(text, known, &mut tables);
    }
    if has_lines || memchr::memchr2(b'"', b'<', bytes).is_some() {
        pairs::read(text, &lines, known, &mut tables);
    }
    tables
}

impl Table {
    /// Without cells; `None` if these are no names of columns, or none of them means anything.
    fn named(text: &str, names: &[Range<usize>], known: &dyn Fn(&str) -> bool) -> Option<Self> {
        if names.iter().any(|name| name.len() > LONGEST_NAME) {
            return None;
        }
        let of = |name: &Range<usize>| text.get(name.clone()).unwrap_or_default();
        let filled = names.iter().filter(|name| !name.is_empty()).count();
        let names_all = filled > 1 && names.iter().map(of).all(|name| name.is_empty() || may_name(name));
        let columns = || names.iter().map(|name| Column { name: name.clone(), cells: Vec::new() }).collect();
        (names_all && names.iter().map(of).any(known)).then(|| Self { columns: columns(), one_row: false })
    }

    fn add(&mut self, column: usize, cell: Range<usize>) {
        if let Some(column) = self.columns.get_mut(column).filter(|_| !cell.is_empty()) {
            column.cells.push(cell);
        }
    }

    /// Whether it has rows.
    fn has_cells(&self) -> bool {
        self.columns.iter().any(|column| !column.cells.is_empty())
    }
}

/// Whether this can be the name of a column: a few words, not a value, a sentence or code.
fn may_name(name: &str) -> bool {
    let call = |(bracket, _): (usize, &str)| name[..bracket].ends_with(char::is_alphanumeric);
    let code = name.matches('(').count() != name.matches(')').count() || name.match_indices('(').any(call);
    !code
        && name.contains(char::is_alphabetic)
        && name.bytes().filter(u8::is_ascii_digit).count() <= 2
        && !name.contains(['@', '{', '}', '[', ']', '"', '=', '\\', '!', ';'])
        && name.split_whitespace().count() <= MOST_WORDS
}

/// The lines of a text, as bytes without their ends.
fn lines(text: &str) -> impl Iterator<Item = Range<usize>> + Clone {
    let ends = memchr::memchr_iter(b'\n', text.as_bytes()).chain([text.len()]);
    ends.scan(0, |start, end| {
        let line = *start..end;
        *start = end + 1;
        Some(line)
    })
    .map(|line| {
        let returned = line.end > line.start && text.as_bytes().get(line.end - 1) == Some(&b'\r');
        line.start..line.end - usize::from(returned)
    })
}

/// The same place without white space around it.
fn trimmed(text: &str, place: Range<usize>) -> Range<usize> {
    let all = text.get(place.clone()).unwrap_or_default();
    let start = place.start + (all.len() - all.trim_start().len());
    start..start + all.trim().len()
}

/// The same place without the quotes around it.
fn unquoted(text: &str, place: Range<usize>) -> Range<usize> {
    let bytes = text.as_bytes().get(place.clone()).unwrap_or_default();
    match bytes {
        [b'"', .., b'"'] | [b'\'', .., b'\''] | [b'`', .., b'`'] | [b'[', .., b']'] => {
            place.start + 1..place.end - 1
        }
        _ => place,
    }
}

#[cfg(test)]
mod tests;
