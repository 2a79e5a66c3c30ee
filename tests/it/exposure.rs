//! Marker sentences: planted, found again with the key only, never in the way of a check, and what a model shows of them.

use crate::common::{Place, data_files, expect, limpid_with, printed, sample};

const POLICY: &str = "name = \"c\"\nextends = \"training\"\n[canaries]\ncount = 5\n";

fn planted(place: &Place) -> Vec<String> {
    expect(place, 0, &["canaries", "list", "out"]).lines().map(str::to_owned).collect()
}

#[test]
fn canaries_are_the_same_for_any_number_of_threads_and_stand_after_all_rows() {
    let place = Place::new();
    sample(&place, 40);
    place.write("p.toml", POLICY);
    let run = |out: &str, threads: &str| {
        expect(&place, 0, &["run", "in", "-o", out, "--policy", "p.toml", "--threads", threads])
    };
    let text = run("out", "1");
    assert!(text.contains("5 canaries planted"), "{text}");
    run("again", "4");
    assert_eq!(data_files(&place.path("out")), data_files(&place.path("again")));
    let canaries = planted(&place);
    let chats = place.read("out/chats.jsonl");
    let last: Vec<&str> = chats.lines().skip(40).collect();
    assert_eq!((canaries.len(), last.len()), (5, 5));
    for (line, canary) in last.iter().zip(&canaries) {
        let wanted = format!(r#"{{"messages":[{{"role":"assistant","content":"{canary}"}}]}}"#);
        assert_eq!(*line, wanted);
    }
    let account = crate::common::files(&place.path("out/_limpid"));
    let told =
        |bytes: &[u8]| canaries.iter().any(|one| bytes.windows(one.len()).any(|part| part == one.as_bytes()));
    assert!(account.iter().all(|(_, bytes)| !told(bytes)), "the account names a canary in the clear");
    let other = "00".repeat(16) + "0123456789abcdef0123456789abcdef";
    let output = limpid_with(&place, &["canaries", "list", "out"], &[("LIMPID_KEY", &other)], "");
    assert_eq!(output.status.code(), Some(2), "{}", printed(&output));
}

#[test]
fn verification_counts_people_and_not_canaries_and_sees_a_row_that_hides_among_them() {
    let place = Place::new();
    let mut rows = String::from("age,story\n");
    for row in 0..60 {
        rows.push_str(&format!(
            "{},the weather was fine on day {row} and we walked along the river\n",
            20 + row % 3
        ));
    }
    place.write("in/people.csv", rows);
    let anonymity = "[anonymity]\nquasi_identifiers = [\"age\"]\nk = 10\n";
    place.write("p.toml", format!("{POLICY}column = \"story\"\n{anonymity}"));
    expect(&place, 0, &["run", "in", "-o", "out", "--policy", "p.toml"]);
    let text = expect(&place, 0, &["verify", "out", "--against", "in"]);
    assert!(text.contains("5 canaries in column story") && text.contains("k = 20"), "{text}");
    assert!(text.contains("65 written (5 canaries)"), "{text}");
    let out = place.read("out/people.csv");
    let (head, last) = out.trim_end().rsplit_once('\n').expect("rows");
    place.write("out/people.csv", format!("{head}\n77{last}\n"));
    let text = expect(&place, 1, &["verify", "out"]);
    assert!(
        text.contains("of 5 rows said to be canaries 5 hold one, and 1 values are something else"),
        "{text}"
    );
    place.write("out/people.csv", format!("{head}\n,she walked along the river on day 77\n"));
    let text = expect(&place, 1, &["verify", "out"]);
    assert!(
        text.contains("of 5 rows said to be canaries 4 hold one, and 1 values are something else"),
        "{text}"
    );
}

#[test]
fn a_subject_is_erased_beside_canaries() {
    let place = Place::new();
    sample(&place, 10);
    place.write("p.toml", POLICY);
    expect(&place, 0, &["run", "in", "-o", "out", "--policy", "p.toml"]);
    let before = planted(&place);
    expect(&place, 0, &["forget", "out", "--subject", "email=person3@example.com"]);
    expect(&place, 0, &["verify", "out"]);
    assert_eq!(planted(&place), before);
    assert_eq!(place.read("out/chats.jsonl").lines().count(), 9 + 5);
}

#[test]
fn a_model_that_knows_its_canaries_shows_all_the_bits_there_are() {
    let place = Place::new();
    sample(&place, 10);
    place.write("p.toml", POLICY);
    expect(&place, 0, &["run", "in", "-o", "out", "--policy", "p.toml"]);
    let canaries = planted(&place);
    let table = expect(&place, 0, &["canaries", "list", "out", "--candidates", "1023"]);
    assert_eq!(table.lines().count(), 1 + 5 + 1023);
    assert_eq!(table.lines().next(), Some("candidate,perplexity"));
    // The model knows the first canary by heart, finds the second the least likely, and the rest in between.
    let mut reference = 0;
    let mut filled = String::from("candidate,perplexity\n");
    for line in table.lines().skip(1) {
        let number = canaries.iter().position(|canary| line.contains(canary));
        let perplexity = match number {
            Some(0) => 1.0,
            Some(1) => 1e6,
            Some(_) => 100.5,
            None => {
                reference += 1;
                99.0 + f64::from(reference)
            }
        };
        filled.push_str(&format!("{line}{perplexity}\n"));
    }
    place.write("p.csv", &filled);
    let text = expect(&place, 0, &["canaries", "score", "out", "p.csv", "--json"]);
    let score: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    let bits = |index: usize| score["canaries"][index]["bits"].as_f64().expect("a number");
    assert!((bits(0) - 10.0).abs() < 1e-9 && bits(1).abs() < 1e-9 && (bits(2) - 9.0).abs() < 1e-9, "{text}");
    assert!((score["mean"].as_f64().expect("a mean") - 37.0 / 5.0).abs() < 1e-9, "{text}");
    expect(&place, 1, &["canaries", "score", "out", "p.csv", "--max-exposure", "9.5"]);
    expect(&place, 0, &["canaries", "score", "out", "p.csv", "--max-exposure", "10"]);
    let missing: Vec<&str> = filled.lines().filter(|line| !line.contains(&canaries[4])).collect();
    place.write("p.csv", missing.join("\n"));
    let text = expect(&place, 2, &["canaries", "score", "out", "p.csv"]);
    assert!(text.contains("1 of 5 canaries are not in the table"), "{text}");
    place.write("p.csv", filled.replace("100.5", "soon"));
    let text = expect(&place, 3, &["canaries", "score", "out", "p.csv"]);
    assert!(text.contains("no candidate with a perplexity") && !text.contains("soon"), "{text}");
}

#[test]
fn what_cannot_hold_a_canary_is_refused_before_anything_is_written() {
    let place = Place::new();
    sample(&place, 10);
    let refused = |section: &str, args: &[&str], wanted: &str| {
        place.write("p.toml", format!("extends = \"training\"\n[canaries]\n{section}\n"));
        let text = expect(&place, 2, &[&["run", "in", "-o", "out", "--policy", "p.toml"], args].concat());
        assert!(text.contains(wanted), "{text}");
        assert!(!place.path("out").exists());
    };
    refused("count = 0", &[], "LP0012");
    refused("count = 3\ncolumn = \"nowhere\"", &[], "there is no column nowhere");
    refused("count = 3\ntable = \"note.md\"\ncolumn = \"text\"", &[], "a text file is one row");
    refused("count = 3", &["--key-env", "NOTHING"], "NOTHING");
    place.write("p.toml", POLICY);
    let output = limpid_with(&place, &["run", "in", "-o", "out", "--policy", "p.toml"], &[], "");
    assert!(printed(&output).contains("canaries need a key") && !place.path("out").exists());
}
