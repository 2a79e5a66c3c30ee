use arrow::array::{AsArray, RecordBatch, RecordBatchIterator, StringArray};
use limpid_pipelines::policy::parse;

use super::*;

const KEY: &str = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";

fn batch(rows: std::ops::Range<u32>) -> RecordBatch {
    let ids: StringArray = rows.clone().map(|row| Some(format!("c-{row}"))).collect();
    let mails: StringArray = rows.clone().map(|row| Some(format!("person{row}@example.com"))).collect();
    let born: StringArray = rows.map(|row| Some(format!("19{}-03-11", 50 + row % 50))).collect();
    RecordBatch::try_from_iter([
        ("id", Arc::new(ids) as _),
        ("mail", Arc::new(mails) as _),
        ("date_of_birth", Arc::new(born) as _),
    ])
    .expect("a batch")
}

fn reader(batches: Vec<RecordBatch>) -> Box<dyn RecordBatchReader + Send> {
    let schema = batches[0].schema();
    Box::new(RecordBatchIterator::new(batches.into_iter().map(Ok), schema))
}

fn sanitizer(policy: &str) -> Sanitizer {
    let key = MasterKey::from_text(KEY).expect("a key");
    let policy = match limpid_pipelines::policy::preset(policy) {
        Some(text) => parse(policy, text),
        None => parse("test", policy),
    };
    Sanitizer::new(policy.expect("a policy"), Some(key), None, Some("2026-01-31T00:00:00Z")).expect("valid")
}

fn planned(sanitizer: &Sanitizer, threads: usize) -> Planned {
    let counted = sanitizer.profile(reader(vec![batch(0..100)]).as_mut(), None).expect("counts");
    let plan = sanitizer.plan(counted).expect("a plan");
    sanitizer.planned(plan, None, threads).expect("fits")
}

fn cells(planned: &Planned, batches: Vec<RecordBatch>) -> Vec<(String, String)> {
    let (treated, totals) = planned.treat(reader(batches), "people.csv").expect("fits");
    let mut cells = Vec::new();
    for batch in treated {
        let batch = batch.expect("treated");
        let (mails, born) = (batch.column(1).as_string::<i32>(), batch.column(2).as_string::<i32>());
        let rows = mails
            .iter()
            .zip(born)
            .map(|(mail, born)| (mail.unwrap_or_default().to_owned(), born.unwrap_or_default().to_owned()));
        cells.extend(rows);
    }
    assert_eq!(totals.now().written, u64::try_from(cells.len()).expect("small"));
    cells
}

#[test]
fn neither_threads_nor_the_cut_of_batches_change_a_cell() {
    let sanitizer = sanitizer("training");
    let whole = cells(&planned(&sanitizer, 1), vec![batch(0..9_000)]);
    assert_eq!(whole.len(), 9_000);
    assert!(whole.iter().all(|(mail, _)| !mail.starts_with("person")));
    let parts = vec![batch(0..1), batch(1..8500), batch(8500..8500), batch(8500..9_000)];
    for threads in [1, 2, 5] {
        assert_eq!(cells(&planned(&sanitizer, threads), parts.clone()), whole);
    }
}

#[test]
fn what_moves_with_a_place_is_refused_unless_a_column_stands_for_it() {
    let error = planned(&sanitizer("training"), 1).without_places().expect_err("birthdays move by row");
    assert_eq!((error.code(), error.exit()), ("LP0016", crate::error::Exit::Usage));
    let by_column = sanitizer("training").with_document("id");
    let by_column = planned(&by_column, 1);
    by_column.without_places().expect("no place is needed");
    let mut parts = cells(&by_column, vec![batch(0..50)]);
    parts.extend(cells(&by_column, vec![batch(50..100)]));
    assert_eq!(parts, cells(&by_column, vec![batch(0..100)]));
    let random = sanitizer(
        "extends = \"share\"\nname = \"r\"\n[entities]\nPERSON = { surrogate = { scope = \"random\" } }\n",
    );
    assert!(planned(&random, 1).without_places().is_err());
}

#[test]
fn an_error_ends_the_stream_and_quotes_nobody() {
    let failing = batch(0..10);
    let schema = failing.schema();
    let broken = arrow::error::ArrowError::ParseError("person7@example.com".into());
    let input = RecordBatchIterator::new(vec![Ok(failing), Err(broken)], schema);
    for threads in [1, 2] {
        let planned = planned(&sanitizer("share"), threads);
        let input = RecordBatchIterator::new(
            vec![Ok(batch(0..10)), Err(arrow::error::ArrowError::ParseError("person7@example.com".into()))],
            input.schema(),
        );
        let (mut treated, _) = planned.treat(Box::new(input), "f").expect("fits");
        let told: Vec<String> =
            treated.by_ref().filter_map(Result::err).map(|error| error.to_string()).collect();
        assert_eq!(told.len(), 1);
        assert!(told[0].contains("its source failed") && !told[0].contains("person7"));
        assert!(treated.next().is_none());
    }
}

#[test]
fn a_column_that_the_plan_does_not_know_is_refused() {
    let planned = planned(&sanitizer("share"), 1);
    let mails: StringArray = [Some("person1@example.com")].into_iter().collect();
    let other = RecordBatch::try_from_iter([("contact", Arc::new(mails) as _)]).expect("a batch");
    let error = planned.treat(reader(vec![other]), "f").err().expect("refused");
    assert_eq!((error.code(), error.to_string().as_str()), ("LP0015", "column contact is not in the plan"));
}
