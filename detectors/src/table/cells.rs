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

/// A column whose name says what its whole cells are.
struct Named<'a> {
    column: &'a Column,
    /// The detector that the name speaks for.
    detector: u16,
    /// Whether the tagger reads most cells as people.
    read: bool,
}

impl Engine {
    /// Reports what the cells of the tables in `text` hold, where the name of a column helps to find it.
    pub(crate) fn search_tables(&self, text: &str, quick: bool, found: &mut Found) -> Result<(), Exhausted> {
        for table in tables(text, &|name| !self.spoken_for(name).is_empty()) {
            // How many columns say that the table is one of people.
            let mut people = 0;
            let mut named = Vec::new();
            for column in &table.columns {
                let name = text.get(column.name.clone()).unwrap_or_default();
                let header = Header { detectors: self.spoken_for(name), mode: Some(Mode::Cell) };
                // A name that stands beside its value has been seen as a word before it.
                let by_rules = !table.one_row && self.search_column(text, column, &header, quick, found)?;
                let one = self.named(text, column, &header);
                let by_name = one.as_ref().is_some_and(|one| {
                    self.of_people(one.detector)
                        && (one.read || !table.one_row || !self.is_person(one.detector))
                });
                people += usize::from(by_rules || by_name);
                named.extend(one);
            }
            for one in named.iter().filter(|one| self.is_sure(text, one, table.one_row, people > 1)) {
                self.report(text, one, table.one_row, found);
            }
        }
        Ok(())
    }

    /// What the name of a column says of its whole cells, if most of them look like it.
    fn named<'a>(&self, text: &str, column: &'a Column, header: &Header) -> Option<Named<'a>> {
        let whole = |rule: &Rule| rule.pattern.is_none() && rule.tag.is_none();
        let whole = |detector: &u16| self.rule(*detector).is_some_and(whole);
        let detector = header.detectors.iter().copied().find(whole)?;
        let fitting = column.cells.iter().filter(|cell| self.fills(text, cell, detector)).count();
        let fits = fitting > 0 && fitting * 2 >= column.cells.len();
        let people = || column.cells.iter().filter(|cell| self.person_in(text, cell).is_some()).count();
        let read = fits && self.is_person(detector) && people() * 2 > column.cells.len();
        fits.then_some(Named { column, detector, read })
    }

    /// Whether the cells of a column are what its name says.
    fn is_sure(&self, text: &str, one: &Named, one_row: bool, of_people: bool) -> bool {
        let several = |cell: &Range<usize>| text.get(cell.clone()).is_some_and(|cell| cell.contains(' '));
        match (one_row, self.is_person(one.detector)) {
            (true, true) => one.read && (of_people || one.column.cells.iter().all(several)),
            (true, false) => of_people && self.may_stand_beside(one.detector),
            (false, _) => of_people || one.read,
        }
    }

    fn report(&self, text: &str, one: &Named, one_row: bool, found: &mut Found) {
        for cell in one.column.cells.iter().filter(|cell| self.fills(text, cell, one.detector)) {
            // Beside its name a value is written as in a letter: `Dr. Ann Quist`, without the title.
            let name = if one.read && one_row { self.person_in(text, cell) } else { None };
            let value = name.unwrap_or(cell.clone());
            let evidence = Evidence { header: true, ..Evidence::default() };
            found((value.start, value.end), SCORE, one.detector, evidence);
        }
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
    fn may_stand_beside(&self, detector: u16) -> bool {
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
        for cell in column.cells.iter().filter(|_| !header.detectors().is_empty()) {
            let value = text.get(cell.clone()).unwrap_or_default();
            self.search_one(value, None, header, quick, &mut |(start, end), score, detector, evidence| {
                if evidence.header {
                    of_people |= self.of_people(detector);
                    found((cell.start + start, cell.start + end), score, detector, evidence);
                }
            })?;
        }
        Ok(of_people)
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
            "EMAIL_ADDRESS" => code() && value.contains('@'),
            "GENDER" => false,
            entity => entity.starts_with("SPECIAL_") || digits() > 2,
        }
    }

    /// The person that the tagger reads in most of a cell.
    fn person_in(&self, text: &str, cell: &Range<usize>) -> Option<Range<usize>> {
        let mut tags = Vec::new();
        self.tagger()?.tag(text.get(cell.clone())?, Mode::Cell, &mut tags);
        let most = |tag: &&Tag| tag.label == Label::Person && (tag.end - tag.start) * 2 > cell.len();
        tags.iter().find(most).map(|tag| cell.start + tag.start..cell.start + tag.end)
    }
}
