//! A policy of one's own: groups, own detectors and deny lists, allow lists, thresholds by entity.

use crate::common::{Place, expect};

const POLICY: &str = r#"
name = "tickets"
extends = "training"

[detect]
allow = ["support@acme.example"]
allow_patterns = ["ops-[0-9]+@acme\\.example"]
min_scores = { EMAIL_ADDRESS = 1.0 }

[entities]
SECRETS = { replace = { with = "<secret>" } }
CASE_NUMBER = "redact"
CODE_NAME = { replace = { with = "<project>" } }

[[detector]]
id = "own.case_number"
entity = "CASE_NUMBER"
description = "Our case numbers"
pattern = 'CASE-[0-9]{6}'

[[detector]]
id = "own.code_name"
entity = "CODE_NAME"
description = "Projects nobody may read about"
words = ["Bluebird", "Night Heron"]
"#;

#[test]
fn own_detectors_groups_allow_lists_and_thresholds_hold() {
    let place = Place::new();
    place.write("p.toml", POLICY);
    let rows = [
        "write to support@acme.example or ops-17@acme.example",
        "CASE-123456 is about Night Heron",
        "AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE",
        "write to ann@example.org",
    ];
    let lines: Vec<String> = rows.iter().map(|text| format!("{{\"text\": \"{text}\"}}\n")).collect();
    place.write("in/a.jsonl", lines.concat());
    let text = expect(&place, 0, &["run", "in", "-o", "out", "--policy", "p.toml"]);
    assert!(text.contains("CASE_NUMBER") && text.contains("CODE_NAME"), "{text}");
    let written = place.read("out/a.jsonl");
    let written: Vec<&str> = written.lines().collect();
    let row = |text: &str| format!("{{\"text\": \"{text}\"}}");
    assert_eq!(written[0], row(rows[0]));
    assert_eq!(written[1], row(" is about <project>"));
    assert_eq!(written[2], row("AWS_ACCESS_KEY_ID=<secret>"));
    assert_eq!(written[3], row(rows[3]));
}

#[test]
fn an_own_detector_that_cannot_work_is_refused_with_its_place() {
    let place = Place::new();
    place.write("in/a.jsonl", "{\"text\": \"x\"}\n");
    for (line, code) in [
        ("pattern = '['", "LP0008"),
        ("pattern = 'x'\nvalidator = \"lune\"", "LP0005"),
        ("pattern = '(?:x{1,900}){1,900}'", "LP0008"),
    ] {
        let head = "name = \"own\"\n[[detector]]\nid = \"own.x\"\nentity = \"X\"\ndescription = \"x\"\n";
        place.write("p.toml", format!("{head}{line}\n"));
        let text = expect(&place, 2, &["run", "in", "-o", "out", "--policy", "p.toml"]);
        assert!(text.contains(code) && text.contains("p.toml:"), "{text}");
    }
    place.write("p.toml", "name = \"own\"\n[detect]\nallow_patterns = [\"(\"]\n");
    assert!(expect(&place, 2, &["run", "in", "-o", "out", "--policy", "p.toml"]).contains("LP0007"));
}

#[test]
fn people_in_text_become_others_and_places_stay() {
    let place = Place::new();
    place.write(
        "in/a.jsonl",
        "{\"text\": \"Dr. Aisha Khan met Peter Schmidt in Paris. Later Khan wrote to peter.schmidt@example.com.\"}\n",
    );
    expect(&place, 0, &["run", "in", "-o", "out"]);
    let out = place.read("out/a.jsonl");
    for word in ["Aisha", "Khan", "Peter", "Schmidt", "peter", "schmidt"] {
        assert!(!out.contains(word), "{word} is in {out}");
    }
    assert!(out.contains("Dr. ") && out.contains("in Paris. Later "), "{out}");
    expect(&place, 0, &["verify", "out", "--against", "in"]);
    expect(&place, 0, &["run", "in", "-o", "rules", "--tagger", "none"]);
    assert!(place.read("rules/a.jsonl").contains("Dr. Aisha Khan met Peter Schmidt in Paris."));
}
