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
fn digests_of_outdated_kinds_under_a_telling_name_are_warned_of() {
    let place = Place::new();
    let md5 = "8b1a9953c4611296a827abf8c47804d7";
    let sha1 = "f7ff9e8b7bb2e09b70935a5d785e0cc5d9d0abf0";
    place.write("theirs/t.csv", format!("email_md5,zip_sha1,etag\n{md5},{sha1},{md5}\n"));
    let said = expect(&place, 0, &["verify", "theirs"]);
    assert!(
        said.contains("warning: table t.csv: column email_md5 looks like MD5 or SHA-1 of email"),
        "{said}"
    );
    assert!(said.contains("column zip_sha1 looks like") && !said.contains("column etag looks"), "{said}");
    let said = expect(&place, 0, &["verify", "theirs", "--json"]);
    assert!(said.contains("\"warnings\""), "{said}");
    // The MD5 and the SHA-1 of 10001 fall at once.
    let (md5, sha1) = ("d89f3a35931c386956c1a402a8e09941", "6c447a8fe7677ddc4c4cd2efddcfe650e4e6c706");
    place.write("theirs/t.csv", format!("a,b\n{md5},{sha1}\n"));
    let said = expect(&place, 1, &["verify", "theirs"]);
    assert!(
        said.contains("column a: 1 digests without a key") && said.contains("column b: 1 digests"),
        "{said}"
    );
    // Digests under a key are what they should be.
    place.write("data/t.csv", "email_md5\nann@example.com\nbob@example.com\n");
    place.write("p.toml", "[columns]\nemail_md5 = \"hash\"\n");
    expect(&place, 0, &["run", "data", "-o", "out", "-p", "p.toml"]);
    assert!(!expect(&place, 0, &["verify", "out"]).contains("warning"));
}

#[test]
fn encryption_over_a_small_domain_is_warned_of() {
    let place = Place::new();
    place.write(
        "p.toml",
        "[entities]\nUS_ZIP_CODE = \"encrypt\"\nCREDIT_CARD = \"encrypt\"\n[columns]\nshop = \"encrypt\"\n",
    );
    let said = expect(&place, 0, &["policy", "check", "p.toml"]);
    assert!(
        said.contains("warning: US_ZIP_CODE: encrypt keeps the format") && !said.contains("CREDIT_CARD"),
        "{said}"
    );
    place.write("data/t.csv", "shop,text\n123456,a\n654321,b\n");
    expect(&place, 0, &["run", "data", "-o", "out", "-p", "p.toml"]);
    assert!(!expect(&place, 0, &["verify", "out"]).contains("warning"));
    place.write("out/t.csv", "shop,text\n1234,a\n6543,b\n");
    let said = expect(&place, 1, &["verify", "out"]);
    assert!(said.contains("warning: table t.csv: column shop: 2 encrypted values"), "{said}");
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
    let said = expect(&place, 0, &["plan", "data"]);
    assert!(
        said.contains("column email: who knows how often each value occurs names 8 of 10 rows behind"),
        "{said}"
    );
    assert!(said.contains("rank_attack") && said.contains("rows = 8") && said.contains("of = 10"), "{said}");
    expect(&place, 0, &["run", "data", "-o", "out"]);
    let said = expect(&place, 0, &["verify", "out"]);
    assert!(said.contains("to a rank attack would fall 8 of 10 rows of t.csv, column email"), "{said}");
    place.write("p.toml", "[entities]\nEMAIL_ADDRESS = { surrogate = { scope = \"random\" } }\n");
    assert!(!expect(&place, 0, &["plan", "data", "-p", "p.toml"]).contains("rank_attack"));
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
