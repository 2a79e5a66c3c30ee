use std::sync::Arc;

use arrow::{
    array::{Array, ArrayRef, AsArray, RecordBatch, StringArray},
    compute::concat_batches,
    datatypes::{DataType, Field, Schema, SchemaRef},
    util::display::{ArrayFormatter, FormatOptions},
};
use limpid_pipelines::{format::Format, metadata::FileMetadata, source::ReadOptions};
use parquet::file::reader::{FileReader, SerializedFileReader};

use super::{CANARY, options, read, read_with, samples, write, write_with};

const CUTS: &[ReadOptions] = &[
    ReadOptions { batch_rows: 1, chunk_bytes: 1, block_bytes: 1, chunk_rows: usize::MAX },
    ReadOptions { batch_rows: 7, chunk_bytes: 300, block_bytes: 300, chunk_rows: usize::MAX },
    ReadOptions { batch_rows: 7, chunk_bytes: 300, block_bytes: 300, chunk_rows: 3 },
    ReadOptions { batch_rows: 64, chunk_bytes: 5_000, block_bytes: 5_000, chunk_rows: usize::MAX },
    ReadOptions { batch_rows: 8192, chunk_bytes: 16 << 20, block_bytes: 16 << 20, chunk_rows: usize::MAX },
];

fn shown(batch: &RecordBatch) -> Vec<Vec<String>> {
    let options = FormatOptions::new().with_null("null");
    let shown = |column: &ArrayRef| {
        let formatter = ArrayFormatter::try_new(column, &options).expect("shown");
        (0..batch.num_rows()).map(|row| formatter.value(row).to_string()).collect()
    };
    batch.columns().iter().map(shown).collect()
}

/// Writes the batch in several pieces and reads it back, cut in several ways.
fn check(format: Format, batch: &RecordBatch) {
    let schema = batch.schema();
    let pieces = [batch.slice(0, 1), batch.slice(1, 0), batch.slice(1, batch.num_rows() - 1), batch.clone()];
    let expected = concat_batches(&schema, &pieces).expect("one schema");
    let bytes = write(format, &schema, &pieces).expect("written");
    assert_eq!(bytes, write(format, &schema, &pieces).expect("written"), "the same bytes every time");
    for cut in CUTS {
        let read = read_with(&bytes, format, cut).expect("read");
        assert!(read.rejected.is_empty());
        assert_eq!(read.schema, schema);
        let rows = read.rows();
        assert_eq!(rows.num_rows(), expected.num_rows());
        assert_eq!(shown(&rows), shown(&expected), "{format:?} {cut:?}");
    }
    // Files without rows keep their columns.
    for none in [&[][..], &[batch.slice(0, 0)][..]] {
        let read = read(&write(format, &schema, none).expect("written"), format).expect("read");
        assert_eq!(read.schema, schema);
        assert!(read.batches.is_empty());
    }
}

#[test]
fn parquet_keeps_every_type() {
    for column in samples::flat().into_iter().chain(samples::more()) {
        check(Format::Parquet, &samples::batch(vec![column]));
    }
    check(Format::Parquet, &samples::batch(samples::flat().into_iter().chain(samples::more()).collect()));
}

#[test]
fn arrow_keeps_every_type() {
    for format in [Format::ArrowFile, Format::ArrowStream] {
        let all = || samples::flat().into_iter().chain(samples::more()).chain(samples::arrow_only());
        for column in all() {
            check(format, &samples::batch(vec![column]));
        }
        check(format, &samples::batch(all().collect()));
    }
}

#[test]
fn arrow_files_extend_their_dictionaries_from_batch_to_batch() {
    let schema: SchemaRef =
        Arc::new(Schema::new(vec![Field::new_dictionary("d", DataType::Int8, DataType::Utf8, true)]));
    let batch = |words: &[Option<&str>]| {
        let array: arrow::array::DictionaryArray<arrow::datatypes::Int8Type> =
            words.iter().copied().collect();
        RecordBatch::try_new(Arc::clone(&schema), vec![Arc::new(array)]).expect("a batch")
    };
    let batches = [
        batch(&[Some("a"), Some("b")]),
        batch(&[None, Some("c"), Some("b")]),
        batch(&[Some("a")]),
        batch(&[None]),
    ];
    for format in [Format::ArrowFile, Format::ArrowStream] {
        let rows = read(&write(format, &schema, &batches).expect("written"), format).expect("read").rows();
        let text = arrow::compute::cast(rows.column(0), &DataType::Utf8).expect("casts");
        let words: Vec<_> = text.as_string::<i32>().iter().collect();
        assert_eq!(words, [Some("a"), Some("b"), None, Some("c"), Some("b"), Some("a"), None]);
    }
}

#[test]
fn an_arrow_stream_under_the_file_extension_is_read() {
    let batch = samples::batch(samples::flat());
    let bytes = write(Format::ArrowStream, &batch.schema(), std::slice::from_ref(&batch)).expect("written");
    assert_eq!(shown(&read(&bytes, Format::ArrowFile).expect("read").rows()), shown(&batch));
}

fn text_batch(names: &[&str], rows: usize) -> RecordBatch {
    let fields: Vec<Field> = names.iter().map(|name| Field::new(*name, DataType::Utf8, false)).collect();
    let cell = |name: &str, row: usize| match row % 5 {
        0 => String::new(),
        1 => format!("{name}, \"{row}\""),
        2 => format!("two\r\nlines {row}"),
        3 => format!("=1+{row};|\t"),
        _ => format!(" ü {row} "),
    };
    let columns = names
        .iter()
        .map(|name| Arc::new((0..rows).map(|row| Some(cell(name, row))).collect::<StringArray>()) as _);
    RecordBatch::try_new(Arc::new(Schema::new(fields)), columns.collect()).expect("a batch")
}

#[test]
fn delimited_text_keeps_its_cells_and_its_delimiter() {
    for format in [Format::Csv, Format::Tsv] {
        check(format, &text_batch(&["a", "b", "c"], 40));
        check(format, &text_batch(&["only"], 11));
    }
    let batch = text_batch(&["a", "b"], 9);
    let mut options = options(Format::Csv, &batch.schema());
    options.metadata = FileMetadata { delimiter: Some(b';'), ..FileMetadata::default() };
    let bytes = write_with(&options, std::slice::from_ref(&batch)).expect("written");
    assert!(bytes.starts_with(b"a;b\n"));
    let read = read(&bytes, Format::Csv).expect("read");
    assert_eq!(read.metadata.delimiter, Some(b';'));
    assert_eq!(shown(&read.rows()), shown(&batch));
}

#[test]
fn typed_columns_become_text() {
    let batch = samples::batch(samples::flat());
    let bytes = write(Format::Csv, &batch.schema(), std::slice::from_ref(&batch)).expect("written");
    let rows = read(&bytes, Format::Csv).expect("read").rows();
    assert_eq!(rows.num_rows(), batch.num_rows());
    assert_eq!(rows.column_by_name("int64").expect("kept").as_string::<i32>().value(0), "-25");
    assert_eq!(rows.column_by_name("int64").expect("kept").as_string::<i32>().value(3), "");
}

#[test]
fn json_lines_keep_the_text_of_every_line() {
    let text = "{\"b\": 1.10, \"a\": 1e400, \"a\": \"\\u00e9\"}\n\n  [1, 2]  \r\n\"\u{2028}\"\n123456789012345678901234567890\n{}";
    let lines = [
        "{\"b\": 1.10, \"a\": 1e400, \"a\": \"\\u00e9\"}",
        "  [1, 2]  ",
        "\"\u{2028}\"",
        "123456789012345678901234567890",
        "{}",
    ];
    for format in [Format::Jsonl, Format::JsonlGz, Format::JsonlZst] {
        let plain = read(text.as_bytes(), Format::Jsonl).expect("read");
        let batches: Vec<_> = plain.batches.iter().map(|numbered| numbered.batch.clone()).collect();
        let bytes = write(format, &plain.schema, &batches).expect("written");
        for cut in CUTS {
            let rows = read_with(&bytes, format, cut).expect("read").rows();
            let found: Vec<_> =
                rows.column(0).as_string::<i32>().iter().flatten().map(str::to_owned).collect();
            assert_eq!(found, lines);
        }
        let empty = read(&write(format, &plain.schema, &[]).expect("written"), format).expect("read");
        assert!(empty.batches.is_empty());
    }
}

#[test]
fn all_members_of_a_compressed_file_are_read_and_no_name_is_written() {
    use std::io::Write;
    let member = |text: &str| {
        let mut encoder =
            flate2::GzBuilder::new().filename(CANARY).mtime(1).write(Vec::new(), flate2::Compression::fast());
        encoder.write_all(text.as_bytes()).expect("written");
        encoder.finish().expect("finished")
    };
    let bytes = [member("{\"a\":1}\n{\"a\""), member(":2}\n")].concat();
    let file = read(&bytes, Format::JsonlGz).expect("read");
    assert_eq!(file.rows().num_rows(), 2);
    let written = write(Format::JsonlGz, &file.schema, &[file.rows()]).expect("written");
    assert_eq!(written.get(3..8), Some(&[0; 5][..]), "no name, no time");
    let frames =
        [zstd::encode_all(&b"1\n"[..], 1), zstd::encode_all(&b"2"[..], 1)].map(|frame| frame.expect("fits"));
    assert_eq!(read(&frames.concat(), Format::JsonlZst).expect("read").rows().num_rows(), 2);
}

#[test]
fn columns_become_objects_and_documents_become_columns() {
    let mut columns = samples::flat();
    columns.extend(samples::more().into_iter().filter(|(name, _)| !name.contains("interval")));
    let batch = samples::batch(columns);
    let lines = write(Format::Jsonl, &batch.schema(), std::slice::from_ref(&batch)).expect("written");
    let rows = read(&lines, Format::Jsonl).expect("read").rows();
    assert_eq!(rows.num_rows(), batch.num_rows());
    let first: serde_json::Value =
        serde_json::from_str(rows.column(0).as_string::<i32>().value(3)).expect("json");
    assert!(first.get("int64").is_some_and(serde_json::Value::is_null), "nulls are written");

    let text = "{\"id\": 1, \"m\": [{\"role\": \"user\"}]}\n{\"id\": null, \"extra\": \"x\"}\n";
    let documents = read(text.as_bytes(), Format::Jsonl).expect("read");
    let bytes = write(Format::Parquet, &documents.schema, &[documents.rows()]).expect("written");
    let table = read(&bytes, Format::Parquet).expect("read");
    let names: Vec<_> = table.schema.fields().iter().map(|field| field.name().as_str()).collect();
    assert_eq!(names, ["extra", "id", "m"]);
    assert_eq!(table.rows().num_rows(), 2);
    assert!(!format!("{:?}", table.schema).contains("limpid.kind"));
    // Many rows, more than the types are told from.
    let many: String = (0..25_000).map(|row| format!("{{\"id\": {row}}}\n")).collect();
    let documents = read(many.as_bytes(), Format::Jsonl).expect("read");
    let batches: Vec<_> = documents.batches.iter().map(|numbered| numbered.batch.clone()).collect();
    let bytes = write(Format::Parquet, &documents.schema, &batches).expect("written");
    let rows = read(&bytes, Format::Parquet).expect("read").rows();
    assert_eq!(rows.num_rows(), 25_000);
    let ids = rows.column(0).as_primitive::<arrow::datatypes::Int64Type>();
    assert!((0..25_000).all(|row| ids.value(row as usize) == row));
}

#[test]
fn a_text_file_is_one_row() {
    for text in ["", "one\r\ntwo\n", "ü"] {
        let file = read(text.as_bytes(), Format::Text).expect("read");
        assert_eq!(file.rows().num_rows(), 1);
        assert_eq!(write(Format::Text, &file.schema, &[file.rows()]).expect("written"), text.as_bytes());
    }
}

#[test]
fn parquet_says_nothing_about_treated_columns_and_nothing_it_was_not_told() {
    let words: StringArray = (0..3000).map(|row| Some(format!("{CANARY}-{row:04}"))).collect();
    let kept: StringArray = (0..3000).map(|row| Some(format!("kept-{row:04}"))).collect();
    let told = [("spark".to_owned(), CANARY.to_owned())];
    let field = |name: &str| {
        Field::new(name, DataType::Utf8, true).with_metadata(std::collections::HashMap::from(told.clone()))
    };
    let schema = Schema::new_with_metadata(
        vec![field("treated"), field("kept")],
        std::collections::HashMap::from(told.clone()),
    );
    let schema: SchemaRef = Arc::new(schema);
    let batch =
        RecordBatch::try_new(Arc::clone(&schema), vec![Arc::new(words), Arc::new(kept)]).expect("a batch");
    let mut options = options(Format::Parquet, &schema);
    options.no_statistics = vec!["treated".into()];
    options.own_metadata = vec![("limpid.version".into(), "x".into())];
    let bytes = write_with(&options, &[batch]).expect("written");
    let reader = SerializedFileReader::new(bytes::Bytes::from(bytes.clone())).expect("read");
    let group = reader.metadata().row_group(0);
    assert!(group.column(0).statistics().is_none() && group.column(0).column_index_offset().is_none());
    assert!(group.column(1).statistics().is_some());
    let file = reader.metadata().file_metadata();
    assert!(file.created_by().is_some_and(|by| by.starts_with("limpid ")));
    let keys: Vec<_> =
        file.key_value_metadata().into_iter().flatten().map(|pair| pair.key.as_str()).collect();
    assert_eq!(keys, ["limpid.version", "ARROW:schema"]);
    // The footer, too, is free of it, base64 or not.
    assert!(read(&bytes, Format::Parquet).expect("read").schema.field(0).metadata().is_empty());
    let group_end = group.column(1).byte_range();
    let tail = bytes.get(usize::try_from(group_end.0 + group_end.1).expect("small")..).expect("a footer");
    assert!(!tail.windows(CANARY.len()).any(|window| window == CANARY.as_bytes()));
}

#[test]
fn class_labels_survive_a_copy() {
    let footer = r#"{"info": {"features": {"label": {"names": ["neg", "pos"], "_type": "ClassLabel"}}}}"#;
    let batch = samples::batch(vec![("label", Arc::new(arrow::array::Int64Array::from(vec![0, 1])))]);
    let metadata = FileMetadata::from_footer([("huggingface", footer)], &batch.schema());
    for format in [Format::Parquet, Format::ArrowFile, Format::ArrowStream] {
        let mut options = options(format, &batch.schema());
        options.metadata = metadata.clone();
        let bytes = write_with(&options, std::slice::from_ref(&batch)).expect("written");
        let copy = read(&bytes, format).expect("read").metadata;
        assert!(copy.footer.get("huggingface").is_some_and(|text| text.contains("ClassLabel")));
        if format == Format::Parquet {
            // pyarrow, and with it `datasets`, looks into the Arrow schema of the footer only.
            let reader = SerializedFileReader::new(bytes::Bytes::from(bytes)).expect("read");
            let file = reader.metadata().file_metadata();
            let pairs = file.key_value_metadata().into_iter().flatten();
            let told = pairs.filter(|pair| pair.key == "ARROW:schema").cloned().collect();
            let schema =
                parquet::arrow::parquet_to_arrow_schema(file.schema_descr(), Some(&told)).expect("a schema");
            assert!(schema.metadata().contains_key("huggingface"));
        }
    }
}

#[test]
fn a_treated_column_may_have_nulls_where_the_input_had_none() {
    let schema: SchemaRef = Arc::new(Schema::new(vec![Field::new("a", DataType::Utf8, false)]));
    let nullable = Schema::new(vec![Field::new("a", DataType::Utf8, true)]);
    let batch =
        RecordBatch::try_new(Arc::new(nullable), vec![Arc::new(StringArray::from(vec![None::<&str>]))]);
    let mut options = options(Format::Parquet, &schema);
    options.no_statistics = vec!["a".into()];
    let bytes = write_with(&options, &[batch.expect("a batch")]).expect("written");
    assert_eq!(read(&bytes, Format::Parquet).expect("read").rows().column(0).null_count(), 1);
}

#[test]
fn a_large_row_group_is_cut_into_ranges() {
    let words: StringArray = (0..20_000).map(|row| Some(format!("word {row}"))).collect();
    let batch = samples::batch(vec![("words", Arc::new(words))]);
    let bytes = write(Format::Parquet, &batch.schema(), std::slice::from_ref(&batch)).expect("written");
    let cut =
        ReadOptions { batch_rows: 100, chunk_bytes: 10_000, block_bytes: 10_000, chunk_rows: usize::MAX };
    let read = read_with(&bytes, Format::Parquet, &cut).expect("read");
    assert!(read.batches.len() >= 200);
    assert_eq!(read.rows(), batch);
}
