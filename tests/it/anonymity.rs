//! Rows made alike: what the policy asks for is reached, told and counted again, or nothing is written.

use std::collections::BTreeMap;

use crate::common::{Place, data_files, expect, limpid, printed};

const POLICY: &str = r#"
name = "patients"
extends = "training"

[anonymity]
quasi_identifiers = ["years", "area", "sex"]
sensitive = ["illness"]
k = 4
l = { distinct = 2 }
max_suppressed = 0.1

[anonymity.hierarchies]
years = { interval = [10, 20, 40] }
area = { prefix = [3, 2, 1] }
"#;

/// Three hundred patients; the last two are like nobody else.
fn patients(place: &Place) {
    let mut rows = String::from("years,area,sex,illness\n");
    let mut state = 7_u64;
    for _ in 0..298 {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let draw = |shift: u32, size: u64| (state >> shift) % size;
        let (years, area) = (20 + draw(33, 60), 1000 + draw(40, 40) * 25);
        let sex = ["f", "m"][usize::from(draw(50, 2) == 1)];
        rows.push_str(&format!("{years},{area},{sex},illness {}\n", draw(55, 5)));
    }
    rows.push_str("119,9999,x,illness 1\n3,9998,x,illness 2\n");
    place.write("in/patients.csv", rows);
    place.write("p.toml", POLICY);
}

/// Rows by their quasi-identifiers.
fn classes(text: &str) -> BTreeMap<String, Vec<String>> {
    let mut classes: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for line in text.lines().skip(1) {
        let (class, illness) = line.rsplit_once(',').expect("four columns");
        classes.entry(class.to_owned()).or_default().push(illness.to_owned());
    }
    classes
}

#[test]
fn every_class_of_the_output_satisfies_the_policy() {
    let place = Place::new();
    patients(&place);
    let text = expect(&place, 0, &["run", "in", "-o", "out", "--policy", "p.toml"]);
    assert!(text.contains("rows left out (anonymity)"), "{text}");
    let out = place.read("out/patients.csv");
    let classes = classes(&out);
    assert!(classes.len() > 5, "{out}");
    for (class, illnesses) in &classes {
        let mut different = illnesses.clone();
        different.sort();
        different.dedup();
        assert!(illnesses.len() >= 4 && different.len() >= 2, "{class}: {}", illnesses.len());
    }
    assert!(!out.contains("119") && !out.contains("9999"), "{out}");
    let manifest: serde_json::Value =
        serde_json::from_str(&place.read("out/_limpid/manifest.json")).expect("JSON");
    let dropped = manifest["rows"]["dropped"][0]["count"].as_u64().expect("a count");
    assert_eq!(manifest["rows"]["dropped"][0]["reason"], "anonymity");
    assert_eq!(out.lines().count() as u64 - 1 + dropped, 300);
    assert!((2..=30).contains(&dropped), "{dropped}");
    let plan = place.read("out/_limpid/plan.toml");
    assert!(plan.contains(&format!("suppressed = {dropped}")), "{plan}");
    let text = expect(&place, 0, &["verify", "out", "--against", "in"]);
    assert!(text.contains("anonymity") && text.contains("k = "), "{text}");
}

#[test]
fn the_same_plan_gives_the_same_bytes_however_it_is_run() {
    let place = Place::new();
    patients(&place);
    expect(&place, 0, &["run", "in", "-o", "one", "--policy", "p.toml", "--threads", "1"]);
    expect(
        &place,
        0,
        &["run", "in", "-o", "two", "--policy", "p.toml", "--threads", "4", "--batch-rows", "7"],
    );
    std::fs::write(place.path("plan.toml"), limpid(&place, &["plan", "in", "--policy", "p.toml"]).stdout)
        .expect("a plan");
    expect(&place, 0, &["run", "in", "-o", "three", "--plan", "plan.toml"]);
    let one = data_files(&place.path("one"));
    assert_eq!(one, data_files(&place.path("two")));
    assert_eq!(one, data_files(&place.path("three")));
}

/// A row that was not counted cannot be vouched for: it falls.
#[test]
fn a_row_that_the_plan_did_not_see_falls() {
    let place = Place::new();
    patients(&place);
    std::fs::write(place.path("plan.toml"), limpid(&place, &["plan", "in", "--policy", "p.toml"]).stdout)
        .expect("a plan");
    let rows = place.read("in/patients.csv") + "77,5555,y,illness 3\n";
    place.write("in/patients.csv", rows);
    expect(&place, 0, &["run", "in", "-o", "out", "--plan", "plan.toml"]);
    let out = place.read("out/patients.csv");
    assert!(!out.contains(",y,"), "{out}");
}

#[test]
fn json_documents_are_made_alike_too() {
    let place = Place::new();
    let line =
        |row: u64| format!("{{\"who\":{{\"years\":{},\"sex\":\"f\"}},\"text\":\"x\"}}\n", 30 + row % 9);
    place.write("in/a.jsonl", (0..40).map(line).collect::<String>());
    let policy = "name = \"p\"\n[anonymity]\nquasi_identifiers = [\"who.years\", \"who.sex\"]\nk = 20\n\
                  hierarchies = { \"who.years\" = { interval = [5, 10] } }\n";
    place.write("p.toml", policy);
    expect(&place, 0, &["run", "in", "-o", "out", "--policy", "p.toml"]);
    assert!(place.read("out/a.jsonl").starts_with("{\"who\":{\"years\":\"30-40\",\"sex\":\"f\"}"));
    expect(&place, 0, &["verify", "out"]);
}

#[test]
fn what_cannot_be_reached_is_told_and_nothing_is_written() {
    let place = Place::new();
    patients(&place);
    place.write("p.toml", POLICY.replace("distinct = 2", "distinct = 6"));
    let text = expect(&place, 1, &["run", "in", "-o", "out", "--policy", "p.toml"]);
    assert!(text.contains("the best one found leaves out") && text.contains("years on level"), "{text}");
    assert!(!place.path("out").exists());
}

#[test]
fn mistakes_in_the_section_are_named_and_nothing_is_written() {
    let place = Place::new();
    patients(&place);
    place.write("h.csv", "f;all\n");
    place.write("no_tree.csv", "f;a;*\nm;a;+\nx;b;*\n");
    for (from, to, told) in [
        ("\"sex\"]", "\"gender\"]", "patients.csv has no column gender"),
        ("k = 4", "k = 301", "k = 301 is larger than"),
        ("k = 4", "k = 0", "LP0011"),
        ("[10, 20, 40]", "[10, 25]", "multiple of the one before"),
        ("sensitive = [\"illness\"]", "", "need a column under `sensitive`"),
        ("k = 4", "k = 4\nkk = 4", "unknown field `kk`"),
        (
            "area = { prefix",
            "sex = { csv = \"h.csv\" }\narea = { prefix",
            "hierarchy of column sex misses values",
        ),
        ("area = { prefix", "sex = { csv = \"no_tree.csv\" }\narea = { prefix", "no tree"),
        ("area = { prefix = [3, 2, 1] }", "area = { date = [\"year\"] }", "are no dates"),
        ("[anonymity]", "[columns]\nsex = \"drop\"\n[anonymity]", "has an action of its own"),
    ] {
        assert!(POLICY.contains(from), "{from}");
        place.write("p.toml", POLICY.replacen(from, to, 1));
        let output = limpid(&place, &["run", "in", "-o", "out", "--policy", "p.toml"]);
        let text = printed(&output);
        let code = if told == "no tree" { 3 } else { 2 };
        assert!(output.status.code() == Some(code) && text.contains(told), "{to}: {told}\n{text}");
        assert!(text.contains("hint:"), "{text}");
        assert!(!place.path("out").exists(), "{to}");
    }
}

/// Parts of two machines give the plan of one.
#[test]
fn profiles_of_parts_merge_into_the_same_plan() {
    let place = Place::new();
    patients(&place);
    let text = place.read("in/patients.csv");
    let lines: Vec<&str> = text.lines().collect();
    for (name, rows) in [("a", &lines[1..101]), ("b", &lines[101..])] {
        place.write(&format!("{name}/patients.csv"), format!("{}\n{}\n", lines[0], rows.join("\n")));
        expect(&place, 0, &["profile", name, "-o", &format!("{name}.profile"), "--policy", "p.toml"]);
    }
    let plan = |args: &[&str]| {
        let output = limpid(&place, &[&["plan", "--policy", "p.toml"], args].concat());
        assert_eq!(output.status.code(), Some(0), "{}", printed(&output));
        String::from_utf8(output.stdout).expect("text")
    };
    let whole = plan(&["in"]);
    assert!(whole.contains("kept = "), "{whole}");
    assert_eq!(plan(&["--profile", "b.profile", "--profile", "a.profile"]), whole);
    assert_eq!(plan(&["a", "--profile", "b.profile"]), whole);
    place.write(
        "q.toml",
        POLICY.replace("\"years\", ", "").replace("years = { interval = [10, 20, 40] }", ""),
    );
    let text = expect(&place, 2, &["plan", "--profile", "a.profile", "--policy", "q.toml"]);
    assert!(text.contains("another [anonymity] section"), "{text}");
    place.write("c.profile", "limpid profile 1\nnonsense");
    assert!(expect(&place, 2, &["plan", "--profile", "c.profile", "--policy", "p.toml"]).contains("key:"));
}

#[test]
fn a_plan_lists_classes_under_a_key() {
    let place = Place::new();
    patients(&place);
    let output = crate::common::limpid_with(&place, &["plan", "in", "--policy", "p.toml"], &[], "");
    assert_eq!(output.status.code(), Some(2), "{}", printed(&output));
    assert!(printed(&output).contains("LIMPID_KEY"));
    let rows = place.read("in/patients.csv");
    let pipe = ["run", "-", "--from", "csv", "-o", "-", "--policy", "p.toml"];
    let output = crate::common::limpid_with(&place, &pipe, &[], &rows);
    assert_eq!(output.status.code(), Some(2), "{}", printed(&output));
    assert!(output.stdout.is_empty() && printed(&output).contains("all rows must be counted first"));
}

/// An output that is less alike than its policy says does not verify.
#[test]
fn verify_counts_again() {
    let place = Place::new();
    patients(&place);
    let text = expect(&place, 1, &["verify", "in", "--policy", "p.toml"]);
    assert!(text.contains("k is 1, the policy asks for 4"), "{text}");
}

#[test]
fn risk_is_measured_without_a_run() {
    let place = Place::new();
    patients(&place);
    let risk = |more: &[&'static str]| -> Vec<&'static str> {
        [&["risk", "in", "--quasi-identifiers", "years,area,sex"], more].concat()
    };
    let text = expect(&place, 0, &risk(&["--sensitive", "illness"]));
    for word in [
        "rows                         300",
        "k                            1",
        "t, equal",
        "l, recursive, l = 3",
    ] {
        assert!(text.contains(word), "{word} is not in\n{text}");
    }
    assert!(!text.contains("illness 1"), "{text}");
    expect(&place, 1, &risk(&["--fail-below", "2"]));
    assert!(
        expect(&place, 2, &["risk", "in", "--quasi-identifiers", "age"]).contains("there is no column age")
    );
    expect(&place, 2, &risk(&["--memory", "1"]));
    let text = expect(&place, 0, &risk(&["--population", "in", "--json"]));
    let json: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    // Against itself, a table's marketer risk is the average of its rows.
    let number = |value: &serde_json::Value| value.as_f64().expect("a number");
    let (marketer, average) = (number(&json["population"]["marketer"]), number(&json["prosecutor_average"]));
    assert!((marketer - average).abs() < 1e-9 && json["k"] == 1, "{marketer} is not {average}");
    place.write("one.csv", "years,area,sex,illness\n20,1000,f,illness 1\n");
    let text = expect(&place, 2, &risk(&["--population", "one.csv"]));
    assert!(text.contains("the population does not contain the table"), "{text}");
}

#[test]
fn attacks_tell_a_copy_from_a_table_of_others() {
    let place = Place::new();
    patients(&place);
    let attack = |released: &str, more: &[&'static str]| {
        let mut args = vec!["attack", released, "--original", "in", "--secret", "illness", "--attacks", "60"];
        args.extend(more);
        limpid(&place, &args)
    };
    let text = printed(&attack("in", &["--aligned"]));
    for word in ["singling out", "linkability", "inference", "record linkage", "guessing"] {
        assert!(text.contains(word), "{word} is not in\n{text}");
    }
    assert!(!text.contains("illness 1"), "{text}");
    assert_eq!(attack("in", &["--aligned", "--fail-above", "0.5"]).status.code(), Some(1));
    expect(&place, 0, &["run", "in", "-o", "out", "--policy", "p.toml"]);
    let output = attack("out", &["--fail-above", "0.1", "--json"]);
    let risks: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!((risks[0]["attack"].as_str(), output.status.code()), (Some("singling out"), Some(0)));
    let text = expect(&place, 2, &["attack", "in", "--original", "in", "--secret", "wage"]);
    assert!(text.contains("no column wage"), "{text}");
}

#[test]
fn people_who_are_unique_in_the_population_are_estimated_from_a_sample() {
    let place = Place::new();
    patients(&place);
    let args = ["risk", "in", "--quasi-identifiers", "years,area"];
    let said = expect(&place, 0, &[&args[..], &["--population-size", "100000", "--json"]].concat());
    let report: serde_json::Value = serde_json::from_str(&said).expect("JSON");
    let found = &report["population_uniques"];
    assert_eq!((&found["population"], &found["chosen"]), (&100_000.into(), &"pitman".into()), "{said}");
    let uniques = found["uniques"].as_f64().expect("a number");
    assert!((1.0..100_000.0).contains(&uniques) && found["pitman"] == found["uniques"], "{said}");
    let said = expect(&place, 0, &[&args[..], &["--population-size", "100000"]].concat());
    assert!(said.contains("unique there, estimated") && said.contains(", by Pitman"), "{said}");
    let said = expect(&place, 2, &[&args[..], &["--population-size", "299"]].concat());
    assert!(said.contains("less than the 300 rows"), "{said}");
}

#[test]
fn local_recoding_leaves_no_row_out_and_every_class_large_enough() {
    let place = Place::new();
    patients(&place);
    // Years are cut at medians, areas by their prefixes, the sex as it is or not at all.
    let policy = POLICY.replace("years = { interval = [10, 20, 40] }\n", "");
    place.write("p.toml", policy.replace("k = 4\n", "k = 4\nrecoding = \"local\"\n"));
    let text = expect(&place, 0, &["run", "in", "-o", "out", "--policy", "p.toml", "--threads", "1"]);
    assert!(!text.contains("left out"), "{text}");
    let out = place.read("out/patients.csv");
    let classes = classes(&out);
    assert_eq!(classes.values().map(Vec::len).sum::<usize>(), 300);
    for (class, illnesses) in &classes {
        let mut different = illnesses.clone();
        different.sort();
        different.dedup();
        assert!(illnesses.len() >= 4 && different.len() >= 2, "{class}: {}", illnesses.len());
    }
    assert!(
        classes.len() > 25 && !out.contains("119") && !out.contains("9999"),
        "{} classes\n{out}",
        classes.len()
    );
    // Every cell covers what it stands for.
    let covers = |cell: &str, value: f64| match (
        cell.split_once('-'),
        cell.strip_prefix('<'),
        cell.strip_prefix(">="),
    ) {
        (_, Some(high), _) => value < high.parse().expect("a number"),
        (_, _, Some(low)) => value >= low.parse().expect("a number"),
        (Some((low, high)), ..) => {
            (low.parse().expect("a number")..high.parse().expect("a number")).contains(&value)
        }
        _ => cell == "*",
    };
    let input = place.read("in/patients.csv");
    for (before, after) in input.lines().zip(out.lines()).skip(1) {
        let (before, after): (Vec<&str>, Vec<&str>) =
            (before.split(',').collect(), after.split(',').collect());
        assert!(covers(after[0], before[0].parse().expect("years")), "{before:?} {after:?}");
        let prefix = after[1].trim_end_matches('*');
        assert!(
            before[1].starts_with(prefix) && (after[2] == "*" || after[2] == before[2]),
            "{before:?} {after:?}"
        );
        assert_eq!(before[3], after[3]);
    }
    let text = expect(&place, 0, &["verify", "out", "--against", "in"]);
    assert!(text.contains("anonymity") && text.contains("k = "), "{text}");
    // The plan is all that apply needs, however the rows are cut up.
    std::fs::write(place.path("plan.toml"), limpid(&place, &["plan", "in", "--policy", "p.toml"]).stdout)
        .expect("a plan");
    expect(
        &place,
        0,
        &["run", "in", "-o", "again", "--plan", "plan.toml", "--batch-rows", "7", "--threads", "4"],
    );
    assert_eq!(data_files(&place.path("out")), data_files(&place.path("again")));
    // A row that lies in no region falls.
    let more = place.read("in/patients.csv") + "30,1000,other,illness 1\n,1000,f,illness 1\n";
    place.write("more/patients.csv", more);
    let text = expect(&place, 0, &["run", "more", "-o", "more-out", "--plan", "plan.toml"]);
    assert!(
        text.contains("2 rows left out (anonymity)") || text.contains("1 rows left out (anonymity)"),
        "{text}"
    );
    // JSON documents are cut up the same way.
    let rows = input.lines().skip(1).map(|line| {
        let cells: Vec<&str> = line.split(',').collect();
        format!(
            "{{\"years\":{},\"area\":\"{}\",\"sex\":\"{}\",\"illness\":\"{}\"}}\n",
            cells[0], cells[1], cells[2], cells[3]
        )
    });
    place.write("json/patients.jsonl", rows.collect::<String>());
    expect(&place, 0, &["run", "json", "-o", "json-out", "--policy", "p.toml"]);
    expect(&place, 0, &["verify", "json-out", "--against", "json"]);
    assert_eq!(place.read("json-out/patients.jsonl").lines().count(), 300);
}

/// Rows that [rows] leaves out are not counted, on one machine or on two; a part of another time is no part.
#[test]
fn profiles_count_the_rows_that_stay() {
    let place = Place::new();
    let row = |number: u32| {
        let (years, seen) =
            (30 + number % 3, if number.is_multiple_of(2) { "2026-01-15" } else { "2020-01-15" });
        format!("{years},{seen},illness {}\n", number % 5)
    };
    let part = |numbers: std::ops::Range<u32>| {
        format!("years,seen,illness\n{}", numbers.map(row).collect::<String>())
    };
    place.write("in/patients.csv", part(0..120));
    place.write("a/patients.csv", part(0..50));
    place.write("b/patients.csv", part(50..120));
    place.write(
        "p.toml",
        "extends = \"training\"\n[columns]\nseen = \"keep\"\n[rows]\nretain = { column = \"seen\", days = 365, zone = \"UTC\" }\n\
         [anonymity]\nquasi_identifiers = [\"years\"]\nsensitive = [\"illness\"]\nk = 3\n",
    );
    let now = ["--now", "2026-02-01T00:00:00Z", "--policy", "p.toml"];
    for name in ["a", "b"] {
        expect(&place, 0, &[&["profile", name, "-o", &format!("{name}.profile")], &now[..]].concat());
    }
    let plan = |args: &[&str]| {
        let output = limpid(&place, &[&["plan", "--quiet", "--policy", "p.toml"], args].concat());
        assert_eq!(output.status.code(), Some(0), "{}", printed(&output));
        String::from_utf8(output.stdout).expect("text")
    };
    let whole = plan(&["in", "--now", now[1]]);
    assert!(whole.contains("rows = 60\n") && whole.contains("now = \"2026-02-01T00:00:00Z\""), "{whole}");
    // The time need not be said again.
    assert_eq!(plan(&["--profile", "a.profile", "--profile", "b.profile"]), whole);
    place.write("plan.toml", &whole);
    expect(&place, 0, &["run", "in", "-o", "out", "--plan", "plan.toml"]);
    assert_eq!(place.read("out/patients.csv").lines().count(), 61);
    expect(&place, 0, &["verify", "out"]);
    let later = ["--now", "2026-02-02T00:00:00Z", "--policy", "p.toml"];
    let text = expect(&place, 2, &[&["plan", "--profile", "a.profile"], &later[..]].concat());
    assert!(text.contains("counted with other [rows]"), "{text}");
    expect(&place, 0, &[&["profile", "b", "-o", "late.profile"], &later[..]].concat());
    let text = expect(
        &place,
        2,
        &["plan", "--profile", "a.profile", "--profile", "late.profile", "--policy", "p.toml"],
    );
    assert!(text.contains("counted with different [rows]"), "{text}");
}
