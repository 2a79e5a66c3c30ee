//! Detection on 40 kB each of tickets, prose, other languages and documents: rules, tagger, both; and how long compiling the rules takes.
//!
//! `cargo bench -p limpid-detectors --bench scan`; the sample is made by `benches/peers/data.py sample`.

#![allow(
    missing_docs,
    clippy::expect_used,
    reason = "a bench that cannot begin ends; criterion makes public items"
)]

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use limpid_detectors::{
    Engine, Header, Selection, TaggerKind,
    tagger::{FastTagger, Mode, Tagger},
};

const SAMPLES: [(&str, &str); 4] = [
    ("records", include_str!("sample/records.txt")),
    ("prose", include_str!("sample/prose.txt")),
    ("scripts", include_str!("sample/scripts.txt")),
    ("documents", include_str!("sample/documents.txt")),
];

fn engine(tagger: TaggerKind) -> Engine {
    Engine::embedded(&Selection { tagger, ..Selection::default() }).expect("the embedded rules compile")
}

fn compile(criterion: &mut Criterion) {
    criterion.bench_function("compile", |bench| bench.iter(|| engine(TaggerKind::None)));
}

fn detect(criterion: &mut Criterion) {
    for (what, tagger) in [("rules", TaggerKind::None), ("all", TaggerKind::Fast)] {
        let engine = engine(tagger);
        let mut group = criterion.benchmark_group(what);
        for (name, text) in SAMPLES {
            group.throughput(Throughput::Bytes(text.len() as u64));
            let mut found = Vec::new();
            group.bench_function(name, |bench| {
                bench.iter(|| {
                    found.clear();
                    text.lines().for_each(|cell| engine.detect(black_box(cell), &Header::none(), &mut found));
                    found.len()
                });
            });
        }
    }
}

fn tagger(criterion: &mut Criterion) {
    let tagger = FastTagger::embedded();
    let mut group = criterion.benchmark_group("tagger");
    for (name, text) in SAMPLES {
        group.throughput(Throughput::Bytes(text.len() as u64));
        let mut tags = Vec::new();
        group.bench_function(name, |bench| {
            bench.iter(|| {
                tags.clear();
                text.lines().for_each(|cell| tagger.tag(black_box(cell), Mode::Prose, &mut tags));
                tags.len()
            });
        });
    }
}

criterion_group!(benches, compile, detect, tagger);
criterion_main!(benches);
