//! The invariants of the design, each with a test that was seen failing.

use std::collections::BTreeSet;

use crate::common::{Place, data_files, expect, limpid_with, printed, sample};

/// 1. Fail closed: what a transform refuses is redacted and counted, not passed through.
#[test]
fn what_cannot_be_treated_is_redacted_and_counted() {
    let place = Place::new();
    place.write("p.toml", "[columns]\ncode = \"encrypt\"\n");
    place.write("in/a.csv", "code,x\n1234,keep me\n12345678,and me\n");
    let text = expect(&place, 0, &["run", "in", "-o", "out", "--policy", "p.toml"]);
    assert!(text.contains("1 redacted"), "{text}");
    let out = place.read("out/a.csv");
    assert!(!out.contains("1234,") && !out.contains("12345678"), "{out}");
    assert!(out.contains("<VALUE>,keep me"), "{out}");
    let manifest = place.read("out/_limpid/manifest.json");
    assert!(
        manifest.contains("\"redacted_on_failure\": 1") || manifest.contains("\"redacted_on_failure\":1")
    );
}

/// 1. Fail closed: a column that the policy does not mention stops a strict run.
#[test]
fn an_unmentioned_column_stops_a_strict_run() {
    let place = Place::new();
    place.write("p.toml", "unlisted = \"error\"\n[columns]\na = \"keep\"\n");
    place.write("in/a.csv", "a,b\n1,2\n");
    let text = expect(&place, 2, &["run", "in", "-o", "out", "--policy", "p.toml"]);
    assert!(text.contains("column b") && text.contains("hint:"), "{text}");
    assert!(!place.path("out").exists());
}

/// 3. Deterministic: byte-identical for any number of threads, row-identical for any batch size.
#[test]
fn threads_do_not_show_in_the_bytes_nor_batches_in_the_rows() {
    let place = Place::new();
    sample(&place, 3000);
    let plan = limpid_with(&place, &["plan", "in"], &[], "");
    place.write("plan.toml", &plan.stdout);
    let run = |out: &str, threads: &str, rows: &str| {
        let args =
            ["run", "in", "-o", out, "--plan", "plan.toml", "--threads", threads, "--batch-rows", rows];
        expect(&place, 0, &args);
        data_files(&place.path(out))
    };
    let one = run("out1", "1", "512");
    assert_eq!(one.len(), 3);
    assert_eq!(one, run("out2", "2", "512"));
    assert_eq!(one, run("out8", "8", "512"));
    // These formats have no batches in their bytes, so equal rows are equal bytes.
    assert_eq!(one, run("outb", "2", "7"));
    assert_eq!(one, run("outw", "2", "100000"));
}

/// 3. Deterministic: what a batch remembers of one row does not show in another, where other people are spoken of.
#[test]
fn rows_of_a_batch_know_nothing_of_each_other() {
    let place = Place::new();
    let row = |name: &str| format!("{{\"full_name\":\"{name}\",\"note\":\"Then A. Khan called again.\"}}\n");
    let names = ["Aisha Khan", "Amir Khan", "Anna Khan", "Aisha Khan", "Bo Ek"];
    place.write("in/notes.jsonl", names.map(row).concat());
    let plan = limpid_with(&place, &["plan", "in", "--tagger", "fast"], &[], "");
    place.write("plan.toml", &plan.stdout);
    let run = |out: &str, rows: &str| {
        expect(&place, 0, &["run", "in", "-o", out, "--plan", "plan.toml", "--batch-rows", rows]);
        place.read(&format!("{out}/notes.jsonl"))
    };
    let together = run("together", "512");
    assert_eq!(together, run("alone", "1"));
    let mut initials = BTreeSet::new();
    for line in together.lines().take(3) {
        let word = |marker: &str| line.split(marker).nth(1).and_then(|rest| rest.chars().next());
        assert_eq!(word("full_name\":\""), word("Then "), "{line}");
        initials.extend(word("Then "));
    }
    assert!(initials.len() > 1, "{together}");
}

/// 3. Deterministic, for formats whose bytes show batches: byte-identical for any number of threads.
#[test]
fn threads_do_not_show_in_parquet_and_arrow() {
    let place = Place::new();
    sample(&place, 3000);
    for format in ["parquet", "arrow", "arrows"] {
        let plain = format!("plain-{format}");
        expect(&place, 0, &["run", "in/customers.csv", "-o", &plain, "--to", format, "--policy", "training"]);
        let run = |threads: &str| {
            let out = format!("{format}-{threads}");
            expect(
                &place,
                0,
                &["run", &plain, "-o", &out, "--threads", threads, "--batch-rows", "100", "--policy", "rag"],
            );
            data_files(&place.path(&out))
        };
        let one = run("1");
        assert!(one == run("2") && one == run("8"), "{format}");
    }
}

/// 3. Consistent: the same value has the same stand-in in every file, another key gives another.
#[test]
fn the_same_person_is_the_same_stand_in_everywhere_under_one_key() {
    let place = Place::new();
    sample(&place, 5);
    expect(&place, 0, &["run", "in", "-o", "out"]);
    let customers = place.read("out/customers.csv");
    let stand_in = customers.lines().nth(1).and_then(|line| line.split(',').nth(2)).expect("an address");
    assert!(stand_in.contains(".example."), "{stand_in}");
    assert!(place.read("out/chats.jsonl").contains(stand_in));
    let other = "ff".repeat(8) + "0123456789abcdef0123456789abcdef0011223344556677";
    let output = limpid_with(&place, &["run", "in", "-o", "other"], &[("LIMPID_KEY", &other)], "");
    assert_eq!(output.status.code(), Some(0), "{}", printed(&output));
    assert!(!place.read("other/customers.csv").contains(stand_in));
}

/// 5. Nothing lost in silence: order is kept and every row is accounted for.
#[test]
fn rows_keep_their_order_and_add_up() {
    let place = Place::new();
    sample(&place, 1000);
    expect(&place, 0, &["run", "in", "-o", "out", "--batch-rows", "64"]);
    let ids: Vec<usize> = place
        .read("out/customers.csv")
        .lines()
        .skip(1)
        .map(|line| line.split(',').next().and_then(|id| id.parse().ok()).expect("an id"))
        .collect();
    assert_eq!(ids, (0..1000).collect::<Vec<_>>());
    assert!(expect(&place, 0, &["verify", "out"]).contains("2001 rows read, 2001 written"));
}

/// 7. Keys are never written or printed.
#[test]
fn the_key_is_nowhere() {
    let place = Place::new();
    sample(&place, 3);
    let text = expect(&place, 0, &["run", "in", "-o", "out", "--json"]);
    let needle = crate::common::KEY;
    assert!(!text.contains(needle));
    for (name, bytes) in crate::common::files(&place.path("out")) {
        let found = bytes.windows(16).any(|window| needle.as_bytes().starts_with(window));
        assert!(!found, "{name}");
    }
    let output =
        limpid_with(&place, &["run", "in", "-o", "x"], &[("LIMPID_KEY", "secret-but-malformed")], "");
    assert_eq!(output.status.code(), Some(2));
    assert!(!printed(&output).contains("secret-but-malformed"));
}

/// 9. Reversible only with the key.
#[test]
fn tokens_are_revealed_with_the_key_and_with_no_other() {
    let place = Place::new();
    place.write("in/a.txt", "write to aisha@example.com today");
    expect(&place, 0, &["run", "in", "-o", "out", "--policy", "rag"]);
    let masked = place.read("out/a.txt");
    assert!(masked.starts_with("write to <EMAIL_ADDRESS:") && !masked.contains("aisha"), "{masked}");
    assert_eq!(expect(&place, 0, &["reveal", "out/a.txt"]).trim_end(), "write to aisha@example.com today");
    let other = "01".repeat(8) + "23456789abcdeffedcba98765432100123456789abcdef00";
    let output = limpid_with(&place, &["reveal", "out/a.txt"], &[("LIMPID_KEY", &other)], "");
    assert_eq!(output.status.code(), Some(2), "{}", printed(&output));
    assert!(output.stdout.is_empty());
    let without = limpid_with(&place, &["reveal", "out/a.txt"], &[], "");
    assert_eq!(without.status.code(), Some(2));
    assert!(printed(&without).contains("hint:"));
}
