use std::sync::Arc;

use arrow::{
    array::{Array, AsArray},
    datatypes::{DataType, Field, Schema},
};
use limpid_detectors::{Header, Selection, Set};
use proptest::prelude::*;

use super::*;
use crate::{key::MasterKey, source::json_document_field};

fn keys(domain: &str) -> KeyRing {
    let key = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
    KeyRing::with_domain(MasterKey::from_text(key).expect("a key"), domain)
}

fn plan(column: &str) -> CanaryPlan {
    let role = row::role_beside(column);
    CanaryPlan { table: "t".into(), column: column.into(), count: 9, role }
}

#[test]
fn lists_hold_each_word_once_and_as_many_as_six_bits_say() {
    for list in [ADJECTIVES, NOUNS] {
        let words: std::collections::BTreeSet<_> = list.iter().collect();
        assert_eq!((list.len(), words.len()), (64, 64));
    }
    assert!(ADJECTIVES.iter().all(|word| !word.starts_with(['a', 'e', 'i', 'o', 'u'])));
    assert_eq!(SECRET_BITS, 12 * u32::try_from(THINGS).expect("small"));
    assert_eq!(OPENINGS.len(), 8);
}

#[test]
fn canaries_read_as_such_in_one_line_and_nothing_else_does() {
    for (index, opening) in OPENINGS.iter().enumerate() {
        let words: Vec<&str> = opening.split(' ').collect();
        assert!(words.iter().all(|word| !word.is_empty() && !word.contains(char::is_whitespace)), "{index}");
        let key = SubKey::new([7; 32]);
        let canary = CanaryMaker { key, opening }.canary(3);
        assert!(reads_as_canary(&canary), "{canary}");
        for other in
            [canary.replacen(", a ", ", Ann, a ", 1), canary.replace('.', ""), format!("{canary} Ann.")]
        {
            assert!(!reads_as_canary(&other), "{other}");
        }
    }
    assert!(!reads_as_canary("We still need to call Ann Example and a blue box."));
}

#[test]
fn a_canary_depends_on_key_table_policy_and_number_and_is_no_reference() {
    let make = |keys: &KeyRing, table: &str, policy: &str| {
        CanaryMaker::new(keys, &CanaryPlan { table: table.into(), ..plan("text") }, policy)
    };
    let maker = make(&keys("a"), "t", "p");
    assert_eq!(maker.canary(3), make(&keys("a"), "t", "p").canary(3));
    let others = [
        maker.canary(4),
        maker.reference(3),
        make(&keys("b"), "t", "p").canary(3),
        make(&keys("a"), "u", "p").canary(3),
        make(&keys("a"), "t", "q").canary(3),
    ];
    assert!(!others.contains(&maker.canary(3)));
}

#[test]
fn no_detector_takes_a_canary_for_personal_data() {
    let selection = Selection { set: Set::Deep, min_score: Some(0.2), ..Selection::default() };
    let policy = crate::policy::parse("p", "extends = \"training\"").expect("a policy");
    let engine = policy.engine_with(&selection).expect("an engine");
    let mut found = Vec::new();
    for domain in ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l"] {
        let maker = CanaryMaker::new(&keys(domain), &plan("text"), "p");
        for number in 0..200 {
            engine.detect(&maker.canary(number), &Header::default(), &mut found);
            let entities: Vec<_> = found.iter().filter_map(|finding| engine.entity(finding)).collect();
            assert!(found.is_empty(), "{}: {entities:?}", maker.canary(number));
        }
    }
}

#[test]
fn a_row_is_its_canary_and_nothing_else() {
    let text = vec!["one.".to_owned(), "two \"quoted\".".to_owned()];
    let role = Field::new("role", DataType::Utf8, true);
    let content = Field::new("content", DataType::Utf8, false);
    let turn = DataType::Struct(vec![role, content].into());
    let turns = DataType::List(Arc::new(Field::new("item", turn, true)));
    let dictionary = DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8));
    let schema = Arc::new(Schema::new(vec![
        Field::new("id", DataType::Int64, true),
        Field::new("messages", turns, true),
        Field::new("kind", dictionary, true),
    ]));
    let rows = canary_rows(&schema, &plan("messages[*].content"), &text, false).expect("rows");
    assert_eq!((rows.num_rows(), rows.column(0).null_count(), rows.column(2).null_count()), (2, 2, 2));
    let turns = rows.column(1).as_list::<i32>().value(1);
    let turn = turns.as_struct();
    assert_eq!(turn.column(0).as_string::<i32>().value(0), "assistant");
    assert_eq!(turn.column(1).as_string::<i32>().value(0), text[1]);
    let rows = canary_rows(&schema, &plan("kind"), &text, false).expect("rows");
    let kinds = arrow::compute::cast(rows.column(2), &DataType::Utf8).expect("texts");
    assert_eq!(kinds.as_string::<i32>().value(0), text[0]);
    let documents = Arc::new(Schema::new(vec![json_document_field()]));
    let rows = canary_rows(&documents, &plan("messages[*].content"), &text, false).expect("rows");
    assert_eq!(
        rows.column(0).as_string::<i32>().value(0),
        r#"{"messages":[{"role":"assistant","content":"one."}]}"#
    );
}

#[test]
fn a_column_that_may_not_be_null_refuses_them() {
    let schema = |nullable| {
        let fields =
            vec![Field::new("id", DataType::Int64, nullable), Field::new("text", DataType::Utf8, true)];
        Arc::new(Schema::new(fields))
    };
    let text = vec!["one.".to_owned()];
    assert!(canary_rows(&schema(true), &plan("text"), &text, false).is_ok());
    let error = canary_rows(&schema(false), &plan("text"), &text, true).expect_err("refused").to_string();
    assert!(error.contains("column id may not be null"), "{error}");
}

#[test]
fn exposure_is_the_logarithm_of_the_share_of_candidates_at_least_as_likely() {
    // Seven references and the canary itself: log2 8 = 3 bits at most.
    let references = [40.0, 10.0, 20.0, 30.0, 50.0, 60.0, 70.0];
    let bits = |perplexity: f64| exposures(&[perplexity], &references)[0].bits;
    assert!((bits(1.0) - 3.0).abs() < 1e-12);
    assert!((bits(15.0) - 2.0).abs() < 1e-12);
    assert!((bits(35.0) - 1.0).abs() < 1e-12);
    assert!(bits(99.0).abs() < 1e-12);
    // A model that tells nothing apart puts all in the middle.
    let tied = exposures(&[5.0], &[5.0; 7])[0];
    assert!((tied.rank - 4.5).abs() < 1e-12 && tied.bits < 1.0);
}

proptest! {
    #[test]
    fn exposure_falls_with_perplexity_and_stays_within_its_bounds(
        references in prop::collection::vec(1.0..1e6_f64, 1..200),
        mut canaries in prop::collection::vec(1.0..1e6_f64, 2..20),
    ) {
        canaries.sort_by(f64::total_cmp);
        let exposures = exposures(&canaries, &references);
        let most = f64::from(u32::try_from(references.len() + 1).expect("few")).log2();
        for pair in exposures.windows(2) {
            prop_assert!(pair[0].bits >= pair[1].bits);
        }
        prop_assert!(exposures.iter().all(|one| (-1e-9..=most + 1e-9).contains(&one.bits)));
        for (one, canary) in exposures.iter().zip(&canaries) {
            let slow = references.iter().fold(1.0, |rank, reference| {
                rank + match reference.total_cmp(canary) { std::cmp::Ordering::Less => 1.0, std::cmp::Ordering::Equal => 0.5, std::cmp::Ordering::Greater => 0.0 }
            });
            prop_assert!((one.rank - slow).abs() < 1e-9);
        }
    }

    #[test]
    fn shares_cover_every_canary_once(count in 0..5000_u64, files in 1..40_u64) {
        let mut next = 0;
        for index in 0..files {
            let share = share(count, index, files);
            prop_assert_eq!(share.start, next);
            prop_assert!(share.end - share.start <= count / files + 1);
            next = share.end;
        }
        prop_assert_eq!(next, count);
    }
}
