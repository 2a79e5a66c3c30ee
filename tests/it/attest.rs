//! A verification is attested by who verified, and the data set tells what it is in a form that others read.

use crate::common::{Place, expect};

#[test]
fn a_verification_is_signed_and_the_folder_still_verifies() {
    let place = Place::new();
    place.write("data/t.csv", "email,notes\nann@example.com,call bob@example.com\n");
    expect(&place, 0, &["run", "data", "-o", "out"]);
    expect(&place, 0, &["keys", "new", "--sign", "auditor"]);
    let statement = "out/_limpid/verification.intoto.jsonl";
    expect(&place, 0, &["verify", "out", "--attest", statement, "--sign-key", "auditor"]);
    let envelope: serde_json::Value = serde_json::from_str(&place.read(statement)).expect("JSON");
    assert_eq!(envelope["payloadType"], "application/vnd.in-toto+json");
    expect(&place, 0, &["verify", "out"]);
    // Who attests must sign, and must have something to attest to.
    expect(&place, 2, &["verify", "out", "--attest", "s.jsonl"]);
    place.write("theirs/t.csv", "a\n1\n");
    let said = expect(&place, 2, &["verify", "theirs", "--attest", "s.jsonl", "--sign-key", "auditor"]);
    assert!(said.contains("no manifest to attest to") && !place.path("s.jsonl").exists(), "{said}");
    // A failed verification is attested, too: as failed.
    place.write("out/t.csv", "email,notes\nann@example.com,\n");
    expect(&place, 1, &["verify", "out", "--attest", "s.jsonl", "--sign-key", "auditor"]);
    assert!(place.path("s.jsonl").exists());
}

#[test]
fn the_data_set_card_names_every_file_and_no_value() {
    let place = Place::new();
    place.write("data/t.csv", "email\nann@example.com\n");
    expect(&place, 0, &["run", "data", "-o", "out"]);
    let card = place.read("out/_limpid/croissant.json");
    let card: serde_json::Value = serde_json::from_str(&card).expect("JSON");
    assert_eq!(card["distribution"][0]["@id"], "t.csv");
    assert_eq!(card["rai:personalSensitiveInformation"][0], "EMAIL_ADDRESS: 1 found, surrogate");
    assert!(!card.to_string().contains("ann@"));
}

#[test]
fn the_impact_card_tells_what_was_done_and_what_is_open() {
    let place = Place::new();
    place.write("data/t.csv", "email,age\nann@example.com,7\nbob@example.com,40\n");
    place.write(
        "p.toml",
        "extends = \"training\"\n[rows]\nfilter = [{ column = \"age\", op = \">=\", value = 18 }]\n",
    );
    expect(&place, 0, &["run", "data", "-o", "out", "-p", "p.toml"]);
    let card = expect(&place, 0, &["assess", "out"]);
    for line in [
        "**Verified.**",
        "- 1 rows left out: filter: age >=",
        "| EMAIL_ADDRESS | surrogate | 1 | 0 |",
        "| against | not checked | 0 |",
        "- Owner of the data: *to be filled in*",
    ] {
        assert!(card.contains(line), "{line}\n{card}");
    }
    assert!(!card.contains("ann@") && !card.contains("bob@"));
    // A number that does not add up does not stand on a card that says verified.
    place.write("out/t.csv", "email,age\nx@example.org,40\ny@example.org,50\n");
    assert!(expect(&place, 1, &["assess", "out"]).contains("**NOT verified"));
    place.write("theirs/t.csv", "a\n1\n");
    assert!(expect(&place, 2, &["assess", "theirs"]).contains("no manifest to assess"));
}
