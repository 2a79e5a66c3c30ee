//! What a column is: its name proposes, its cells decide.
//!
//! Cells alone make a column what four of five of them are, found whole. A name alone never does: the cells must at
//! least look like what the name says. `state` with `open` and `closed` is no place, `name` with `*` no person, `last`
//! with numbers no family name.

use limpid_detectors::{Engine, Entity, Header, Rule};

use crate::{
    path::last_name,
    profile::{ColumnProfile, EntityCount},
};

/// Share of a column's values that must be of one entity to make it a column of that entity.
const SHARE: f64 = 0.8;
/// The same where the column's name says so too.
const SHARE_WITH_HEADER: f64 = 0.3;
/// Share of the values that must look like what the column's name says: a clear name needs little more, since what is
/// not treated is left to the detectors.
const LOOKS: f64 = 0.4;
/// Share of the values that are choices from which on the name is not believed.
const CHOICES: f64 = 0.5;
/// Share of different values that makes a column of numbers or codes a key.
const KEY: f64 = 0.85;
/// Fewest values that can make a column without its name.
const FEWEST: u64 = 5;
/// Longest average value of a column that is classified by its name alone, in characters.
const LONGEST: u64 = 64;

/// The entity a column is, and the reason.
pub(super) struct Class {
    pub(super) entity: Entity,
    pub(super) why: String,
}

/// Decides what a column is, by its cells and its name.
pub(super) fn classify(engine: &Engine, path: &str, column: &ColumnProfile) -> Option<Class> {
    let header = engine.header(last_name(path));
    by_cells(engine, &header, column)
        .or_else(|| by_name(engine, &header, column))
        .or_else(|| by_reading(column))
}

/// What most cells are.
fn by_cells(engine: &Engine, header: &Header, column: &ColumnProfile) -> Option<Class> {
    let searched = column.searched;
    let named = |entity: &Entity| rules(engine, header).any(|rule| rule.entity == *entity);
    // Of two entities with as many cells the one that the name says, then the one with right check digits.
    let rank = |(entity, count): &(&Entity, &EntityCount)| {
        (count.whole, named(entity), count.validated, std::cmp::Reverse((*entity).clone()))
    };
    let (entity, count) = column.entities.iter().max_by_key(rank)?;
    let whole = share(count.whole, searched);
    let named = named(entity);
    if !(whole >= SHARE && searched >= FEWEST || named && whole >= SHARE_WITH_HEADER) {
        return None;
    }
    let mut why = format!("{} of the values", percent(whole));
    if count.validated > 0 {
        why += &format!(", {} with right check digits", percent(share(count.validated, searched)));
    }
    if named {
        why += " and its name";
    }
    Some(Class { entity: entity.clone(), why })
}

/// What the tagger reads most cells as: a column of names under a name that says nothing.
fn by_reading(column: &ColumnProfile) -> Option<Class> {
    let filled = column.filled();
    let (entity, count) = column.entities.iter().max_by_key(|(_, count)| count.read)?;
    let read = share(count.read, column.searched);
    let words = share(column.digits, column.chars) < 0.1 && share(column.choices, filled) < CHOICES;
    (words && column.searched >= FEWEST && read >= SHARE).then(|| Class {
        entity: entity.clone(),
        why: format!("{} of the values read like one", percent(read)),
    })
}

/// What its name says, if the cells look like it.
fn by_name(engine: &Engine, header: &Header, column: &ColumnProfile) -> Option<Class> {
    let filled = column.filled();
    if column.chars > LONGEST * filled.max(1) {
        return None;
    }
    // A rule with a pattern needs the cells to agree, unless there is none to look at.
    let proposed = rules(engine, header).filter(|rule| rule.pattern.is_none() || filled == 0);
    proposed.into_iter().find_map(|rule| {
        let looks = if filled == 0 { "no value to look at".to_owned() } else { looks_like(rule, column)? };
        Some(Class { entity: rule.entity.clone(), why: format!("its name; {looks}") })
    })
}

/// The rules that the column's name speaks for.
fn rules<'a>(engine: &'a Engine, header: &'a Header) -> impl Iterator<Item = &'a Rule> {
    header.detectors().iter().filter_map(|detector| engine.rule(*detector))
}

/// Whether the cells look like the entity, in words; `None` when they do not.
fn looks_like(rule: &Rule, column: &ColumnProfile) -> Option<String> {
    let filled = column.filled();
    let choices = share(column.choices, filled);
    let numbers = share(column.numbers, filled);
    let digits = share(column.digits, column.chars);
    let names = share(column.names, filled);
    let different = column.different();
    let all_different = share(different, filled);
    let code = column.words < filled * 2;
    match rule.entity.as_str() {
        "GENDER" => {
            (different <= 12 || column.chars < filled * 3).then(|| format!("{different} different values"))
        }
        _ if choices >= CHOICES => None,
        "PERSON" => (names >= LOOKS).then(|| format!("{} are written like names", percent(names))),
        "LOCATION" | "ORGANIZATION" => (digits < LOOKS).then(|| format!("{different} different values")),
        // `17`, `17.5`, `6 months`; an interval or a class is no age any more.
        "AGE" => {
            let short = column.chars <= 10 * filled;
            let counted = numbers >= LOOKS || short && leading_digit(column) >= LOOKS;
            (counted && short).then(|| format!("{} are numbers", percent(numbers)))
        }
        "DATE_OF_BIRTH" | "NATIONAL_ID" => {
            (digits >= 0.2).then(|| format!("{} of the characters are digits", percent(digits)))
        }
        "RECORD_ID" if names >= LOOKS && numbers < LOOKS && digits < 0.2 => None,
        // `patient_id` may come again in a table of visits; a bare `id` must tell the rows apart.
        "RECORD_ID" if rule.id.ends_with("_subject") => (code
            && (numbers >= LOOKS || digits >= 0.2 || all_different >= KEY))
            .then(|| format!("codes, {different} different")),
        "RECORD_ID" => (code && filled >= FEWEST && all_different >= KEY)
            .then(|| format!("codes, {} different", percent(all_different))),
        _ => Some(format!("{different} different values")),
    }
}

/// Share of the values whose shape begins with a digit, among those whose shape is counted.
fn leading_digit(column: &ColumnProfile) -> f64 {
    let shapes = column.top_shapes(usize::MAX);
    let all = shapes.iter().map(|(_, count)| count).sum();
    share(shapes.iter().filter(|(shape, _)| shape.starts_with('9')).map(|(_, count)| count).sum(), all)
}

/// What the cells of a column are in general, for people.
pub fn form(column: &ColumnProfile) -> &'static str {
    let filled = column.filled();
    let different = column.different();
    if filled == 0 {
        "empty"
    } else if share(column.json, filled) >= 0.9 {
        "JSON"
    } else if share(column.choices, filled) >= CHOICES || filled >= 50 && different * 20 <= filled {
        "categories"
    } else if share(column.numbers, filled) >= 0.9 {
        "numbers"
    } else if column.words >= 6 * filled {
        "text"
    } else if share(column.names, filled) >= SHARE {
        "words"
    } else if column.words < filled * 2 && column.digits > 0 {
        "codes"
    } else {
        "mixed"
    }
}

fn percent(share: f64) -> String {
    format!("{:.0} %", share * 100.0)
}

pub(super) fn share(part: u64, whole: u64) -> f64 {
    if whole == 0 {
        return 0.0;
    }
    #[expect(clippy::cast_precision_loss, reason = "a share needs no more than 52 bits")]
    let share = part as f64 / whole as f64;
    share
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use arrow::array::{ArrayRef, RecordBatch, StringArray};
    use limpid_detectors::Selection;

    use super::*;
    use crate::profile::{Search, TableProfile};

    fn class(name: &str, cells: &[&str]) -> Option<String> {
        let engine = Engine::embedded(&Selection::default()).expect("rules");
        let values: Vec<&str> = cells.iter().copied().cycle().take(cells.len().max(20)).collect();
        let array: ArrayRef = Arc::new(StringArray::from(values));
        let batch = RecordBatch::try_from_iter([(name, array)]).expect("a batch");
        let mut table = TableProfile::default();
        table.observe(&batch, 0, Search::sample(&engine, None)).expect("observed");
        let column = table.columns.get(name).expect("seen");
        classify(&engine, name, column).map(|class| class.entity.to_string())
    }

    #[test]
    fn the_name_proposes_and_the_cells_decide() {
        let codes: Vec<String> = (0..40).map(|number| format!("rec-{}-org", number * 37)).collect();
        let codes: Vec<&str> = codes.iter().map(String::as_str).collect();
        for (name, cells, expected) in [
            ("state", &["open", "closed"][..], None),
            ("state", &["Ohio", "Texas", "Utah"], Some("LOCATION")),
            ("name", &["*", "*"], None),
            ("name", &["Aisha Khan", "Zoë Quist"], Some("PERSON")),
            ("name", &["build-77.log", "b_2.txt"], None),
            ("last", &["12.5", "11"], None),
            ("last", &["Khan", "Quist"], Some("PERSON")),
            ("apellido materno", &["Quispe", "Mamani"], Some("PERSON")),
            ("姓名", &["王小明", "李雷"], Some("PERSON")),
            ("age", &["[15, 55[", "[20, 30["], None),
            ("age", &["17", "44"], Some("AGE")),
            ("sex", &["F", "M"], Some("GENDER")),
            ("patient_id", &["123", "456"], Some("RECORD_ID")),
            ("patient", &["Aisha Khan", "Zoë Quist"], Some("PERSON")),
            ("rec_id", &codes, Some("RECORD_ID")),
            ("score_id", &["1", "2", "3"], None),
            ("notes", &["she called about the bill and wants it paid back soon"], None),
            ("passport", &["yes", "no"], None),
        ] {
            assert_eq!(class(name, cells).as_deref(), expected, "{name} {cells:?}");
        }
    }
}
