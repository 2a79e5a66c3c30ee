//! limpid between two programs: rows leave soon after they came, and a reader that goes away is an error.

use std::{
    io::{BufRead, BufReader, Read, Write},
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
};

use arrow::{
    array::{ArrayRef, AsArray, RecordBatch, StringArray},
    ipc::{reader::StreamReader, writer::StreamWriter},
};

use crate::common::{KEY, Place, expect, limpid_with};

/// A pipe whose reader waits for every row.
fn start(format: &str, more: &[&str]) -> (Child, ChildStdin, BufReader<ChildStdout>) {
    let mut child = Command::new(assert_cmd::cargo::cargo_bin("limpid"))
        .args(["run", "-", "--from", format, "-o", "-", "--policy", "share"])
        .args(["--profile-rows", "1", "--batch-rows", "1"])
        .args(more)
        .env("LIMPID_KEY", KEY)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("limpid starts");
    let input = child.stdin.take().expect("piped");
    let output = BufReader::new(child.stdout.take().expect("piped"));
    (child, input, output)
}

fn line(output: &mut BufReader<ChildStdout>) -> String {
    let mut line = String::new();
    output.read_line(&mut line).expect("a line");
    line
}

/// Each row is read before the next one is written: one that stayed inside would stop the test for good.
#[test]
fn a_row_leaves_before_the_next_one_comes() {
    for threads in ["1", "2"] {
        let (mut child, mut input, mut output) = start("jsonl", &["--threads", threads]);
        for row in 0..20 {
            writeln!(input, "{{\"id\":{row},\"note\":\"I am at 192.0.2.{row}\"}}").expect("written");
            assert_eq!(line(&mut output), format!("{{\"id\":{row},\"note\":\"I am at <IP_ADDRESS>\"}}\n"));
        }
        drop(input);
        assert_eq!(line(&mut output), "");
        assert_eq!(child.wait().expect("ends").code(), Some(0));
    }
}

/// A row of delimited text is known to be whole when the next one begins.
#[test]
fn a_row_of_delimited_text_leaves_with_the_next_one() {
    let (mut child, mut input, mut output) = start("csv", &[]);
    input.write_all(b"id,note\n0,I am at 192.0.2.0\n").expect("written");
    for row in 1..20 {
        writeln!(input, "{row},I am at 192.0.2.{row}").expect("written");
        if row == 1 {
            assert_eq!(line(&mut output), "id,note\n");
        }
        assert_eq!(line(&mut output), format!("{},I am at <IP_ADDRESS>\n", row - 1));
    }
    drop(input);
    assert_eq!(line(&mut output), "19,I am at <IP_ADDRESS>\n");
    assert_eq!(child.wait().expect("ends").code(), Some(0));
}

#[test]
fn a_batch_of_arrow_leaves_before_the_next_one_comes() {
    let (mut child, input, output) = start("arrows", &[]);
    let batch = |row: usize| {
        let column: ArrayRef = std::sync::Arc::new(StringArray::from(vec![format!("I am at 192.0.2.{row}")]));
        RecordBatch::try_from_iter([("note", column)]).expect("a batch")
    };
    let mut writer = StreamWriter::try_new(input, &batch(0).schema()).expect("a writer");
    writer.write(&batch(0)).expect("written");
    writer.flush().expect("flushed");
    let mut reader = StreamReader::try_new(output, None).expect("a schema");
    for row in 1..20 {
        let treated = reader.next().expect("a batch").expect("a batch");
        assert_eq!(treated.column(0).as_string::<i32>().value(0), "I am at <IP_ADDRESS>");
        writer.write(&batch(row)).expect("written");
        writer.flush().expect("flushed");
    }
    drop(writer.into_inner().expect("finished"));
    assert!(reader.next().expect("the last batch").is_ok());
    assert!(reader.next().is_none());
    assert_eq!(child.wait().expect("ends").code(), Some(0));
}

/// Half an output must not look whole.
#[test]
fn a_reader_that_goes_away_is_an_error() {
    let (mut child, mut input, mut output) = start("jsonl", &[]);
    writeln!(input, "{{\"note\":\"call (212) 555-0123\"}}").expect("written");
    assert_eq!(line(&mut output), "{\"note\":\"call <PHONE_NUMBER>\"}\n");
    drop(output);
    // Until limpid notices; then this side of the pipe breaks, too.
    while writeln!(input, "{{\"note\":\"call (212) 555-0123\"}}").is_ok() {}
    assert_eq!(child.wait().expect("ends").code(), Some(3));
    let mut told = String::new();
    child.stderr.take().expect("piped").read_to_string(&mut told).expect("text");
    assert!(told.contains("cannot write: broken pipe") && !told.contains("555"), "{told}");
}

#[test]
fn rows_are_the_same_however_they_are_cut() {
    let place = Place::new();
    let rows: String = (0..500)
        .map(|row| format!("{{\"id\":{row},\"note\":\"Aisha Khan{row}, 192.0.2.{row}\"}}\n"))
        .collect();
    let run = |rows: &str, batch: &str| {
        let args = ["run", "-", "--from", "jsonl", "-o", "-", "--batch-rows", batch];
        let output = limpid_with(&place, &args, &[("LIMPID_KEY", KEY)], rows);
        assert_eq!(output.status.code(), Some(0));
        String::from_utf8(output.stdout).expect("text")
    };
    let whole = run(&rows, "8192");
    assert_eq!(whole.lines().count(), 500);
    assert_eq!(whole, run(&rows, "1"));
    assert_eq!(whole, run(rows.trim_end(), "7"));
}

#[test]
fn a_plan_needs_no_rows_to_look_at_and_must_fit() {
    let place = Place::new();
    place.write("stdin.jsonl", "{\"note\":\"call (212) 555-0123\"}\n");
    let plan = expect(&place, 0, &["plan", "stdin.jsonl", "--policy", "share"]);
    place.write("plan.toml", &plan);
    let args = ["run", "-", "--from", "jsonl", "-o", "-", "--plan", "plan.toml"];
    let run = |args: &[&str]| limpid_with(&place, args, &[("LIMPID_KEY", KEY)], &place.read("stdin.jsonl"));
    assert_eq!(String::from_utf8(run(&args).stdout).expect("text"), "{\"note\":\"call <PHONE_NUMBER>\"}\n");
    place.write("plan.toml", plan.replace("detectors = \"", "detectors = \"0"));
    assert_eq!(run(&args).status.code(), Some(2));
    // Zero is all of them, as in a run.
    let all = ["run", "-", "--from", "jsonl", "-o", "-", "--policy", "share", "--profile-rows", "0"];
    assert_eq!(run(&all).stdout, b"{\"note\":\"call <PHONE_NUMBER>\"}\n");
}
