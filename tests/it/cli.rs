//! The commands as a user meets them.

use crate::common::{Place, expect, limpid_with, printed, sample};

#[test]
fn detect_counts_code_points_and_explains() {
    let place = Place::new();
    let input = "{\"id\":7,\"text\":\"😀 mail aisha@example.com\"}\n\n{\"id\":\"b\",\"text\":\"nothing\"}\n";
    let output = limpid_with(&place, &["detect"], &[], input);
    assert_eq!(output.status.code(), Some(0));
    let text = printed(&output);
    let first = r#"{"id":7,"findings":[{"entity":"EMAIL_ADDRESS","start":7,"end":24,"score":0.9,"detector":"global.email"}]}"#;
    assert_eq!(text.lines().collect::<Vec<_>>(), [first, r#"{"id":"b","findings":[]}"#]);
    let text = expect(&place, 0, &["detect", "--explain", "--text", "card 4111 1111 1111 1111"]);
    assert!(
        text.contains("passes `credit_card`")
            && text.contains("near `card`")
            && text.contains("\"wins\":true"),
        "{text}"
    );
    let output = limpid_with(&place, &["detect"], &[], "{\"text\": 4111111111111111}\n");
    assert_eq!(output.status.code(), Some(3));
    assert!(!printed(&output).contains("4111"), "{}", printed(&output));
    assert!(expect(&place, 2, &["detect", "--entities", "NOPE", "--text", "x"]).contains("detectors list"));
}

#[test]
fn detectors_are_chosen_by_entity_region_and_score() {
    let place = Place::new();
    let text = "NI AA 12 34 56 B, mail a@example.com";
    let found =
        |args: &[&str]| expect(&place, 0, &[&["detect", "--text", text], args].concat()).lines().count();
    assert_eq!(found(&[]), 2);
    assert_eq!(found(&["--entities", "EMAIL_ADDRESS"]), 1);
    assert_eq!(found(&["--regions", "us"]), 1);
    assert_eq!(found(&["--min-score", "0.99"]), 0);
}

#[test]
fn scan_shows_columns_and_fails_when_told_to() {
    let place = Place::new();
    sample(&place, 20);
    let text = expect(&place, 0, &["scan", "in"]);
    for word in
        ["customers.csv", "full_name", "PERSON", "messages[*].content", "confidential", "EMAIL_ADDRESS"]
    {
        assert!(text.contains(word), "{word} is not in\n{text}");
    }
    assert!(!text.contains("Aisha") && !text.contains("person1@"), "{text}");
    expect(&place, 1, &["scan", "in", "--fail-on", "EMAIL_ADDRESS"]);
    expect(&place, 1, &["scan", "in", "--fail-on", "confidential"]);
    expect(&place, 0, &["scan", "in", "--fail-on", "CREDIT_CARD"]);
    assert!(expect(&place, 2, &["scan", "in", "--fail-on", "NONSENSE"]).contains("hint:"));
    let json = limpid_with(&place, &["scan", "in", "--json"], &[], "");
    serde_json::from_slice::<serde_json::Value>(&json.stdout).expect("JSON");
    assert!(expect(&place, 0, &["scan", "in", "--format", "html"]).contains("<table>"));
}

#[test]
fn a_plan_is_applied_exactly_as_it_is_edited() {
    let place = Place::new();
    sample(&place, 3);
    let plan = limpid_with(&place, &["plan", "in/customers.csv"], &[], "");
    let text = String::from_utf8(plan.stdout).expect("text");
    let edited = text.replace("path = \"notes\"\naction = \"detect\"", "path = \"notes\"\naction = \"drop\"");
    assert_ne!(text, edited, "{text}");
    place.write("plan.toml", edited);
    expect(&place, 0, &["run", "in/customers.csv", "-o", "out", "--plan", "plan.toml"]);
    assert_eq!(place.read("out/customers.csv").lines().next(), Some("id,full_name,email,phone"));
    expect(&place, 0, &["verify", "out"]);
    place.write("plan.toml", text.replace("detectors = \"", "detectors = \"0"));
    assert!(
        expect(&place, 2, &["run", "in/customers.csv", "-o", "x", "--plan", "plan.toml"])
            .contains("other detectors")
    );
    place.write("plan.toml", "version = 1\n");
    assert!(
        expect(&place, 2, &["run", "in/customers.csv", "-o", "x", "--plan", "plan.toml"])
            .contains("plan.toml")
    );
}

#[test]
fn a_pipe_gives_the_rows_a_folder_gives() {
    let place = Place::new();
    sample(&place, 200);
    // A document is named by its file, so dates that move by document are left out of the comparison.
    expect(&place, 0, &["run", "in/chats.jsonl", "-o", "out", "--policy", "rag"]);
    let key = [("LIMPID_KEY", crate::common::KEY)];
    let input = place.read("in/chats.jsonl");
    let output =
        limpid_with(&place, &["run", "-", "--from", "jsonl", "-o", "-", "--policy", "rag"], &key, &input);
    assert_eq!(output.status.code(), Some(0), "{}", printed(&output));
    let same = String::from_utf8(output.stdout).expect("text") == place.read("out/chats.jsonl");
    assert!(same, "the pipe gives other rows than the folder");
    let output = limpid_with(&place, &["run", "-", "-o", "-"], &key, &input);
    assert_eq!(output.status.code(), Some(2));
    assert!(printed(&output).contains("--from jsonl"));
}

#[test]
fn formats_are_converted_on_the_way() {
    let place = Place::new();
    sample(&place, 30);
    expect(&place, 0, &["run", "in/customers.csv", "-o", "parquet", "--to", "parquet"]);
    expect(
        &place,
        0,
        &["run", "parquet/customers.parquet", "-o", "jsonl", "--to", "jsonl", "--policy", "share"],
    );
    assert_eq!(place.read("jsonl/customers.jsonl").lines().count(), 30);
    expect(&place, 0, &["run", "in/chats.jsonl", "-o", "chats", "--to", "parquet"]);
    expect(&place, 0, &["verify", "chats"]);
    expect(&place, 0, &["run", "in/chats.jsonl", "-o", "zst", "--to", "jsonl.zst"]);
    expect(&place, 0, &["verify", "zst"]);
    let text = expect(&place, 3, &["run", "chats/chats.parquet", "-o", "csv", "--to", "csv"]);
    assert!(text.contains("messages"), "{text}");
}

#[test]
fn dates_of_one_subject_move_together() {
    let place = Place::new();
    place.write("p.toml", "[columns]\nseen = { date_shift = { max_days = 300, per = \"who\" } }\nleft = { date_shift = { max_days = 300, per = \"who\" } }\nwho = \"hash\"\n");
    place.write(
        "in/a.csv",
        "who,seen,left\nann,2020-01-01,2020-01-11\nbob,2020-01-01,2020-01-11\nann,2020-03-01,2020-03-02\n",
    );
    expect(&place, 0, &["run", "in", "-o", "out", "--policy", "p.toml"]);
    let out = place.read("out/a.csv");
    let day = |row: usize, column: usize| -> jiff::civil::Date {
        out.lines()
            .nth(row)
            .and_then(|line| line.split(',').nth(column))
            .and_then(|day| day.parse().ok())
            .expect("a day")
    };
    let days = |from: jiff::civil::Date, to: jiff::civil::Date| (to - from).get_days();
    assert_eq!((days(day(1, 1), day(1, 2)), days(day(1, 1), day(3, 1))), (10, 60));
    assert_ne!(day(1, 1), day(2, 1));
    assert_ne!(day(1, 1).to_string(), "2020-01-01");
    place.write("p.toml", "[columns]\nseen = { date_shift = { per = \"nobody\" } }\n");
    assert!(expect(&place, 2, &["run", "in", "-o", "x", "--policy", "p.toml"]).contains("nobody"));
}

#[test]
fn presets_and_detectors_can_be_looked_at() {
    let place = Place::new();
    assert!(expect(&place, 0, &["policy", "list"]).contains("training"));
    assert!(expect(&place, 0, &["policy", "show", "rag"]).contains("tokenize"));
    expect(&place, 0, &["policy", "check", "training", "rag", "share"]);
    expect(&place, 0, &["detectors", "check"]);
    assert!(expect(&place, 0, &["detectors", "show", "UK_NHS"]).contains("gb.nhs"));
    assert!(expect(&place, 0, &["detectors", "list"]).contains("EMAIL_ADDRESS"));
    let key = limpid_with(&place, &["keys", "new"], &[], "");
    assert_eq!(String::from_utf8(key.stdout).expect("text").trim().len(), 64);
    place.write("shared.key", crate::common::KEY);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let path = place.path("shared.key");
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o644)).expect("modes");
        assert!(expect(&place, 2, &["keys", "id", "--key-file", "shared.key"]).contains("chmod 600"));
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).expect("modes");
        expect(&place, 0, &["keys", "id", "--key-file", "shared.key"]);
    }
}

#[test]
fn eval_prints_scores() {
    let place = Place::new();
    place.write(
        "gold.jsonl",
        "{\"text\":\"a@example.com\",\"spans\":[{\"start\":0,\"end\":13,\"label\":\"EMAIL_ADDRESS\"}]}\n",
    );
    let text = expect(&place, 0, &["eval", "gold.jsonl"]);
    assert!(text.contains("EMAIL_ADDRESS") && text.contains("1.000"), "{text}");
}
