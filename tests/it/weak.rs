//! Protection that can be undone is told, in our outputs and in anybody's.

use crate::common::{Place, expect};

#[test]
fn digests_without_a_key_fall_to_a_dictionary() {
    let place = Place::new();
    let digest = |text: &str| {
        use sha2::Digest as _;
        sha2::Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect::<String>()
    };
    place
        .write("theirs/t.csv", format!("zip_hash,born_hash\n{},{}\n", digest("10001"), digest("1990-05-17")));
    let said = expect(&place, 1, &["verify", "theirs"]);
    assert!(
        said.contains("column zip_hash: 1 digests without a key") && said.contains("column born_hash"),
        "{said}"
    );
    place.write("theirs/t.csv", format!("zip_hash\n{}\n", digest("a secret key and 10001")));
    let said = expect(&place, 0, &["verify", "theirs"]);
    assert!(said.contains("ok       weak"), "{said}");
}

#[test]
fn a_truncated_card_beside_its_digest_is_told() {
    let place = Place::new();
    let digest = "8b1a9953c4611296a827abf8c47804d7a1b2c3d4e5f60718293a4b5c6d7e8f90";
    place.write("theirs/t.csv", format!("card_last,card_hash\n************1111,{digest}\n"));
    let said = expect(&place, 1, &["verify", "theirs"]);
    assert!(
        said.contains("column card_last truncates card numbers and column card_hash digests them"),
        "{said}"
    );
    place.write("theirs/t.csv", format!("card_last,order_hash\n************1111,{digest}\n"));
    expect(&place, 0, &["verify", "theirs"]);
}

#[test]
fn an_unshifted_twin_of_a_shifted_date_is_told() {
    let place = Place::new();
    let mut text = "visit,booked,born\n".to_owned();
    for row in 0..60 {
        let (year, month) = (1990 + row / 2, row % 12 + 1);
        text += &format!("{year}-{month:02}-14,{year}-{month:02}-12,{}-06-01\n", 2050 - row);
    }
    place.write("data/t.csv", text);
    let policy = |columns: &str| {
        format!(
            "[entities]\nDATE_TIME = \"keep\"\nDATE_OF_BIRTH = \"keep\"\n[columns]\nvisit = {{ date_shift = {{ max_days = 30 }} }}\n{columns}"
        )
    };
    place.write("p.toml", policy("booked = \"keep\"\nborn = \"keep\"\n"));
    expect(&place, 0, &["run", "data", "-o", "out", "-p", "p.toml"]);
    let said = expect(&place, 1, &["verify", "out"]);
    assert!(said.contains("column booked is not shifted and tells the dates of column visit"), "{said}");
    assert!(!said.contains("column born is not"), "{said}");
    place.write("p.toml", policy("booked = { date_shift = { max_days = 30 } }\nborn = \"keep\"\n"));
    expect(&place, 0, &["run", "data", "-o", "both", "-p", "p.toml"]);
    expect(&place, 0, &["verify", "both"]);
}

#[test]
fn rows_that_would_fall_to_a_rank_attack_are_told() {
    let place = Place::new();
    let mut text = "email,plan\n".to_owned();
    for (person, count) in [("ann", 5), ("bob", 2), ("cid", 2), ("dan", 1)] {
        text += &format!("{person}@example.com,basic\n").repeat(count);
    }
    place.write("data/t.csv", text);
    expect(&place, 0, &["run", "data", "-o", "out"]);
    let said = expect(&place, 0, &["verify", "out"]);
    assert!(said.contains("to a rank attack would fall 8 of 10 rows of t.csv, column email"), "{said}");
    place.write("p.toml", "[entities]\nEMAIL_ADDRESS = { surrogate = { scope = \"random\" } }\n");
    expect(&place, 0, &["run", "data", "-o", "random", "-p", "p.toml"]);
    assert!(!expect(&place, 0, &["verify", "random"]).contains("rank attack"));
}

#[test]
fn a_law_is_held_against_a_policy() {
    let place = Place::new();
    let said = expect(&place, 0, &["policy", "check", "--preset", "hipaa-safe-harbor", "hipaa-safe-harbor"]);
    assert!(said.contains("by hand  Q") && said.contains("US_SSN: replace"), "{said}");
    place.write("p.toml", "extends = \"hipaa-safe-harbor\"\n[entities]\nUS_SSN = \"keep\"\n");
    let said = expect(&place, 1, &["policy", "check", "--preset", "hipaa-safe-harbor", "p.toml"]);
    assert!(said.contains("UNMET    G") && said.contains("US_SSN: keep does not answer it"), "{said}");
    expect(&place, 2, &["policy", "check", "--preset", "hippocrates", "p.toml"]);
    place.write("data/t.csv", "zip_code,age\n10001,34\n06301,97\n");
    expect(&place, 0, &["run", "data", "-o", "out", "-p", "hipaa-safe-harbor"]);
    assert_eq!(place.read("out/t.csv"), "zip_code,age\n100,34\n000,89\n");
}
