//! Verify: a clean output passes, and every way to spoil one is told.

use std::fs;

use crate::common::{Place, expect, sample};

fn clean() -> Place {
    let place = Place::new();
    sample(&place, 50);
    expect(&place, 0, &["run", "in", "-o", "out"]);
    expect(&place, 0, &["verify", "out", "--against", "in"]);
    place
}

fn told(place: &Place, check: &str, words: &str) {
    let text = expect(place, 1, &["verify", "out"]);
    let failed = text.lines().any(|line| line.starts_with("FAILED") && line.contains(check));
    assert!(failed && text.contains(words), "{check}, {words:?}:\n{text}");
}

#[test]
fn a_changed_missing_extra_or_swapped_file_is_told() {
    let place = clean();
    let mut bytes = fs::read(place.path("out/customers.csv")).expect("there");
    let last = bytes.len() - 2;
    bytes[last] ^= 1;
    fs::write(place.path("out/customers.csv"), &bytes).expect("writes");
    told(&place, "digests", "changed: customers.csv");

    let place = clean();
    fs::remove_file(place.path("out/note.md")).expect("removes");
    told(&place, "files", "missing: note.md");

    let place = clean();
    place.write("out/new.csv", "a\n1\n");
    told(&place, "files", "extra: new.csv");
    let place = clean();
    place.write("out/.hidden", "x");
    told(&place, "files", "extra: .hidden");

    let place = clean();
    fs::copy(place.path("out/note.md"), place.path("out/chats.jsonl")).expect("copies");
    told(&place, "digests", "swapped: chats.jsonl holds the bytes of note.md");
}

#[test]
fn a_changed_account_is_told() {
    for name in [
        "manifest.json",
        "plan.toml",
        "findings.parquet",
        "openlineage.ndjson",
        "provenance.intoto.jsonl",
        "limpid.pub",
    ] {
        let place = clean();
        let path = place.path(&format!("out/_limpid/{name}"));
        let mut bytes = fs::read(&path).expect("there");
        let middle = bytes.len() / 2;
        bytes[middle] ^= 1;
        fs::write(&path, bytes).expect("writes");
        expect(&place, 1, &["verify", "out"]);
    }
}

#[test]
fn every_byte_of_the_manifest_counts() {
    let place = clean();
    let path = place.path("out/_limpid/manifest.json");
    let whole = fs::read(&path).expect("there");
    for step in 0..25 {
        let mut bytes = whole.clone();
        let at = step * whole.len() / 25;
        bytes[at] ^= 4;
        fs::write(&path, bytes).expect("writes");
        expect(&place, 1, &["verify", "out"]);
    }
}

#[test]
fn a_signature_of_another_key_is_told() {
    let place = clean();
    expect(&place, 0, &["keys", "new", "--sign", "team"]);
    let text = expect(&place, 1, &["verify", "out", "--key", "team.pub"]);
    assert!(text.contains("FAILED   signature"), "{text}");
    expect(&place, 0, &["run", "in", "-o", "signed", "--sign-key", "team"]);
    assert!(expect(&place, 0, &["verify", "signed", "--key", "team.pub"]).contains("pinned key"));
    expect(&place, 2, &["keys", "new", "--sign", "team", "--threads"]);
}

#[test]
fn leftover_personal_data_is_told_in_folders_of_anybody() {
    let place = Place::new();
    place.write("theirs/a.csv", "id,text\n1,write to anna.berg@mailbox.community\n2,fine\n");
    let text = expect(&place, 1, &["verify", "theirs"]);
    assert!(text.contains("column text: EMAIL_ADDRESS found 1 times") && !text.contains("anna"), "{text}");
    place.write("theirs/a.csv", "id,text\n1,write to anna.berg@example.com\n2,fine\n");
    assert!(expect(&place, 0, &["verify", "theirs"]).contains("skipped  signature"));
}

#[test]
fn an_original_that_survives_is_told() {
    let place = Place::new();
    place.write("in/a.csv", "id,email\n1,anna.berg@example.com\n2,bo.lind@example.com\n");
    place.write("out/a.csv", "id,email\n1,anna.berg@example.com\n2,x@example.org\n");
    let text = expect(&place, 1, &["verify", "out", "--against", "in"]);
    assert!(text.contains("1 original values still in place"), "{text}");
    assert!(!text.contains("anna"), "{text}");
    place.write("out/a.csv", "id,email\n1,q@example.org\n2,see anna.berg@example.com\n");
    assert!(
        expect(&place, 1, &["verify", "out", "--against", "in"]).contains("1 original values found again")
    );
}

#[test]
fn what_stands_in_cells_is_no_original_because_a_sentence_would_name_somebody() {
    let place = Place::new();
    // `Springfield` alone in a text reads as a surname; in a column of towns it is one, and is kept.
    let rows: String = (0..20).map(|row| format!("{row},Springfield\n")).collect();
    place.write("in/towns.csv", format!("n,city\n{rows}"));
    expect(&place, 0, &["run", "in", "-o", "out"]);
    assert!(place.read("out/towns.csv").contains("Springfield"));
    expect(&place, 0, &["verify", "out", "--against", "in"]);
}
