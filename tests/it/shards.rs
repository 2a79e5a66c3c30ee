//! A run in parts: begun by one process, treated by others in any order and as often as they like, finished by the first.

use std::{fs, path::PathBuf};

use limpid::{
    load,
    run::{Identity, Job, OnError, Shards},
    sanitizer::Sanitizer,
};
use limpid_pipelines::{
    key::{KeyRing, MasterKey},
    plan::Plan,
    risk::Partial,
    source::{ReadOptions, discover},
};

use crate::common::{KEY, Place, data_files, expect, sample};

fn keys(policy: &str) -> KeyRing {
    KeyRing::of(MasterKey::from_text(KEY).expect("a key"), &load::policy(policy).expect("a preset"))
}

fn job(place: &Place, plan: Option<Plan>) -> Job {
    let inputs = vec![place.path("in").display().to_string()];
    Job {
        files: discover(&inputs, None, false).expect("files"),
        inputs,
        output: place.path("out"),
        to: None,
        policy: load::policy("training").expect("a preset"),
        plan,
        now: Some("2026-01-31T00:00:00Z".to_owned()),
        known_values: None,
        read: ReadOptions::default(),
        threads: 1,
        profile_rows: Some(10_000),
        on_error: OnError::Stop,
        resume: false,
        memory: 64 << 20,
        quiet: true,
        receiver: None,
        deliver: None,
    }
}

fn plan(place: &Place) -> Plan {
    let files = job(place, None).files.len();
    let key = MasterKey::from_text(KEY).expect("a key");
    let sanitizer =
        Sanitizer::new(load::policy("training").expect("a preset"), Some(key), None, None).expect("valid");
    let mut sum: Option<Partial> = None;
    for index in (0..files).rev() {
        let part = job(place, None).profile_shard(&keys("training"), index).expect("counts");
        match &mut sum {
            Some(sum) => sum.merge(part).expect("adds up"),
            none => *none = Some(part),
        }
    }
    sanitizer.plan(sum.expect("parts")).expect("a plan")
}

fn identity() -> Identity {
    Identity::load(None, false).expect("signs")
}

#[test]
fn parts_in_any_order_and_tried_twice_are_the_run() {
    let place = Place::new();
    sample(&place, 300);
    expect(&place, 0, &["run", "in", "-o", "whole"]);
    let plan = plan(&place);
    let shards =
        Shards::begin(job(&place, Some(plan.clone())), keys("training"), &identity()).expect("begins");
    // Killed in the middle: it leaves what it had begun.
    let begun: PathBuf = place.path("out/_limpid/staging/.dead/customers.csv");
    fs::create_dir_all(begun.parent().expect("a parent")).expect("folders");
    fs::write(&begun, "half a fi").expect("a file");
    for (attempt, index) in [2, 0, 0, 1].into_iter().enumerate() {
        let job = job(&place, Some(plan.clone()));
        job.treat_shard(keys("training"), index, &format!("try {attempt}/../x")).expect("treats");
        assert!(data_files(&place.path("out")).is_empty(), "nothing is published before the end");
    }
    let summary = shards.finish(&identity()).expect("finishes");
    assert_eq!((summary.files, summary.unreadable), (3, 0));
    assert_eq!(data_files(&place.path("out")), data_files(&place.path("whole")));
    assert!(!place.path("out/_limpid/staging").exists() && !place.path("out/_limpid/parts").exists());
    expect(&place, 0, &["verify", "out", "--against", "in"]);
    assert!(job(&place, Some(plan)).treat_shard(keys("training"), 0, "late").is_err());
}

#[test]
fn a_part_that_nobody_treated_publishes_nothing() {
    let place = Place::new();
    sample(&place, 20);
    let plan = plan(&place);
    let shards =
        Shards::begin(job(&place, Some(plan.clone())), keys("training"), &identity()).expect("begins");
    job(&place, Some(plan)).treat_shard(keys("training"), 1, "a").expect("treats");
    let error = shards.finish(&identity()).expect_err("incomplete");
    assert_eq!(error.code(), "LP0015");
    assert!(data_files(&place.path("out")).is_empty());
    assert!(expect(&place, 3, &["verify", "out"]).contains("not complete"));
}

#[test]
fn files_of_one_table_must_agree_before_anything_is_written() {
    let place = Place::new();
    place.write("in/part-1.csv", "id,mail\n1,a@example.com\n");
    place.write("in/part-2.csv", "id,phone\n1,(212) 555-0123\n");
    let plan = plan(&place);
    let error = Shards::begin(job(&place, Some(plan)), keys("training"), &identity()).err().expect("refused");
    assert_eq!(error.code(), "schema_changed");
    assert!(!place.path("out").exists());
    assert!(Shards::begin(job(&place, None), keys("training"), &identity()).is_err(), "a plan is needed");
}
