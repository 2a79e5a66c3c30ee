//! Whole or not at all: a killed run leaves nothing that looks finished, and ends in the same bytes when resumed.

use std::{fs, process::Stdio};

use crate::common::{KEY, Place, data_files, expect, limpid_with, printed, sample};

/// Kills a run as soon as its first part is done; false when it was too quick.
fn killed(place: &Place, args: &[&str]) -> bool {
    let mut child = std::process::Command::new(assert_cmd::cargo::cargo_bin!("limpid"))
        .current_dir(place.path(""))
        .env("LIMPID_KEY", KEY)
        .args(args)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("starts");
    let parts = place.path("out/_limpid/parts/000000.json");
    while child.try_wait().expect("a child").is_none() {
        if parts.exists() {
            child.kill().expect("dies");
            child.wait().expect("dead");
            return !place.path("out/_limpid/manifest.json").exists();
        }
        std::thread::yield_now();
    }
    false
}

#[test]
fn a_killed_run_is_resumed_to_the_same_bytes() {
    let place = Place::new();
    sample(&place, 4000);
    for copy in 0..6 {
        fs::copy(place.path("in/chats.jsonl"), place.path(&format!("in/more{copy}.jsonl"))).expect("copies");
    }
    expect(&place, 0, &["run", "in", "-o", "whole"]);
    assert!(killed(&place, &["run", "in", "-o", "out"]), "the run ended before it could be killed");
    assert!(data_files(&place.path("out")).is_empty(), "outputs appear only when all are done");
    assert!(expect(&place, 3, &["verify", "out"]).contains("not complete"));
    assert!(expect(&place, 2, &["run", "in", "-o", "out"]).contains("--resume"));
    expect(&place, 0, &["run", "in", "-o", "out", "--resume"]);
    assert_eq!(data_files(&place.path("out")), data_files(&place.path("whole")));
    expect(&place, 0, &["verify", "out", "--against", "in"]);
    assert!(expect(&place, 2, &["run", "in", "-o", "out", "--resume"]).contains("already complete"));
}

#[test]
fn a_run_is_resumed_only_with_its_own_key_and_plan() {
    let place = Place::new();
    sample(&place, 10);
    place.write("in/zz.jsonl", "not json\n");
    expect(&place, 3, &["run", "in", "-o", "out"]);
    let ephemeral = limpid_with(&place, &["run", "in", "-o", "out", "--resume"], &[], "");
    assert_eq!(ephemeral.status.code(), Some(2));
    assert!(printed(&ephemeral).contains("ephemeral"));
    place.write("in/zz.jsonl", "{}\n");
    let text = expect(&place, 2, &["run", "in", "-o", "out", "--resume", "--policy", "share"]);
    assert!(text.contains("another plan"), "{text}");
    expect(&place, 0, &["run", "in", "-o", "out", "--resume"]);
    expect(&place, 0, &["verify", "out"]);
}
