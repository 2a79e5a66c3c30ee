//! Transforms, value by value, and a whole batch: what detection costs without and rewriting with it.
//!
//! `cargo bench -p limpid-pipelines --bench pipeline`; the sample is made by `benches/peers/data.py sample`.

#![allow(
    missing_docs,
    clippy::expect_used,
    reason = "a bench that cannot begin ends; criterion makes public items"
)]

use std::{hint::black_box, sync::Arc};

use arrow::array::{ArrayRef, RecordBatch, StringArray};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use limpid_detectors::{Entity, TaggerKind};
use limpid_pipelines::{
    apply::{Applier, BatchPlace},
    format::Format,
    key::{KeyRing, MasterKey},
    metadata::FileMetadata,
    plan::Plan,
    policy::{Policy, parse, preset},
    profile::Profile,
    sink::{WriteOptions, create},
    transform::{Action, Cell, Scope, build},
};

fn keys() -> KeyRing {
    KeyRing::new(MasterKey::ephemeral([7; 32]))
}

/// One value by one operator.
fn transforms(criterion: &mut Criterion) {
    let surrogate = Action::Surrogate { scope: Scope::Dataset };
    let cases = [
        ("surrogate name", &surrogate, "PERSON", "Aisha Khan"),
        ("surrogate e-mail", &surrogate, "EMAIL_ADDRESS", "aisha.khan@example.com"),
        ("surrogate phone", &surrogate, "PHONE_NUMBER", "(212) 555-0142"),
        ("surrogate card", &surrogate, "CREDIT_CARD", "4111 1111 1111 1111"),
        ("surrogate address", &surrogate, "IP_ADDRESS", "192.0.2.7"),
        ("tokenize", &Action::Tokenize { scope: Scope::Dataset }, "EMAIL_ADDRESS", "aisha.khan@example.com"),
        (
            "hash",
            &Action::Hash { length: 16, scope: Scope::Dataset },
            "EMAIL_ADDRESS",
            "aisha.khan@example.com",
        ),
        ("redact", &Action::Redact, "EMAIL_ADDRESS", "aisha.khan@example.com"),
    ];
    let mut group = criterion.benchmark_group("transform");
    group.throughput(Throughput::Elements(1));
    for (name, action, entity, value) in cases {
        let transform = build(action, &Entity::new(entity).expect("a label"), &keys()).expect("builds");
        let mut out = String::new();
        group.bench_function(name, |bench| {
            bench.iter(|| {
                out.clear();
                let cell = Cell {
                    value: black_box(value),
                    document: b"1",
                    occurrence: 0,
                    subject: None,
                    people: &[],
                };
                transform.rewrite(&cell, &mut out).expect("treats");
                out.len()
            });
        });
    }
}

fn policy(tagger: TaggerKind) -> Policy {
    let mut policy = parse("training", preset("training").expect("ships")).expect("a policy");
    policy.detect.selection.tagger = tagger;
    policy
}

/// The tickets as a column, treated, and written as Parquet; and written as they are.
fn pipeline(criterion: &mut Criterion) {
    let text = include_str!("sample/records.txt");
    let notes: ArrayRef = Arc::new(StringArray::from_iter_values(text.lines()));
    let batch = RecordBatch::try_from_iter([("notes", notes)]).expect("a batch");
    let mut group = criterion.benchmark_group("pipeline");
    group.throughput(Throughput::Bytes(text.len() as u64));
    group.bench_function("write as it is", |bench| bench.iter(|| write(black_box(&batch))));
    for (name, tagger) in [("apply, rules", TaggerKind::None), ("apply, all", TaggerKind::Fast)] {
        let policy = policy(tagger);
        let engine = policy.engine().expect("compiles");
        let plan = Plan::resolve(&policy, &Profile::default(), &engine, &keys().id()).expect("a plan");
        let applier = Applier::new(plan, engine, keys(), None).expect("builds");
        let place = BatchPlace { table: "tickets", file: "tickets.parquet", first_row: 0 };
        let apply = || applier.apply(black_box(&batch), place).expect("treats").0;
        group.bench_function(name, |bench| bench.iter(apply));
        group.bench_function(format!("{name}, write"), |bench| bench.iter(|| write(&apply())));
    }
}

fn write(batch: &RecordBatch) {
    let options = WriteOptions {
        format: Format::Parquet,
        schema: batch.schema(),
        metadata: FileMetadata::default(),
        no_statistics: vec!["notes".to_owned()],
        own_metadata: Vec::new(),
    };
    let mut sink = create(Box::new(std::io::sink()), &options).expect("a sink");
    sink.write(batch).expect("writes");
    sink.finish().expect("finishes");
}

criterion_group!(benches, transforms, pipeline);
criterion_main!(benches);
