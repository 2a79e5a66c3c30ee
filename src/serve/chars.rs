//! Code points and bytes: every public offset counts the first, every slice needs the second.

/// The text's code points.
pub(super) struct Chars<'a> {
    text: &'a str,
    /// Byte of each code point; empty where all are one byte long.
    starts: Vec<usize>,
    len: usize,
}

impl<'a> Chars<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        let starts: Vec<usize> =
            if text.is_ascii() { Vec::new() } else { text.char_indices().map(|(start, _)| start).collect() };
        let len = if starts.is_empty() { text.len() } else { starts.len() };
        Self { text, starts, len }
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.len
    }

    /// The code point that begins at a byte.
    pub(super) fn at(&self, byte: usize) -> usize {
        if self.starts.is_empty() { byte } else { self.starts.partition_point(|start| *start < byte) }
    }

    /// The text from one code point up to another; empty where there is no such region.
    pub(super) fn slice(&self, start: usize, end: usize) -> &'a str {
        let byte = |index: usize| {
            if self.starts.is_empty() {
                index
            } else {
                self.starts.get(index).copied().unwrap_or(self.text.len())
            }
        };
        self.text.get(byte(start)..byte(end)).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_count_code_points() {
        let text = "😀 Zoë: bob";
        let chars = Chars::new(text);
        assert_eq!(chars.len(), 10);
        assert_eq!(chars.slice(2, 5), "Zoë");
        assert_eq!(chars.slice(7, 10), "bob");
        assert_eq!(chars.at(text.find("bob").unwrap()), 7);
        assert_eq!(chars.at(text.len()), 10);
        assert_eq!((Chars::new("bob").len(), Chars::new("bob").slice(1, 3)), (3, "ob"));
    }
}
