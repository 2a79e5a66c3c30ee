//! Columns that stand below each other: reports, listings of terminals, results of `sqlplus`.

use std::ops::Range;

use memchr::memmem::find;

use super::{LONGEST_NAME, MOST_OTHERS, Table, trimmed};

/// Longest line of names, in bytes.
const LONGEST: usize = 500;

/// A place in a line and the columns of the page it takes, counted in characters.
#[derive(Debug, Clone)]
struct Field {
    place: Range<usize>,
    page: Range<usize>,
}

/// A line of names with gaps of two spaces between them, or above a line of dashes; then the lines up to an empty one.
pub(super) fn read(
    text: &str,
    lines: &[Range<usize>],
    known: &dyn Fn(&str) -> bool,
    tables: &mut Vec<Table>,
) {
    let mut rest = lines.iter();
    while let Some(line) = rest.next() {
        if line.len() > LONGEST || line.is_empty() {
            continue;
        }
        let mut below = rest.clone();
        let rule =
            below.as_slice().first().filter(|next| is_rule(text, next)).map(|rule| fields(text, rule, 1));
        let gapped = find(text.get(line.clone()).unwrap_or_default().trim().as_bytes(), b"  ");
        let columns = match &rule {
            Some(runs) => runs.iter().filter_map(|run| cut(text, line, &run.page)).collect(),
            // Most lines are told here, by what stands before the first gap.
            None if gapped.is_some_and(|gap| gap <= LONGEST_NAME) => fields(text, line, 2),
            None => continue,
        };
        let names: Vec<_> = columns.iter().map(|column| column.place.clone()).collect();
        let Some(mut table) = Table::named(text, &names, known) else { continue };
        if rule.is_some() {
            below.next();
        }
        let mut others = 0;
        while let Some(line) = below.next().filter(|line| !line.is_empty() && others < MOST_OTHERS) {
            let row: Vec<_> = match &rule {
                Some(runs) => runs.iter().filter_map(|run| cut(text, line, &run.page)).collect(),
                None => fields(text, line, 2),
            };
            if row.len() < 2 {
                others += 1;
                continue;
            }
            others = 0;
            for field in row {
                let column = columns.iter().position(|column| touches(&column.page, &field.page));
                if let Some(column) = column {
                    table.add(column, field.place);
                }
            }
        }
        if table.has_cells() {
            tables.push(table);
            rest = below;
        }
    }
}

fn touches(one: &Range<usize>, other: &Range<usize>) -> bool {
    one.start < other.end && other.start < one.end
}

/// Whether a line is nothing but two and more runs of dashes.
fn is_rule(text: &str, line: &Range<usize>) -> bool {
    let line = text.get(line.clone()).unwrap_or_default();
    line.len() > 4 && line.starts_with(['-', '=']) && {
        let line = line.trim_end();
        line.contains(' ') && line.bytes().all(|byte| matches!(byte, b'-' | b'=' | b' '))
    }
}

/// What of a line stands in some columns of the page.
fn cut(text: &str, line: &Range<usize>, page: &Range<usize>) -> Option<Field> {
    let all = text.get(line.clone())?;
    let byte = |column: usize| all.char_indices().nth(column).map_or(all.len(), |(byte, _)| byte);
    let place = trimmed(text, line.start + byte(page.start)..line.start + byte(page.end));
    Some(Field { place, page: page.clone() })
}

/// The fields of a line, with at least `gap` spaces between them.
fn fields(text: &str, line: &Range<usize>, gap: usize) -> Vec<Field> {
    let mut fields: Vec<Field> = Vec::new();
    let mut spaces = gap;
    for (column, (byte, letter)) in text.get(line.clone()).unwrap_or_default().char_indices().enumerate() {
        if letter == ' ' {
            spaces += 1;
            continue;
        }
        let (start, end) = (line.start + byte, line.start + byte + letter.len_utf8());
        match fields.last_mut().filter(|_| spaces < gap) {
            Some(field) => (field.place.end, field.page.end) = (end, column + 1),
            None => fields.push(Field { place: start..end, page: column..column + 1 }),
        }
        spaces = 0;
    }
    fields
}
