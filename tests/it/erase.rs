//! A person is found again by fingerprint, and erased: only what they stand in changes, and it is whole or not at all.

use std::fs;

use crate::common::{Place, expect, files, limpid_with, printed};

/// Ten people in four files; person 3 stands in two of them, once in a text.
fn place() -> Place {
    let place = Place::new();
    for file in 0..4 {
        let mut text = "customer_id,email,notes\n".to_owned();
        for row in 0..5 {
            let person = (file * 5 + row) % 10;
            let notes = if file == 1 && row == 4 { "ask p3@example.com first" } else { "nothing" };
            text += &format!("c{person},p{person}@example.com,{notes}\n");
        }
        place.write(&format!("data/part-{file}.csv"), text);
    }
    place.write("p.toml", "extends = \"training\"\nsubjects = [\"customer_id\"]\n");
    expect(&place, 0, &["run", "data", "-o", "out", "-p", "p.toml"]);
    place
}

#[test]
fn a_person_is_found_in_columns_and_in_texts() {
    let place = place();
    let said = expect(&place, 1, &["locate", "out", "--subject", "email=P3@example.com", "--json"]);
    let found: serde_json::Value = serde_json::from_str(&said).expect("JSON");
    let places: Vec<(&str, u64, &str)> = found["places"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|one| {
            let text = |name: &str| one[name].as_str().unwrap_or_default();
            (text("file"), one["row"].as_u64().unwrap_or(99), text("column"))
        })
        .collect();
    assert_eq!(places, [("part-0.csv", 3, "email"), ("part-1.csv", 4, "notes"), ("part-2.csv", 3, "email")]);
    // A kept column that the policy names is an index, too.
    let said = expect(&place, 1, &["locate", "out", "--subject", "customer_id=c7"]);
    assert!(said.contains("2 places in 2 files"), "{said}");
    expect(&place, 0, &["locate", "out", "--subject", "email=nobody@example.com"]);
}

#[test]
fn a_person_is_erased_from_the_touched_files_only_and_the_output_verifies() {
    let place = place();
    let before = files(&place.path("out"));
    place.write("gone.csv", "email,customer_id\np3@example.com,\n,c7\n");
    let said = expect(&place, 0, &["forget", "out", "--subjects", "gone.csv"]);
    assert!(
        said.contains("2 of 2 subjects found; 5 rows erased in 4 of 4 files; the index shows 0 left"),
        "{said}"
    );
    let place2 = self::place();
    let before2 = files(&place2.path("out"));
    expect(&place2, 0, &["forget", "out", "--subject", "email=p7@example.com"]);
    let after2 = files(&place2.path("out"));
    let changed: Vec<&str> = after2
        .iter()
        .filter(|(name, bytes)| {
            !name.starts_with("_limpid")
                && before2.iter().find(|(old, _)| old == name).is_none_or(|old| old.1 != *bytes)
        })
        .map(|(name, _)| name.as_str())
        .collect();
    assert_eq!(changed, ["part-1.csv", "part-3.csv"]);
    for place in [&place, &place2] {
        let said = expect(place, 0, &["verify", "out"]);
        assert!(said.contains("0 left in the index"), "{said}");
    }
    // The tombstone names nobody.
    let record = place.read("out/_limpid/erasures.json");
    assert!(!record.contains("example.com") && record.contains("fingerprints"), "{record}");
    // The rows behind the erased ones are still found.
    let said = expect(&place, 1, &["locate", "out", "--subject", "email=p4@example.com"]);
    assert!(said.contains("part-0.csv  row 3  email"), "{said}");
    // Twice is once.
    let said = expect(&place, 0, &["forget", "out", "--subjects", "gone.csv"]);
    assert!(said.contains("0 of 2 subjects found"), "{said}");
    assert_eq!(files(&place.path("out")).len(), before.len() + 1);
}

#[test]
fn an_interrupted_erasure_is_undone_before_its_journal_and_finished_after_it() {
    let place = place();
    let original = files(&place.path("out"));
    expect(&place, 0, &["forget", "out", "--subject", "email=p7@example.com"]);
    let erased = files(&place.path("out"));
    // As a kill leaves it before the journal: half a revision, nothing of the output changed.
    let put = |all: &[(String, Vec<u8>)], folder: &str| {
        for (name, bytes) in all {
            place.write(&format!("{folder}/{name}"), bytes);
        }
    };
    fs::remove_dir_all(place.path("out")).expect("removed");
    put(&original, "out");
    place.write("out/_limpid/revision/files/part-1.csv", "half");
    let said = expect(&place, 3, &["verify", "out"]);
    assert!(said.contains("interrupted"), "{said}");
    expect(&place, 1, &["locate", "out", "--subject", "email=p7@example.com"]);
    assert_eq!(files(&place.path("out")), original);
    // And after it: the journal is there, some files are moved, the manifest is gone.
    fs::remove_dir_all(place.path("out")).expect("removed");
    put(&original, "out");
    put(&erased, "out/_limpid/revision/files");
    place.write("out/_limpid/revision/commit", "");
    fs::rename(place.path("out/_limpid/revision/files/part-1.csv"), place.path("out/part-1.csv"))
        .expect("moved");
    fs::remove_file(place.path("out/_limpid/manifest.json")).expect("removed");
    expect(&place, 0, &["locate", "out", "--subject", "email=p7@example.com"]);
    assert_eq!(files(&place.path("out")), erased);
    expect(&place, 0, &["verify", "out"]);
}

#[test]
fn a_person_who_is_put_back_is_noticed() {
    let place = place();
    let index = fs::read(place.path("out/_limpid/subjects.parquet")).expect("read");
    expect(&place, 0, &["forget", "out", "--subject", "email=p7@example.com"]);
    place.write("out/_limpid/subjects.parquet", index);
    let said = expect(&place, 1, &["verify", "out"]);
    assert!(said.contains("people who were erased are still in the index"), "{said}");
}

#[test]
fn bad_lists_and_keys_are_refused_without_quoting_anybody() {
    let place = place();
    let other = crate::common::KEY.chars().rev().collect::<String>();
    let output = limpid_with(
        &place,
        &["locate", "out", "--subject", "email=p7@example.com"],
        &[("LIMPID_KEY", &other)],
        "",
    );
    let said = printed(&output);
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(said.contains("not the key of the run") && !said.contains("p7@"), "{said}");
    for (list, what) in [
        ("p7@example.com\n", "this is not KEY=VALUE"),
        ("# nobody\n", "names nobody"),
        ("shoe_size=p7@example.com\n", "knows no entity or column of this name"),
    ] {
        place.write("gone.txt", list);
        let said = expect(&place, 2, &["forget", "out", "--subjects", "gone.txt"]);
        assert!(said.contains(what) && said.contains("hint") && !said.contains("p7@"), "{said}");
    }
    place.write("out/part-1.csv", "customer_id,email,notes\n");
    let said = expect(&place, 3, &["forget", "out", "--subject", "customer_id=c7"]);
    assert!(said.contains("changed since the run"), "{said}");
}
