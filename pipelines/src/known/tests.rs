use limpid_detectors::{Engine, Finding, Selection};
use proptest::prelude::*;

use super::{
    Detectors, Known, KnownList, ListBuilder, RowValues, Scratch, detector_of, fold::Folded, identifies,
};
use crate::key::{KeyRing, MasterKey};

fn engine() -> &'static Engine {
    static ENGINE: std::sync::LazyLock<Engine> =
        std::sync::LazyLock::new(|| Engine::embedded(&Selection::default()).expect("rules"));
    &ENGINE
}

fn row(values: &[(&str, &str)]) -> RowValues {
    let mut row = RowValues::default();
    for (entity, value) in values {
        let detector = detector_of(engine(), entity).expect("a detector");
        row.learn(entity, detector, value, Detectors::of(engine()));
    }
    row.settle();
    row
}

fn add(known: Known<'_>, text: &str, findings: &mut Vec<Finding>) {
    known.add(text, Detectors::of(engine()), |_| true, &mut Scratch::default(), findings);
}

/// The text with what is found marked.
fn marked(row: &RowValues, text: &str) -> String {
    let mut findings = Vec::new();
    add(Known { row: Some(row), list: None }, text, &mut findings);
    mark(text, &findings)
}

fn mark(text: &str, findings: &[Finding]) -> String {
    let mut marked = String::new();
    let mut copied = 0;
    for finding in findings {
        marked.push_str(&text[copied..finding.start]);
        marked.push_str(&format!("[{}]", &text[finding.start..finding.end]));
        copied = finding.end;
    }
    marked + &text[copied..]
}

#[test]
fn names_are_found_whole_in_parts_and_with_initials() {
    let aisha = row(&[("PERSON", "Aisha Khan")]);
    for text in [
        "[Aisha Khan] called",
        "AISHA called: [Aisha]",
        "mail [Khan, Aisha] now",
        "[Aisha]'s order, Khanate, Aishas",
        "ask [A. Khan] or [A Khan]",
        "see [Khan, A]. and so on",
        "[aisha] said hi",
        "[Aisha M. Khan] signed",
        "@[aishakhan] wrote",
        "nobody is here",
        "a khaki a",
    ] {
        let expected = text.replace("AISHA", "[AISHA]");
        let plain = expected.replace(['[', ']'], "");
        assert_eq!(marked(&aisha, &plain), expected);
    }
}

#[test]
fn handles_made_of_names_are_found() {
    let row = row(&[("PERSON", "Priyamvada Deshmukh-Quist"), ("PERSON", "Ann Lark"), ("PERSON", "A. B")]);
    for text in [
        "user [pquist] or [pdeshmukh2] and [PriyamvadaQ]",
        "login=[quistp77]",
        "clark, a lark, alark5x, pquistx",
        "a, b and A,B",
    ] {
        assert_eq!(marked(&row, &text.replace(['[', ']'], "")), text);
    }
}

#[test]
fn what_is_surely_found_once_is_known_in_the_whole_text() {
    let text =
        "id,given name,surname,email\n7,Zelmira,Quist,z@example.com\n\nask quist, she logs in as zquist";
    let findings = super::search(engine(), text, &limpid_detectors::Header::none(), None);
    let expected = "id,given name,surname,email\n7,[Zelmira],[Quist],[z@example.com]\n\n\
                    ask [quist], she logs in as zquist";
    assert_eq!(mark(text, &findings), expected);
}

#[test]
fn ordinary_words_count_only_where_they_are_written_like_names() {
    let will = row(&[("PERSON", "Will Young")]);
    for text in [
        "I will go; the young dog. Will it rain? Young people.",
        "then [Will] left",
        "Dear [Will]",
        "[Will], could you",
        "[will young] here",
        "Mr. [Young] came",
        "by [Young, W]. and others",
    ] {
        let plain = text.replace(['[', ']'], "");
        assert_eq!(marked(&will, &plain), text);
    }
    let cruz = row(&[("PERSON", "María de la Peña")]);
    for text in ["de la casa", "[Maria de la Pena] y [Peña]", "la [MARIA]"] {
        assert_eq!(marked(&cruz, &text.replace(['[', ']'], "")), text);
    }
    let short = row(&[("PERSON", "Li Wu"), ("PERSON", "Müller"), ("PERSON", "王小明")]);
    for text in ["Li said, wu", "[Wu Li]", "Frau [Mueller]", "[王小明]来了", "小 x 明"] {
        assert_eq!(marked(&short, &text.replace(['[', ']'], "")), text);
    }
}

#[test]
fn names_without_spaces_are_found_whole_and_in_parts() {
    let unspaced = row(&[
        ("PERSON", "สมชาย ใจดี"),
        ("PERSON", "김민수"),
        ("PERSON", "田中太郎"),
        ("PERSON", "ナカジマ アヤカ"),
        ("PERSON", "สมศักดิ์ แก้วมณี"),
        ("PERSON", "Will Quixley (周慧敏)"),
    ]);
    for text in [
        "นาย[สมชาย ใจดี] มาถึงแล้ว ชาย",
        "[สมชาย]มา",
        "[김민수]는 왔다, [민수]야, 수민 민 수요일",
        "[田中太郎]と[太郎]、中田と郎太",
        "[アヤカ]とマナカ",
        "[สมศักดิ์]มา",
        "she will ask [Quixley] or [慧敏], [Will Quixley]; she will",
    ] {
        assert_eq!(marked(&unspaced, &text.replace(['[', ']'], "")), text);
    }
}

#[test]
fn numbers_are_found_however_they_are_grouped() {
    let row = row(&[
        ("PHONE_NUMBER", "+1 (617) 555-0148"),
        ("US_SSN", "912-34-5678"),
        ("STREET_ADDRESS", "841 Heron Lane, Springfield"),
        ("EMAIL_ADDRESS", "a.khan+news@example.com"),
    ]);
    for text in [
        "ring [617.555.0148]",
        "ring [6175550148]",
        "+[1 617 555 0148] today",
        "[912345678] is it",
        "no 9123456789",
        "at [841 HERON LANE] now",
        "[a.khan] and [a_khan] but A Khan",
        "[a.khan+news@example.com]",
    ] {
        assert_eq!(marked(&row, &text.replace(['[', ']'], "")), text);
    }
}

#[test]
fn placeholders_and_functions_are_no_values() {
    let row = row(&[
        ("PERSON", "Unknown"),
        ("EMAIL_ADDRESS", "info@example.com"),
        ("USERNAME", "admin"),
        ("US_SSN", "12"),
        ("PERSON", "Central Hospital"),
    ]);
    assert_eq!(
        marked(&row, "unknown admin info 12 Central, [Central Hospital]".replace(['[', ']'], "").as_str()),
        "unknown admin info 12 Central, [Central Hospital]"
    );
    for (entity, wanted) in
        [("PERSON", true), ("US_SSN", true), ("DATE_OF_BIRTH", false), ("UK_POSTCODE", false), ("AGE", false)]
    {
        assert_eq!(identifies(entity), wanted, "{entity}");
    }
}

#[test]
fn a_finding_that_is_kept_does_not_shield_a_value() {
    let known = row(&[("PERSON", "Aisha Khan")]);
    let known = Known { row: Some(&known), list: None };
    let text = "see https://example.org/aisha-khan and Khan <a@example.org>";
    let mut findings = Vec::new();
    engine().detect(text, &limpid_detectors::Header::none(), &mut findings);
    let url = detector_of(engine(), "URL").expect("a detector");
    let mut kept = findings.clone();
    known.add(text, Detectors::of(engine()), |detector| detector != url, &mut Scratch::default(), &mut kept);
    assert_eq!(mark(text, &kept), "see https://example.org/[aisha-khan] and [Khan] <[a@example.org]>");
    add(known, text, &mut findings);
    assert_eq!(mark(text, &findings), "see [https://example.org/aisha-khan] and [Khan] <[a@example.org]>");
}

fn list(values: &[(&str, &str)]) -> KnownList {
    let mut list = ListBuilder::default();
    let mut scratch = Scratch::default();
    for (entity, value) in values {
        let detector = detector_of(engine(), entity).expect("a detector");
        let entity = limpid_detectors::Entity::new(entity).expect("a label");
        list.add(&entity, detector, value, &mut scratch);
    }
    list.build()
}

#[test]
fn lists_are_found_exactly_and_named_by_what_they_hold() {
    let values = [("KNOWN_VALUE", "Project Heron"), ("PERSON", "Zoë Quist"), ("KNOWN_VALUE", "77-10-35-99")];
    let ours = list(&values);
    let mut findings = Vec::new();
    let text = "project-heron, Heron, zoe QUIST; 77103599 and 7710 3599 1";
    add(Known { row: None, list: Some(&ours) }, text, &mut findings);
    assert_eq!(mark(text, &findings), "[project-heron], Heron, [zoe QUIST]; [77103599] and [7710 3599] 1");
    let key = |text: &str| KeyRing::new(MasterKey::from_text(text).expect("a key"));
    let one = key("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f");
    let two = key("100102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f");
    let turned = list(&[values[2], values[1], values[0], values[1]]);
    assert_eq!((ours.len(), ours.digest(&one)), (turned.len(), turned.digest(&one)));
    assert_ne!(ours.digest(&one), ours.digest(&two));
    assert_ne!(ours.digest(&one), list(&values[..2]).digest(&one));
}

#[test]
fn a_row_with_very_many_values_is_searched_in_little_time() {
    let mut row = RowValues::default();
    let detectors = Detectors::of(engine());
    let mut text = String::new();
    for number in 0..20_000 {
        row.learn("EMAIL_ADDRESS", 0, &format!("person{number}@example.org"), detectors);
        row.learn("PHONE_NUMBER", 1, &format!("+1 212 {:07}", number + 2_000_000), detectors);
        row.learn("PERSON", 2, &format!("Ana{number} Bo{number}"), detectors);
        text.push_str(&format!("x person{number}@example.org, 212{:07}; ", number + 2_000_000));
    }
    row.settle();
    let mut findings = Vec::new();
    add(Known { row: Some(&row), list: None }, &text, &mut findings);
    assert_eq!(findings.len(), 40_000);
    add(Known { row: Some(&row), list: None }, &text, &mut findings);
    assert_eq!(findings.len(), 40_000);
}

/// A spelling of `value`: other case, other separators.
fn spelled(value: &str, upper: &[bool], gaps: &[u8]) -> String {
    let mut out = String::new();
    for (index, letter) in value.chars().enumerate() {
        match letter {
            ' ' => match gaps.get(index % gaps.len().max(1)).copied().unwrap_or(0) % 4 {
                0 => out.push('-'),
                1 => out.push_str("  "),
                2 => out.push_str(". "),
                _ => out.push(' '),
            },
            letter if upper.get(index % upper.len().max(1)).copied().unwrap_or(false) => {
                out.extend(letter.to_uppercase());
            }
            letter => out.push(letter),
        }
    }
    out
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn a_planted_value_is_covered(
        first in "[bcdfgz][aeiou][bcdfgz]{2,6}", last in "[ąéöşжλa-z]{3}[bcdfgz]{2,6}",
        digits in "[1-9][0-9]{2} [0-9]{3} [0-9]{3,4}",
        before in "[ \\PC]{0,30}", after in "[ \\PC]{0,30}",
        upper in prop::collection::vec(any::<bool>(), 1..9), gaps in prop::collection::vec(any::<u8>(), 1..9),
    ) {
        let name = format!("{first} {last}");
        let known = row(&[("PERSON", &name), ("PHONE_NUMBER", &digits)]);
        let number = list(&[("PHONE_NUMBER", &digits), ("KNOWN_VALUE", &name)]);
        for value in [&name, &digits, &first, &last] {
            let planted = spelled(value, &upper, &gaps);
            let text = format!("{before} {planted} {after}");
            // A sign that stands for nothing may glue the value to what precedes it.
            let folded = Folded::of(&text);
            let (from, to) = (before.len() + 1, before.len() + 1 + planted.len());
            prop_assume!(folded.tokens.iter().any(|token| token.start == from) && folded.tokens.iter().any(|token| token.end == to));
            let covered = |findings: &[Finding]| text.char_indices().filter(|(at, letter)| (from..to).contains(at) && letter.is_alphanumeric())
                .all(|(at, _)| findings.iter().any(|finding| finding.start <= at && at < finding.end));
            let mut findings = Vec::new();
            add(Known { row: Some(&known), list: None }, &text, &mut findings);
            prop_assert!(covered(&findings), "row: {text:?} {findings:?}");
            for pair in findings.windows(2) {
                prop_assert!(pair[0].end <= pair[1].start);
            }
            if value == &name || value == &digits {
                let mut findings = Vec::new();
                add(Known { row: None, list: Some(&number) }, &text, &mut findings);
                prop_assert!(covered(&findings), "list: {text:?} {findings:?}");
            }
        }
    }

    #[test]
    fn a_text_without_the_values_is_left_alone(text in "([a-m ,.]{1,8}|[0-4]{1,9}|\\PC)*") {
        let known = row(&[("PERSON", "Zoltan Quirsty"), ("PHONE_NUMBER", "+19 7789 987 789"), ("EMAIL_ADDRESS", "zquirsty@example.org")]);
        let folded = Folded::of(&text).text;
        prop_assume!(!folded.contains(['z', 'q', '9']));
        prop_assert_eq!(marked(&known, &text), text);
    }
}
