//! What the classes of a model mean: `id2label` in the many ways people write it.

use super::error::AccurateError;
use crate::tagger::Label;
use crate::tagger::lattice::LABELS;
use std::collections::BTreeMap;

/// What one class means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Class {
    /// Index of the label in [`LABELS`], or a number from there on for what limpid has no name for; the begin and
    /// the inside of one thing share it.
    pub group: usize,
    /// Whether the class says that a span begins.
    pub begins: bool,
}

/// What the classes of a model mean, in the order of its outputs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Labels {
    /// One a class.
    pub classes: Vec<Class>,
    /// How many groups there are.
    pub groups: usize,
}

impl Labels {
    /// Reads `id2label`: the keys are the numbers from 0 on.
    pub fn read(written: &BTreeMap<String, String>) -> Result<Self, AccurateError> {
        let mut unknown: Vec<String> = Vec::new();
        let mut classes = Vec::with_capacity(written.len());
        for at in 0..written.len() {
            let Some(name) = written.get(&at.to_string()) else {
                return Err(AccurateError::Setting {
                    key: "id2label",
                    found: format!("without a label {at}"),
                    expected: "labels numbered from 0",
                });
            };
            let (begins, bare) = scheme(name);
            let group = match label_of(bare) {
                Some(label) => label as usize,
                None => {
                    let place = unknown.iter().position(|known| known == bare).unwrap_or_else(|| {
                        unknown.push(bare.to_owned());
                        unknown.len() - 1
                    });
                    LABELS.len() + place
                }
            };
            classes.push(Class { group, begins });
        }
        if !classes.iter().any(|class| class.group < LABELS.len()) {
            let mut found =
                written.values().take(8).map(|name| name.chars().take(32).collect()).collect::<Vec<String>>();
            if found.is_empty() {
                found.push("there is no id2label".into());
            }
            return Err(AccurateError::NoKnownLabel { found: found.join(", ") });
        }
        Ok(Self { classes, groups: LABELS.len() + unknown.len() })
    }
}

/// Cuts the scheme's letter off a label: `B-PER` begins, `I-PER` goes on, `PER` says nothing about it.
fn scheme(name: &str) -> (bool, &str) {
    match name.as_bytes() {
        [b'B' | b'S' | b'U', b'-' | b'_', ..] => (true, name.get(2..).unwrap_or_default()),
        [b'I' | b'E' | b'L' | b'M', b'-' | b'_', ..] => (false, name.get(2..).unwrap_or_default()),
        _ => (false, name),
    }
}

/// The label that a model's name for it stands for. User names, zip codes, e-mail addresses and the like belong to
/// the rules.
fn label_of(name: &str) -> Option<Label> {
    let name: String =
        name.chars().filter(char::is_ascii_alphabetic).map(|c| c.to_ascii_uppercase()).collect();
    Some(match name.as_str() {
        "PER" | "PERS" | "PERSON" | "PEOPLE" | "NAME" | "FULLNAME" | "PERSONNAME" | "NAMEPERSON"
        | "FIRSTNAME" | "MIDDLENAME" | "LASTNAME" | "GIVENNAME" | "SURNAME" | "FAMILYNAME" | "PATIENT"
        | "DOCTOR" | "STAFF" | "HCW" | "NAMESTUDENT" | "PRIVATEPERSON" => Label::Person,
        "LOC" | "LOCATION" | "GPE" | "PLACE" | "CITY" | "TOWN" | "STATE" | "PROVINCE" | "COUNTY"
        | "COUNTRY" | "REGION" | "FAC" | "FACILITY" | "STREET" | "STREETNAME" | "STREETADDRESS"
        | "ADDRESS" | "SECONDARYADDRESS" | "LOCATIONOTHER" | "LOCCITY" | "LOCSTATE" | "LOCCOUNTRY"
        | "PRIVATEADDRESS" => Label::Location,
        "ORG" | "ORGANIZATION" | "ORGANISATION" | "COMPANY" | "COMPANYNAME" | "CORPORATION"
        | "INSTITUTION" | "HOSP" | "HOSPITAL" | "PATORG" => Label::Organization,
        "DATE" | "TIME" | "DATETIME" | "DOB" | "DATEOFBIRTH" | "BIRTHDATE" | "BOD" | "PRIVATEDATE" => {
            Label::DateTime
        }
        "NORP" | "NRP" | "NATIONALITY" | "RELIGION" | "POLITICALGROUP" | "ETHNICITY" => Label::Nrp,
        "JOB" | "JOBTITLE" | "OCCUPATION" | "PROFESSION" | "DEM" | "DEMOGRAPHIC" | "MEDICALCONDITION" => {
            Label::Attribute
        }
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(names: &[&str]) -> Result<Labels, AccurateError> {
        let written = names.iter().enumerate().map(|(at, name)| (at.to_string(), (*name).to_owned()));
        Labels::read(&written.collect())
    }

    #[test]
    fn begins_and_insides_share_a_group() {
        let labels = read(&["O", "B-PER", "I-PER", "B-MISC", "I-MISC", "GPE", "S-ORG"]).expect("labels");
        let groups: Vec<_> = labels.classes.iter().map(|class| (class.group, class.begins)).collect();
        assert_eq!(groups, [(6, false), (0, true), (0, false), (7, true), (7, false), (1, false), (2, true)]);
        assert_eq!(labels.groups, 8);
    }

    #[test]
    fn the_many_names_of_a_person() {
        for name in ["B-PER", "I-PERSON", "GIVENNAME", "LAST_NAME", "B-LASTNAME1", "name", "E-SURNAME"] {
            assert_eq!(read(&["O", name]).expect(name).classes[1].group, Label::Person as usize, "{name}");
        }
        for name in ["O", "LABEL_1", "B-USERNAME", "ZIPCODE", "MISC", "", "B-", "é"] {
            assert!(matches!(read(&["O", name]), Err(AccurateError::NoKnownLabel { .. })), "{name}");
        }
    }

    #[test]
    fn labels_with_gaps_are_refused() {
        let written = BTreeMap::from([("0".to_owned(), "O".to_owned()), ("2".to_owned(), "PER".to_owned())]);
        assert!(matches!(Labels::read(&written), Err(AccurateError::Setting { key: "id2label", .. })));
        assert!(matches!(Labels::read(&BTreeMap::new()), Err(AccurateError::NoKnownLabel { .. })));
    }
}
