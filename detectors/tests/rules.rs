//! The rule files keep their promises: every example is found exactly, among all rules.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::missing_panics_doc,
    reason = "a test that fails panics, and a skipped one says so"
)]

use std::{fs, path::Path};

use limpid_detectors::{Engine, Selection, check_rules, embedded_rules_with_examples, parse_rules};

#[test]
fn the_embedded_rules_have_no_problem() {
    let problems: Vec<String> = check_rules(&embedded_rules_with_examples().expect("rules parse"))
        .iter()
        .map(|problem| format!("{}: {}", problem.detector, problem.message))
        .collect();
    assert!(problems.is_empty(), "\n{}", problems.join("\n"));
}

#[test]
fn what_is_embedded_is_what_the_files_say() {
    let embedded = embedded_rules_with_examples().expect("rules parse");
    let files = embedded.chunk_by(|one, other| one.place.file == other.place.file);
    assert!(files.clone().count() > 400);
    for file in files {
        let name = &file[0].place.file;
        let text =
            fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).expect("stands there");
        assert_eq!(parse_rules(name, &text).expect("a rule file"), file);
    }
}

#[test]
fn a_wrong_span_a_loud_counter_example_and_a_bad_id_are_reported() {
    let text = r#"
        [[detector]]
        id = "BadId"
        entity = "X"
        description = "x"
        pattern = 'x\d'
        score = { pattern = 0.9 }
        [[detector.example]]
        text = "«x1 »"
        [[detector.example]]
        text = "«x2»"
        [[detector.example]]
        text = "«x3»"
        [[detector.counter_example]]
        text = "x4"
        why = "it is one"
        [[detector.counter_example]]
        text = "y"
        why = "no x"
        [[detector.counter_example]]
        text = "z"
        why = "no x"
    "#;
    let problems = check_rules(&parse_rules("test", text).expect("parses"));
    let messages: Vec<&str> = problems.iter().map(|problem| problem.message.as_str()).collect();
    assert_eq!(messages.len(), 3, "{messages:?}");
    assert!(messages[0].contains("an id is"));
    assert!(messages[1].starts_with("example 1"));
    assert!(messages[2].starts_with("counter-example 1"));
}

#[test]
fn a_pattern_that_reads_a_text_again_and_again_and_one_too_large_are_reported_with_their_line() {
    let rule = |pattern: &str| {
        format!(
            "# own\n[[detector]]\nid = \"own.x\"\nentity = \"X\"\ndescription = \"x\"\nvalidator = \"nhs\"\n\
             boundary = \"none\"\npattern = '{pattern}'\nscore = {{ pattern = 0.9 }}\n"
        )
    };
    for (pattern, code) in [("a[a@]+", "LR0009"), ("(?:x{1,900}){1,900}", "LR0002")] {
        let problems = match parse_rules("own.toml", &rule(pattern)) {
            Ok(rules) => check_rules(&rules),
            Err(error) => panic!("the file is well formed: {error}"),
        };
        let found = problems.iter().find(|problem| problem.code == code);
        let found = found.unwrap_or_else(|| panic!("{code} is not among {problems:?}"));
        assert_eq!((found.place.file.as_str(), found.place.line), ("own.toml", 2), "{code}");
    }
}

/// Column names and the entity each says; empty = none.
const COLUMNS: &[(&str, &str)] = &[
    ("given_name", "PERSON"),
    ("surname", "PERSON"),
    ("customerName", "PERSON"),
    ("Nachname", "PERSON"),
    ("prénom", "PERSON"),
    ("soc_sec_id", "NATIONAL_ID"),
    ("street_number", "STREET_ADDRESS"),
    ("address_1", "STREET_ADDRESS"),
    ("suburb", "LOCATION"),
    ("state", "LOCATION"),
    ("date_of_birth", "DATE_OF_BIRTH"),
    ("customer_email", "EMAIL_ADDRESS"),
    ("email_address", "EMAIL_ADDRESS"),
    ("ip_address", "IP_ADDRESS"),
    ("mobile_number", "PHONE_NUMBER"),
    ("company_name", "ORGANIZATION"),
    ("user_name", "USERNAME"),
    ("age", "AGE"),
    ("ssn", "US_SSN"),
    ("file_name", ""),
    ("product_name", ""),
    ("hostname", ""),
    ("page", ""),
    ("status", ""),
    ("description", ""),
];

#[test]
fn columns_say_what_they_hold() {
    let engine = Engine::embedded(&Selection::default()).expect("rules compile");
    for (column, entity) in COLUMNS {
        let header = engine.header(column);
        let first = header.detectors().first().and_then(|detector| engine.rule(*detector));
        assert_eq!(first.map_or("", |rule| rule.entity.as_str()), *entity, "{column}");
    }
    let zip: Vec<_> = (engine.header("postcode").detectors().iter())
        .filter_map(|detector| engine.rule(*detector).map(|rule| rule.entity.as_str().to_owned()))
        .collect();
    assert!(zip.iter().any(|entity| entity == "POSTAL_CODE"), "{zip:?}");
}
