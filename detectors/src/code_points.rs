//! Bytes of a text as code points, which is what people and other languages count.

/// Counts from the place asked for last: places that follow each other cost what lies between them.
///
/// ```
/// let mut places = limpid_detectors::CodePoints::of("über alles");
/// assert_eq!((places.at(2), places.at(6), places.at(0)), (1, 5, 0));
/// ```
#[derive(Debug)]
pub struct CodePoints<'t> {
    text: &'t str,
    byte: usize,
    before: usize,
}

impl<'t> CodePoints<'t> {
    /// Those of a text.
    pub fn of(text: &'t str) -> Self {
        Self { text, byte: 0, before: 0 }
    }

    /// How many stand before a byte, which begins one or is the end.
    pub fn at(&mut self, byte: usize) -> usize {
        let (from, to) = (self.byte.min(byte), self.byte.max(byte));
        let between = self.text.get(from..to).map_or(0, |part| part.chars().count());
        self.before = if byte < self.byte { self.before - between } else { self.before + between };
        self.byte = byte;
        self.before
    }
}
