//! What columns of public tables are taken for, against what they are. The tables lie beside the checkout, not in it;
//! where they are absent the test says so and passes.

use std::{collections::BTreeMap, process::Command};

use crate::common::{Place, limpid_with, printed};

/// Table, identifying columns with what they are, and quasi-identifiers, which may be treated or left.
const TABLES: &[(&str, &[(&str, &str)], &[&str])] = &[
    (
        "identities/fake_identities_3000.csv",
        &[
            ("GivenName", "PERSON"),
            ("MiddleInitial", "PERSON"),
            ("Surname", "PERSON"),
            ("StreetAddress", "STREET_ADDRESS"),
            ("EmailAddress", "EMAIL_ADDRESS"),
            ("Username", "USERNAME"),
            ("Password", "PASSWORD"),
            ("TelephoneNumber", "PHONE_NUMBER"),
            ("MothersMaiden", "PERSON"),
            ("Birthday", "DATE_OF_BIRTH"),
            ("CCNumber", "CREDIT_CARD"),
            ("NationalID", "NATIONAL_ID"),
        ],
        &["Age", "ZipCode", "City", "State", "StateFull", "Company", "CVV2", "CCExpires", "Domain"],
    ),
    (
        "identities/patients_notes.csv",
        &[
            ("fname", "PERSON"),
            ("lname", "PERSON"),
            ("email", "EMAIL_ADDRESS"),
            ("telephone", "PHONE_NUMBER"),
            ("address", "STREET_ADDRESS"),
        ],
        &["age", "postcode", "city", "state"],
    ),
    (
        "identities/hipaa_patients.csv",
        &[
            ("patient_id", "RECORD_ID"),
            ("first_name", "PERSON"),
            ("last_name", "PERSON"),
            ("date_of_birth", "DATE_OF_BIRTH"),
            ("provider_name", "PERSON"),
        ],
        &["race"],
    ),
    ("febrl/dataset1.csv", FEBRL, &["postcode", "suburb", "state"]),
    ("febrl/dataset2.csv", FEBRL, &["postcode", "suburb", "state"]),
    ("febrl/dataset3.csv", FEBRL, &["postcode", "suburb", "state"]),
    ("febrl/dataset4a.csv", FEBRL, &["postcode", "suburb", "state"]),
    ("febrl/dataset4b.csv", FEBRL, &["postcode", "suburb", "state"]),
    ("adult_arx/adult.csv", &[], &["age"]),
    ("adult_arx/adult_subset.csv", &[], &["age"]),
    ("arx_small/test2.csv", &[], &["Age", "ZIPCode"]),
    ("anonymeter/adults_ori.csv", &[], &["age"]),
    ("anonymeter/adults_syn.csv", &[], &["age"]),
    ("anonymeter/adults_control.csv", &[], &["age"]),
    ("pycanon/adult_raw.csv", &[], &["age"]),
    ("pycanon/adult_anonymized_k3.csv", &[], &["age"]),
    ("pycanon/adult_anonymized_k20.csv", &[], &["age"]),
    ("pycanon/students_math.csv", &[("Student", "RECORD_ID"), ("Teacher", "PERSON")], &[]),
    ("pycanon/students_math_k7.csv", &[("Student", "RECORD_ID"), ("Teacher", "PERSON")], &[]),
    ("pycanon/hospital_anonymized.csv", &[], &["age", "city"]),
    ("pycanon/stroke_k2.csv", &[("id", "RECORD_ID")], &["age"]),
    ("pycanon/stroke_k25.csv", &[("id", "RECORD_ID")], &["age"]),
    ("pycanon/drugs_k5.csv", &[], &["Age"]),
];

const FEBRL: &[(&str, &str)] = &[
    ("rec_id", "RECORD_ID"),
    ("given_name", "PERSON"),
    ("surname", "PERSON"),
    ("street_number", "STREET_ADDRESS"),
    ("address_1", "STREET_ADDRESS"),
    ("address_2", "STREET_ADDRESS"),
    ("date_of_birth", "DATE_OF_BIRTH"),
    ("soc_sec_id", "NATIONAL_ID"),
];

/// Entities that do not identify a person by themselves.
const INNOCENT: &[&str] = &["LOCATION", "ORGANIZATION", "GENDER", "DATE_TIME", "URL"];

#[test]
fn every_identifying_column_is_found_and_no_innocent_one() {
    let archive = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/tables.tgz");
    if !archive.exists() {
        println!("skipped: {} is not there", archive.display());
        return;
    }
    let place = Place::new();
    place.write("tables/.keep", "");
    let unpacked = Command::new("tar").arg("-xzf").arg(&archive).arg("-C").arg(place.path("tables")).status();
    assert!(unpacked.expect("tar is there").success());
    let root = ["tables/tables", "tables"].into_iter().find(|root| place.path(root).join("febrl").is_dir());
    let root = root.expect("the tables");
    let (mut hits, mut others) = (0, 0);
    let mut wrong = Vec::new();
    let mut confusion: BTreeMap<(&str, String), u32> = BTreeMap::new();
    for (table, identifying, quasi) in TABLES {
        let output = limpid_with(&place, &["scan", &format!("{root}/{table}"), "--json"], &[], "");
        assert_eq!(output.status.code(), Some(0), "{table}: {}", printed(&output));
        let catalogue: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
        let columns = catalogue["tables"][0]["columns"].as_array().expect("columns");
        for (name, _) in *identifying {
            let there = columns.iter().any(|column| column["path"].as_str().map(str::trim) == Some(name));
            assert!(there, "{table} has no column {name}");
        }
        for column in columns {
            let path = column["path"].as_str().expect("a path").trim();
            let class = column["class"].as_str();
            let expected = identifying.iter().find(|(name, _)| *name == path).map(|(_, entity)| *entity);
            if quasi.contains(&path) {
                continue;
            }
            // A special category is flagged, not treated: it says what somebody is, not who.
            let class = class.filter(|class| !INNOCENT.contains(class) && !class.starts_with("SPECIAL_"));
            *confusion.entry((expected.unwrap_or("-"), class.unwrap_or("-").to_owned())).or_insert(0) += 1;
            others += u32::from(expected.is_none());
            if class == expected {
                hits += u32::from(expected.is_some());
            } else {
                let why = column["why"].as_str().unwrap_or_default();
                wrong.push(format!("{table}: {path} is {expected:?}, taken for {class:?} ({why})"));
            }
        }
    }
    println!("{hits} identifying columns found, {others} innocent ones left alone");
    for ((expected, class), count) in &confusion {
        println!("  {expected:<16} taken for {class:<16} {count:>4}");
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(hits > 50 && others > 100);
}
