//! What holds for the tagger as a whole.

use super::model::{Model, ModelError, VERSION};
use super::{FastTagger, Label, Mode, Tag, Tagger};
use proptest::prelude::*;

const MODEL: &[u8] = include_bytes!("../../models/names.bin");

fn tags(text: &str, mode: Mode) -> Vec<Tag> {
    let mut out = Vec::new();
    FastTagger::embedded().tag(text, mode, &mut out);
    out
}

fn people(text: &str, mode: Mode) -> Vec<&str> {
    tags(text, mode)
        .into_iter()
        .filter(|tag| tag.label == Label::Person)
        .map(|tag| &text[tag.start..tag.end])
        .collect()
}

#[test]
fn a_broken_model_is_refused() {
    assert!(FastTagger::from_bytes(MODEL).is_ok());
    let refused = |bytes: &[u8]| FastTagger::from_bytes(bytes).err();
    assert!(matches!(refused(b""), Some(ModelError::Truncated { found: 0, .. })));
    assert!(matches!(refused(&MODEL[..MODEL.len() - 1]), Some(ModelError::Truncated { .. })));
    assert!(matches!(refused(&MODEL[..30]), Some(ModelError::Truncated { .. })));
    let mut bytes = MODEL.to_vec();
    bytes[0] = b'x';
    assert_eq!(refused(&bytes), Some(ModelError::NotAModel));
    bytes.copy_from_slice(MODEL);
    bytes[8] = 99;
    assert_eq!(refused(&bytes), Some(ModelError::WrongVersion { expected: VERSION, found: 99 }));
    bytes.copy_from_slice(MODEL);
    bytes[100_000] ^= 1;
    assert_eq!(refused(&bytes), Some(ModelError::WrongDigest));
    bytes.copy_from_slice(MODEL);
    bytes.push(0);
    assert_eq!(refused(&bytes), Some(ModelError::WrongDigest));
}

#[test]
fn a_model_survives_writing_and_reading() {
    assert!(Model::read(MODEL).is_ok_and(|model| model.write() == MODEL));
    assert!(MODEL.len() <= 8_000_000);
}

#[test]
fn titles_and_possessives_stay_outside() {
    assert_eq!(people("We saw Dr. Aisha Khan's report.", Mode::Prose), ["Aisha Khan"]);
    assert_eq!(people("Mr. John Miller called Mrs. Garcia.", Mode::Prose), ["John Miller", "Garcia"]);
}

#[test]
fn names_in_other_languages_keep_their_endings() {
    assert_eq!(
        people("Premijer je razgovarao s predsjednikom Zoranom Milanovićem o zakonu.", Mode::Prose),
        ["Zoranom Milanovićem"]
    );
    assert_eq!(
        people("Na zastávke nás čakal veľmi zaujímavý pohľad. Často sme tam boli.", Mode::Prose),
        [""; 0]
    );
    assert_eq!(people("Tämä on uusi kirja. Sen jälkeen hän lähti kotiin.", Mode::Prose), [""; 0]);
}

#[test]
fn names_in_other_alphabets_are_those_in_latin_letters() {
    for (text, wanted) in [
        ("Вчера Иван Петров встретился с Марией Сидоровой.", &["Иван Петров", "Марией Сидоровой"][..]),
        ("Директор Орлова Т. М. подписала договор.", &["Орлова Т. М."]),
        ("Ο διευθυντής Γιώργος Παπαδόπουλος υπέγραψε τη σύμβαση.", &["Γιώργος Παπαδόπουλος"]),
    ] {
        assert_eq!(people(text, Mode::Prose), wanted);
    }
}

#[test]
fn the_model_finds_listed_names_of_scripts_without_capitals_among_latin_words_only() {
    assert_eq!(people("Yesterday 王伟 called the office about 北京 again.", Mode::Prose), ["王伟"]);
    for text in [
        "在 Vue 2 中，mixins 是主要方式。",
        "Vue 는 컴포넌트의 상태가 변경될 때",
        "レンダー関数を DOM に使う",
    ] {
        assert!(tags(text, Mode::Prose).iter().all(|tag| tag.label != Label::Person), "{text}");
    }
}

#[test]
fn offsets_are_exact_behind_characters_of_several_bytes() {
    let text = "Łódź — „Grüße“ 🎉 from Michael Johnson, he said.";
    assert_eq!(people(text, Mode::Prose), ["Michael Johnson"]);
}

#[test]
fn cells_are_read_in_any_case() {
    for cell in ["MARIA GONZALEZ", "maria gonzalez", "Maria Gonzalez", "Gonzalez, Maria"] {
        assert_eq!(people(cell, Mode::Cell), [cell]);
    }
    assert!(people("Wireless Mouse", Mode::Cell).is_empty());
}

#[test]
fn plain_text_has_no_names() {
    for text in [
        "the quick brown fox jumps over the lazy dog",
        "let total = items.len() + 1;",
        "ERROR 42: connection refused",
    ] {
        assert!(people(text, Mode::Prose).is_empty(), "{text}");
    }
}

#[test]
fn parts_of_a_name_are_known_later() {
    let found = people("I spoke with Jennifer Kowalczyk. The refund, Kowalczyk said, is late.", Mode::Prose);
    assert_eq!(found, ["Jennifer Kowalczyk", "Kowalczyk"]);
}

#[test]
fn windows_find_the_same_names_everywhere() {
    let sentence = "Yesterday Jennifer Miller met David Johnson at the office, and nothing else happened. ";
    let once = tags(sentence, Mode::Prose);
    let people = |tags: &[Tag]| tags.iter().filter(|t| t.label == Label::Person).count();
    assert_eq!(people(&once), 2);
    let copies = 6_000;
    let text = sentence.repeat(copies);
    let all = tags(&text, Mode::Prose);
    assert_eq!(people(&all), 2 * copies);
    for tag in all.iter().filter(|t| t.label == Label::Person) {
        assert!(matches!(&text[tag.start..tag.end], "Jennifer Miller" | "David Johnson"));
    }
}

#[test]
fn earlier_tags_are_left_alone_and_answers_do_not_depend_on_what_came_before() {
    let text = "Call Jennifer Miller tomorrow.";
    let first = tags(text, Mode::Prose);
    let mut out = first.clone();
    FastTagger::embedded().tag(text, Mode::Prose, &mut out);
    assert_eq!(out, [first.clone(), first.clone()].concat());
    tags("Something else about Paris and the Danish Parliament", Mode::Cell);
    assert_eq!(tags(text, Mode::Prose), first);
    let elsewhere = std::thread::spawn(move || tags(text, Mode::Prose)).join();
    assert!(elsewhere.is_ok_and(|there| there == first));
}

fn check(text: &str, mode: Mode) -> Result<(), TestCaseError> {
    let mut last = 0;
    for tag in tags(text, mode) {
        prop_assert!(tag.start >= last && tag.start < tag.end && tag.end <= text.len());
        prop_assert!(text.is_char_boundary(tag.start) && text.is_char_boundary(tag.end));
        prop_assert!((0.0..=1.0).contains(&tag.score));
        last = tag.end;
    }
    Ok(())
}

proptest! {
    #[test]
    fn any_text_gives_sorted_spans(text in "\\PC{0,200}") {
        check(&text, Mode::Prose)?;
        check(&text, Mode::Cell)?;
    }

    #[test]
    fn any_mix_of_names_and_marks_gives_sorted_spans(
        parts in proptest::collection::vec(
            prop_oneof![
                Just("Jennifer"), Just("O'Brien"), Just("d’Arc"), Just("J."), Just("J.R."), Just(" "), Just("\n"), Just("-"), Just("'s"), Just("@"),
                Just("https://"), Just("."), Just("de la"), Just("Müller"), Just("王伟"), Just("محمد"), Just("1999"), Just("\u{301}"), Just("🎉"), Just("SMITH"),
            ],
            0..60,
        )
    ) {
        let text = parts.concat();
        check(&text, Mode::Prose)?;
        check(&text, Mode::Cell)?;
    }
}
