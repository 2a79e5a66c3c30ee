//! Tables of HTML: rows of `<td>` below a row of names.

use std::{ops::Range, sync::LazyLock};

use memchr::memmem::Finder;

use super::{Table, trimmed};

/// Longest row, in bytes.
const LONGEST_ROW: usize = 16_000;

static ROW: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("<tr"));
static CELL: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("<t"));

/// The tables whose first row names their columns.
pub(super) fn read(text: &str, known: &dyn Fn(&str) -> bool, tables: &mut Vec<Table>) {
    let mut current: Option<Table> = None;
    let starts: Vec<usize> = ROW.find_iter(text.as_bytes()).collect();
    for (index, start) in starts.iter().enumerate() {
        let next = starts.get(index + 1).copied().unwrap_or(text.len());
        let row = *start..next.min(text.floor_char_boundary(start + LONGEST_ROW));
        let whole = text.get(row.clone()).unwrap_or_default();
        let cells = cells(text, row);
        match &mut current {
            Some(table) if table.columns.len() == cells.len() => {
                cells.into_iter().enumerate().for_each(|(column, cell)| table.add(column, cell));
            }
            Some(_) => {}
            None => current = Table::named(text, &cells, known),
        }
        if whole.contains("</table") {
            tables.extend(current.take().filter(Table::has_cells));
        }
    }
    tables.extend(current.filter(Table::has_cells));
}

/// The first words of each cell of a row; an empty place for a cell without any.
fn cells(text: &str, row: Range<usize>) -> Vec<Range<usize>> {
    let bytes = text.as_bytes();
    let within = bytes.get(row.clone()).unwrap_or_default();
    let begins = |place: &usize| {
        matches!(within.get(place + 2), Some(b'd' | b'h')) && within.get(place + 3) != Some(&b'e')
    };
    let starts: Vec<usize> = CELL.find_iter(within).filter(begins).collect();
    let mut cells = Vec::with_capacity(starts.len());
    for (index, start) in starts.iter().enumerate() {
        let end = row.start + starts.get(index + 1).copied().unwrap_or(within.len());
        let mut at = row.start + start;
        let words = std::iter::from_fn(|| {
            let open = at + memchr::memchr(b'>', bytes.get(at..end)?)? + 1;
            at = memchr::memchr(b'<', bytes.get(open..end)?).map_or(end, |close| open + close);
            Some(trimmed(text, open..at))
        });
        cells.push({ words }.find(|words| !words.is_empty()).unwrap_or(end..end));
    }
    cells
}
