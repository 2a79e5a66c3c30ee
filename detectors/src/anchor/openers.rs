//! The literals of all patterns, looked for together.

use limpid_patterns::{Bytes, Mark};

use crate::dictionary::Dictionary;

/// The literals of all patterns.
pub(super) struct Openers {
    literals: Dictionary,
    /// For each literal: the patterns it may open.
    opens: Vec<Vec<usize>>,
    marks: Vec<(u16, Mark)>,
}

impl Openers {
    /// Collects the literals of numbered patterns.
    pub(super) fn new<'a>(marks: impl Iterator<Item = (u16, &'a Mark)>) -> Self {
        let marks: Vec<(u16, Mark)> = marks.map(|(number, mark)| (number, mark.clone())).collect();
        let mut literals = std::collections::BTreeMap::<&[u8], Vec<usize>>::new();
        for (index, (_, mark)) in marks.iter().enumerate() {
            for literal in &mark.literals.literals {
                literals.entry(literal).or_default().push(index);
            }
        }
        let dictionary = Dictionary::new(literals.keys().copied());
        let opens = literals.into_values().collect();
        Self { literals: dictionary, opens, marks }
    }

    /// The bytes that may begin a literal elsewhere than where a word or number begins.
    pub(super) fn first_anywhere(&self) -> Bytes {
        self.marks.iter().fold(Bytes::NONE, |all, (_, mark)| all.or(mark.first_anywhere()))
    }

    /// Whether a literal may stand at `place`, told by its first three bytes.
    pub(super) fn may_open(&self, text: &[u8], place: usize) -> bool {
        self.literals.may_begin(text, place)
    }

    /// Reports where a match of which pattern may begin that holds a literal at `place`.
    #[inline]
    pub(super) fn at(&self, text: &[u8], place: usize, mut found: impl FnMut(u16, usize)) {
        self.literals.at(text, place, |literal, _| {
            for index in self.opens.get(literal).into_iter().flatten() {
                if let Some((number, mark)) = self.marks.get(*index) {
                    mark.begins(text, place, |begin| found(*number, begin));
                }
            }
        });
    }
}
