use std::{collections::BTreeMap, io::Write, sync::Arc};

use arrow::array::{AsArray, BooleanArray, Int64Array, RecordBatch, StringArray};
use proptest::prelude::*;

use super::{RowPlan, RowRules, Selector, read_opt_outs};
use crate::{
    apply::BatchPlace,
    key::{KeyRing, MasterKey},
};

const KEY: &str = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";

fn keys(domain: &str) -> KeyRing {
    KeyRing::with_domain(MasterKey::from_text(KEY).expect("a key"), domain)
}

fn rules(text: &str) -> RowRules {
    let rules: RowRules = toml::from_str(text).expect("rules");
    assert!(rules.problems().is_empty(), "{:?}", rules.problems());
    rules
}

fn batch(rows: usize) -> RecordBatch {
    let ids: Int64Array = (0..rows).map(|row| i64::try_from(row).ok()).collect();
    let emails: StringArray = (0..rows).map(|row| Some(format!("p{}@example.com", row % 7))).collect();
    let days: StringArray = (0..rows)
        .map(|row| (row % 5 != 4).then(|| format!("2026-01-{:02}T00:00:00Z", row % 28 + 1)))
        .collect();
    let open: BooleanArray = (0..rows).map(|row| Some(row % 2 == 0)).collect();
    RecordBatch::try_from_iter([
        ("id", Arc::new(ids) as _),
        ("email", Arc::new(emails) as _),
        ("created_at", Arc::new(days) as _),
        ("open", Arc::new(open) as _),
    ])
    .expect("a batch")
}

fn select(
    rules: &RowRules,
    plan: &RowPlan,
    batch: RecordBatch,
    keys: &KeyRing,
) -> (Vec<i64>, BTreeMap<String, u64>) {
    let selector = Selector::new(rules, Some(plan), keys).expect("valid");
    let place = BatchPlace { table: "t", file: "t.csv", first_row: 0 };
    let selected = selector.select(batch, place, keys).expect("decides");
    let ids = selected.batch.column_by_name("id").expect("id").as_primitive::<arrow::datatypes::Int64Type>();
    (ids.values().to_vec(), selected.dropped)
}

fn at(now: &str) -> RowPlan {
    RowPlan { now: Some(now.into()), opted_out: Vec::new() }
}

#[test]
fn every_row_stays_or_is_counted_under_its_first_reason() {
    let rules = rules(
        "retain = { column = 'created_at', days = 10 }\nfilter = [{ column = 'open', op = '==', value = true }]\n",
    );
    let (stay, dropped) = select(&rules, &at("2026-01-21T00:00:00Z"), batch(100), &keys("a"));
    let expected: Vec<i64> = (0..100).filter(|row| row % 5 != 4 && row % 28 >= 10 && row % 2 == 0).collect();
    assert_eq!(stay, expected);
    let count =
        |wanted: fn(i64) -> bool| u64::try_from((0..100).filter(|row| wanted(*row)).count()).expect("few");
    assert_eq!(dropped["retention: created_at is no date"], count(|row| row % 5 == 4));
    assert_eq!(dropped["retention: created_at"], count(|row| row % 5 != 4 && row % 28 < 10));
    assert_eq!(dropped["filter: open =="], count(|row| row % 5 != 4 && row % 28 >= 10 && row % 2 == 1));
    assert_eq!(stay.len() as u64 + dropped.values().sum::<u64>(), 100);
}

#[test]
fn those_who_opted_out_go_whatever_the_spelling_and_the_plan_holds_no_value() {
    let mut file = tempfile::Builder::new().suffix(".csv").tempfile().expect("a file");
    file.write_all(b"name,mail\nA,P3@Example.com\nB,\nC, p5@example.com \n").expect("written");
    let text =
        format!("opt_out = {{ file = '{}', column = 'email', list_column = 'mail' }}", file.path().display());
    let rules = rules(&text);
    let rule = rules.opt_out.as_ref().expect("a rule");
    let opted_out = read_opt_outs(rule, &keys("a")).expect("reads");
    assert_eq!(opted_out.len(), 2);
    assert_ne!(opted_out, read_opt_outs(rule, &keys("b")).expect("reads"));
    let plan = RowPlan { now: None, opted_out };
    assert!(!toml::to_string(&plan).expect("text").contains("example.com"));
    let (stay, dropped) = select(&rules, &plan, batch(70), &keys("a"));
    assert_eq!(stay, (0..70).filter(|row| row % 7 != 3 && row % 7 != 5).collect::<Vec<_>>());
    assert_eq!(dropped, BTreeMap::from([("opt-out: email".to_owned(), 20)]));
    let wrong = RowRules {
        opt_out: Some(super::OptOut { list_column: Some("e-mail".into()), ..rule.clone() }),
        ..RowRules::default()
    };
    let error =
        read_opt_outs(wrong.opt_out.as_ref().expect("a rule"), &keys("a")).expect_err("no such column");
    assert!(!error.to_string().contains("mail,") && error.to_string().contains("no column e-mail"));
}

#[test]
fn a_rule_about_a_column_that_is_not_there_stops() {
    for text in [
        "retain = { column = 'created', days = 1 }",
        "filter = [{ column = 'state', op = 'not_null' }]",
        "sample = { share = 0.5, by = 'customer' }",
    ] {
        let rules = rules(text);
        let selector = Selector::new(&rules, Some(&at("2026-01-21T00:00:00Z")), &keys("a")).expect("valid");
        let place = BatchPlace { table: "t", file: "t.csv", first_row: 0 };
        assert!(selector.select(batch(3), place, &keys("a")).is_err(), "{text}");
    }
}

#[test]
fn a_sample_is_a_share_of_the_rows_and_whole_people_with_by() {
    let by_row = rules("sample = { share = 0.3 }");
    let (stay, dropped) = select(&by_row, &RowPlan::default(), batch(10_000), &keys("a"));
    assert!((2_800..3_200).contains(&stay.len()), "{}", stay.len());
    assert_eq!(dropped["sample"], 10_000 - stay.len() as u64);
    assert_ne!(select(&by_row, &RowPlan::default(), batch(10_000), &keys("b")).0, stay);
    let by_person = rules("sample = { share = 0.5, by = 'email' }");
    let (stay, _) = select(&by_person, &RowPlan::default(), batch(700), &keys("a"));
    let people: std::collections::BTreeSet<i64> = stay.iter().map(|row| row % 7).collect();
    assert_eq!(stay.len(), people.len() * 100);
    assert!(!people.is_empty() && people.len() < 7);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// A batch decides as its parts do: rows go for what they are, not for where they stand.
    #[test]
    fn any_cut_of_a_batch_keeps_the_same_rows(cut in 0usize..=300, share in 0.01f64..1.0) {
        let rules = rules(&format!(
            "retain = {{ column = 'created_at', days = 20 }}\nsample = {{ share = {share} }}\n\
             filter = [{{ column = 'id', op = '<', value = 250 }}]"
        ));
        let plan = at("2026-01-28T00:00:00Z");
        let whole = batch(300);
        let (stay, dropped) = select(&rules, &plan, whole.clone(), &keys("a"));
        let (mut first, mut counts) = select(&rules, &plan, whole.slice(0, cut), &keys("a"));
        let (second, more) = select(&rules, &plan, whole.slice(cut, 300 - cut), &keys("a"));
        first.extend(second);
        for (reason, count) in more {
            *counts.entry(reason).or_insert(0) += count;
        }
        prop_assert_eq!(first, stay);
        prop_assert_eq!(counts, dropped);
    }
}
