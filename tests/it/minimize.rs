//! Rows and columns that are not needed stay behind, and each is counted.

use crate::common::{KEY, Place, expect, limpid_with, printed};

const TICKETS: &str = "email,country,created_at,notes\n\
    ann@example.com,US,2026-01-20T00:00:00Z,printer\n\
    bob@example.com,US,2024-01-20T00:00:00Z,old\n\
    cid@example.com,DE,2026-01-20T00:00:00Z,elsewhere\n\
    dan@example.com,US,2026-01-20T00:00:00Z,opted out\n\
    eve@example.com,US,,undated\n";

const POLICY: &str = "extends = \"training\"\npurpose = \"support\"\n\
    [purposes]\nemail = [\"support\", \"billing\"]\nnotes = [\"fine-tuning\"]\n\
    [rows]\nretain = { column = \"created_at\", days = 365 }\n\
    filter = [{ column = \"country\", op = \"==\", value = \"US\" }]\n\
    opt_out = { file = \"out.csv\", column = \"email\" }\n";

fn place(policy: &str) -> Place {
    let place = Place::new();
    place.write("data/tickets.csv", TICKETS);
    place.write("out.csv", "email\nDAN@example.com\n");
    place.write("p.toml", policy);
    place
}

const RUN: &[&str] = &["run", "data", "-o", "out", "-p", "p.toml", "--now", "2026-01-31T00:00:00Z"];

#[test]
fn rows_and_columns_go_and_the_account_adds_up() {
    let place = place(POLICY);
    let said = expect(&place, 0, RUN);
    assert!(said.contains("1 rows left out, opt-out: email"), "{said}");
    let copy = place.read("out/tickets.csv");
    assert_eq!(copy.lines().next(), Some("email,country,created_at"));
    assert_eq!(copy.lines().count(), 2);
    let manifest: serde_json::Value =
        serde_json::from_str(&place.read("out/_limpid/manifest.json")).expect("JSON");
    let dropped: Vec<(&str, u64)> = manifest["rows"]["dropped"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|one| (one["reason"].as_str().unwrap_or_default(), one["count"].as_u64().unwrap_or(0)))
        .collect();
    let expected = [
        ("filter: country ==", 1),
        ("opt-out: email", 1),
        ("retention: created_at", 1),
        ("retention: created_at is no date", 1),
    ];
    assert_eq!(dropped, expected);
    assert!(!place.read("out/_limpid/plan.toml").to_lowercase().contains("dan@example.com"));
    let said = expect(&place, 0, &["verify", "out", "--against", "data"]);
    assert!(said.contains("5 rows read, 1 written, 4 left out"), "{said}");
}

#[test]
fn a_plan_drops_the_same_rows_whenever_it_is_applied() {
    let place = place(POLICY);
    let plan = expect(&place, 0, &["plan", "data", "-p", "p.toml", "--now", "2026-01-31T00:00:00Z", "-q"]);
    assert!(plan.contains("now = \"2026-01-31T00:00:00Z\""), "{plan}");
    place.write("plan.toml", &plan);
    expect(&place, 0, &["run", "data", "-o", "later", "--plan", "plan.toml"]);
    expect(&place, 0, RUN);
    assert_eq!(place.read("later/tickets.csv"), place.read("out/tickets.csv"));
    // Without a key the list cannot be matched.
    let output = limpid_with(&place, &["plan", "data", "-p", "p.toml"], &[], "");
    assert_eq!(output.status.code(), Some(2));
    assert!(printed(&output).contains("opt-out list is matched under the key"));
}

#[test]
fn a_killed_run_is_resumed_with_its_own_clock() {
    let place = place(POLICY);
    expect(&place, 0, RUN);
    let before = place.read("out/_limpid/plan.toml");
    std::fs::create_dir_all(place.path("out/_limpid/parts")).expect("a folder");
    std::fs::remove_file(place.path("out/_limpid/manifest.json")).expect("removed");
    expect(&place, 0, &["run", "data", "-o", "out", "-p", "p.toml", "--resume"]);
    assert_eq!(place.read("out/_limpid/plan.toml"), before);
}

#[test]
fn what_could_mean_two_times_is_an_error_and_nothing_is_written() {
    let naive = POLICY.replace("[\"support\", \"billing\"]", "[\"support\"]");
    for (dates, policy, what) in [
        ("2026-01-20 00:00:00", naive.clone(), "dates without a zone"),
        ("2026-01-20", naive.clone(), "dates without a zone"),
        ("03/04/2025", naive.replace("days = 365", "days = 365, zone = \"UTC\""), "day and month"),
        ("1767227400", naive.clone(), "numbers, not dates"),
    ] {
        let place = place(&policy);
        place.write("data/tickets.csv", TICKETS.replace("2026-01-20T00:00:00Z", dates));
        let said = expect(&place, 2, RUN);
        assert!(said.contains(what) && said.contains("hint"), "{said}");
        assert!(!said.contains(dates) && !place.path("out").exists(), "{said}");
    }
    let place = place(POLICY);
    let said =
        expect(&place, 2, &["run", "data", "-o", "out", "-p", "p.toml", "--now", "2026-01-31T00:00:00"]);
    assert!(said.contains("no time with its zone") && said.contains("hint"), "{said}");
    place.write("data/tickets.csv", TICKETS.replace("T00:00:00Z", ""));
    place.write("p.toml", POLICY.replace("days = 365", "since = \"2026-01-01\""));
    expect(&place, 0, RUN);
}

#[test]
fn strict_mode_names_every_unmentioned_column_at_once() {
    let place = place("unlisted = \"error\"\n[columns]\nemail = \"drop\"\n");
    let said = expect(&place, 2, &["run", "data", "-o", "out", "-p", "p.toml"]);
    assert!(said.contains("3 columns are not mentioned in the policy: country, created_at, notes"), "{said}");
    assert!(said.contains("hint") && !place.path("out").exists());
}

#[test]
fn a_purpose_that_no_column_allows_and_a_column_that_is_not_there_are_refused() {
    let place = place(&POLICY.replace("purpose = \"support\"", "purpose = \"suport\""));
    let said = expect(&place, 2, &["policy", "check", "p.toml"]);
    assert!(said.contains("LP0010") && said.contains("billing, fine-tuning, support"), "{said}");
    place.write("p.toml", POLICY);
    let said = expect(&place, 2, &["run", "data", "-o", "out", "-p", "p.toml", "--purpose", "ads"]);
    assert!(said.contains("no column is allowed for the purpose `ads`"), "{said}");
    place.write("p.toml", POLICY.replace("column = \"country\"", "column = \"land\""));
    let said = expect(&place, 2, RUN);
    assert!(said.contains("[rows] names column land, which table tickets.csv does not have"), "{said}");
    place.write(
        "p.toml",
        POLICY.replace("days = 365", "days = 365, since = \"x\"").replace("\"==\"", "\"in\""),
    );
    let said = expect(&place, 2, &["policy", "check", "p.toml"]);
    assert!(said.contains("exactly one of `days` and `since`") && said.contains("need a list"), "{said}");
    place.write("p.toml", POLICY);
    place.write("out.csv", "dan@example.com\n");
    let said = expect(&place, 2, RUN);
    assert!(said.contains("has no column email") && !said.contains("dan@"), "{said}");
}

#[test]
fn two_audiences_and_two_key_versions_get_pseudonyms_that_do_not_join() {
    let place = Place::new();
    place.write("data/t.csv", "email\nann@example.com\nbob@example.com\n");
    let mut seen = Vec::new();
    for (name, text) in
        [("a", "domain = \"research\""), ("b", "domain = \"partner\""), ("c", "key_version = 2"), ("d", "")]
    {
        place.write("p.toml", format!("{text}\n[entities]\nEMAIL_ADDRESS = \"tokenize\"\n"));
        expect(&place, 0, &["run", "data", "-o", name, "-p", "p.toml"]);
        seen.extend(
            place.read(&format!("{name}/t.csv")).lines().skip(1).map(str::to_owned).collect::<Vec<_>>(),
        );
    }
    let mut different = seen.clone();
    different.sort();
    different.dedup();
    assert_eq!(different.len(), 8, "{seen:?}");
    let reveal = |args: &[&str]| {
        limpid_with(&place, &[&["reveal", "a/t.csv"], args].concat(), &[("LIMPID_KEY", KEY)], "")
    };
    assert!(printed(&reveal(&["--domain", "research"])).contains("ann@example.com"));
    assert_ne!(reveal(&[]).status.code(), Some(0));
}
