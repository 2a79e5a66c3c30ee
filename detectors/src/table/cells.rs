//! The cells of a table inside a text, each read under the name of its column.

use std::ops::Range;

use super::{Column, tables};
use crate::{
    Engine, Evidence, Header, Rule,
    cell::{is_choice, is_name_like},
    scan::Exhausted,
    tagger::{Label, Mode, Tag},
};

/// Score of a cell that is what the name of its column says, and looks like it.
const SCORE: f32 = 0.85;
/// Lowest score of a name that is a field in no sentence.
const FIELD: f32 = 0.7;
/// Longest such cell, in bytes.
const LONGEST: usize = 80;

/// What is found: the place, the score, the detector, the evidence.
type Found<'a> = dyn FnMut((usize, usize), f32, u16, Evidence) + 'a;

impl Engine {
    /// Reports what the cells of the tables in `text` hold, where the name of a column helps to find it.
    pub(crate) fn search_tables(&self, text: &str, quick: bool, found: &mut Found) -> Result<(), Exhausted> {
        for table in tables(text, &|name| !self.spoken_for(name).is_empty()) {
            let mut people = 0;
            let mut named = Vec::new();
            for column in &table.columns {
                let name = text.get(column.name.clone()).unwrap_or_default();
                let header = Header { detectors: self.spoken_for(name), mode: Some(Mode::Cell) };
                if header.detectors.is_empty() {
                    continue;
                }
                // A name that stands beside its value has been seen as a word before it.
                let by_rules = !table.one_row && self.search_column(text, column, &header, quick, found)?;
                let whole = self.whole(&header).filter(|detector| self.fits(text, column, *detector));
                let read = whole.is_some_and(|detector| self.is_person(detector))
                    && self.reads_as_people(text, column);
                let counts = |detector| {
                    self.of_people(detector) && (read || !table.one_row || !self.is_person(detector))
                };
                people += usize::from(by_rules || whole.is_some_and(counts));
                named.extend(whole.map(|detector| (column, detector, read)));
            }
            for (column, detector, read) in named {
                let several =
                    |cell: &Range<usize>| text.get(cell.clone()).is_some_and(|cell| cell.contains(' '));
                let sure = match (table.one_row, self.is_person(detector)) {
                    (true, true) => read && (people > 1 || column.cells.iter().all(several)),
                    (true, false) => people > 1 && self.beside(detector),
                    (false, _) => people > 1 || read,
                };
                for cell in column.cells.iter().filter(|cell| sure && self.fills(text, cell, detector)) {
                    // Beside its name a value is written as in a letter: `Dr. Ann Quist`, without the title.
                    let name = || self.person_in(text, cell).filter(|_| table.one_row);
                    let value = if read { name() } else { None }.unwrap_or(cell.clone());
                    let evidence = Evidence { header: true, ..Evidence::default() };
                    found((value.start, value.end), SCORE, detector, evidence);
                }
            }
        }
        Ok(())
    }

    /// What the tagger reads as people in fields that stand in no sentence.
    pub(crate) fn tag_fields(&self, text: &str, found: &mut Found) {
        let Some(names) = &self.names else { return };
        let Some((_, detector)) = names.reporters.iter().find(|(label, _)| *label == Label::Person) else {
            return;
        };
        let mut tags = Vec::new();
        for field in super::fields::named(text) {
            tags.clear();
            names.tagger.tag(text.get(field.clone()).unwrap_or_default(), Mode::Cell, &mut tags);
            let whole = |tag: &&Tag| tag.label == Label::Person && tag.end - tag.start == field.len();
            if let Some(tag) = tags.iter().find(whole).filter(|tag| tag.score >= FIELD) {
                let evidence =
                    Evidence { pattern: tag.score, origin: crate::Origin::Tagger, ..Evidence::default() };
                found((field.start, field.end), tag.score, *detector, evidence);
            }
        }
    }

    fn is_person(&self, detector: u16) -> bool {
        self.rule(detector).is_some_and(|rule| rule.entity.as_str() == "PERSON")
    }

    /// Whether a value right beside its name may be one without more: code has types and calls there.
    fn beside(&self, detector: u16) -> bool {
        const CODE_TOO: &[&str] = &["USERNAME", "PASSWORD", "LOCATION", "ORGANIZATION", "RECORD_ID"];
        self.rule(detector).is_some_and(|rule| !CODE_TOO.contains(&rule.entity.as_str()))
    }

    /// What the rules find in the cells of a column; whether they found what tells of people.
    fn search_column(
        &self,
        text: &str,
        column: &Column,
        header: &Header,
        quick: bool,
        found: &mut Found,
    ) -> Result<bool, Exhausted> {
        let mut of_people = false;
        for cell in &column.cells {
            let value = text.get(cell.clone()).unwrap_or_default();
            self.search_one(value, header, quick, &mut |(start, end), score, detector, evidence| {
                if evidence.header {
                    of_people |= self.of_people(detector);
                    found((cell.start + start, cell.start + end), score, detector, evidence);
                }
            })?;
        }
        Ok(of_people)
    }

    /// The detector that the name of a column speaks for and that has no pattern: the whole cell is the value.
    fn whole(&self, header: &Header) -> Option<u16> {
        let whole = |rule: &Rule| rule.pattern.is_none() && rule.tag.is_none();
        header.detectors.iter().copied().find(|detector| self.rule(*detector).is_some_and(whole))
    }

    /// Whether a detector's values say that a table is one of people.
    fn of_people(&self, detector: u16) -> bool {
        const OTHERS: &[&str] = &[
            "LOCATION",
            "ORGANIZATION",
            "RECORD_ID",
            "URL",
            "UUID",
            "DATE_TIME",
            "GENDER",
            "MONEY",
            "IP_ADDRESS",
        ];
        self.rule(detector).is_some_and(|rule| !OTHERS.contains(&rule.entity.as_str()))
    }

    /// Whether most cells look like what the name of their column says.
    fn fits(&self, text: &str, column: &Column, detector: u16) -> bool {
        let fitting = column.cells.iter().filter(|cell| self.fills(text, cell, detector)).count();
        fitting > 0 && fitting * 2 >= column.cells.len()
    }

    /// Whether a cell looks like what the name of its column says.
    fn fills(&self, text: &str, cell: &Range<usize>, detector: u16) -> bool {
        let value = text.get(cell.clone()).unwrap_or_default();
        let Some(rule) = self.rule(detector).filter(|_| value.len() <= LONGEST && !is_choice(value)) else {
            return false;
        };
        let digits = || value.chars().filter(|letter| letter.is_numeric()).count();
        let letters = || value.contains(char::is_alphabetic);
        let code = || !value.contains(char::is_whitespace);
        match rule.entity.as_str() {
            "PERSON" => {
                is_name_like(value)
                    && value.contains(|letter: char| letter.is_alphabetic() && !letter.is_lowercase())
            }
            "LOCATION" | "ORGANIZATION" => letters(),
            "STREET_ADDRESS" => {
                letters() && digits() > 0 && !code() && !value.contains(['=', '(', '{', '<', '*'])
            }
            "AGE" => (1..=3).contains(&digits()),
            "RECORD_ID" => rule.id.ends_with("_subject") && digits() > 0 && code(),
            "USERNAME" | "PASSWORD" => code(),
            "GENDER" => false,
            entity => entity.starts_with("SPECIAL_") || digits() > 2,
        }
    }

    /// Whether the tagger reads most cells of a column as people.
    fn reads_as_people(&self, text: &str, column: &Column) -> bool {
        let people = column.cells.iter().filter(|cell| self.person_in(text, cell).is_some());
        people.count() * 2 > column.cells.len()
    }

    /// The person that the tagger reads in most of a cell.
    fn person_in(&self, text: &str, cell: &Range<usize>) -> Option<Range<usize>> {
        let mut tags = Vec::new();
        self.tagger()?.tag(text.get(cell.clone())?, Mode::Cell, &mut tags);
        let most = |tag: &&Tag| tag.label == Label::Person && (tag.end - tag.start) * 2 > cell.len();
        tags.iter().find(most).map(|tag| cell.start + tag.start..cell.start + tag.end)
    }
}
