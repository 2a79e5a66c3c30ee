use std::sync::Arc;

use arrow::{
    array::{ArrayRef, AsArray, RecordBatch, StringArray},
    datatypes::{DataType, Field, Schema},
};
use limpid_pipelines::{format::Format, source::ReadOptions};
use proptest::prelude::*;

use super::{read_with, write};

fn cell() -> impl Strategy<Value = String> {
    prop_oneof![Just(String::new()), "[a-z \"',;|\t\r\n\\\\=-]{0,12}", "\\PC{0,8}",]
}

fn cut() -> impl Strategy<Value = ReadOptions> {
    let chunk_rows = prop_oneof![Just(usize::MAX), 1_usize..20];
    (1_usize..20, 1_usize..400, chunk_rows).prop_map(|(batch_rows, chunk_bytes, chunk_rows)| ReadOptions {
        batch_rows,
        chunk_bytes,
        block_bytes: chunk_bytes,
        chunk_rows,
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_cells_survive_delimited_text(
        rows in prop::collection::vec(prop::collection::vec(cell(), 3), 0..30),
        cut in cut(),
        tabs in any::<bool>(),
    ) {
        let format = if tabs { Format::Tsv } else { Format::Csv };
        let schema = Arc::new(Schema::new(
            ["a", "b", "c"].map(|name| Field::new(name, DataType::Utf8, false)).to_vec(),
        ));
        let columns: Vec<ArrayRef> = (0..3)
            .map(|column| Arc::new(rows.iter().map(|row| Some(row[column].as_str())).collect::<StringArray>()) as _)
            .collect();
        let batch = RecordBatch::try_new(Arc::clone(&schema), columns).expect("a batch");
        let bytes = write(format, &schema, std::slice::from_ref(&batch)).expect("written");
        let read = read_with(&bytes, format, &cut).expect("read");
        prop_assert!(read.rejected.is_empty());
        prop_assert_eq!(read.rows(), batch);
    }

    #[test]
    fn any_documents_survive_json_lines(
        rows in prop::collection::vec((cell(), cell(), any::<f64>(), any::<i64>()), 0..30),
        cut in cut(),
        format in prop::sample::select(vec![Format::Jsonl, Format::JsonlGz, Format::JsonlZst]),
        carriage in any::<bool>(),
    ) {
        let lines: Vec<String> = rows
            .iter()
            .map(|(key, text, float, int)| serde_json::json!({ key: text, "list": [float, int, null] }).to_string())
            .collect();
        let text = lines.join(if carriage { "\r\n" } else { "\n" });
        let plain = read_with(text.as_bytes(), Format::Jsonl, &cut).expect("read");
        prop_assert!(plain.rejected.is_empty());
        let bytes = write(format, &plain.schema, &[plain.rows()]).expect("written");
        let rows = read_with(&bytes, format, &cut).expect("read").rows();
        let found: Vec<&str> = rows.column(0).as_string::<i32>().iter().flatten().collect();
        prop_assert_eq!(found, lines);
    }

    #[test]
    fn any_bytes_are_rows_or_rejected_rows_or_an_error(
        bytes in prop::collection::vec(prop::sample::select(b"a,;\"\n\r{}[]:1\\\xff\xc3\xa9 ".to_vec()), 0..200),
        one in cut(),
        other in cut(),
        format in prop::sample::select(vec![Format::Jsonl, Format::Csv, Format::Tsv, Format::Text]),
    ) {
        let batch_rows = 1;
        let read = |cut: ReadOptions| read_with(&bytes, format, &ReadOptions { batch_rows, ..cut });
        match (read(one), read(other)) {
            (Ok(one), Ok(other)) => {
                prop_assert_eq!(one.rows(), other.rows());
                let rows = |read: &super::Read| read.rejected.iter().map(|one| (one.row, one.what)).collect::<Vec<_>>();
                prop_assert_eq!(rows(&one), rows(&other));
            }
            (Err(one), Err(other)) => prop_assert_eq!(one.to_string(), other.to_string()),
            _ => prop_assert!(false, "whether a file can be read does not depend on the cut"),
        }
    }
}
