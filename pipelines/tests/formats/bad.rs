use std::sync::Arc;

use arrow::{
    array::{Array, ArrayRef, AsArray, LargeStringArray, StringArray},
    datatypes::DataType,
};
use limpid_pipelines::{
    error::Error,
    format::Format,
    source::{InputFile, ReadOptions, open},
};

use super::{CANARY, Read, read, samples, write};

/// The error, which quotes nothing of the data.
fn error(bytes: &[u8], format: Format) -> Error {
    let error = read(bytes, format).err().expect("an error");
    let shown = format!("{error} {error:?} {:?}", error.hint());
    assert!(!shown.contains("CANARY") && !shown.contains("7f3a"), "{shown}");
    error
}

fn malformed(bytes: &[u8], format: Format) -> &'static str {
    match error(bytes, format) {
        Error::Malformed { what, .. } => what,
        other => panic!("{other}"),
    }
}

fn words(batch: &Read, column: usize) -> Vec<String> {
    let rows = batch.rows();
    rows.column(column).as_string::<i32>().iter().flatten().map(str::to_owned).collect()
}

fn sample(format: Format) -> Vec<u8> {
    let words: StringArray = (0..500).map(|row| Some(format!("{CANARY} {row}"))).collect();
    let batch = samples::batch(vec![("words", Arc::new(words))]);
    write(format, &batch.schema(), std::slice::from_ref(&batch)).expect("written")
}

#[test]
fn files_that_are_not_what_they_say() {
    for format in [Format::Parquet, Format::ArrowFile, Format::ArrowStream, Format::Csv, Format::Tsv] {
        assert_eq!(malformed(b"", format), "the file is empty", "{format:?}");
    }
    let text = format!("{CANARY},{CANARY}\n{CANARY}");
    for format in [Format::Parquet, Format::ArrowFile, Format::ArrowStream, Format::JsonlGz, Format::JsonlZst]
    {
        malformed(text.as_bytes(), format);
    }
    assert!(malformed(b"PAR1CANARY-7f3a", Format::Parquet).contains("cut off"));
    assert!(matches!(error(b"FEA1CANARY-7f3a", Format::ArrowFile), Error::Unsupported { .. }));
}

#[test]
fn damaged_files_are_errors_wherever_the_damage_is() {
    for format in [Format::Parquet, Format::ArrowFile, Format::ArrowStream] {
        let whole = sample(format);
        let cut = whole.get(..whole.len() - 9).expect("longer");
        if format != Format::ArrowStream {
            malformed(cut, format);
        }
        malformed(whole.get(..whole.len() / 2).expect("half"), format);
        // Any flipped byte: another result or an error, but never a panic and never a quote.
        for position in (0..whole.len()).step_by(whole.len() / 150 + 1) {
            let mut broken = whole.clone();
            if let Some(byte) = broken.get_mut(position) {
                *byte ^= 0x55;
            }
            if let Err(error) = read(&broken, format) {
                let shown = format!("{error} {error:?}");
                assert!(!shown.contains("CANARY") && !shown.contains("7f3a"), "{shown}");
            }
        }
    }
}

#[test]
fn an_error_is_the_last_thing_a_source_says() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("in");
    std::fs::write(&path, [b"{}\n".to_vec(), vec![b'x'; 100]].concat()).expect("written");
    let file = InputFile { path, relative: "in".into(), format: Format::JsonlGz, remote: None };
    let mut source = open(&file, &ReadOptions::default());
    if let Ok(source) = &mut source {
        assert!(source.next_chunk().is_some_and(|chunk| chunk.is_err()));
        assert!(source.next_chunk().is_none());
    }
}

#[test]
fn a_missing_file_is_told_by_name() {
    let file = InputFile {
        path: "/nowhere/x.csv".into(),
        relative: "x.csv".into(),
        format: Format::Csv,
        remote: None,
    };
    assert!(matches!(open(&file, &ReadOptions::default()).err(), Some(Error::Io { action: "open", .. })));
    let stdin = InputFile {
        path: "-".into(),
        relative: "stdin.parquet".into(),
        format: Format::Parquet,
        remote: None,
    };
    assert!(matches!(open(&stdin, &ReadOptions::default()).err(), Some(Error::Plan { .. })));
}

#[test]
fn lines_that_are_no_json_are_set_aside() {
    let deep = format!("{}{}", "[".repeat(129), "]".repeat(129));
    let text = format!(
        "{{\"a\":1}}\n{{\"a\": {CANARY}\n\n[1,]\n{deep}\n\"[[[[\"\n{{\"a\":1}} trailing\n{{\"b\":2}}\n"
    );
    let mut bytes = text.into_bytes();
    bytes.extend_from_slice(b"\"\xff\"\n3");
    for batch_rows in [1, 8192] {
        let options = ReadOptions { batch_rows, ..ReadOptions::default() };
        let file = super::read_with(&bytes, Format::Jsonl, &options).expect("read");
        let rejected: Vec<(u64, &str)> = file.rejected.iter().map(|one| (one.row, one.what)).collect();
        assert_eq!(
            rejected,
            [
                (1, "the line is not valid JSON"),
                (2, "the line is not valid JSON"),
                (3, "the JSON is nested too deeply"),
                (5, "the line is not valid JSON"),
                (7, "the line is not UTF-8"),
            ]
        );
        assert_eq!(words(&file, 0), ["{\"a\":1}", "\"[[[[\"", "{\"b\":2}", "3"]);
        let firsts: Vec<u64> = file.batches.iter().map(|numbered| numbered.first_row).collect();
        assert_eq!(firsts, [0, 4, 6, 8]);
        assert!(file.rejected.first().is_some_and(|one| one.raw.starts_with(b"{\"a\": CANARY")));
    }
    assert_eq!(malformed(b"\xff\xfe{\0}\0", Format::Jsonl), "the text is not UTF-8 but UTF-16");
    assert_eq!(read(b"\xef\xbb\xbf{}\n", Format::Jsonl).expect("read").rows().num_rows(), 1);
    assert!(read(b"", Format::Jsonl).expect("read").batches.is_empty());
    assert!(read(b"\n \n", Format::Jsonl).expect("read").batches.is_empty());
}

#[test]
fn compressed_lines_cut_off_are_an_error() {
    use std::io::Write;
    let lines: String = (0..2000).map(|row| format!("{{\"a\": \"{CANARY} {row}\"}}\n")).collect();
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(lines.as_bytes()).expect("written");
    let gzip = encoder.finish().expect("finished");
    let zstd = zstd::encode_all(lines.as_bytes(), 1).expect("fits");
    for (bytes, format) in [(gzip, Format::JsonlGz), (zstd, Format::JsonlZst)] {
        assert!(
            malformed(bytes.get(..bytes.len() / 2).expect("half"), format).contains("damaged or cut off")
        );
    }
}

#[test]
fn rows_that_do_not_fit_the_header_are_set_aside() {
    let text = b"a,b\n1,2\nCANARY-7f3a\n3,4\n5,6,CANARY-7f3a\n\xff,x\n\n7,8\n";
    let file = read(text, Format::Csv).expect("read");
    let rejected: Vec<(u64, &str)> = file.rejected.iter().map(|one| (one.row, one.what)).collect();
    assert_eq!(
        rejected,
        [
            (1, "the row has another number of fields than the header"),
            (3, "the row has another number of fields than the header"),
            (4, "the row is not UTF-8"),
        ]
    );
    assert_eq!(words(&file, 0), ["1", "3", "7"]);
    assert_eq!(file.rejected.get(1).map(|one| one.raw.as_slice()), Some(&b"5,6,CANARY-7f3a\n"[..]));
}

#[test]
fn a_quote_that_is_never_closed_is_set_aside_with_all_it_swallowed() {
    let file = read(b"a,b\n1,2\n3,\"CANARY-7f3a\n5,6\n7,8\n", Format::Csv).expect("read");
    let rejected: Vec<(u64, &str)> = file.rejected.iter().map(|one| (one.row, one.what)).collect();
    assert_eq!(rejected, [(1, "a quote is never closed")]);
    assert_eq!(words(&file, 0), ["1"]);
    assert!(malformed(b"a,\"b\n1,2\n3,4\n", Format::Csv).contains("never closed"));
    // Without a line end at the end of the file, all is well.
    assert_eq!(words(&read(b"a,b\n1,\"2\"", Format::Csv).expect("read"), 1), ["2"]);
    let mut long = b"a,b\n1,\"".to_vec();
    long.resize(70 << 20, b'x');
    assert!(matches!(error(&long, Format::Csv), Error::Limit { .. }));
}

#[test]
fn headers_that_cannot_be_told_apart_are_refused() {
    assert!(malformed(b"CANARY-7f3a,CANARY-7f3a\n1,2\n", Format::Csv).contains("same name"));
    assert!(malformed(b"\xff\xfea\0,\0b\0\n\0", Format::Csv).contains("not UTF-8"));
    assert!(malformed(b"a,\xff\n1,2\n", Format::Csv).contains("not UTF-8"));
    let marked = read(b"\xef\xbb\xbfa,b\n1,2\n", Format::Csv).expect("read");
    assert_eq!(marked.schema.field(0).name(), "a");
}

#[test]
fn text_that_is_no_text_is_set_aside() {
    let file = read(b"CANARY-7f3a \xff", Format::Text).expect("read");
    assert!(file.batches.is_empty());
    assert_eq!(file.rejected.first().map(|one| (one.row, one.what)), Some((0, "the text is not UTF-8")));
}

#[test]
fn types_a_format_does_not_have_name_the_column() {
    let list = samples::more().into_iter().find(|(name, _)| *name == "list").expect("there");
    let batch = samples::batch(vec![list]);
    for format in [Format::Csv, Format::Text] {
        let error = write(format, &batch.schema(), std::slice::from_ref(&batch)).expect_err("refused");
        assert!(matches!(error, Error::Unsupported { .. }));
    }
    let error = write(Format::Csv, &batch.schema(), &[]).expect_err("refused");
    assert!(error.to_string().contains("column list") && error.to_string().contains("JSONL"), "{error}");
}

#[test]
fn documents_that_do_not_fit_the_first_ones_are_an_error() {
    let mut lines: String = (0..12_000).map(|row| format!("{{\"id\": {row}}}\n")).collect();
    lines.push_str("{\"id\": \"CANARY-7f3a\"}\n");
    for (more, format) in [("", Format::Parquet), ("{\"CANARY-7f3a\": 1}\n", Format::ArrowFile)] {
        let file = read(format!("{lines}{more}").as_bytes(), Format::Jsonl).expect("read");
        let batches: Vec<_> = file.batches.iter().map(|numbered| numbered.batch.clone()).collect();
        let error = write(format, &file.schema, &batches).expect_err("refused");
        assert!(matches!(error, Error::Malformed { .. }));
        assert!(error.to_string().contains("--to jsonl") && !error.to_string().contains("CANARY"), "{error}");
    }
}

/// A column whose dictionary holds one long value that every row repeats.
fn bomb(large: bool) -> Vec<u8> {
    use parquet::{arrow::ArrowWriter, basic::Compression, file::properties::WriterProperties};
    let long = "x".repeat(256 << 10);
    let keys = arrow::array::Int32Array::from(vec![0; 20_000]);
    let values: ArrayRef = if large {
        Arc::new(LargeStringArray::from(vec![long]))
    } else {
        Arc::new(StringArray::from(vec![long]))
    };
    let array = arrow::array::DictionaryArray::new(keys, values);
    let batch = samples::batch(vec![("bomb", Arc::new(array))]);
    let properties = WriterProperties::builder()
        .set_compression(Compression::ZSTD(parquet::basic::ZstdLevel::default()))
        .set_dictionary_page_size_limit(1 << 20)
        .build();
    let options = parquet::arrow::arrow_writer::ArrowWriterOptions::new()
        .with_properties(properties)
        // So that it is read as plain text.
        .with_skip_arrow_metadata(!large);
    let mut bytes = Vec::new();
    let mut writer = ArrowWriter::try_new_with_options(&mut bytes, batch.schema(), options).expect("opened");
    writer.write(&batch).expect("written");
    writer.close().expect("closed");
    bytes
}

#[test]
fn a_dictionary_bomb_is_read_in_small_parts() {
    let bytes = bomb(false);
    assert!(bytes.len() < 10_000, "{}", bytes.len());
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("in");
    std::fs::write(&path, &bytes).expect("written");
    let file = InputFile { path, relative: "in".into(), format: Format::Parquet, remote: None };
    let mut source = open(&file, &ReadOptions::default()).expect("opened");
    assert_eq!(*source.schema().field(0).data_type(), DataType::Utf8);
    let mut rows = 0;
    while let Some(chunk) = source.next_chunk() {
        let decoded = (chunk.expect("cut").decode)().expect("decoded");
        for numbered in decoded.batches {
            assert!(numbered.batch.get_array_memory_size() < 256 << 20);
            rows += numbered.batch.num_rows();
        }
    }
    assert_eq!(rows, 20_000);
    // A dictionary read as a dictionary costs nothing.
    assert_eq!(read(&bomb(true), Format::Parquet).expect("read").rows().column(0).len(), 20_000);
}
