use std::{
    collections::{HashMap, HashSet},
    sync::{LazyLock, Mutex, PoisonError},
};

use limpid_detectors::Entity;
use proptest::prelude::*;

use super::{
    names::{Kind, Names, script},
    *,
};
use crate::{key::MasterKey, known::folded, transform::Action};

fn keys(first: u8) -> KeyRing {
    KeyRing::new(MasterKey::ephemeral(std::array::from_fn(|index| {
        first.wrapping_add(u8::try_from(index).expect("small"))
    })))
}

/// What `value` becomes beside the names of a document.
fn beside(label: &str, value: &str, people: &[&str], key: u8) -> String {
    within(Scope::Dataset, label, value, people, key)
}

fn within(scope: Scope, label: &str, value: &str, people: &[&str], key: u8) -> String {
    type Built = HashMap<(String, String, u8), Box<dyn Transform>>;
    static BUILT: LazyLock<Mutex<Built>> = LazyLock::new(Mutex::default);
    let people: Vec<String> = people.iter().map(|name| (*name).to_owned()).collect();
    let cell = Cell { value, document: b"d", occurrence: 0, subject: None, people: &people };
    let mut built = BUILT.lock().unwrap_or_else(PoisonError::into_inner);
    let transform = built.entry((label.to_owned(), format!("{scope:?}"), key)).or_insert_with(|| {
        let entity = Entity::new(label).expect("a label");
        crate::transform::build(&Action::Surrogate { scope }, &entity, &keys(key)).expect("builds")
    });
    let mut out = String::new();
    transform.rewrite(&cell, &mut out).expect("treats");
    out
}

fn person(value: &str) -> String {
    beside("PERSON", value, &[], 1)
}

/// The list a name stands in.
fn list_of(name: &str) -> String {
    Names::embedded()
        .find(&folded(name))
        .map_or_else(|| format!("{name} is in no list"), |(list, _)| list.id.clone())
}

#[test]
fn each_name_stands_in_one_list_and_no_list_is_too_small_to_draw_from() {
    let mut seen = HashSet::new();
    for list in Names::embedded().lists() {
        assert!(list.words.len() >= 8, "{}: {}", list.id, list.words.len());
        for (word, key) in &list.words {
            assert!(!key.is_empty() && seen.insert(key.clone()), "{word}");
        }
    }
    assert!(seen.len() > 10_000);
}

#[test]
fn gender_and_origin_stay() {
    for name in [
        "Aisha Khan",
        "Hans Müller",
        "Nguyễn Bình",
        "Ngozi Okafor",
        "María Fernández",
        "Giulia Rossi",
        "Priya Sharma",
        "Yuki Tanaka",
        "Agnieszka Nowak",
        "Emma Brown",
        "Анна Иванов",
        "Ελένη Γεωργίου",
        "Małgorzata Kowalski",
    ] {
        let made = person(name);
        for (old, new) in name.split(' ').zip(made.split(' ')) {
            assert_eq!(list_of(old), list_of(new), "{name}: {made}");
        }
    }
    let women = person("Наталья Смирнова");
    assert!(women.ends_with("ва") || women.ends_with("на"), "{women}");
    assert!(person("Anna Kowalska").ends_with('a') || !person("Jan Kowalski").ends_with("ski"));
}

#[test]
fn the_form_of_a_name_stays() {
    let (first, last) = (person("Aisha"), person("Ms Khan").replace("Ms ", ""));
    let (first, last) = (first.as_str(), last.as_str());
    for (value, expected) in [
        ("Aisha Khan", format!("{first} {last}")),
        ("KHAN, Aisha", format!("{}, {first}", last.to_uppercase())),
        ("aisha khan", format!("{first} {last}").to_lowercase()),
        ("Dr. Khan", format!("Dr. {last}")),
        ("Mrs Aisha Khan", format!("Mrs {first} {last}")),
        ("Khan's", format!("{last}'s")),
        ("Mr. and Mrs. Khan", format!("Mr. and Mrs. {last}")),
        ("Prof. Dr. med. Aisha Khan", format!("Prof. Dr. med. {first} {last}")),
        ("Aisha Khan Jr.", format!("{first} {last} Jr.")),
        ("Aisha van der Khan", format!("{first} van der {last}")),
    ] {
        assert_eq!(person(value), expected, "{value}");
    }
    assert_eq!(person("Anne-Marie Khan-Becker").matches('-').count(), 2);
    assert!(person("Anne-Marie Khan-Becker").contains(&format!("{last}-{}", person("Becker"))));
    assert_eq!(person("Aisha M. Khan").matches('.').count(), 1);
    assert_eq!(person("Mueller"), known_spelling(&person("Müller")));
    // A particle stays before a surname, unless it is also a given name.
    assert!(person("von khan").starts_with("von ") && !person("della khan").contains("della"));
    assert!(!beside("EMAIL_ADDRESS", "della.khan@example.com", &[], 0).contains("della"));
}

fn known_spelling(name: &str) -> String {
    crate::known::spelled_out(name).unwrap_or_else(|| name.to_owned())
}

#[test]
fn a_name_stays_in_its_script() {
    for name in [
        "Наталья Смирнова",
        "Γιώργος Βλάχος",
        "محمد الخطيب",
        "שרה כהן",
        "प्रिया शर्मा",
        "সুমন দত্ত",
        "செல்வி முருகன்",
        "สมชาย ใจดี",
        "ชลธิชา อินทร์แก้ว",
        "王小明",
        "佐藤健太",
        "김민준",
        "山田 太郎",
    ] {
        let made = person(name);
        assert_eq!(script(&made), script(name), "{name}: {made}");
        for old in name.split(' ').filter(|old| old.chars().count() > 2) {
            assert!(!made.contains(old), "{name}: {made}");
        }
    }
    assert!(
        person("ნინო ბერიძე").is_ascii() || script(&person("ნინო ბერიძე")).is_none(),
        "no such names: Latin ones"
    );
}

#[test]
fn one_person_is_one_person_in_a_document() {
    let people = &["Aisha Khan", "Zorblat Quixley"];
    let in_document = |label: &str, value: &str| within(Scope::Document, label, value, people, 1);
    for person in people {
        let whole = in_document("PERSON", person);
        let (first, last) = whole.split_once(' ').expect("two words");
        let (given, surname) = person.split_once(' ').expect("two words");
        let initial = |name: &str| name.chars().next().expect("a letter").to_string();
        assert_eq!(in_document("PERSON", given), first);
        assert_eq!(in_document("PERSON", surname), last);
        assert_eq!(
            in_document("PERSON", &format!("{}. {surname}", initial(given))),
            format!("{}. {last}", initial(first))
        );
        let plain = |name: &str| folded(name);
        let (small, family) = (plain(first), plain(last));
        for (old, new) in [
            (format!("{given}.{surname}"), format!("{small}.{family}")),
            (format!("{given}_{surname}"), format!("{small}_{family}")),
            (format!("{}.{surname}", initial(given)), format!("{}.{family}", initial(&small))),
            (format!("{}{surname}", initial(given)), format!("{}{family}", initial(&small))),
            (format!("{given}{surname}"), format!("{small}{family}")),
            (format!("{surname}{}", initial(given)), format!("{family}{}", initial(&small))),
        ] {
            let old = old.to_lowercase();
            let email = in_document("EMAIL_ADDRESS", &format!("{old}@acme.test"));
            assert_eq!(email.split_once('@').expect("an address").0, new, "{old}");
            assert_eq!(in_document("USERNAME", &old), format!("user_{new}"));
        }
    }
    // Without the names of the document a mailbox is the same in every table.
    let mailbox = |value: &str, people| {
        let made = beside("EMAIL_ADDRESS", value, people, 1);
        made.split_once('@').expect("an address").0.to_owned()
    };
    let name = folded(&person("Aisha")) + "." + &folded(&person("Khan"));
    assert_eq!(mailbox("Aisha.Khan@acme.test", &[]), name);
    assert_eq!(mailbox("aishakhan@acme.test", &[]), name.replace('.', ""));
    for value in ["akhan@acme.test", "a.khan@acme.test", "zquixley@acme.test"] {
        assert_eq!(mailbox(value, &[]), mailbox(value, people), "{value}");
    }
    let van = folded(&person("Quixley"));
    assert!(mailbox("zorblat.van.quixley@acme.test", &[]).contains(&format!(".van.{van}-")));
    let quixley = format!("{}.{}-", folded(&person("Zorblat")), folded(&person("Quixley")));
    assert!(mailbox("zorblat.quixley@acme.test", &[]).starts_with(&quixley));
    let domain = |value: &str| {
        beside("EMAIL_ADDRESS", value, &[], 1).rsplit_once('@').expect("an address").1.to_owned()
    };
    assert_eq!(domain("aisha.khan@acme.test"), domain("x77@ACME.test"));
    assert_ne!(domain("aisha.khan@acme.test"), domain("aisha.khan@other.test"));
}

#[test]
fn two_people_get_two_mailboxes() {
    let names = |id: &str| Names::embedded().list(id).expect("a list").words.clone();
    let (given, surnames) = (names("en female"), names("en surname"));
    let mut made = HashSet::new();
    let mut shared = 0;
    for (at, (first, _)) in given.iter().enumerate().step_by(5) {
        for (last, _) in surnames.iter().skip(at % 7).step_by(73) {
            let mailbox = format!("{first}.{last}@mail.test").to_lowercase();
            shared += usize::from(!made.insert(beside("EMAIL_ADDRESS", &mailbox, &[], 3)));
        }
    }
    assert!(made.len() > 5000 && shared * 500 < made.len(), "{shared} of {}", made.len());
}

#[test]
fn kinds_of_organizations_and_places_stay() {
    let of = |label: &str, value: &str| beside(label, value, &[], 1);
    for (value, kept) in [
        ("Zorblat Logistics GmbH", " Logistics GmbH"),
        ("University of Zorblat", "University of "),
        ("St. Zorblat Hospital", " Hospital"),
        ("Zorblat, Inc.", " Inc."),
        ("General Hospital", " General Hospital"),
    ] {
        let made = of("ORGANIZATION", value);
        assert!(made.contains(kept) && !made.contains("Zorblat") && made != value, "{value}: {made}");
    }
    assert_eq!(of("ORGANIZATION", "Zorblat Ltd").replace(" Ltd", ""), of("ORGANIZATION", "Zorblat"));
    let countries = include_str!("../../../dictionaries/countries.tsv");
    let row = |name: &str| countries.lines().position(|line| line.split('\t').any(|known| known == name));
    let (english, german) = (of("LOCATION", "Germany"), of("LOCATION", "Deutschland"));
    assert!(row(&english).is_some() && row(&english) == row(&german), "{english} {german}");
    assert!(of("LOCATION", "Springfield, Ohio").contains(", "));
    assert_eq!(of("LOCATION", "UK"), of("LOCATION", "United Kingdom"));
    assert!(of("LOCATION", "Zorblat County").ends_with(" County"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn nothing_of_a_name_is_left_and_its_form_is(
        first in 0usize..20_000, last in 0usize..20_000, unknown in "[a-z]{3,9}", form in 0u8..7, key in 0u8..3,
    ) {
        let of = |kind: Kind, at: usize| {
            let words: Vec<&str> = Names::embedded().lists().iter()
                .filter(|list| list.kind == kind && !matches!(list.group, "hani" | "hang" | "jpan"))
                .flat_map(|list| list.words.iter().map(|(word, _)| *word)).collect();
            words[at % words.len()].to_owned()
        };
        let (first, last) = (of(Kind::Given, first), of(Kind::Surname, last));
        let value = match form {
            0 => format!("{first} {last}"),
            1 => format!("{}, {first}", last.to_uppercase()),
            2 => format!("{first} {last}").to_lowercase(),
            3 => format!("Dr. {last}"),
            4 => format!("{first} {unknown}"),
            5 => format!("{unknown} {last}"),
            _ => first.clone(),
        };
        let made = beside("PERSON", &value, &[], key);
        prop_assert_eq!(&made, &beside("PERSON", &value, &[], key));
        prop_assert_eq!(made.split(' ').count(), value.split(' ').count());
        prop_assert_eq!(made.contains(", "), value.contains(", "));
        prop_assert!(form != 2 || made == made.to_lowercase());
        let told = value.split([' ', ',']).map(folded).filter(|word| word.chars().count() > 2 && word != "dr");
        for word in told {
            let left = made.split([' ', ',']).any(|part| folded(part).contains(&word));
            prop_assert!(!left, "{} became {}", value, made);
        }
    }

    #[test]
    fn any_text_is_treated(value in "\\PC{0,40}") {
        for label in ["PERSON", "EMAIL_ADDRESS", "USERNAME", "ORGANIZATION", "LOCATION"] {
            let entity = Entity::new(label).expect("a label");
            let people = [value.clone(), "Aisha Khan".to_owned()];
            let cell = Cell { value: &value, document: b"d", occurrence: 0, subject: None, people: &people };
            let action = Action::Surrogate { scope: Scope::Document };
            let mut out = String::new();
            let _ = crate::transform::build(&action, &entity, &keys(1)).expect("builds").rewrite(&cell, &mut out);
        }
    }
}
