//! Bad input: one clear error with a place, a hint and the right exit code; never a value, never half an output.

use std::fs;

use crate::common::{Place, expect, limpid_with, printed, sample};

const CANARY: &str = "canary.7f3a@example.com";

/// Runs on `name` with these bytes; expects `code`, `words` in the message, a hint, no value and no output.
fn refused(name: &str, bytes: &[u8], code: i32, words: &[&str]) {
    let place = Place::new();
    place.write(&format!("in/{name}"), bytes);
    let text = expect(&place, code, &["run", "in", "-o", "out"]);
    for word in words {
        assert!(text.contains(word), "{name}: {word:?} is not in\n{text}");
    }
    assert!(text.contains("hint:"), "{text}");
    assert!(!text.contains("canary"), "{text}");
    assert!(!place.path("out/_limpid/manifest.json").exists());
    assert!(!place.path(&format!("out/{name}")).exists());
}

#[test]
fn damaged_files_are_refused_with_their_name() {
    refused("a.parquet", b"PAR1 canary.7f3a@example.com PAR1", 3, &["a.parquet"]);
    refused("a.parquet", format!("no magic {CANARY}").as_bytes(), 3, &["a.parquet"]);
    refused("a.parquet", b"", 3, &["a.parquet"]);
    refused("a.csv", b"", 3, &["a.csv", "empty"]);
    refused("a.arrow", format!("ARROW1 {CANARY}").as_bytes(), 3, &["a.arrow"]);
    refused("a.jsonl.gz", format!("no gzip {CANARY}").as_bytes(), 3, &["a.jsonl.gz"]);
    refused("a.jsonl.zst", format!("no zstd {CANARY}").as_bytes(), 3, &["a.jsonl.zst"]);
}

#[test]
fn bad_rows_are_refused_with_their_number() {
    refused("a.csv", format!("a,b\n1,2\n{CANARY},2,3\n").as_bytes(), 3, &["a.csv", "row 1", "fields"]);
    refused(
        "a.csv",
        format!("a,b\n1,2\n{CANARY},\u{0}\n").replace('\u{0}', "x").replace(",x", "").as_bytes(),
        3,
        &["row 1"],
    );
    refused("a.csv", &[b"a,b\n".as_slice(), CANARY.as_bytes(), b",\xff\n"].concat(), 3, &["row 0", "UTF-8"]);
    refused(
        "a.jsonl",
        format!("{{\"a\":1}}\n{{\"a\":\"{CANARY}\n").as_bytes(),
        3,
        &["a.jsonl", "row 1", "JSON"],
    );
    refused(
        "a.jsonl",
        &[b"{}\n\"".as_slice(), CANARY.as_bytes(), b"\xff\"\n"].concat(),
        3,
        &["row 1", "UTF-8"],
    );
    refused("a.txt", &[CANARY.as_bytes(), b"\xff"].concat(), 3, &["a.txt", "UTF-8"]);
    refused("a.csv", format!("a,a\n{CANARY},1\n").as_bytes(), 3, &["a.csv"]);
}

#[test]
fn unknown_and_absent_inputs_are_refused() {
    refused("a.xyz", CANARY.as_bytes(), 2, &["a.xyz"]);
    let place = Place::new();
    assert!(expect(&place, 3, &["run", "nowhere", "-o", "out"]).contains("nowhere"));
    fs::create_dir(place.path("empty")).expect("a folder");
    assert!(expect(&place, 3, &["run", "empty", "-o", "out"]).contains("empty"));
    assert!(!place.path("out").exists());
}

#[test]
fn a_header_that_is_data_is_refused() {
    refused("a.csv", format!("1,{CANARY}\n2,x\n").as_bytes(), 2, &["column 2", "EMAIL_ADDRESS"]);
}

#[test]
fn a_schema_that_changes_between_parts_is_refused() {
    let place = Place::new();
    place.write("in/part-1.csv", "a,b\n1,2\n");
    place.write("in/part-2.csv", "a,c\n1,2\n");
    let text = expect(&place, 3, &["run", "in", "-o", "out"]);
    assert!(
        text.contains("part-2.csv") && text.contains("column c") && text.contains("part-1.csv"),
        "{text}"
    );
}

#[test]
fn outputs_in_the_wrong_place_are_refused() {
    let place = Place::new();
    sample(&place, 2);
    place.write("full/file", "x");
    assert!(expect(&place, 2, &["run", "in", "-o", "full"]).contains("not empty"));
    assert!(expect(&place, 2, &["run", "in", "-o", "in/out"]).contains("inside"));
    assert!(expect(&place, 2, &["run", "in/note.md", "-o", "in"]).contains("inside"));
    place.write("blocked", "a file, not a folder");
    assert!(expect(&place, 3, &["run", "in", "-o", "blocked/out"]).contains("blocked"));
}

#[test]
fn a_full_disk_stops_the_run_without_an_output_that_looks_whole() {
    if !std::path::Path::new("/dev/full").exists() {
        return;
    }
    let place = Place::new();
    place.write("in.jsonl", "{\"a\":1}\n".repeat(100_000));
    let command = "exec \"$0\" run in.jsonl -o - > /dev/full";
    let mut shell = std::process::Command::new("sh");
    let binary = assert_cmd::cargo::cargo_bin!("limpid");
    let output =
        shell.current_dir(place.path("")).args(["-c", command]).arg(binary).output().expect("a shell");
    assert_eq!(output.status.code(), Some(3), "{}", printed(&output));
    assert!(printed(&output).contains("error: "), "{}", printed(&output));
}

#[test]
fn empty_tables_stay_tables() {
    let place = Place::new();
    place.write("in/a.csv", "a,b\n");
    place.write("in/b.jsonl", "");
    expect(&place, 0, &["run", "in", "-o", "out"]);
    assert_eq!(place.read("out/a.csv"), "a,b\n");
    assert_eq!(place.read("out/b.jsonl"), "");
    expect(&place, 0, &["verify", "out"]);
}

#[test]
fn both_of_two_equal_keys_are_treated() {
    let place = Place::new();
    place.write("in/a.jsonl", format!("{{\"m\":\"{CANARY}\",\"m\":\"{CANARY}\",\"{CANARY}\":1}}\n"));
    expect(&place, 0, &["run", "in", "-o", "out"]);
    assert!(!place.read("out/a.jsonl").contains("canary"));
}

#[test]
fn bad_rows_are_set_aside_encrypted_and_counted() {
    let place = Place::new();
    place.write("in/a.jsonl", format!("{{\"a\":1}}\n{{\"a\":\"{CANARY}\n{{\"a\":2}}\n"));
    place.write("in/b.csv", format!("a,b\n1,2\n{CANARY}\n3,4\n"));
    place.write("in/c.parquet", CANARY);
    let text = expect(&place, 0, &["run", "in", "-o", "out", "--on-error", "quarantine"]);
    assert!(text.contains("2 rows set aside") && text.contains("1 files set aside"), "{text}");
    assert_eq!(place.read("out/a.jsonl"), "{\"a\":1}\n{\"a\":2}\n");
    assert_eq!(place.read("out/b.csv"), "a,b\n1,2\n3,4\n");
    let aside = place.read("out/_limpid/quarantine.jsonl");
    assert_eq!(aside.lines().count(), 2);
    assert!(aside.contains("\"row\":1") && !aside.contains("canary"), "{aside}");
    assert!(expect(&place, 0, &["verify", "out"]).contains("2 set aside"));
}

#[test]
fn a_file_that_breaks_in_the_middle_is_set_aside_whole() {
    let place = Place::new();
    sample(&place, 500);
    expect(&place, 0, &["run", "in/customers.csv", "-o", "parquet", "--to", "parquet"]);
    let mut bytes = fs::read(place.path("parquet/customers.parquet")).expect("there");
    bytes[40..400].fill(0x5a);
    place.write("mixed/a.parquet", &bytes);
    place.write("mixed/b.csv", "a\n1\n");
    let text = expect(&place, 3, &["run", "mixed", "-o", "stopped"]);
    assert!(text.contains("a.parquet") && !place.path("stopped/_limpid/manifest.json").exists(), "{text}");
    let args = ["run", "mixed", "-o", "out", "--on-error", "quarantine"];
    assert!(expect(&place, 0, &args).contains("1 files set aside"));
    assert!(!place.path("out/a.parquet").exists() && place.path("out/b.csv").exists());
    expect(&place, 0, &["verify", "out"]);
}

#[test]
fn mistakes_in_a_policy_are_told_all_at_once() {
    let place = Place::new();
    sample(&place, 1);
    place.write("p.toml", "extend = \"training\"\n[entities]\nEMAIL = \"redact\"\nPERSON = \"shred\"\n");
    let text = expect(&place, 2, &["run", "in", "-o", "out", "--policy", "p.toml"]);
    for word in
        ["LP0002", "LP0003", "LP0005", "p.toml:1", "p.toml:3", "p.toml:4", "did you mean", "3 mistake"]
    {
        assert!(text.contains(word), "{word} is not in\n{text}");
    }
    assert!(
        expect(&place, 2, &["run", "in", "-o", "out", "--policy", "nope"]).contains("limpid policy list")
    );
}

#[test]
fn a_mistyped_option_value_is_not_repeated() {
    let place = Place::new();
    let output = limpid_with(&place, &["run", "in", "-o", "out", "--threads", "canary"], &[], "");
    assert_eq!(output.status.code(), Some(2));
    assert!(!printed(&output).contains("canary"), "{}", printed(&output));
}

#[test]
fn a_cell_that_takes_too_long_to_search_is_redacted_and_counted() {
    let place = Place::new();
    place.write(
        "p.toml",
        r#"
extends = "training"
name = "greedy"
[[detector]]
id = "own.greedy"
entity = "OWN_NUMBER"
description = "Begins everywhere and is never right"
pattern = '[0-9](?:[ ,][0-9]){40,200}'
boundary = "digit"
validator = "nhs"
"#,
    );
    let greedy = "1,".repeat(40_000);
    let rows = format!("{{\"text\": \"{greedy} ann@example.com\"}}\n{{\"text\": \"fine\"}}\n");
    place.write("in/a.jsonl", rows);
    let text = expect(&place, 0, &["run", "in", "-o", "out", "--policy", "p.toml"]);
    let counted = |line: &str| line.split_whitespace().eq(["UNSEARCHED", "1"]);
    assert!(text.lines().any(counted), "{text}");
    assert!(place.read("out/a.jsonl") == "{\"text\": \"\"}\n{\"text\": \"fine\"}\n");
    expect(&place, 0, &["verify", "out"]);
}

#[test]
fn one_character_repeated_without_end_comes_out_as_it_was() {
    let place = Place::new();
    let cells: Vec<String> = ["@", "%", "%40", "=3D", "&#", "a.", "1\\n", "1\u{200b}"]
        .iter()
        .map(|unit| format!("{{\"text\": \"{}\"}}\n", unit.repeat(400_000 / unit.len())))
        .collect();
    place.write("in/a.jsonl", cells.concat());
    let text = expect(&place, 0, &["run", "in", "-o", "out"]);
    assert!(!text.contains("UNSEARCHED"), "{text}");
    assert!(place.read("out/a.jsonl") == cells.concat());
}

#[test]
fn a_tagger_that_cannot_be_had_stops_the_run() {
    let place = Place::new();
    sample(&place, 1);
    let refused = |words: &[&str], args: &[&str]| {
        let text = expect(&place, 2, &[&["run", "in", "-o", "out"], args].concat());
        for word in words {
            assert!(text.contains(word), "{word} is not in\n{text}");
        }
        assert!(!place.path("out").exists());
    };
    refused(&["cannot read", "names.bin"], &["--tagger-model", "nowhere"]);
    refused(&["needs a model"], &["--tagger", "accurate"]);
    place.write("transformer/config.json", "{}");
    refused(&["names.bin", "ask for the tagger `accurate`"], &["--tagger-model", "transformer"]);
    let model = include_bytes!("../../detectors/models/names.bin");
    place.write("cut/names.bin", &model[..1000]);
    refused(&["truncated"], &["--tagger-model", "cut"]);
    let mut damaged = model.to_vec();
    damaged[5000] ^= 1;
    place.write("damaged/names.bin", &damaged);
    refused(&["digest"], &["--tagger-model", "damaged"]);
    let mut older = model.to_vec();
    older[8] ^= 7;
    place.write("older/names.bin", &older);
    refused(&["version"], &["--tagger-model", "older"]);
    place.write("text/names.bin", "no model at all, but long enough to have a head of some sort or other");
    refused(&["no model"], &["--tagger-model", "text"]);
    place.write("whole/names.bin", model);
    expect(&place, 0, &["run", "in", "-o", "out", "--tagger-model", "whole"]);
}
