//! The literals of all patterns, looked for in one pass.

use limpid_patterns::Mark;

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

    /// Reports where a match of which pattern may begin.
    pub(super) fn find(&self, text: &str, mut found: impl FnMut(u16, usize)) {
        let bytes = text.as_bytes();
        self.literals.places(bytes, |place| {
            self.literals.at(bytes, place, |literal, _| {
                for index in self.opens.get(literal).into_iter().flatten() {
                    if let Some((number, mark)) = self.marks.get(*index) {
                        mark.begins(bytes, place, |begin| found(*number, begin));
                    }
                }
            });
        });
    }
}
