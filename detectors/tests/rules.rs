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

use limpid_detectors::{check_rules, embedded_rules, parse_rules};

#[test]
fn the_embedded_rules_have_no_problem() {
    let problems: Vec<String> = check_rules(&embedded_rules().expect("rules parse"))
        .iter()
        .map(|problem| format!("{}: {}", problem.detector, problem.message))
        .collect();
    assert!(problems.is_empty(), "\n{}", problems.join("\n"));
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
