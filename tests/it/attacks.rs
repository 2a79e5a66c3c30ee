//! Verification that attacks: what it reaches is told with its interval, beside guessing, and signed.

use base64::{Engine as _, engine::general_purpose::STANDARD};

use crate::common::{Place, expect};

const POLICY: &str = "[columns]\nage = \"keep\"\narea = \"keep\"\nincome = \"keep\"\n\
    [anonymity]\nquasi_identifiers = [\"age\", \"area\"]\nsensitive = [\"income\"]\nk = K\nmax_suppressed = 1.0\n\
    [anonymity.hierarchies]\nage = { interval = [10, 20, 40, 80] }\narea = { prefix = [3, 2, 1] }\n";

/// Two hundred people who all differ; income follows from the age.
fn people(place: &Place, k: u32) {
    let mut rows = String::from("age,area,income\n");
    for row in 0..200 {
        rows.push_str(&format!("{},{},{}\n", 20 + row % 50, 1000 + row * 37 % 9000, 1000 * (20 + row % 50)));
    }
    place.write("in/people.csv", rows);
    place.write("p.toml", POLICY.replace('K', &k.to_string()));
    expect(place, 0, &["run", "in", "-o", "out", "-p", "p.toml"]);
}

fn risk(said: &str, attack: &str) -> (f64, f64, f64) {
    let report: serde_json::Value = serde_json::from_str(said).expect("JSON");
    let attacks = report["attacks"].as_array().expect("a list").clone();
    let own =
        attacks.iter().find(|one| one["attack"] == attack).unwrap_or_else(|| panic!("{attack}: {said}"));
    let number = |name: &str| own[name].as_f64().expect("a number");
    (number("risk"), number("low"), number("high"))
}

#[test]
fn a_copy_that_kept_everything_falls_and_an_anonymous_one_does_not() {
    let place = Place::new();
    people(&place, 1);
    let args = ["verify", "out", "--against", "in", "--attacks", "--attack-count", "150"];
    let said = expect(&place, 0, &[&args[..], &["--json"]].concat());
    for attack in ["singling out", "linkability", "inference", "record linkage"] {
        let (risk, low, high) = risk(&said, attack);
        assert!(0.0 <= low && low <= risk && risk <= high && high <= 1.0, "{attack}: {low} {risk} {high}");
    }
    assert!(risk(&said, "inference").1 > 0.9 && risk(&said, "record linkage").1 > 0.9, "{said}");
    let text = expect(&place, 1, &[&args[..], &["--max-attack-risk", "0.5"]].concat());
    assert!(text.contains("FAILED   attacks") && text.contains("inference of income: risk"), "{text}");
    std::fs::remove_dir_all(place.path("out")).expect("the output");
    people(&place, 20);
    let said = expect(&place, 0, &[&args[..], &["--json", "--max-attack-risk", "0.5"]].concat());
    assert!(risk(&said, "singling out").1 < 0.1, "{said}");
}

#[test]
fn what_attacks_came_to_is_signed() {
    let place = Place::new();
    people(&place, 5);
    expect(&place, 0, &["keys", "new", "--sign", "auditor"]);
    let args =
        ["verify", "out", "--against", "in", "--attacks", "--attest", "s.jsonl", "--sign-key", "auditor"];
    let text = expect(&place, 0, &args);
    assert!(text.contains("people.csv of income: inference"), "{text}");
    let line: serde_json::Value = serde_json::from_str(&place.read("s.jsonl")).expect("JSON");
    let payload = STANDARD.decode(line["payload"].as_str().expect("text")).expect("base64");
    let statement: serde_json::Value = serde_json::from_slice(&payload).expect("JSON");
    assert!(
        statement["predicate"]["passedTests"].as_array().expect("a list").contains(&"limpid/attacks".into())
    );
    let part = statement["predicate"]["configuration"].as_array().expect("a list").last().expect("figures");
    let figures = STANDARD.decode(part["content"].as_str().expect("content")).expect("base64");
    assert!(figures.len() < 1024);
    let figures: serde_json::Value = serde_json::from_slice(&figures).expect("JSON");
    assert_eq!((&figures["table"], &figures["main"]["attacks"].is_u64()), (&"people.csv".into(), &true));
}

#[test]
fn attacks_need_the_input_and_columns_that_are_there() {
    let place = Place::new();
    people(&place, 1);
    assert!(expect(&place, 2, &["verify", "out", "--attacks"]).contains("--against"));
    let text = expect(&place, 2, &["verify", "out", "--against", "in", "--attacks", "--secret", "wealth"]);
    assert!(text.contains("no table has the column wealth"), "{text}");
}
