//! Cuts long texts into windows that overlap, so that memory stays bounded and no name is cut in two.

/// Bytes that a window answers for.
pub const WINDOW: usize = 128 * 1024;
/// Bytes that a window reads before and behind what it answers for.
pub const OVERLAP: usize = 4 * 1024;

/// One window: the bytes it reads, and the part of them that it answers for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// First byte read.
    pub from: usize,
    /// One past the last byte read.
    pub to: usize,
    /// First byte answered for.
    pub start: usize,
    /// One past the last byte answered for.
    pub end: usize,
}

/// The windows of a text, in order.
pub fn windows(text: &str) -> impl Iterator<Item = Window> {
    let mut start = 0;
    std::iter::from_fn(move || {
        if start >= text.len() {
            return None;
        }
        let end = if text.len() - start <= WINDOW + OVERLAP { text.len() } else { cut(text, start + WINDOW) };
        let from = if start == 0 { 0 } else { cut(text, start - OVERLAP) };
        let to = if end == text.len() { end } else { cut(text, end + OVERLAP) };
        let window = Window { from, to, start, end };
        start = end;
        Some(window)
    })
}

/// The first place at or behind `at` where a token may begin: behind white space, or else at a character.
fn cut(text: &str, at: usize) -> usize {
    let near = text.as_bytes().get(at..(at + OVERLAP / 4).min(text.len())).unwrap_or_default();
    match near.iter().position(|b| *b == b' ' || *b == b'\n') {
        Some(space) => at + space + 1,
        None => (at..text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(text.len()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn windows_join_and_overlap() {
        for word in ["word ", "ünbröken", "x"] {
            let text = word.repeat(600_000 / word.len());
            let all: Vec<Window> = windows(&text).collect();
            assert!(all.len() > 3);
            assert_eq!((all[0].start, all[all.len() - 1].end), (0, text.len()));
            for pair in all.windows(2) {
                assert_eq!(pair[0].end, pair[1].start);
                assert!(pair[0].to > pair[1].start && pair[1].from < pair[1].start);
            }
            assert!(all.iter().all(|w| text.get(w.from..w.to).is_some()));
        }
    }
}
